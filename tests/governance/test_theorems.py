"""The laws of the language hold of a policy, and an engine or a policy for which one fails is found out by that law."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shipped_policy import second
from tuned_policies import OPEN, OWN, PAGES, READ, tuned_by

from governance.policy import Policy, compile_policy
from governance.policy.core import CellRules, Rules
from governance.policy.quotient import Quotient
from governance.policy.smt import Solver
from governance.policy.theorems import THEOREMS, theorems_of
from governance.policy.worlds import theory_of

STRICT = {**READ, "when": {"job.stage": "received"}}
OFF = {**READ, "id": "A-4", "do": "share", "enabled_by": False}
TO_FIRM = {**READ, "id": "A-5", "do": "share", "to": "firm"}
SOURCES = tuned_by({"open": OPEN}, [STRICT, PAGES, OFF, TO_FIRM], [OWN | {"do": "read"}, {**OWN, "id": "F-2"}])


def failing(kind: type[Solver] = Solver, policy: Policy | None = None) -> list[str]:
    theory = theory_of(SOURCES)
    quotient = Quotient(theory.facts, theory.rules)
    told = theorems_of(policy or compile_policy(SOURCES), theory, kind(theory), quotient)
    assert [(one.id, one.say) for one in told] == list(THEOREMS.items())
    return [one.id for one in told if not one.proved]


def test_every_law_holds_of_a_policy() -> None:
    assert failing() == []


class Allows(Solver):
    """An engine with a fault: `answer` stands in the place of what is allowed."""

    answer: Callable[["Allows", Rules, Any], Any]

    def allowed(self, rules: Rules | None = None, facts: Any = None) -> Any:
        return type(self).answer(self, rules or self.theory.rules, facts)


def faulty(answer: Callable[[Allows, Rules, Any], Any]) -> type[Solver]:
    return type("Faulty", (Allows,), {"answer": answer})


def _permitted(solver: Solver, rules: Rules, facts: Any) -> Any:
    return Solver.allowed(solver, replace(rules, prohibitions={}), facts)


def _first_rule_counts(solver: Solver, rules: Rules, facts: Any) -> Any:
    name, rule = next(iter(rules.activities.items()))
    return Solver.allowed(solver, replace(rules, activities={name: rule}), facts)


def _first_prohibition_counts(solver: Solver, rules: Rules, facts: Any) -> Any:
    name, rule = next(iter(rules.prohibitions.items()))
    return Solver.allowed(solver, replace(rules, prohibitions={name: rule}), facts)


def _repeated_prohibitions_cancel(solver: Solver, rules: Rules, facts: Any) -> Any:
    return solver.any([Solver.allowed(solver, rules, facts)] if len(rules.prohibitions) < 4 else [])


def _repeated_rules_cancel(solver: Solver, rules: Rules, facts: Any) -> Any:
    return solver.any([Solver.allowed(solver, rules, facts)] if len(rules.activities) < 6 else [])


def _unless_known(solver: Solver, rules: Rules, facts: Any) -> Any:
    known = (solver.facts if facts is None else facts)["tenant.match"]
    bad = solver.all([known == solver.value("tenant.match", "true")])
    return solver.all([_permitted(solver, rules, facts), solver.negated(bad)])


@pytest.mark.parametrize(
    ("answer", "laws"),
    [
        (lambda solver, rules, facts: solver.all(()), ["M2", "M3"]),
        (_permitted, ["M3"]),
        (_first_rule_counts, ["M4"]),
        (_first_prohibition_counts, ["M3", "M4"]),
        (_repeated_rules_cancel, ["M4"]),
        (_repeated_prohibitions_cancel, ["M4"]),
        (_unless_known, ["M3", "M5"]),
    ],
)
def test_an_engine_with_a_fault_breaks_the_law_about_it(answer: Any, laws: list[str]) -> None:
    assert failing(faulty(answer)) == laws


def test_what_either_prover_finds_to_be_lost_by_learning_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotient, "monotone", lambda self: False)
    assert failing() == ["M5"]


def with_cell(change: Callable[[CellRules], CellRules], action: str = "collect") -> Policy:
    """The clinic's policy with one of its cells of that action otherwise than compiling would have it."""
    policy = second()
    key = next(key for key in policy.table if key[0] == action)
    return replace(policy, table={**policy.table, key: change(policy.table[key])})


def permit(**parts: Any) -> Callable[[CellRules], CellRules]:
    return lambda rules: replace(rules, permits=(*rules.permits, replace(rules.permits[0], **parts)))


def test_a_permit_without_a_sentence_or_a_law_or_a_basis_under_each_regime_is_found() -> None:
    assert failing(policy=second()) == []
    assert failing(policy=with_cell(permit(clauses=(), source="text"))) == ["M9"]
    assert failing(policy=with_cell(permit(bases={}))) == ["M9"]
    for founded in ({"clauses": (), "source": "law"}, {"source": "text"}, {"bases": {"gdpr": "law", "ccpa": "law"}}):
        assert failing(policy=with_cell(permit(**founded))) == []


def test_what_is_taken_in_or_stored_without_a_ceiling_that_has_begun_to_run_is_found() -> None:
    def undated(rules: CellRules) -> CellRules:
        return replace(rules, retention=None)

    for action, laws in (("collect", ["M10"]), ("store", ["M10"]), ("read", []), ("share", [])):
        assert failing(policy=with_cell(undated, action)) == laws
    policy = second()
    later = {name: event.model_copy(update={"at_birth": False}) for name, event in policy.events.items()}
    assert failing(policy=replace(policy, events=later)) == ["M10"]
    assert failing(policy=replace(policy, events={})) == ["M10"]
