"""The difference of two generated versions against trying every request in both, and what it means for people."""

from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from shipped_policy import shipped
from small_policies import ACTIONS, ALL_VALUES, CATEGORIES, PURPOSES, RECIPIENTS, rule_lists, written

from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.core import Scope
from governance.policy.difference import ALWAYS_MATERIAL, Change, difference

Rules = tuple[list[dict[str, Any]], list[dict[str, Any]]]
Point = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
VALUES = {name: ("unknown", *values) for name, values in sorted(ALL_VALUES.items())}
EVERY_CELL = list(product(ACTIONS, CATEGORIES, PURPOSES, RECIPIENTS))
EVERY_CHOICE = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
PARTS = {"actions": ACTIONS, "categories": CATEGORIES, "purposes": PURPOSES, "recipients": tuple(RECIPIENTS)}
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answers(policy: Policy) -> dict[Point, Any]:
    """Every request that is allowed, with the answer to it."""
    found = {}
    for cell in policy.table:
        for choice in EVERY_CHOICE:
            answer = decide(policy, Request(Cell(*cell), choice))
            if answer.allow:
                found[cell, tuple(choice.items())] = answer
    return found


def points(scope: Scope, facts: dict[str, tuple[str, ...]]) -> set[Point]:
    cells = product(scope.actions, scope.categories, scope.purposes, scope.recipients)
    choices = product(*([(name, value) for value in facts.get(name, VALUES[name])] for name in VALUES))
    return set(product(cells, choices))


def grown(change: Change) -> list[set[Point]]:
    """What a change would say if it named one value or one name more."""
    scope, facts = change.scope, dict(change.facts)
    more = [
        points(scope, {**facts, name: (*values, value)})
        for name, values in facts.items()
        for value in VALUES[name]
        if value not in values
    ]
    for part, names in PARTS.items():
        mine = getattr(scope, part)
        parts = {name: getattr(scope, name) for name in PARTS}
        more += [points(Scope(**{**parts, part: mine | {name}}), facts) for name in names if name not in mine]
    return more


@FEW
@given(rule_lists(), rule_lists())
def test_every_change_is_as_large_as_it_can_be_and_none_is_said_twice(before: Rules, after: Rules) -> None:
    old, new = compile_policy(written(*before)), compile_policy(written(*after))
    found = difference(old, new)
    was, is_ = answers(old), answers(new)
    for changes, exact in ((found.allowed, is_.keys() - was.keys()), (found.denied, was.keys() - is_.keys())):
        said = [points(change.scope, dict(change.facts)) for change in changes]
        assert set().union(*said) == exact
        assert len({(change.scope, tuple(change.facts.items())) for change in changes}) == len(changes)
        for number, change in enumerate(changes):
            assert not any(more <= exact for more in grown(change))
            others = [one for place, one in enumerate(said) if place != number]
            assert not any(said[number] <= one for one in others)


@FEW
@given(rule_lists(), rule_lists())
def test_a_change_is_material_exactly_when_more_is_allowed_or_owed_less(before: Rules, after: Rules) -> None:
    old, new = compile_policy(written(*before)), compile_policy(written(*after))
    found = difference(old, new)
    was, is_ = answers(old), answers(new)
    less = any(not is_[at].obligations.flags >= was[at].obligations.flags for at in was.keys() & is_.keys())
    assert ("newly_allowed" in found.reasons) == bool(is_.keys() - was.keys())
    assert ("newly_denied" in found.reasons) == bool(was.keys() - is_.keys())
    assert ("obligation_weakened" in found.reasons) == less
    assert found.material == bool(set(ALWAYS_MATERIAL) & set(found.reasons))
    assert found.notice_days == 0, "these versions promise no days"


@FEW
@given(rule_lists(), rule_lists())
def test_a_consent_is_stale_exactly_when_more_is_done_with_it_than_before(before: Rules, after: Rules) -> None:
    old, new = compile_policy(written(*before)), compile_policy(written(*after))
    was, is_ = answers(old), answers(new)

    def resting(policy: Policy) -> dict[tuple[str, ...], list[str]]:
        """The cells of the permits that ask for the consent to be given, with those permits."""
        found: dict[tuple[str, ...], list[str]] = {}
        for rule in policy.activities.values():
            if "consent.promote" in str(rule.guard) and asks(rule.guard):
                for cell in product(rule.actions, rule.categories, rule.purposes, rule.recipients):
                    found.setdefault(cell, []).append(rule.id)
        return found

    newly = is_.keys() - was.keys()
    more = any(set(is_[at].permits) & set(resting(new).get(at[0], ())) for at in newly)
    wider = bool((resting(new).keys() - resting(old).keys()) & {at[0] for at in is_})
    assert (difference(old, new).stale_consents == ("promote",)) == (more or wider)


def asks(guard: Any) -> bool:
    if hasattr(guard, "fact"):
        return guard.fact == "consent.promote" and "given" in guard.values
    return any(asks(part) for part in guard.parts)


def test_a_consent_with_which_nothing_can_be_done_is_not_asked_for_again() -> None:
    permit = {"id": "A-0", "label": "a rule", "source": "law", "do": "read", "on": "name", "basis": "contract"}
    with_consent = {**permit, "for": "promote", "when": {"consent.promote": "given"}}
    never = {"id": "F-0", "label": "a rule", "source": "law"}
    old = compile_policy(written([{**permit, "for": "serve"}], [never]))
    new = compile_policy(written([{**permit, "for": "serve"}, {**with_consent, "id": "A-1"}], [never]))
    assert difference(old, new).stale_consents == ()
    allowed = compile_policy(written([{**permit, "for": "serve"}, {**with_consent, "id": "A-1"}], []))
    assert difference(old, allowed).stale_consents == ("promote",)


def test_a_consent_for_another_purpose_is_another_consent() -> None:
    old = shipped()
    moved = old.consents["marketing"].model_copy(update={"purpose": "advertising"})
    assert difference(old, replace(old, consents={**old.consents, "marketing": moved})).stale_consents == ("marketing",)
    fewer = {name: consent for name, consent in old.consents.items() if name != "marketing"}
    assert difference(replace(old, consents=fewer), old).stale_consents == (), "nobody has given a new one yet"
