"""Dates, how late deletions come, what holds keep, and an account's way to its end: laws of the pure parts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped

from governance import accounts
from governance.accounts import AccountState, account_due, may_step, next_step, to_the_policy
from governance.dating import UNDATED, dated, lengthens, redated, rule_of
from governance.holds import AT_WORD, GROUNDS, Hold, HoldKind, kept_rules
from governance.lateness import STEPS, count_steps, rank, step_of, summary

NOW = datetime(2026, 11, 28, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENTS = st.integers(0, 4000).map(lambda hours: NOW + timedelta(hours=hours))


def lengthening():
    policy = shipped()
    assert policy.change_notification is not None
    fields = {name: getattr(policy, name) for name in policy.__dataclass_fields__ if name != "answers"}
    rules = policy.change_notification.model_copy(update={"lengthen_held": True})
    return type(policy)(**fields | {"change_notification": rules})


def test_a_date_carries_its_rule_and_its_policy() -> None:
    found = dated(shipped(), "record.consent", {"data.created": NOW})
    assert (found.due_at, found.rule, found.policy) == (NOW + 1825 * DAY, "R-RECORD", shipped().digest)


def test_the_rule_of_a_row_is_the_one_it_names_else_its_category_s() -> None:
    named, by_category = rule_of(shipped(), "R-TEXT", "text.result"), rule_of(shipped(), "R-OLD", "text.result")
    assert named is not None
    assert named.id == "R-TEXT"
    assert by_category is not None
    assert by_category.id == "R-RESULT"
    assert rule_of(shipped(), "R-OLD", "nothing.known") is None


@given(MOMENTS, MOMENTS)
def test_a_date_never_moves_to_a_later_moment_unless_the_policy_says_so(held: datetime, wanted: datetime) -> None:
    assert redated(shipped(), held, wanted) == min(held, wanted)
    assert redated(lengthening(), held, wanted) == wanted
    assert redated(shipped(), UNDATED, wanted) == wanted


def test_silence_about_longer_times_means_no() -> None:
    policy = shipped()
    fields = {name: getattr(policy, name) for name in policy.__dataclass_fields__ if name != "answers"}
    assert not lengthens(type(policy)(**fields | {"change_notification": None}))
    assert not lengthens(policy)
    assert lengthens(lengthening())


@given(st.lists(st.floats(-100, 2_000_000)))
def test_counts_in_steps_lose_no_deletion_and_no_maximum(seconds: list[float]) -> None:
    found = summary(count_steps(seconds))
    if not seconds:
        assert found is None
        return
    assert found is not None
    assert found.count == len(seconds)
    assert found.late == sum(1 for value in seconds if value > 0)
    assert found.p50 <= found.p95 <= max(found.longest, 0.0)
    if found.late:
        assert found.longest == max(seconds)


def test_a_step_holds_what_is_up_to_its_upper_end() -> None:
    assert [step_of(end) for end in STEPS] == list(range(len(STEPS)))
    assert step_of(-5) == 0
    assert step_of(STEPS[-1] + 1) == len(STEPS)
    assert rank({}, 50) == 0.0


def test_a_hold_holds_from_its_placing_to_its_end_or_release() -> None:
    hold = Hold("h", HoldKind.LEGAL, 1, "", "legal-claim", "legal department", NOW, NOW + DAY)
    assert hold.active(NOW)
    assert not hold.active(NOW + DAY)
    assert not replace(hold, released_at=NOW).active(NOW)
    restriction = replace(hold, kind=HoldKind.RESTRICTION)
    assert restriction.active(NOW + DAY)
    assert not replace(restriction, released_at=NOW).active(NOW)


@pytest.mark.parametrize("ground", GROUNDS[HoldKind.RESTRICTION])
def test_only_restrictions_for_the_data_s_sake_keep_it(ground: str) -> None:
    hold = Hold("h", HoldKind.RESTRICTION, 1, "", ground, "privacy desk", NOW, NOW + DAY)
    assert not hold.at_word
    assert replace(hold, owner=AT_WORD).at_word
    assert not replace(hold, owner=AT_WORD, kind=HoldKind.LEGAL).at_word
    assert hold.keeps == (ground in {"unlawful", "needed-by-person"})
    assert replace(hold, kind=HoldKind.LEGAL).keeps


def test_no_hold_keeps_what_the_policy_says_none_keeps() -> None:
    legal = kept_rules(shipped(), HoldKind.LEGAL)
    assert "R-TEXT" in legal
    assert not {"R-DOC", "R-SENSITIVE", "R-COPY"} & legal
    assert "R-DOC" not in kept_rules(shipped(), HoldKind.RESTRICTION)


def test_an_unused_account_is_inactive_warned_closed_and_purged_at_the_policy_s_dates() -> None:
    due = account_due(shipped(), NOW, None)
    assert due == NOW + 730 * DAY
    way, state = [], AccountState.ACTIVE.value
    while (following := next_step(shipped(), state, due)) is not None:
        assert may_step(state, following[0])
        state = following[0].value
        way.append((state, due - following[1]))
    assert way == [
        ("inactive", 60 * DAY), ("warned", 30 * DAY), ("closed", timedelta()), ("purged", timedelta()),
    ]  # fmt: skip


def test_closing_brings_the_date_forward() -> None:
    assert account_due(shipped(), NOW, NOW + DAY) == NOW + 31 * DAY


def test_nothing_leads_back_from_closed_and_unknown_words_lead_nowhere() -> None:
    assert not any(may_step("closed", state) for state in AccountState if state is not AccountState.PURGED)
    assert not any(may_step("purged", state) for state in AccountState)
    assert not may_step("nonsense", "closed")
    assert not may_step("active", "nonsense")
    assert set(accounts.STEPS) == set(AccountState)


def test_to_the_policy_an_account_is_open_until_it_is_closed() -> None:
    said = {state.value: to_the_policy(state.value) for state in AccountState}
    assert said == {
        "active": "active", "inactive": "active", "warned": "active", "deletion_requested": "deletion_requested",
        "closed": "closed", "purged": "closed",
    }  # fmt: skip
