"""A refusal is explained wherever it is met: to people without our names for things, to the officer with them."""

import html
import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from operations.in_force import OnlyThis
from scans import as_pdf, letter
from store.tables import User, table_of

SCAN = as_pdf([letter(width=413, height=585, size=9)])
OURS = re.compile(r"\b(subject|account|actor|channel|consent|text|job|data|infra)\.[a-z_]+\b|\b[AF]-[A-Z][A-Z-]+\b")


def shown(text: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", "", text.split("<main")[1])))


def close(house, person, state="closed"):
    with house.database.begin() as unit:
        users = table_of(User)
        unit.connection.execute(update(users).where(users.c.id == person.id).values(account_state=state))


@pytest.fixture
def refused(enter, upload, read, house):
    """Somebody whose text may not be kept, since the account is closed; and the answer to trying."""

    def act(**more):
        person = enter("subject")
        document = upload(person)
        read(document)
        close(house, person)
        return person, document, person.post(f"/documents/{document}/keep", **more)

    return act


def test_a_refused_keep_says_what_why_and_what_would_have_to_be_true(refused):
    _, _, answer = refused()
    words = shown(answer.text)
    assert answer.status_code == 403
    assert "Refused: hold the kept text to provide the service." in words
    assert 'href="/privacy/policy#c4.2.3"' in answer.text
    assert "It would be allowed if: the account is open (now it is closed)" in words
    assert not OURS.search(words)


def test_a_program_is_told_the_same(refused):
    _, _, answer = refused(headers={"Accept": "application/json"})
    found = answer.json["explanation"]
    assert found["headline"].startswith("Refused: hold the kept text")
    assert {"clause", "quote", "at"} == set(found["sentences"][0])
    assert found["sentences"][0]["at"].startswith("/privacy/policy#c")
    assert found["ways"] == [["the account is open (now it is closed)"]]


def test_a_refused_look_is_explained_where_the_text_would_be(app, enter, upload, read, house, monkeypatch):
    person = enter("subject")
    document = upload(person)
    read(document)
    rules = {key: found for key, found in house.services.policy.table.items() if key[0] != "read"}
    closed = replace(house.services, in_force=OnlyThis(replace(house.services.policy, table=rules)))
    monkeypatch.setitem(app.extensions, "proviso", closed)
    answer = person.client.get(f"/documents/{document}")
    words = shown(answer.text)
    assert answer.status_code == 410
    assert "Refused: look at the result of the reading" in words
    assert "Nothing would allow it" in words
    assert not OURS.search(words)


def test_a_refused_upload_is_explained_in_place(enter):
    banned = enter("subject", band="unknown")
    data = {"file": (io.BytesIO(SCAN), "scan.pdf")}
    words = shown(banned.post("/documents/new", data, content_type="multipart/form-data").text)
    assert "It would be allowed if" in words
    assert not OURS.search(words)


def test_what_was_refused_stands_in_the_history_with_what_was_missing(refused):
    person, document, _ = refused()
    words = shown(person.client.get(f"/documents/{document}/history").text)
    assert "It would have been allowed if: the account is open (now it is closed)" in words
    assert not OURS.search(words)


def test_the_officer_sees_the_same_with_rules_and_facts(refused, enter, house):
    refused()
    officer = enter("dpo")
    page = officer.client.get("/dpo/decisions").text
    assert "Keep the text in your account" in page
    address = re.search(r'href="(/dpo/decisions/[0-9a-f]{32})">Keep', page)[1]
    text = officer.client.get(address).text
    words = shown(text)
    for said in (
        "the account is open (now it is closed)",
        "account.state",
        "F-CLOSED",
        "A-TEXT-KEEP",
        "the one in force",
    ):
        assert said in words
    assert house.services.policy.digest in words


def test_allowed_answers_are_shown_when_asked_for_with_what_they_oblige_to(enter, upload, house):
    document = upload(enter("subject"))
    officer = enter("dpo")
    assert "Hold the document" in officer.client.get("/dpo/decisions?show=all").text
    with house.services.store.read() as unit:
        stored = next(row for row in unit.decisions.of_document(document) if row.step == "store")
    words = shown(officer.client.get(f"/dpo/decisions/{stored.id}").text)
    assert "allowed it" in words
    assert "What it obliges to" in words


def test_a_decision_that_never_was_is_not_there(enter):
    assert enter("dpo").client.get(f"/dpo/decisions/{'0' * 32}").status_code == 404


def test_looking_is_on_record_and_not_in_the_way(enter, entries):
    officer = enter("dpo")
    before = len(entries("decision.allowed"))
    page = officer.client.get("/dpo/decisions?show=all").text
    assert [entry["step"] for entry in entries("decision.allowed")[before:]] == ["review"]
    assert "Look through decisions" not in page


def test_a_sign_up_that_is_refused_for_the_connection_says_so(anybody):
    from datetime import date

    from sign_up_words import GOOD, born

    token = anybody.token()
    answer = anybody.client.post(
        "/register",
        data=GOOD | born(date(1980, 3, 31)) | {"email": "over.http@example.com", "csrf_token": token},
        headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "http"},
    )
    assert answer.status_code == 403
    assert "the connection is encrypted" in shown(answer.text)
