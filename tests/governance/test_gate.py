import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.gate import PermitRefused, mint, verify
from governance.policy.decision import Cell

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECRET = b"s" * 32
CELL = Cell("process", "document.image", "provide_service")


def permit():
    return mint(SECRET, "decision-1", item="doc-1", cell=CELL, policy="p1", now=NOW, seconds=30)


def reason(changed, *, secret=SECRET, now=NOW, policy="p1"):
    with pytest.raises(PermitRefused) as refused:
        verify(secret, changed, now=now, policy=policy)
    return refused.value.reason


def test_a_fresh_permit_is_honoured_until_its_last_moment():
    verify(SECRET, permit(), now=NOW, policy="p1")
    verify(SECRET, permit(), now=NOW + timedelta(seconds=29, microseconds=999_999), policy="p1")


def test_a_permit_dies_with_its_time_and_with_its_policy():
    assert reason(permit(), now=NOW + timedelta(seconds=30)) == "stale"
    assert reason(permit(), policy="p2") == "other-policy"


@pytest.mark.parametrize(
    "change",
    [
        {"id": "decision-2"},
        {"item": "doc-2"},
        {"cell": Cell("read", "document.image", "provide_service")},
        {"cell": Cell("process", "document.image", "provide_service", "user")},
        {"policy": "p2"},
        {"expires_at": NOW + timedelta(days=1)},
        {"tag": b"\x00" * 32},
    ],
)
def test_a_permit_that_was_changed_anywhere_is_forged(change):
    assert reason(replace(permit(), **change)) == "forged"


def test_a_permit_made_with_another_secret_is_forged():
    assert reason(permit(), secret=b"t" * 32) == "forged"


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_different_permits_share_a_tag(identity, item, other_identity, other_item):
    first = mint(SECRET, identity, item=item, cell=CELL, policy="p", now=NOW, seconds=5)
    second = mint(SECRET, other_identity, item=other_item, cell=CELL, policy="p", now=NOW, seconds=5)
    assert (first.tag == second.tag) == ((identity, item) == (other_identity, other_item))


def test_a_refusal_says_why():
    assert str(PermitRefused("spent")) == "spent"


def test_the_tag_is_the_hmac_of_lengths_and_fields():
    """Written out once more by hand: any other tag would make the permits of a running house worthless."""
    fields = ("decision-1", "doc-1", "process", "document.image", "provide_service", "none", "p1",
              "2026-05-04T12:00:30+00:00")  # fmt: skip
    message = b"".join(bytes([0, 0, 0, len(field)]) + field.encode() for field in fields)
    assert permit().tag == hmac.digest(SECRET, message, "sha256")
