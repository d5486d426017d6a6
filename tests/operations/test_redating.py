"""A changed policy changes dates: earlier at once, later only where it says so, and never without a trace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from governance.policy import compile_policy
from operations.in_force import OnlyThis
from operations.redate import redate
from store.places import data_folder
from store.policies import read_sources
from store.tables import ConsentRow, TextRow, User, table_of

CONSENTS, TEXTS, PEOPLE = (table_of(row) for row in (ConsentRow, TextRow, User))


def policy_with(**values):
    sources = read_sources(data_folder("policies") / "deepseek-ocr")
    text = sources["policy.yaml"]
    for name, (old, new) in values.items():
        place = text.index(f"  {name}:\n")
        text = text[:place] + text[place:].replace(f"value: {old}", f"value: {new}", 1)
    return compile_policy(sources | {"policy.yaml": text})


def kept(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    return document


def under(desk, policy):
    return replace(desk.services, in_force=OnlyThis(policy))


def test_a_shorter_time_goes_for_what_is_held_already_and_at_once(desk):
    document = kept(desk)
    before = desk.text(document).due_at
    done = redate(under(desk, policy_with(text_retention=("30d", "10d"))))
    assert done.earlier >= 1
    assert desk.text(document).due_at == before - timedelta(days=20)
    assert desk.entries("retention.redated")


def test_a_longer_time_is_for_what_comes_after(desk):
    document = kept(desk)
    before = desk.text(document).due_at
    longer = policy_with(text_retention=("30d", "60d"))
    done = redate(under(desk, longer))
    assert done.later == 0
    assert desk.text(document).due_at == before
    assert redate(under(desk, longer)).rows == 0


def test_a_policy_that_says_so_lengthens_and_the_ledger_holds_both_dates(desk):
    document = kept(desk)
    before = desk.text(document).due_at
    done = redate(under(desk, policy_with(text_retention=("30d", "60d"), lengthen_held=("false", "true"))))
    after = desk.text(document).due_at
    assert (done.later >= 1, after) == (True, before + timedelta(days=30))
    with desk.house.database.read() as unit:
        bodies = [entry.body.decode() for entry in unit.entries.entries(after=0) if entry.kind == "retention.redated"]
    assert any(f"{before:%Y-%m-%dT%H:%M:%S}" in body and f"{after:%Y-%m-%dT%H:%M:%S}" in body for body in bodies)


@pytest.mark.parametrize("undated", [True, False])
def test_a_row_that_was_written_without_a_date_gets_one(desk, undated):
    with desk.house.database.begin() as unit:
        row = {"person": desk.owner.person, "consent": "marketing", "given": True, "at": desk.hands.at, "policy": "p"}
        unit.connection.execute(insert(CONSENTS).values(row | {"document": ""}))
    assert redate(desk.services, undated=undated).first >= 1
    with desk.house.database.read() as unit:
        due = unit.connection.execute(select(CONSENTS.c.due_at).where(CONSENTS.c.consent == "marketing")).scalar_one()
    assert due == desk.hands.at + timedelta(days=1825)


def test_nothing_outlives_the_closing_of_its_account_by_being_dated_anew(desk):
    document = kept(desk)
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(PEOPLE).where(PEOPLE.c.id == desk.owner.person).values(closed_at=desk.hands.at))
        unit.connection.execute(update(TEXTS).values(policy="an older one"))
    shorter = policy_with(account_purge_slo=("30d", "5d"))
    redate(under(desk, shorter))
    assert desk.text(document).due_at == desk.hands.at + timedelta(days=5)
