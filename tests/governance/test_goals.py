"""What a promise asks for, read from its text: kind, conditions, withdrawn consents, and the dates it wants."""

import json

from shipped_policy import clinic, shipped, texts
from small_policies import written

from governance.policy.goals import Goal, goals_of
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom
from governance.policy.parse import parse
from governance.policy.resolve import resolve

WITHDRAWN = AnyOf((Atom("consent.promote", frozenset({"withdrawn"})),))
TENANT = Atom("tenant.match", frozenset({"true"}))
STAGE = Atom("job.stage", frozenset({"received"}))


def goals(*promises: dict[str, object]) -> tuple[Goal, ...]:
    entries = [{"id": f"P{n:02}", "say": "so", "quote_of": "c0.1", **claim} for n, claim in enumerate(promises, 1)]
    document, _ = parse({**written([], []), "promises.yaml": json.dumps({"promises": entries})})
    rules, problems = resolve(document)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return goals_of(document, rules.retention)


def test_a_promise_without_conditions_is_about_every_request_and_wants_no_date() -> None:
    [goal] = goals({"never": {"on": "name"}})
    assert (goal.kind, goal.where, goal.where_not) == ("never", ALWAYS, NEVER)
    assert (goal.withdrawn, goal.events, goal.at_most) == ({}, frozenset(), -1)
    assert [rule.id for rule in goal.retention] == ["R-ALL"]
    assert goal.condition("serve") == goal.condition("promote") == ALWAYS
    assert not goal.obliged("name")


def test_each_promise_is_a_goal_of_its_kind_with_its_own_conditions() -> None:
    first, second = goals(
        {"never": {"on": "name", "where": {"tenant.match": True}, "where_not": {"job.stage": "received"}}},
        {"always_allow": {"do": "read"}},
    )
    assert (first.kind, first.where, first.where_not) == ("never", TENANT, STAGE)
    assert (second.kind, second.id, second.where) == ("always_allow", "P02", ALWAYS)


def test_a_withdrawn_consent_is_asked_for_by_purpose_and_never_holds_where_there_is_none() -> None:
    [goal] = goals({"never": {"for": ["serve", "promote"], "where_any_withdrawn": True}})
    assert goal.withdrawn == {"promote": WITHDRAWN, "serve": AnyOf(())}
    assert goal.condition("promote") == AllOf((ALWAYS, WITHDRAWN))
    assert goal.condition("nobody") == AllOf((ALWAYS, NEVER))


def test_a_date_counts_when_it_runs_from_the_event_and_is_no_later_than_promised() -> None:
    within, late, other = goals(
        {"always_oblige": {"do": "collect", "delete": {"from": "any", "at_most": "1h"}}},
        {"always_oblige": {"do": "collect", "delete": {"from": "data.created", "at_most": "59m"}}},
        {"always_oblige": {"do": "collect", "delete": {"from": "data.created", "at_most": "2h"}}},
    )
    assert (within.events, within.at_most) == ({"data.created"}, 3600)
    assert [goal.obliged("name") for goal in (within, late, other)] == [True, False, True]
    assert not within.obliged("nobody's")


def test_any_means_an_event_that_has_happened_to_everything_there_is() -> None:
    for sources in (texts(), clinic()):
        document, _ = parse(sources)
        born = {name for name, event in document.events.items() if event.at_birth}
        found = goals_of(document, resolve(document)[0].retention)
        for goal in found:
            delete = getattr(document.promises[goal.id], goal.kind).delete
            if delete is not None:
                assert goal.events == (born if delete.from_ == "any" else {delete.from_})
    assert shipped().promises
