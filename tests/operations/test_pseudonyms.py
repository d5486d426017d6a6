"""The ledger calls people by names that nobody can make or trace without the account's salt."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from desk import Desk
from store.people import pseudonym
from store.tables import User, table_of

SALT = st.binary(min_size=32, max_size=32)


@given(SALT, SALT, st.integers(1, 2**31), st.integers(1, 2**31))
def test_a_name_is_one_person_s_under_one_salt(salt, other, one, another):
    name = pseudonym(salt, one)
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert (pseudonym(other, one) == name) == (other == salt)
    assert (pseudonym(salt, another) == name) == (another == one)


def test_entries_name_people_by_their_pseudonyms_only(desk: Desk) -> None:
    document = desk.submit(keep=True)
    desk.read(document.id)
    with desk.house.database.read() as unit:
        person = unit.people.get(desk.owner.person)
        bodies = [entry.body for entry in unit.entries.entries()]
    subjects = {json.loads(body)["fields"].get("subject", "") for body in bodies}
    assert subjects <= {"", person.pseudonym}
    assert person.pseudonym in subjects
    for body in bodies:
        assert b"example.org" not in body
        assert "person" not in json.loads(body)["fields"]


def test_when_the_salt_is_gone_nobody_tells_who_it_was_and_every_hash_is_good(desk: Desk) -> None:
    desk.submit()
    users = table_of(User)
    with desk.house.database.read() as unit:
        before = unit.people.get(desk.owner.person).pseudonym
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(users).where(users.c.id == desk.owner.person).values(ledger_salt=b"\x01" * 32))
    with desk.house.database.read() as unit:
        assert unit.people.get(desk.owner.person).pseudonym != before
        assert all(entry.agrees for entry in unit.entries.entries())
