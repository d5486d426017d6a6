"""Requests about rights on the pages: chosen, asked, followed, fetched; with an account and without one."""

import io
import itertools
import re
import zipfile

import pytest
from cast_of_pages import PASSWORD

from governance.rights import Kind
from operations.fulfil_request import fulfil_request
from reports.access_pack import render

_COUNTER = itertools.count(1)


def another_browser(app, like):
    """A fresh browser at an address of its own."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"127.2.0.{next(_COUNTER)}"
    return type(like)(client)


def number_of(answer):
    return answer.headers["Location"].rsplit("/", 1)[1]


def letters_to(house, address):
    with house.services.store.read() as unit:
        found = sorted(unit.messages.of_address(address), key=lambda one: one.created_at)
    return [house.services.envelope.open(one.id, one.sealed) for one in found]


def code_to(house, address):
    return re.search(r"\d{4} \d{4}", letters_to(house, address)[-1])[0]


def reference_on(page):
    return re.search(r'reference">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)[1]


@pytest.fixture
def work(house):
    return lambda request: fulfil_request(house.services, request, render)


def test_somebody_logged_in_asks_and_fetches_with_the_password(enter, work):
    person = enter("subject")
    assert "See what you hold about me" in person.client.get("/privacy/requests/new").text
    wrong = person.post("/privacy/requests/new/access", {"password": "no"})
    assert wrong.status_code == 422
    assert "not the password" in wrong.text
    request = number_of(person.post("/privacy/requests/new/access", {"password": PASSWORD}))
    page = person.client.get(f"/privacy/requests/{request}").text
    assert "In work" in page
    assert "days left" in page
    work(request)
    assert "The answer is ready" in person.client.get(f"/privacy/requests/{request}").text
    assert person.post(f"/privacy/requests/{request}/answer", {"password": "no"}).status_code == 303
    answer = person.post(f"/privacy/requests/{request}/answer", {"password": PASSWORD})
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert person.email in pack.read("answer.json").decode()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_request_is_found_by_nobody_else(enter, anybody):
    person, other = enter("subject"), enter("subject")
    request = number_of(person.post("/privacy/requests/new/access", {"password": PASSWORD}))
    for browser in (other, anybody):
        assert browser.client.get(f"/privacy/requests/{request}").status_code == 404
        for act in ("answer", "withdraw", "code", "points", "again"):
            assert browser.post(f"/privacy/requests/{request}/{act}", {"password": PASSWORD}).status_code == 404


def test_somebody_without_an_account_asks_with_a_code_and_comes_back_with_the_reference(anybody, app, house, work):
    address = "nobody-here@example.net"
    data = {"address": address, "declared": "yes"}
    request = number_of(anybody.post("/privacy/requests/new/access?as=email", data))
    page = anybody.client.get(f"/privacy/requests/{request}").text
    assert "Enter the code" in page
    assert anybody.post(f"/privacy/requests/{request}/code", {"code": "00000000"}).status_code == 422
    anybody.post(f"/privacy/requests/{request}/code", {"code": code_to(house, address)})
    page = anybody.client.get(f"/privacy/requests/{request}").text
    assert "Waits for us" in page
    later = another_browser(app, anybody)
    assert later.client.get(f"/privacy/requests/{request}").status_code == 404
    reference = reference_on(page)
    assert "If there is such a request" in later.post("/privacy/requests/return", {"reference": reference}).text
    back = later.post("/privacy/requests/return", {"reference": reference, "code": code_to(house, address)})
    assert number_of(back) == request
    assert later.client.get(f"/privacy/requests/{request}").status_code == 200


def test_a_reference_that_never_was_is_answered_like_one_that_is(anybody):
    said = anybody.post("/privacy/requests/return", {"reference": "AAAAA-AAAAA"})
    assert "If there is such a request" in said.text
    assert anybody.post("/privacy/requests/return", {"reference": "AAAAA-AAAAA", "code": "12345678"}).status_code == 422


@pytest.mark.parametrize(("ground", "noted"), [("unlawful", "unlawful"), ("", ""), ("because", "")])
def test_why_data_is_set_aside_is_one_of_the_laws_reasons_or_none(enter, house, ground, noted):
    person = enter("subject")
    number = number_of(person.post("/privacy/requests/new/restriction", {"password": PASSWORD, "ground": ground}))
    with house.database.read() as unit:
        assert unit.requests.get(number).about == noted


def test_whether_an_address_has_an_account_shows_nowhere(enter, app, anybody):
    person = enter("subject")
    pages = []
    for address in (person.email, "never@example.net"):
        visitor = another_browser(app, anybody)
        request = number_of(visitor.post("/privacy/requests/new/deletion?as=email", {"address": address}))
        page = visitor.client.get(f"/privacy/requests/{request}").text
        pages.append(
            re.sub(r"[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f]{32}|csrf_token[^>]*|datetime=\"[^\"]*\"|\d\d:\d\d", "", page)
        )
    assert pages[0] == pages[1]


def test_an_agent_needs_the_persons_word_and_the_officers_look(enter, anybody, app, house):
    person, officer = enter("subject"), enter("dpo")
    form = {"address": "agent@example.net", "about_address": person.email}
    assert anybody.post("/privacy/requests/new/deletion?as=agent", form).status_code == 422
    paper = (io.BytesIO(b"%PDF-1.7 signed"), "permission.pdf")
    answer = anybody.post(
        "/privacy/requests/new/restriction?as=agent", {**form, "permission": paper}, content_type="multipart/form-data"
    )
    request = number_of(answer)
    anybody.post(f"/privacy/requests/{request}/code", {"code": code_to(house, "agent@example.net")})
    page = anybody.client.get(f"/privacy/requests/{request}").text
    assert "The person has to confirm it" in page
    themselves = another_browser(app, anybody)
    confirmed = themselves.post(
        "/privacy/requests/confirm", {"reference": reference_on(page), "code": code_to(house, person.email)}
    )
    assert "We have your word" in confirmed.text
    assert officer.client.get(f"/dpo/requests/{request}/permission").data == b"%PDF-1.7 signed"
    assert officer.post(f"/dpo/requests/{request}/permit").status_code == 303
    with house.services.store.read() as unit:
        assert unit.people.get(person.id).restricted


def test_a_refusal_takes_two_officers_and_tells_the_person_why(enter):
    person, first, second = enter("subject"), enter("dpo"), enter("dpo")
    data = {"field": "other", "value": "my name is spelt otherwise", "password": PASSWORD}
    request = number_of(person.post("/privacy/requests/new/correction", data))
    assert request in first.client.get("/dpo/requests").text
    refusal = {"ground": "accurate", "letter": "We looked at it twice."}
    assert first.post(f"/dpo/requests/{request}/refuse", refusal).status_code == 303
    assert first.post(f"/dpo/requests/{request}/approve").status_code == 409
    assert second.post(f"/dpo/requests/{request}/approve").status_code == 303
    page = person.client.get(f"/privacy/requests/{request}").text
    assert "We looked at it twice." in page
    assert "GDPR Art. 16" in page
    assert "Go to court" in page


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("complexity", "Your request is complex."), ("number", "There are many requests to answer.")],
)
def test_an_extension_is_told_with_the_reason_that_the_officer_chose(enter, entries, reason, sentence):
    person, officer = enter("subject"), enter("dpo")
    data = {"field": "other", "value": "something", "password": PASSWORD}
    request = number_of(person.post("/privacy/requests/new/correction", data))
    assert officer.post(f"/dpo/requests/{request}/extend", {"reason": "complexity", "letter": ""}).status_code == 422
    officer.post(f"/dpo/requests/{request}/extend", {"reason": "necessary", "letter": "So."})
    desk = officer.client.get(f"/dpo/requests/{request}").text
    assert "GDPR Art. 12(3); CCPA 1798.130(a)(2)(A)" in desk
    assert "The reason is" not in desk
    officer.post(f"/dpo/requests/{request}/extend", {"reason": reason, "letter": "It is a long story."})
    page = person.client.get(f"/privacy/requests/{request}").text
    assert "It is a long story." in page
    assert f"<strong>{sentence}</strong> (GDPR Art. 12(3); CCPA 1798.130(a)(2)(A))" in page
    assert page.count("requests to answer") + page.count("is complex") == 1
    assert entries("request.extended")[-1]["note"] == reason
    again = officer.post(f"/dpo/requests/{request}/extend", {"reason": "number", "letter": "Still."})
    assert again.status_code == 400
    officer.post(f"/dpo/requests/{request}/by-hand", {"done": "It is put right."})
    page = person.client.get(f"/privacy/requests/{request}").text
    assert "It is a long story." in page
    assert "It is put right." in page


def test_every_right_has_its_page_by_every_door(anybody, enter):
    person = enter("subject")
    for kind in Kind:
        assert person.client.get(f"/privacy/requests/new/{kind.value}").status_code == 200
        for door in ("email", "agent", "parent"):
            assert anybody.client.get(f"/privacy/requests/new/{kind.value}?as={door}").status_code == 200
    assert anybody.client.get("/privacy/requests/new/nothing").status_code == 404


def test_whoever_had_everything_deleted_still_sees_that_it_was_done(enter):
    person = enter("subject")
    answer = person.post("/privacy/requests/new/deletion", {"password": PASSWORD})
    page = person.client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "Your reference" in page.text
