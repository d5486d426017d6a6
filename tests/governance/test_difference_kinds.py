"""A difference, sentence for sentence: which duty moved, which rules and clauses are behind it, in which order."""

from dataclasses import replace
from typing import Any

from shipped_policy import shipped
from small_policies import written

from governance.policy import Policy, compile_policy
from governance.policy.core import Scope
from governance.policy.difference import DutyChange, difference

READ = {"id": "A-1", "label": "a", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract"}
COPY = {**READ, "id": "A-2", "on": ["page.copy", "page.image"]}
OWN = {"id": "F-1", "label": "own", "source": "law", "unless": {"tenant.match": True}}
NAME = Scope(*(frozenset({name}) for name in ("read", "name", "serve", "none")))
PAGES = replace(NAME, categories=frozenset({"page.copy", "page.image"}))


def small(*rules: dict[str, Any], forbids: tuple[dict[str, Any], ...] = ()) -> Policy:
    return compile_policy(written(list(rules), list(forbids)))


def test_a_flag_that_is_lost_and_one_that_is_gained_are_told_with_their_cells_alone() -> None:
    old, new = small({**READ, "oblige": ["sealed"]}), small({**READ, "oblige": ["counted"]})
    found = difference(old, new)
    assert found.weakened == (DutyChange("sealed", deadline=False, scope=NAME, facts={}),)
    assert found.strengthened == (DutyChange("counted", deadline=False, scope=NAME, facts={}),)
    assert found.reasons == ("obligation_strengthened", "obligation_weakened")
    assert [change.deadline for change in (*found.weakened, *found.strengthened)] == [False, False]


def kept(policy: Policy, seconds: int) -> Policy:
    """The policy with the dates of the name moved, as compiling would have it."""
    [key] = [key for key in policy.table if key[1] == "name"]
    cell = policy.table[key]
    dates = replace(cell.deadlines, delete_by={**cell.deadlines.delete_by, "data.created": seconds})
    return replace(policy, table={**policy.table, key: replace(cell, deadlines=dates)})


def test_a_date_that_moves_is_weaker_when_later_and_stronger_when_earlier_and_only_that() -> None:
    policy = small(READ, COPY)
    later = DutyChange("data.created", deadline=True, scope=NAME, facts={}, before=3600, after=7200)
    earlier = DutyChange("data.created", deadline=True, scope=NAME, facts={}, before=7200, after=3600)
    longer, shorter = difference(policy, kept(policy, 7200)), difference(kept(policy, 7200), policy)
    assert (longer.weakened, longer.strengthened) == ((later,), ())
    assert (shorter.weakened, shorter.strengthened) == ((), (earlier,))
    assert longer.reasons == ("obligation_weakened", "retention_longer")
    assert shorter.reasons == ("obligation_strengthened", "retention_shorter")


def test_a_denial_is_told_with_what_forbids_it_and_with_the_permit_only_where_none_is_left() -> None:
    forbidden = difference(small(READ), small(READ, forbids=(OWN,)))
    assert [(change.scope, change.facts, change.rules) for change in forbidden.denied] == [
        (NAME, {"tenant.match": ("unknown", "false")}, ("F-1",))
    ]
    gone = difference(small(READ, COPY), small(COPY))
    assert [(change.scope, change.facts, change.rules) for change in gone.denied] == [(NAME, {}, ("A-1",))]
    assert (forbidden.reasons, gone.reasons) == (("newly_denied",), ("newly_denied",))


def test_a_fact_that_only_the_older_version_knows_still_tells_what_it_asked_for() -> None:
    old = small({**READ, "when": {"consent.promote": "given"}})
    new = small(READ)
    fewer = {name: fact for name, fact in new.facts.items() if name != "consent.promote"}
    [change] = difference(old, replace(new, facts=fewer)).allowed
    assert change.facts == {"consent.promote": ("unknown", "never", "withdrawn", "stale", "expired")}
    [back] = difference(replace(new, facts=fewer), old).denied
    assert back.facts == change.facts, "as does one that only the newer version knows"


def test_what_reaches_most_cells_is_told_first_and_clauses_stand_in_the_order_of_the_text() -> None:
    found = difference(small({**READ, "do": "collect"}), small({**READ, "do": "collect"}, READ | {
        "id": "A-0", "when": {"tenant.match": True}}, COPY))  # fmt: skip
    every = replace(NAME, categories=frozenset({"name", "page.copy", "page.image"}))
    assert [(change.scope, change.facts) for change in found.allowed] == [
        (PAGES, {}), (every, {"tenant.match": ("true",)}),
    ]  # fmt: skip
    policy = shipped()
    order = list(policy.clauses)
    none = replace(policy, activities={}, table={})
    cited = [change.clauses for change in difference(none, policy).allowed]
    assert all(list(clauses) == sorted(clauses, key=order.index) for clauses in cited)
    assert any(list(clauses) != sorted(clauses) for clauses in cited), "c10 stands after c9"


def test_a_consent_is_stale_when_it_covers_a_new_cell_or_more_in_an_old_one_whatever_else_was_added() -> None:
    given = {**READ, "for": "promote", "when": {"consent.promote": "given"}}
    strict = {**given, "when": {"all": [{"consent.promote": "given"}, {"tenant.match": True}]}}
    policy, wider = small(given), small({**given, "do": ["read", "share"]})
    assert difference(policy, wider).stale_consents == ("promote",)
    assert difference(small(strict), policy).stale_consents == ("promote",)
    assert difference(wider, policy).stale_consents == ()
    added = {"another": policy.consents["promote"], **wider.consents}
    assert difference(policy, replace(wider, consents=added)).stale_consents == ("promote",)
    assert difference(policy, small(given, COPY)).stale_consents == ()


def test_rules_that_gain_and_lose_in_one_cell_are_both_noticed_under_an_unchanged_text() -> None:
    first = {**READ, "source": "text", "clauses": ["c0.1"], "when": {"job.stage": "none"}}
    second = {**first, "id": "A-2", "when": {"job.stage": ["received", "completed"]}}
    old = small(first, second)
    new = small({**first, "when": {"job.stage": "none", "tenant.match": True}}, second | {
        "when": {"any": [{"job.stage": ["received", "completed"]}, {"subject.age_band": "of_age"}]}})  # fmt: skip
    found = difference(old, new)
    assert (bool(found.allowed), bool(found.denied)) == (True, True)
    assert found.unwritten == ("A-1", "A-2")
    assert difference(new, old).unwritten == ("A-1", "A-2")


def test_of_two_sentences_about_as_many_cells_the_wider_one_comes_first() -> None:
    narrow = {**READ, "when": {"tenant.match": True, "job.stage": "none"}}
    wide = {**READ, "id": "A-2", "when": {"subject.age_band": "of_age"}}
    share = {**READ, "id": "A-3", "do": "share"}
    found = difference(small(share), small(share, narrow, wide))
    assert [change.facts for change in found.allowed] == [
        {"subject.age_band": ("of_age",)}, {"job.stage": ("none",), "tenant.match": ("true",)},
    ]  # fmt: skip


def test_what_a_wider_sentence_says_of_a_cell_is_not_said_again_by_a_narrower_one_about_another() -> None:
    share, strict = {**READ, "id": "A-3", "do": "share"}, {**READ, "when": {"tenant.match": True}}
    open_ = {**READ, "id": "A-2", "do": "collect", "on": "page.copy"}
    found = difference(small(share), small(share, strict, open_))
    assert {(min(change.scope.actions), *change.facts) for change in found.allowed} == {
        ("read", "tenant.match"), ("collect",),
    }  # fmt: skip
    assert len(found.allowed) == 2


def test_new_words_changed_terms_and_new_requests_are_reasons_side_by_side() -> None:
    old, new = small(READ), small(READ, COPY)
    activities = {**new.activities, "A-1": replace(new.activities["A-1"], bases={"any": "consent"})}
    purposes = {**new.purposes, "sell": new.purposes["serve"]}
    found = difference(old, replace(new, activities=activities, purposes=purposes))
    assert found.reasons == ("basis_changed", "new_purpose", "newly_allowed")


def test_a_consent_that_covers_what_was_allowed_without_it_is_stale_and_one_that_covers_what_is_not_is_not() -> None:
    given = {**READ, "on": "page.copy", "for": "promote", "when": {"consent.promote": "given"}}
    free = {**READ, "id": "A-2", "for": "promote"}
    old, more = small(given, free), small({**given, "on": ["page.copy", "name"]}, free)
    assert difference(old, more).allowed == ()
    assert difference(old, more).stale_consents == ("promote",)
    never = {"id": "F-1", "label": "never", "source": "law", "on": "name"}
    shut = small({**given, "on": ["page.copy", "name"]}, forbids=(never,))
    assert difference(small(given, forbids=(never,)), shut).stale_consents == ()
