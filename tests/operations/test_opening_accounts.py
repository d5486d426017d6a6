"""Opening an account is one operation for every door, and the gate is asked for all that an account holds."""

import pytest

from console.acting import LOCAL_ADDRESS, find_account, local_actor
from operations.ask import GateRefused
from operations.cells import OPEN_ACCOUNT
from operations.open_account import open_account


def test_the_gate_is_asked_for_all_of_it_and_the_account_is_there(desk):
    account = open_account(desk.services, "New@Example.org", "hashed", "of_age", encrypted=True, by="portal")
    assert account == find_account(desk.house, "new@example.org")
    assert len(desk.entries("decision.allowed")) == len(OPEN_ACCOUNT)
    assert desk.entries("account.opened") == ["account.opened"]


def test_an_address_that_is_taken_changes_nothing(desk):
    assert open_account(desk.services, "ada@example.org", "other", "of_age", encrypted=True, by="portal") is None
    assert desk.entries("decision.allowed") == desk.entries("account.opened") == []


@pytest.mark.parametrize(("band", "encrypted"), [("below_floor", True), ("of_age", False)])
def test_what_the_gate_refuses_leaves_the_refusal_and_nothing_else(desk, band, encrypted):
    with pytest.raises(GateRefused):
        open_account(desk.services, "kid@example.org", "hashed", band, encrypted=encrypted, by="portal")
    assert find_account(desk.house, "kid@example.org") is None
    assert desk.entries("decision.refused")
    assert desk.entries("account.opened") == []


def test_the_operators_account_is_opened_like_any_other_and_once(desk):
    first = local_actor(desk.house)
    assert local_actor(desk.house) == first
    assert first.person == find_account(desk.house, LOCAL_ADDRESS)
    assert len(desk.entries("decision.allowed")) == len(OPEN_ACCOUNT)
    assert desk.entries("account.opened") == ["account.opened"]
