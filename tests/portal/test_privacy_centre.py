"""The privacy centre: what is held by purpose, choices one by one, the browser's signal, and proof of all of it."""

import json
import re

import pytest

from governance.consent_records import MANDATORY
from operations.facts import Actor
from operations.send_message import send_message
from portal.privacy.signal import SUPPORT


def account(house, person):
    with house.services.store.read() as unit:
        return unit.people.get(person)


def consent_state(house, person, consent, document=""):
    with house.services.store.read() as unit:
        return unit.consents.state(person, consent, document, now=house.services.now())


def test_the_centre_shows_each_category_with_ground_recipients_and_date(enter, upload, read):
    person = enter("subject")
    read(upload(person))
    page = re.sub(r"\s+", " ", person.client.get("/privacy").text)
    for said in (
        "To provide the service",
        "the result of the reading",
        "contract",
        "at the latest 1 hour after the data came into being",
        "You, and nobody else",
        "To run the account",
        "the password",
        "consents",
    ):
        assert said in page, said
    assert "/documents" in page


def test_it_counts_what_is_there_and_nothing_of_others(enter, upload, read, house):
    person, other = enter("subject"), enter("subject")
    for _ in range(2):
        read(upload(other))
    assert "the result of the reading" not in person.client.get("/privacy").text
    read(upload(person))
    assert "the counts of personal data found in a text" in person.client.get("/privacy").text


def test_a_visitor_is_told_that_nothing_is_held(anybody):
    assert "We hold nothing about you" in anybody.client.get("/privacy").text


def test_a_consent_is_given_and_taken_back_with_one_click_each(enter, house, entries):
    person = enter("subject")
    assert "counts as no" in person.client.get("/privacy/consents").text
    assert person.post("/privacy/consents/marketing", {"answer": "yes"}).status_code == 303
    assert consent_state(house, person.id, "marketing") == "given"
    assert "You said yes on" in person.client.get("/privacy/consents").text
    assert person.post("/privacy/consents/marketing", {"answer": "no"}).status_code == 303
    assert consent_state(house, person.id, "marketing") == "withdrawn"
    subject = account(house, person.id).pseudonym
    assert [e["consent"] for e in entries("consent.given") if e["subject"] == subject] == ["marketing"]
    assert [e["consent"] for e in entries("consent.withdrawn") if e["subject"] == subject] == ["marketing"]


def test_a_no_that_was_never_a_yes_is_noted_as_refused(enter, house):
    person = enter("subject")
    person.post("/privacy/consents/marketing", {"answer": "no"})
    receipt = newest_receipt(person, house)
    assert receipt["event"]["event_state"] == "refused"


def newest_receipt(person, house, kind="receipt"):
    with house.services.store.read() as unit:
        number = unit.consents.words(person.id)[0].number
    answer = person.client.get(f"/privacy/consents/{number}/{kind}.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return json.loads(answer.text)


def test_the_receipt_has_every_field_that_the_standard_makes_mandatory(enter, house):
    person = enter("subject")
    person.post("/privacy/consents/marketing", {"answer": "yes"})
    receipt = newest_receipt(person, house)
    assert receipt["receipt_id"].startswith("R-")
    assert receipt["schema_version"].endswith("#receipt-eu-gdpr")
    assert MANDATORY["record"] <= receipt.keys()
    assert MANDATORY["processing"] <= receipt["processing"].keys()
    assert receipt["processing"]["lawful_basis"] == ["GDPR Art. 6(1)(a)"]
    for section, group in (("personal data", "personal_data"), ("party", "parties")):
        assert receipt[group]
        for one in receipt[group]:
            assert MANDATORY[section] <= one.keys()
    assert MANDATORY["event"] <= receipt["event"].keys()
    assert receipt["event"]["event_state"] == "given"
    assert re.search(r"SHA-256 [0-9a-f]{64}", receipt["processing"]["collection_method"])
    assert person.email not in json.dumps(receipt)
    record = newest_receipt(person, house, "record")
    assert "receipt_id" not in record
    assert record["schema_version"].endswith("#record-eu-gdpr")


def test_a_consent_that_is_too_old_counts_as_expired(enter, house):
    import dataclasses
    from datetime import timedelta

    person = enter("subject")
    person.post("/privacy/consents/marketing", {"answer": "yes"})
    services = dataclasses.replace(house.services, now=lambda: house.services.now() + timedelta(days=400))
    with services.store.begin() as unit:
        found = unit.people.get(person.id)
        assert send_message(services, unit, "news", person=found, data={"text": "x"}) is None


def test_between_floor_and_age_of_consent_nothing_rests_on_consent(enter, house):
    teen = enter("subject", band="below_consent_age")
    for consent in ("marketing", "cookies_analytics", "cookies_functional", "cookies_advertising"):
        assert teen.post(f"/privacy/consents/{consent}", {"answer": "yes"}).status_code == 403
        assert consent_state(house, teen.id, consent) == "never"
        assert teen.post(f"/privacy/consents/{consent}", {"answer": "no"}).status_code == 303


def test_an_objection_stops_that_purpose_and_no_other(enter, house):
    person = enter("subject")
    person.post("/privacy/consents/marketing", {"answer": "yes"})
    person.post("/privacy/objections/advertising", {"on": "yes"})
    with house.services.store.begin() as unit:
        assert send_message(house.services, unit, "news", person=unit.people.get(person.id), data={"text": "x"})
    person.post("/privacy/objections/marketing", {"on": "yes"})
    with house.services.store.begin() as unit:
        assert not send_message(house.services, unit, "news", person=unit.people.get(person.id), data={"text": "x"})
    assert "you object" in person.client.get("/privacy/consents").text
    person.post("/privacy/objections/marketing", {"on": "no"})
    assert account(house, person.id).objected_to == ("advertising",)


def test_taking_back_the_consent_to_keep_a_text_destroys_it(enter, upload, read, house):
    person = enter("subject")
    document = upload(person)
    read(document)
    person.post(f"/documents/{document}/keep")
    assert f"/documents/{document}" in person.client.get("/privacy/consents").text
    person.post(f"/privacy/consents/store_text/documents/{document}")
    assert person.client.get(f"/documents/{document}").status_code == 410
    assert consent_state(house, person.id, "store_text", document) == "withdrawn"


def test_taking_it_back_while_the_document_waits_ends_the_document(enter, upload, read, house):
    person = enter("subject")
    document = upload(person, keep=True)
    person.post(f"/privacy/consents/store_text/documents/{document}")
    read(document)
    with house.services.store.read() as unit:
        assert unit.documents.get(document).stage.value == "cancelled"
        assert unit.texts.of_document(document) is None


@pytest.mark.parametrize(("sent", "counts"), [("1", True), ("0", False), ("true", False), ("", False), ("11", False)])
def test_the_signal_counts_when_it_says_exactly_one(enter, house, entries, sent, counts):
    person = enter("subject")
    page = person.client.get("/privacy/do-not-sell", headers={"Sec-GPC": sent}).text
    assert ("Opt-out request honoured" in page) == counts
    assert account(house, person.id).opted_out_sale == counts


def test_the_signal_holds_for_the_account_and_its_absence_takes_nothing_back(enter, house, entries):
    person = enter("subject")
    person.client.get("/documents", headers={"Sec-GPC": "1"})
    person.client.get("/documents", headers={"Sec-GPC": "1"})
    person.client.get("/documents")
    assert account(house, person.id).opted_out_sale
    subject = account(house, person.id).pseudonym
    assert [e["by"] for e in entries("choice.made") if e["subject"] == subject] == ["gpc"]
    assert person.post("/privacy/consents/cookies_advertising", {"answer": "yes"}).status_code == 403


def test_a_visitor_sees_that_the_signal_is_heeded(anybody):
    assert "Opt-out request honoured" in anybody.client.get("/privacy", headers={"Sec-GPC": "1"}).text
    answer = anybody.client.get("/.well-known/gpc.json")
    assert answer.mimetype == "application/json"
    assert answer.json == SUPPORT


def test_both_choices_of_california_are_made_and_taken_back(enter, house):
    person = enter("subject")
    person.post("/privacy/do-not-sell", {"what": "sale", "on": "yes"})
    person.post("/privacy/do-not-sell", {"what": "sensitive", "on": "yes"})
    assert (account(house, person.id).opted_out_sale, account(house, person.id).limited) == (True, True)
    person.post("/privacy/do-not-sell", {"what": "sale", "on": "no"})
    assert not account(house, person.id).opted_out_sale
    assert person.post("/privacy/do-not-sell", {"what": "x", "on": "no"}).status_code == 400


def test_before_any_log_in_no_cookie_is_set(app):
    for address in ("/", "/privacy", "/privacy/policy", "/privacy/do-not-sell", "/privacy/cookies"):
        answer = app.test_client().get(address)
        assert answer.headers.getlist("Set-Cookie") == [], address


def test_refusing_all_cookies_is_one_click_like_accepting_all(enter, house):
    person = enter("subject")
    page = person.client.get("/privacy/cookies").text
    refuse, accept = (re.search(rf"<button[^>]*>{word}</button>", page)[0] for word in ("Refuse all", "Accept all"))
    assert refuse.replace("Refuse", "Accept").replace('"no"', '"yes"') == accept
    person.post("/privacy/cookies", {"answer": "no"})
    with house.services.store.read() as unit:
        words = unit.consents.words(person.id)
    assert {word.consent for word in words} == {"cookies_analytics", "cookies_functional", "cookies_advertising"}
    assert not any(word.given for word in words)
    assert all(len(word.shown) == 64 for word in words)


def test_somebody_elses_receipt_is_nobodys(enter, house):
    person, other = enter("subject"), enter("subject")
    person.post("/privacy/consents/marketing", {"answer": "yes"})
    with house.services.store.read() as unit:
        number = unit.consents.words(person.id)[0].number
    assert other.client.get(f"/privacy/consents/{number}/receipt.json").status_code == 404
    assert Actor("owner", other.id).person != person.id
