"""Today shows what contradicts the policy before everything else, and numbers that lead to their lists."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from governance.processing import build_record
from operations.note_cookie import note_cookie
from store.tables import CookieSeenRow, DecisionEntry, DocumentRow, table_of

DECISIONS, DOCUMENTS, COOKIES = (table_of(row) for row in (DecisionEntry, DocumentRow, CookieSeenRow))


def a_decision(house, identity, **cell):
    return {
        "id": identity, "at": house.services.now(), "step": "share", "item": "x", "document": "", "allow": True,
        "action": "read", "category": "document.image", "purpose": "provide_service", "recipient": "none",
        "permits": ["A-OCR-PROCESS"], "denied_by": [], "missing": [], "bases": [], "delete_by": {}, "flags": [],
        "clauses": ["c2.3.1"], "policy": house.services.policy.digest, "facts": {},
        "due_at": house.services.now() + timedelta(days=9), "rule": "R-RECORD", **cell,
    }  # fmt: skip


@pytest.fixture
def planted(house, enter, upload):
    """One contradiction of each kind: recipient, retention, purpose, cookie."""
    document = upload(enter("subject"))
    now = house.services.now()
    columns = set(DECISIONS.c.keys())
    with house.database.begin() as unit:
        for row in (
            a_decision(house, "p" * 32, recipient="data_broker"),
            a_decision(house, "q" * 32, purpose="world_domination"),
        ):
            unit.connection.execute(insert(DECISIONS).values({k: v for k, v in row.items() if k in columns}))
        unit.connection.execute(
            update(DOCUMENTS)
            .where(DOCUMENTS.c.id == document)
            .values(received_at=now - timedelta(hours=3), due_at=now - timedelta(hours=2))
        )
    note_cookie(house.services, "_tracker")
    yield document
    with house.database.begin() as unit:
        unit.connection.execute(delete(DECISIONS).where(DECISIONS.c.id.in_(["p" * 32, "q" * 32])))
        unit.connection.execute(
            update(DOCUMENTS).where(DOCUMENTS.c.id == document).values(received_at=now, due_at=now + timedelta(hours=1))
        )
        unit.connection.execute(delete(COOKIES).where(COOKIES.c.name == "_tracker"))


KINDS = {"recipient-undeclared", "purpose-undeclared", "cookie-undeclared", "overdue", "held-too-long"}


def test_one_contradiction_of_each_kind_stands_first_on_today(enter, planted):
    page = enter("dpo").client.get("/dpo").text
    assert set(re.findall(r'data-kind="([a-z-]+)"', page)) >= KINDS
    assert "data_broker" in page
    assert "world_domination" in page
    assert "_tracker" in page
    main = page[page.index("<main") :]
    assert main.index("contradictions-title") < main.index('class="tally"') < main.index("Refusals by clause")


def test_and_in_the_record(house, planted):
    now = house.services.now()
    period = (now - timedelta(days=1), now)
    seen = house.services.observe(period)
    made = build_record(house.services.policy, seen, number="n", period=period, now=now)
    assert {one.kind for one in made.contradictions} >= KINDS
    assert made.cookies


def test_each_number_leads_to_its_list(enter):
    person = enter("dpo")
    page = person.client.get("/dpo").text
    tally = page[page.index('class="tally"') :]
    addresses = re.findall(r'<a href="([^"]+)"><strong>', tally[: tally.index("</ul>")])
    assert len(addresses) == 9
    for address in set(addresses):
        assert person.client.get(address).status_code == 200


def test_pictures_have_their_tables_and_style_nothing(enter, upload, read):
    for _ in range(2):
        read(upload(enter("subject"), keep=True))
    page = enter("dpo").client.get("/dpo").text
    assert "Deletions ahead" in page
    assert re.search(r'<svg[^>]*class="chart"', page)
    assert "style=" not in page
    assert "entries" in page


def test_the_portals_own_cookies_are_declared(house, enter, anybody):
    anybody.client.get("/login")
    with house.services.store.read() as unit:
        seen = unit.register.cookies({"proviso": "K-ESSENTIAL", "__Host-proviso": "K-ESSENTIAL"})
    assert seen
    assert all(one.rule == "K-ESSENTIAL" for one in seen if one.name != "_tracker")


def test_one_of_something_is_said_as_one(enter, planted):
    page = enter("dpo").client.get("/dpo").text
    # Other tests may have left more behind in the same house.
    late, said = re.search(r"<strong>(\d+)</strong> ([^<]*past [^<]* deletion dates?)", page).groups()
    assert said == ("item is past its deletion date" if late == "1" else "items are past their deletion date")
    assert "The policy names 10 recipients; “data_broker” is not among them." in page
