"""A cell made ready to answer: facts as bits, conditions as tests on bits, and what is remembered."""

from dataclasses import replace
from itertools import product
from types import MappingProxyType

import pytest
from shipped_policy import second

from governance.policy import Cell, Request, decide
from governance.policy.answers import MOST_KEPT, CellAnswers
from governance.policy.answers import test_of as made_of
from governance.policy.core import CellRules, Fact
from governance.policy.decision import Obligations
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard, holds

FACTS = {
    name: Fact(name, name, ("unknown", *values), MappingProxyType({}))
    for name, values in {"a": ("x", "y", "z"), "b": ("x", "y"), "c": ("x",)}.items()
}
KEY = ("read", "file.notes", "treatment", "none")


def atom(fact: str, *values: str) -> Atom:
    return Atom(fact, frozenset(values))


GUARDS: list[Guard] = [
    ALWAYS,
    NEVER,
    atom("a"),
    atom("a", "x"),
    atom("a", "x", "z"),
    AllOf((atom("a", "x", "y"), atom("b", "y"))),
    AnyOf((atom("a", "x"), atom("b", "y"))),
    AllOf((atom("c", "x"), AnyOf((atom("a", "y"), atom("b", "x"))))),
    AllOf((AnyOf((atom("a", "y"), atom("b", "x"))), AllOf((atom("c", "x"),)))),
    AnyOf((AllOf((atom("a", "y"), atom("b", "x"))), atom("c", "x"))),
    AllOf((ALWAYS, atom("a", "x"))),
    AllOf((NEVER, atom("a", "x"))),
]


def cell_with(guard: Guard) -> CellAnswers:
    rule = second().activities["A-FILE"]
    return CellAnswers(CellRules((replace(rule, guard=guard),), (), None, Obligations()), FACTS)


@pytest.mark.parametrize("guard", GUARDS, ids=str)
def test_a_condition_on_bits_holds_exactly_where_the_condition_does(guard: Guard) -> None:
    cell = cell_with(guard)
    [(_, test)] = cell.permits
    for values in product(*((*fact.values, "never heard of") for fact in FACTS.values())):
        facts = {name: value for name, value in zip(FACTS, values, strict=True) if value != "unknown"}
        assert test(cell.code(facts)) is holds(guard, facts), facts
        assert test(cell.code({**facts, "d": "x"})) is holds(guard, facts), "a fact that nobody asks for is no matter"


def test_every_value_of_a_fact_that_is_asked_for_has_a_bit_of_its_own_and_unknown_has_none() -> None:
    cell = cell_with(AllOf((atom("a", "x"), atom("b", "x"))))
    bits = [bit for _, values in cell.slots for bit in values.values()]
    assert sorted(bits) == [1, 2, 4, 8, 16]
    assert [name for name, _ in cell.slots] == ["a", "b"]
    assert cell.code({"a": "unknown"}) == cell.code({}) == 0
    assert made_of(ALWAYS, {})(0)
    assert not made_of(NEVER, {})(0)


def test_a_cell_keeps_as_many_answers_as_it_may_and_gives_back_what_it_kept() -> None:
    cell = cell_with(ALWAYS)
    decision = decide(second(), Request(Cell(*KEY), {}))
    for code in range(MOST_KEPT + 5):
        cell.keep(code, decision)
    assert len(cell.kept) == MOST_KEPT
    assert cell.kept[MOST_KEPT - 1] is decision
