"""An account that nobody uses: inactive, warned, closed, purged; and back into use by logging in."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from governance.holds import HoldKind
from operations.age_accounts import age_accounts, close_account, note_use
from operations.holds import place_hold
from store.tables import User, table_of

PEOPLE = table_of(User)


@pytest.fixture
def person(desk):
    """Somebody who logged in today and never again."""
    with desk.house.database.begin() as unit:
        assert note_use(desk.services, unit, desk.owner.person)
    return desk.owner.person


def state(desk, person):
    with desk.house.database.read() as unit:
        found = select(PEOPLE.c.account_state).where(PEOPLE.c.id == person)
        return unit.connection.execute(found).scalar_one()


def letters(desk, person):
    with desk.services.store.read() as unit:
        return [message.letter for message in unit.messages.of_person(person)]


def due(desk, person):
    with desk.services.store.read() as unit:
        return unit.accounts.get(person).due_at


def test_an_unused_account_goes_its_way_at_the_policy_s_dates(desk, person):
    end = due(desk, person)
    for before, expected in (
        (timedelta(days=61), "active"), (timedelta(days=60), "inactive"), (timedelta(days=30), "warned"),
    ):  # fmt: skip
        desk.hands.at = end - before
        age_accounts(desk.services)
        assert state(desk, person) == expected
    assert letters(desk, person) == ["account-unused"]
    desk.hands.at = end
    age_accounts(desk.services)
    assert state(desk, person) == "purged"
    assert len(desk.entries("account.stepped")) == 3
    assert age_accounts(desk.services) == 0


def test_whoever_logs_in_is_active_again(desk, person):
    desk.hands.at = due(desk, person) - timedelta(days=30)
    age_accounts(desk.services)
    age_accounts(desk.services)
    assert state(desk, person) == "warned"
    with desk.house.database.begin() as unit:
        assert note_use(desk.services, unit, person)
        assert not note_use(desk.services, unit, person)
    assert state(desk, person) == "active"
    assert due(desk, person) > desk.hands.at + timedelta(days=729)


def test_after_a_long_absence_of_the_clock_every_step_is_taken_in_order(desk, person):
    desk.hands.at = due(desk, person) + timedelta(days=200)
    for _ in range(4):
        age_accounts(desk.services)
    assert state(desk, person) == "purged"
    assert len(desk.entries("account.stepped")) == 3


def test_closing_brings_dates_forward_and_the_account_is_purged_at_its_own(desk, person):
    document = desk.submit(keep=True).id
    desk.read(document)
    assert close_account(desk.services, person, by="portal")
    assert not close_account(desk.services, person, by="portal")
    assert due(desk, person) == desk.hands.at + timedelta(days=30)
    assert desk.text(document).due_at <= desk.hands.at + timedelta(days=30)
    assert state(desk, person) == "closed"
    desk.hands.forward(days=29)
    age_accounts(desk.services)
    assert state(desk, person) == "closed"
    desk.hands.forward(days=1)
    age_accounts(desk.services)
    assert state(desk, person) == "purged"
    assert not close_account(desk.services, person, by="portal")


def test_a_held_account_is_closed_and_not_purged(desk, person):
    place_hold(
        desk.services, kind=HoldKind.LEGAL, person=person, ground="legal-claim", owner="legal department",
        until=desk.hands.at + timedelta(days=2000), by="test",
    )  # fmt: skip
    close_account(desk.services, person, by="portal")
    desk.hands.forward(days=31)
    age_accounts(desk.services)
    assert state(desk, person) == "closed"


def test_an_account_past_its_date_may_do_nothing_although_no_clock_closed_it(desk, person):
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(due_at=desk.hands.at))
    assert desk.refusal(lambda: desk.submit()).code == "gate-refused"
