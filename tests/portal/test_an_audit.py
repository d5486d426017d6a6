"""An audit: leafing through the ledger, replays, samples, terms of the engagement, and the auditor's own looks."""

import dataclasses
import json
from datetime import timedelta

import pytest

from governance.auditing import Term
from operations.facts import Actor
from operations.replay_decision import replay_decision
from operations.review_decisions import review_decisions
from store.checkpoints import checkpoint
from store.tables import DecisionEntry, table_of

AUDITOR = Actor("auditor", None, encrypted=True, verified=True)


@pytest.fixture
def read_document(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    read(document)
    return document


def test_every_decision_about_a_document_is_decided_the_same_again(house, read_document):
    with house.services.store.read() as unit:
        rows = unit.decisions.of_document(read_document)
    assert len(rows) > 3
    for row in rows:
        replay = replay_decision(house.services, AUDITOR, row.id)
        assert replay.same, replay.differs
        assert replay.entry


def test_refusals_are_decided_the_same_again(house, enter, upload):
    enter("auditor").client.get("/documents")
    found, _ = review_decisions(house.services, AUDITOR, refused=True)
    assert all(replay_decision(house.services, AUDITOR, one.row.id).same for one in found[:10])


def test_a_decision_that_was_rewritten_is_found_out(house, enter, read_document):
    with house.services.store.read() as unit:
        row = unit.decisions.of_document(read_document)[0]
    rows = table_of(DecisionEntry)
    with house.database.begin() as unit:
        unit.connection.execute(rows.update().where(rows.c.id == row.id).values(category="text.extracted"))
    replay = replay_decision(house.services, AUDITOR, row.id)
    assert not replay.same
    assert not replay.entry_agrees
    assert "another answer" in enter("auditor").client.get(f"/audit/decisions/{row.id}").text
    with house.database.begin() as unit:
        unit.connection.execute(rows.update().where(rows.c.id == row.id).values(category="document.image"))


def test_a_decision_under_a_policy_that_nobody_knows_is_not_called_the_same(house, read_document):
    with house.services.store.read() as unit:
        row = unit.decisions.of_document(read_document)[0]
    rows = table_of(DecisionEntry)
    with house.database.begin() as unit:
        unit.connection.execute(rows.update().where(rows.c.id == row.id).values(policy="0" * 64))
    replay = replay_decision(house.services, AUDITOR, row.id)
    assert (replay.again, replay.same) == (None, False)


def test_an_entry_is_shown_with_its_bytes_and_its_proof(house, enter, read_document):
    checkpoint(house.database, house.signer, house.services.now())
    auditor = enter("auditor")
    page = auditor.client.get("/audit/ledger/1").text
    assert "It is signed" in page
    proof = auditor.client.get("/audit/ledger/1/proof")
    assert proof.text.startswith("c2sp.org/tlog-proof@v1")
    listed = auditor.client.get("/audit/ledger?kind=document.received").text
    assert "document.received" in listed


def test_what_is_not_signed_yet_is_said_to_be_so(house, enter):
    auditor = enter("auditor")
    with house.database.read() as unit:
        last = unit.entries.size()
    assert "It is not proved" in auditor.client.get(f"/audit/ledger/{last}").text
    assert auditor.client.get(f"/audit/ledger/{last}/proof").status_code == 404
    for number in (0, 10**6, 2**70):
        assert auditor.client.get(f"/audit/ledger/{number}").status_code == 404


def test_the_same_seed_draws_the_same_sample(house, enter, read_document):
    auditor = enter("auditor")
    asked = "/audit/samples/sample.json?seed=ten+dice&count=5"
    drawn = [json.loads(auditor.client.get(asked).text)["entries"] for _ in range(2)]
    assert [one["number"] for one in drawn[0]] != [one["number"] for one in drawn[1]] or len(drawn[0]) == 5
    page = auditor.client.get("/audit/samples?seed=ten+dice&count=20")
    assert "drawn with the seed" in page.text
    assert all(one["fits"] for one in drawn[0])
    assert {one["replay"] for one in drawn[0]} <= {"", "same"}


def test_strange_wishes_for_a_sample_are_read_as_the_nearest_that_can_be(enter):
    auditor = enter("auditor")
    for words in ("seed=a&count=-4", "seed=a&count=x", "seed=a&since=never", "seed=a&since=2100-01-01"):
        assert auditor.client.get(f"/audit/samples?{words}").status_code == 200


def test_the_auditors_own_looks_are_in_the_register(enter, house):
    auditor = enter("auditor")
    auditor.client.get("/audit/ledger/1")
    page = auditor.client.get("/audit/accesses?role=auditor").text
    assert auditor.email in page
    assert "entry 1" in page
    assert "access-register" in auditor.client.get("/audit/accesses").text


def terms(house, person, **changed):
    with house.database.begin() as unit:
        unit.accounts.grant(person.id, "auditor", dataclasses.replace(Term(None, frozenset()), **changed))


def test_after_the_last_day_nothing_opens(enter, house):
    auditor = enter("auditor")
    today = house.services.now().date()
    terms(house, auditor, until=today)
    assert auditor.client.get("/audit").status_code == 200
    terms(house, auditor, until=today - timedelta(days=1))
    for address in ("/audit", "/audit/ledger", "/audit/samples", "/audit/accesses", "/audit/packages"):
        answer = auditor.client.get(address)
        assert answer.status_code == 403
        assert "audit-not-agreed" in answer.text


def test_a_scope_opens_its_parts_and_no_other(enter, house):
    auditor = enter("auditor")
    terms(house, auditor, scope=frozenset({"ledger"}))
    assert auditor.client.get("/audit").status_code == 200
    assert auditor.client.get("/audit/ledger").status_code == 200
    for address in ("/audit/decisions", "/audit/samples", "/audit/accesses", "/audit/packages", "/audit/match"):
        assert auditor.client.get(address).status_code == 403


def test_programs_of_an_audit_that_ended_or_is_limited_have_no_role(enter, house):
    auditor = enter("auditor")
    with house.services.store.read() as unit:
        assert unit.tokens.roles(auditor.id) == {"auditor"}
    for changed in ({"until": house.services.now().date() - timedelta(days=1)}, {"scope": frozenset({"ledger"})}):
        terms(house, auditor, **changed)
        with house.services.store.read() as unit:
            assert unit.tokens.roles(auditor.id) == frozenset()
