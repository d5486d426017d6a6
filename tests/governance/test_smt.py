"""The solver by itself: what each formula says, what is proved with which rules, and where a bound just fails."""

import json
import sys
from itertools import product
from typing import Any

import pytest
from tuned_policies import OPEN, OWN, READ, SHARE, STAGE, tuned_by

from governance.errors import ProvisoError
from governance.policy.core import Scope
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom
from governance.policy.quotient import Quotient
from governance.policy.smt import Solver, Verdict
from governance.policy.worlds import WORLD, theory_of

NAME = ("read", "name", "serve", "none")
STRICT = {**READ, "when": {"tenant.match": True}}
RULES = ([{**STRICT, "oblige": ["sealed"]}, {**SHARE, "when": {"job.stage": "none"}, "for": "promote"}],
         [{**OWN, "to": "none"}])  # fmt: skip


def solver_of(*claims: dict[str, Any], rules: Any = RULES, parameters: Any = None, dates: Any = None) -> Solver:
    sources = tuned_by(parameters or {}, *rules, *claims)
    if dates is not None:
        words = json.loads(sources["vocabulary.yaml"])
        words["events"]["job.ended"] = {"label": "ended", "at_birth": False}
        sources |= {"vocabulary.yaml": json.dumps(words), "retention.yaml": json.dumps({"retention": dates})}
    return Solver(theory_of(sources))


def proved(*claims: dict[str, Any], **given: Any) -> list[tuple[bool, tuple[str, ...]]]:
    """What comes of each goal; the other prover must say the same."""
    solver = solver_of(*claims, **given)
    theory = solver.theory
    found = [solver.prove(goal) for goal in theory.goals]
    quotient = Quotient(theory.facts, theory.rules)
    assert [one.proved for one in found] == [quotient.try_all(goal).broken_by is None for goal in theory.goals]
    assert [one.goal for one in found] == list(theory.goals)
    return [(one.proved, one.support) for one in found]


def at(solver: Solver, formula: Any, cell: tuple[str, str, str, str], **facts: str) -> bool:
    point = solver.point(cell, {name.replace("_", ".", 1): value for name, value in facts.items()})
    return not solver.impossible(formula, point)


def test_a_condition_holds_in_the_solver_where_it_holds_in_the_language() -> None:
    solver = solver_of()
    stage, own = Atom("job.stage", frozenset({"none", "received"})), Atom("tenant.match", frozenset({"true"}))
    for job, tenant in product(("unknown", "none", "received", "completed"), ("unknown", "true", "false")):
        one, other = job in ("none", "received"), tenant == "true"
        for guard, expected in (
            (stage, one), (AllOf((stage, own)), one and other), (AnyOf((stage, own)), one or other),
            (AllOf((AnyOf((stage, own)), own)), other), (ALWAYS, True), (NEVER, False),
        ):  # fmt: skip
            assert at(solver, solver.holds(guard), NAME, job_stage=job, tenant_match=tenant) is expected, guard


def test_a_condition_may_be_put_to_a_second_request() -> None:
    solver = solver_of()
    guard, other = Atom("tenant.match", frozenset({"true"})), solver.other_facts()
    assert not solver.impossible(solver.holds(guard), solver.negated(solver.holds(guard, other)))
    assert not solver.impossible(solver.allowed(), solver.negated(solver.allowed(facts=other)))
    same = solver.all(solver.facts[name] == other[name] for name in solver.facts)
    assert solver.impossible(same, solver.allowed(), solver.negated(solver.allowed(facts=other)))
    assert str(other["tenant.match"]) == "tenant.match'"


def test_what_is_allowed_hangs_on_the_facts_of_the_request_that_is_asked_about() -> None:
    """Each condition by itself: of a permit, of a prohibition, and deep inside both."""
    tenant, stage = {"tenant.match": True}, {"job.stage": "none"}
    deep = {"any": [{"all": [tenant, stage]}, {"all": [stage, tenant]}]}
    for rules in (
        ([STRICT], []), ([READ], [{**OWN, "do": "read"}]), ([{**READ, "when": deep}], []),
        ([READ], [{**OWN, "do": "read", "unless": deep}]),
    ):  # fmt: skip
        solver = solver_of(rules=rules)
        other = solver.other_facts()
        good = {"tenant.match": "true", "job.stage": "none"}
        meant = solver.all(other[name] == solver.value(name, value) for name, value in good.items())
        bad = solver.point(NAME, {**good, "tenant.match": "false"})
        assert not solver.impossible(solver.allowed(facts=other), meant, bad)
        assert solver.impossible(solver.allowed(facts=other), solver.negated(meant), solver.point(NAME, good), *(
            other[name] == solver.value(name, "unknown") for name in good))  # fmt: skip


def test_a_cell_lies_in_a_scope_when_each_part_of_it_does() -> None:
    solver = solver_of(rules=([READ, {**READ, "id": "A-2", "do": "share", "for": "promote", "to": "firm"}], []))
    scope = Scope(*(frozenset({name}) for name in NAME))
    assert at(solver, solver.within(scope), NAME)
    for cell in (("share", *NAME[1:]), (*NAME[:2], "promote", "none"), (*NAME[:3], "firm")):
        assert not at(solver, solver.within(scope), cell)
    whole = Scope(frozenset({"read", "share"}), *(frozenset({name}) for name in NAME[1:]))
    assert at(solver, solver.within(whole), ("share", *NAME[1:]))


def test_that_something_is_learned_means_what_was_known_stays_and_the_unknown_may_become_anything() -> None:
    solver = solver_of(parameters={"stage": STAGE}, rules=([READ, {**SHARE, "when": {"job.stage": "$stage"}}], []))
    other = solver.other_facts()["job.stage"]
    learned = solver.refines("job.stage", other)
    values = ("unknown", "none", "received", "completed")
    for was, now in product(values, values):
        here = (solver.facts["job.stage"] == solver.value("job.stage", was), other == solver.value("job.stage", now))
        assert solver.impossible(learned, *here) is (was not in ("unknown", now)), (was, now)
    world = solver.other_facts()[WORLD]
    apart = (solver.facts[WORLD] == solver.value(WORLD, "stage=none"), world == solver.value(WORLD, "stage=received"))
    assert solver.impossible(solver.refines(WORLD, world), *apart)


def test_two_formulas_differ_exactly_where_one_of_them_holds() -> None:
    solver = solver_of()
    yes, no = solver.holds(ALWAYS), solver.holds(NEVER)
    assert [solver.impossible(solver.differ(one, other)) for one, other in product((yes, no), (yes, no))] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_single_request_is_answered_as_the_rules_have_it() -> None:
    solver = solver_of()
    assert solver.allows(NAME, {"tenant.match": "true"})
    assert not solver.allows(NAME, {"tenant.match": "false"})
    assert not solver.allows(NAME, {"tenant.match": "nonsense"})
    assert not solver.allows(("collect", "name", "serve", "none"), {"tenant.match": "true"})
    assert solver.point(("dance", "name", "serve", "none"), {}) is None
    assert not solver.allows(("dance", "name", "serve", "none"), {"tenant.match": "true"})
    promoted = ("share", "name", "promote", "none")
    assert solver.allows(promoted, {"job.stage": "none", "tenant.match": "true"})
    assert not solver.allows(promoted, {"job.stage": "none"}), "F-1 forbids it"
    assert not solver.allows(promoted, {"tenant.match": "true"})


def test_rules_that_are_off_are_no_part_of_what_is_allowed() -> None:
    off = ([{**READ, "enabled_by": False}, {**READ, "id": "A-2", "do": "share"}], [{**OWN, "enabled_by": False}])
    solver = solver_of(rules=off)
    other = solver.theory.rules
    assert not solver.allows(NAME, {})
    assert solver.allows(("share", *NAME[1:]), {})
    assert at(solver, solver.allowed(other), ("share", *NAME[1:]))


def test_in_several_worlds_a_request_is_asked_in_the_first_one_or_in_the_one_that_it_names() -> None:
    solver = solver_of(parameters={"open": OPEN}, rules=([{**READ, "enabled_by": "$open"}], []))
    assert [solver.allows(NAME, facts) for facts in ({}, {WORLD: "open=false"}, {WORLD: "open=true"})] == [
        False, False, True,
    ]  # fmt: skip


NEVER_OTHERS = {"never": {"do": "read", "where_not": {"tenant.match": True}}}
NEVER_EARLY = {"never": {"do": "share", "where": {"job.stage": "none"}}}
NEVER_WITHDRAWN = {"never": {"for": "promote", "where_any_withdrawn": True}}
ABLE = {"always_allow": {"do": "read", "on": "name", "for": "serve", "to": "none", "where": {"tenant.match": True}}}


def test_what_is_never_done_is_proved_with_the_rules_that_it_rests_on() -> None:
    nothing = {"never": {"do": "collect"}}
    never_late = {"never": {"do": "share", "where": {"job.stage": "completed"}}}
    assert proved(NEVER_OTHERS, NEVER_EARLY, nothing, never_late) == [
        (True, ("A-1",)), (False, ()), (True, ()), (True, ("A-2",)),
    ]  # fmt: skip
    plain = ([READ], [OWN | {"do": "read"}, {**OWN, "id": "F-2", "do": "share"}])
    assert proved(NEVER_OTHERS, rules=plain) == [(True, ("F-1",))]
    either = {"never": {"where_not": {"tenant.match": True}}}
    assert proved(either, rules=([READ, {**READ, "id": "A-2", "do": "share"}], plain[1])) == [(True, ("F-1", "F-2"))]


def test_a_promise_about_withdrawal_speaks_of_each_purpose_with_its_own_consents() -> None:
    asking = {**SHARE, "for": "promote", "when": {"consent.promote": "given"}}
    free = {**READ, "id": "A-3", "for": "promote"}
    assert proved(NEVER_WITHDRAWN, rules=([READ, asking], [])) == [(True, ("A-2",))]
    assert proved(NEVER_WITHDRAWN, rules=([READ, asking, free], [])) == [(False, ())]
    assert proved(NEVER_WITHDRAWN, rules=([READ], [])) == [(True, ())]


def test_what_must_always_be_possible_is_proved_with_the_permits_that_it_rests_on() -> None:
    assert proved(ABLE) == [(True, ("A-1",))]
    unsure = {"always_allow": {**ABLE["always_allow"], "where": {"job.stage": "none"}}}
    assert proved(unsure) == [(False, ())]
    assert proved(ABLE, rules=([STRICT], [{**OWN, "do": "read", "unless": {"job.stage": "none"}}])) == [(False, ())]
    second = {**STRICT, "id": "A-2", "when": {"job.stage": "none"}}
    each = {"always_allow": {**ABLE["always_allow"], "where": {"tenant.match": True, "job.stage": "none"}}}
    [(held, support)] = proved(each, rules=([STRICT, second], []))
    assert (held, len(support)) == (True, 1), "either permit suffices"


def dated(*of: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"R-{len(of)}", "label": "r", "of": list(of), "after": "data.created", "keep": "1h", "then": "delete",
        "legal_hold": "ignored", "source": "law", "ceiling": {"event": "data.created", "keep": "2h"}, **more,
    }  # fmt: skip


def gone(at_most: str, event: str = "any", **more: Any) -> dict[str, Any]:
    return {"always_oblige": {"do": "read", "delete": {"from": event, "at_most": at_most}, **more}}


@pytest.mark.parametrize(("at_most", "held"), [("3600s", True), ("3601s", True), ("3599s", False), ("0s", False)])
def test_a_date_is_early_enough_up_to_the_very_second(at_most: str, held: bool) -> None:
    assert proved(gone(at_most), rules=([{**READ, "on": "*"}], [])) == [(held, ("R-ALL",) if held else ())]


def test_a_date_hangs_on_its_category_and_on_the_event_that_the_promise_names() -> None:
    late = {"also_after": [{"event": "job.ended", "keep": "30m"}]}
    retention = [dated("name", **late), dated("page.copy", "page.image", keep="3h", ceiling={
        "event": "data.created", "keep": "4h"})]  # fmt: skip
    every = ([{**READ, "on": "*"}], [])
    assert proved(gone("1h"), gone("1h", on="name"), gone("1h", on="page.*"), gone("3h"), rules=every,
                  dates=retention) == [(False, ()), (True, ("R-1",)), (False, ()), (True, ("R-1", "R-2"))]  # fmt: skip
    assert proved(gone("30m", "job.ended", on="name"), gone("29m", "job.ended", on="name"), gone("30m", "job.ended"),
                  gone("30m", on="name"), rules=every, dates=retention) == [
        (True, ("R-1",)), (False, ()), (False, ()), (False, ()),
    ]  # fmt: skip


def test_a_promise_about_dates_may_rest_on_nothing_of_the_kind_being_allowed() -> None:
    others = gone("1s", where={"tenant.match": False})
    assert proved(others, rules=([STRICT], [])) == [(True, ("A-1",))]
    assert proved(others, rules=([READ], [{**OWN, "do": "read"}])) == [(True, ("F-1",))]


def test_a_date_that_no_rule_sets_is_never_early_enough_however_late_it_may_be() -> None:
    ages = gone("36500d")
    assert proved(ages, rules=([{**READ, "on": "*"}], []), dates=[dated("name")]) == [(False, ())]


def test_a_promise_about_dates_of_what_nothing_permits_rests_on_nothing() -> None:
    assert proved({"always_oblige": {"do": "collect", "delete": {"from": "any", "at_most": "0s"}}}) == [(True, ())]


def test_a_goal_may_be_proved_in_one_world_alone() -> None:
    share = {**SHARE, "when": {"job.stage": "none"}, "enabled_by": "$open"}
    solver = solver_of({"never": {"do": "share"}}, parameters={"open": OPEN}, rules=([READ, share], []))
    [goal] = solver.theory.goals
    assert [solver.prove(goal, world) for world in (None, "open=true", "open=false")] == [
        Verdict(goal, False, ()), Verdict(goal, False, ()), Verdict(goal, True, ()),
    ]  # fmt: skip
    single = solver_of({"never": {"do": "share"}}, rules=([READ], []))
    assert single.prove(single.theory.goals[0], single.theory.written).proved


def test_a_form_of_a_rule_that_another_world_has_supports_by_the_name_of_the_rule() -> None:
    own = {"never": {"do": "share", "where": {"job.stage": "completed"}}}
    share = {**SHARE, "when": {"job.stage": "$stage"}}
    assert proved(own, parameters={"stage": STAGE}, rules=([READ, share], [])) == [(True, ("A-2",))]
    kept = {**OWN, "unless": {"job.stage": "$stage"}}
    assert proved(own, parameters={"stage": STAGE}, rules=([READ, {**READ, "id": "A-2", "do": "share"}], [kept])) == [
        (True, ("F-1",))
    ]


def test_of_the_rules_in_a_core_each_is_dropped_that_the_proof_can_do_without() -> None:
    solver = solver_of()

    class Answers:
        def unsat_core(self) -> list[str]:
            return ["a", "b", "c", "d"]

        def check(self, *marks: str) -> Any:
            return solver.z3.unsat if {"b", "d"} <= set(marks) else solver.z3.sat

    named = {mark: f"F-{mark}" for mark in "abcde"}
    assert solver._needed(Answers(), named) == ("F-b", "F-d")


def test_without_the_solver_nothing_is_proved_and_it_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ProvisoError) as told:
        solver_of()
    assert told.value.code == "prover-missing"


def test_questions_leave_nothing_behind_for_the_next_one() -> None:
    solver = solver_of(NEVER_OTHERS, NEVER_EARLY, ABLE, gone("1h"), gone("1s"))
    first = [solver.prove(goal) for goal in solver.theory.goals]
    again = [solver.prove(goal) for goal in reversed(solver.theory.goals)]
    assert first == again[::-1]
    assert [one.proved for one in first] == [True, False, True, True, False]


def test_a_theory_without_rules_has_a_solver_that_allows_nothing() -> None:
    solver = solver_of(rules=([], []))
    assert solver.impossible(solver.allowed())
    assert solver.version.count(".") >= 2
