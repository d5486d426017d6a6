"""The Data Rights Protocol: every state of ours has a word in it, and only messages of this moment are meant for us."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.drp import EXERCISES, LONGEST, expiry, is_meant, status_of
from governance.refusals import GROUNDS
from governance.rights import State

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
STATUSES = {"open", "in_progress", "fulfilled", "revoked", "denied", "expired"}
REASONS = {
    "", "need_user_verification", "suspected_fraud", "insuf_verification", "no_match", "claim_not_covered",
    "outside_jurisdiction", "too_many_requests", "other",
}  # fmt: skip


def message(**more: object) -> dict[str, object]:
    said = {
        "agent-id": "agent",
        "business-id": "us",
        "issued-at": (NOW - timedelta(minutes=1)).isoformat(),
        "expires-at": (NOW + timedelta(minutes=9)).isoformat(),
    }
    return {**said, **more}


def test_every_state_and_ground_is_said_in_the_protocols_words() -> None:
    for state in State:
        for ground in ("", *GROUNDS):
            status, reason = status_of(state, ground)
            assert status in STATUSES
            assert reason in REASONS
    assert status_of(State.REFUSED, "cannot_identify") == ("denied", "no_match")
    assert status_of(State.ANSWERED, "cannot_identify") == ("fulfilled", "")
    assert "sale:opt-in" not in EXERCISES


@pytest.mark.parametrize(
    "wrong",
    [
        {"agent-id": "other"},
        {"business-id": "other"},
        {"issued-at": (NOW + timedelta(seconds=1)).isoformat()},
        {"expires-at": NOW.isoformat()},
        {"expires-at": (NOW + LONGEST).isoformat()},
        {"expires-at": "soon"},
        {"issued-at": 7},
        {"issued-at": "2026-11-28T11:59:00"},
        {"expires-at": None},
    ],
)
def test_a_message_for_others_or_of_another_time_is_not_meant_for_us(wrong: dict[str, object]) -> None:
    assert is_meant(message(), agent="agent", business="us", now=NOW)
    assert not is_meant(message(**wrong), agent="agent", business="us", now=NOW)


def test_a_message_says_when_it_ends() -> None:
    assert expiry(message()) == NOW + timedelta(minutes=9)
    with pytest.raises(ValueError, match="when it ends"):
        expiry({})
