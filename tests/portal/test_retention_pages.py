"""What the officer sees of retention: the clock, what is due, late or stopped, holds, and letting go with a reason."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert

from clock.retention import Sweeping
from operations.sweep import sweep
from portal.dpo.retention import KINDS
from store.tables import ClockRow, ConsentRow, LetGoRow, table_of

CONSENTS, CLOCK, ORDERS = (table_of(row) for row in (ConsentRow, ClockRow, LetGoRow))


def consents(house, person, count, late=timedelta(hours=1)):
    at = house.services.now() - late
    row = {"person": person.id, "consent": "marketing", "given": True, "at": at, "policy": "p", "document": ""}
    row |= {"due_at": at, "rule": "R-RECORD", "due_policy": house.services.policy.digest}
    with house.database.begin() as unit:
        unit.connection.execute(insert(CONSENTS), [row] * count)


@pytest.fixture
def many(house, enter, app, monkeypatch):
    """So many consents due at once that a cap of five stops them."""
    services = replace(house.services, limits=replace(house.services.limits, cap_rows=5))
    monkeypatch.setitem(app.extensions, "proviso", services)
    consents(house, enter("subject"), 200)
    yield services
    with house.database.begin() as unit:
        unit.connection.execute(delete(ORDERS))
    sweep(house.services, beyond_cap=True)


def entries(house, kind):
    with house.database.read() as unit:
        return [entry for entry in unit.entries.entries(after=0) if entry.kind == kind]


def test_the_page_says_who_leads_and_when_it_swept(house, enter):
    officer = enter("dpo")
    with house.database.begin() as unit:
        unit.connection.execute(delete(CLOCK))
    assert "No clock has ever led" in officer.client.get("/dpo/retention").text
    Sweeping(house).run()
    page = officer.client.get("/dpo/retention").text
    assert re.search(r"The clock on .*, process \d+ leads since", page)
    with house.database.begin() as unit:
        beat = unit.clockwork.last()
        unit.clockwork.beat(replace(beat, swept_at=beat.swept_at - timedelta(minutes=3)))
    assert "The clock is silent" in officer.client.get("/dpo/retention").text


def test_every_kind_stands_in_the_calendar_with_rule_and_clauses(house, enter, upload, read):
    read(upload(enter("subject"), keep=True))
    page = enter("dpo").client.get("/dpo/retention").text
    with house.services.store.read() as unit:
        names = {ending.name for ending in unit.dues.endings()}
    assert names == set(KINDS)
    calendar = page[page.index('id="calendar-title"') :]
    assert {name for name in names if f">{name}<" in calendar} == names
    assert "R-TEXT" in calendar
    assert 'href="/privacy/policy#c4.2.3"' in calendar


def test_what_a_cap_stops_is_listed_and_let_go_with_a_reason(house, enter, many):
    officer = enter("dpo")
    assert {one.ending.name for one in sweep(many) if one.stopped} == {"consent.due_at"}
    assert "1 kind is stopped by a cap" in officer.client.get("/dpo/retention").text
    page = officer.client.get("/dpo/retention/consent.due_at").text
    assert "Let 200 rows go" in page
    assert page.count("R-RECORD") == 200
    assert officer.post("/dpo/retention/consent.due_at", {"reason": "because"}).status_code == 422
    assert officer.post("/dpo/retention/consent.due_at", {"reason": "absence"}).status_code == 303
    assert b'"reason":"absence"' in entries(house, "retention.let-go")[-1].body
    # What became due after the order is stopped again.
    consents(house, enter("subject"), 50, late=timedelta(0))
    swept = {one.ending.name: one for one in sweep(many)}
    assert (swept["consent.due_at"].gone, swept["consent.due_at"].stopped) == (200, True)


def test_an_order_counts_for_an_hour(house, enter, many):
    assert enter("dpo").post("/dpo/retention/consent.due_at", {"reason": "busy-time"}).status_code == 303
    later = replace(many, now=lambda: house.services.now() + timedelta(minutes=61))
    assert {one.ending.name: one for one in sweep(later)}["consent.due_at"].stopped


def test_what_no_cap_stops_needs_no_letting_go(enter):
    officer = enter("dpo")
    answer = officer.post("/dpo/retention/consent.due_at", {"reason": "absence"})
    assert (answer.status_code, "No cap stops this kind" in answer.text) == (422, True)
    assert officer.post("/dpo/retention/nothing", {"reason": "absence"}).status_code == 404
    assert officer.client.get("/dpo/retention/nothing").status_code == 404


def day(house, days):
    return f"{house.services.now() + timedelta(days=days):%Y-%m-%d}"


def test_a_hold_is_placed_on_a_person_kept_and_released(house, enter):
    officer, person = enter("dpo"), enter("subject")
    form = {"on": person.email, "ground": "legal-claim", "owner": "legal department", "until": day(house, 9)}
    assert officer.post("/dpo/holds", form).status_code == 303
    page = officer.client.get("/dpo/holds").text
    assert f"everything of account {person.id}" in page
    assert person.email not in page
    consents(house, person, 3)
    assert {one.ending.name: one.gone for one in sweep(house.services)}["consent.due_at"] == 0
    assert ">3<" in officer.client.get("/dpo/retention").text
    hold = re.search(rf"account {person.id}\b" + r".*?/dpo/holds/([0-9a-f]{32})/release", page, re.S).group(1)
    assert officer.post(f"/dpo/holds/{hold}/release").status_code == 303
    assert {one.ending.name: one.gone for one in sweep(house.services)}["consent.due_at"] == 3
    for kind in ("hold.placed", "hold.released"):
        assert b'"officer":"' in entries(house, kind)[-1].body


def test_an_officer_lifts_what_a_person_had_set_aside(house, enter):
    officer, person = enter("dpo"), enter("subject")
    with house.services.store.begin() as unit:
        unit.corrections.restrict(person.id, on=True)
    lift = f"/dpo/holds/people/{person.id}/lift"
    assert lift in officer.client.get("/dpo/holds").text
    assert enter("auditor").post(lift).status_code in {403, 404}
    assert officer.post(lift).status_code == 303
    assert lift not in officer.client.get("/dpo/holds").text
    assert b'"officer":"' in entries(house, "person.changed")[-1].body


def test_a_hold_on_one_document_is_its_owners(house, enter, upload):
    officer, person = enter("dpo"), enter("subject")
    document = upload(person)
    form = {"on": document, "ground": "authority-order", "owner": "court desk", "until": day(house, 9)}
    assert officer.post("/dpo/holds", form).status_code == 303
    page = officer.client.get("/dpo/holds").text
    assert f"one thing of account {person.id}" in page
    hold = re.search(document + r".*?/dpo/holds/([0-9a-f]{32})/release", page, re.S).group(1)
    officer.post(f"/dpo/holds/{hold}/release")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"on": "nobody@example.com"}, "No account has this address"), ({"on": "0" * 32}, "No account has this address"),
     ({"until": "2020-01-01"}, "A hold needs an end"), ({"owner": ""}, "Name an office"),
     ({"ground": "because"}, "Not a valid choice")],
)  # fmt: skip
def test_a_hold_that_lacks_something_is_not_placed_and_the_page_says_what(house, enter, change, said):
    form = {"on": enter("subject").email, "ground": "legal-claim", "owner": "legal", "until": day(house, 9)} | change
    answer = enter("dpo").post("/dpo/holds", form)
    assert answer.status_code == 422
    assert said in answer.text


def test_another_ones_session_that_is_not_fresh_is_asked_again(enter, monkeypatch):
    officer = enter("dpo")
    with officer.client.session_transaction() as cookie:
        cookie["fs_paa"] = 0
    assert "/verify" in officer.post("/dpo/holds", {}).headers["Location"]
    assert "/verify" in officer.post("/dpo/retention/consent.due_at", {"reason": "absence"}).headers["Location"]
