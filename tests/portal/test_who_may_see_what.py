"""Every route, every role: allowed, refused, or not found; and the table is complete."""

import re

import pytest
from cast_of_pages import ACTS, DPO, OTHER, PAGES, PASSWORD, ROLES, STATIC, SUBJECT, VISITOR

from operations.facts import Actor
from operations.keep_register import write_entry
from operations.send_message import send_message, unsubscribe_token
from operations.sessions import digest, open_session
from operations.support_cases import Written
from operations.take_message import take_message
from store.checkpoints import checkpoint

FORM = {"kind": "gdpr-30-1", "since": "2026-01-01", "until": "2026-01-31"}


@pytest.fixture(scope="module")
def known(app):
    return {}


@pytest.fixture
def cast(enter, anybody, upload, read, known, house):
    """The same five people for the whole table: one owns a document, one asked for a record."""
    if not known:
        known.update(
            {
                VISITOR: anybody,
                SUBJECT: enter("subject"),
                OTHER: enter("subject"),
                DPO: enter("dpo"),
                "auditor": enter("auditor"),
            }
        )
        checkpoint(house.database, house.signer, house.services.now())
        known["document"] = upload(known[SUBJECT], copy=["searchable", "redacted"])
        known["which"], known["code"] = "searchable", "file-empty"
        known["receiver"] = known["hold"] = "0" * 32
        known["person"] = 999_999
        changed = known[DPO].post("/dpo/policies/files/policy.md", {"text": "# Another"})
        known["draft"], known["step"] = changed.headers["Location"].rsplit("/", 1)[1], "approve"
        known["file"], known["digest"], known["term"] = "policy.md", house.services.policy.digest, 999
        known["of"] = "consent.due_at"
        read(known["document"])
        answer = known[DPO].post("/dpo/records", dict(FORM, until="2026-01-31"))
        with house.services.store.read() as unit:
            known["decision"] = unit.decisions.of_document(known["document"])[0].id
        asked = {"field": "other", "value": "so", "password": PASSWORD}
        opened = known[SUBJECT].post("/privacy/requests/new/correction", asked)
        known["request"] = known["held"] = opened.headers["Location"].rsplit("/", 1)[1]
        known["kind"], known["act"] = "correction", "extend"
        known["token"] = unsubscribe_token(house.services, known[SUBJECT].id)
        known["name"] = "nothing"
        known["consent"], known["purpose"], known["paper"] = "store_text", "marketing", "receipt"
        known[SUBJECT].post(f"/documents/{known['document']}/keep")
        with house.services.store.read() as unit:
            known["number"] = unit.consents.words(known[SUBJECT].id)[0].number
        case = take_message(house.services, Actor("owner", known[SUBJECT].id), Written("How?"), channel="form")
        known["case"], known["what"] = case.id, "answer"
        known["session"] = digest("another log-in of theirs")
        open_session(house.services, Actor("owner", known[SUBJECT].id, verified=True), "another log-in of theirs")
        known["record"] = answer.headers["Location"].rsplit("/", 1)[1]
        known["name"] = "tables.xlsx"
        officer = Actor("dpo", known[DPO].id, encrypted=True, verified=True)
        known["entry"] = write_entry(house.services, officer, "breaches", {"what": "A letter went astray."}).entry
        known["whom"] = "people"
    return known


def write_to(house, person):
    """Put a message for somebody into the outbox."""
    with house.services.store.begin() as unit:
        data = {"link": "/account"}
        return send_message(house.services, unit, "log-in-changed", person=unit.people.get(person), data=data)


def address(app, endpoint, cast, method):
    for rule in app.url_map.iter_rules(endpoint):
        if method in rule.methods:
            values = {name: cast[name] for name in rule.arguments}
            if endpoint.startswith(("registers.", "audited.")) and "code" in values:
                values["code"] = "breaches"
            with app.test_request_context():
                return app.url_for(endpoint, **values).replace("http://localhost", "")
    raise AssertionError(f"{endpoint} has no {method}")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page_is_seen_by_those_it_is_for(app, cast, endpoint, role):
    answer = cast[role].client.get(address(app, endpoint, cast, "GET"))
    assert answer.status_code == PAGES[endpoint][role]
    if answer.status_code == 404:
        assert "There is nothing here" in answer.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("endpoint", [name for name in sorted(ACTS) if name != "security.logout"])
def test_an_act_is_done_only_for_those_it_is_for(app, cast, endpoint, role, enter, upload, read, house):
    if endpoint == "mailbox.delete":
        cast = {**cast, "message": write_to(house, cast[SUBJECT].id)}
    if role == SUBJECT and endpoint in {"subject.keep", "subject.delete", "copies.delete"}:
        # They use text or copy up, so each works on a text of its own.
        fresh = enter("subject")
        document = upload(fresh)
        read(document)
        cast = {**cast, SUBJECT: fresh, "document": document}
    answer = cast[role].post(address(app, endpoint, cast, "POST"), FORM if endpoint == "dpo.make" else {})
    assert answer.status_code == ACTS[endpoint][role]


@pytest.mark.parametrize("role", ROLES)
def test_anybody_may_log_out(app, role, enter, anybody):
    person = anybody if role == VISITOR else enter("subject" if role == OTHER else role)
    assert person.post("/logout").status_code == 302
    assert person.client.get("/documents").status_code == 303


def test_the_tables_name_every_route(app):
    # The API and the agents' protocol have no pages: who may ask them what is tried in tests of their own.
    every = (rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(("api.", "drp.")))
    rules = [rule for rule in every if rule.endpoint not in STATIC]
    shown = {rule.endpoint for rule in rules if "GET" in rule.methods}
    done = {rule.endpoint for rule in rules if "POST" in rule.methods}
    assert shown - {"security.logout"} == set(PAGES)
    assert done == set(ACTS)


def without_token(page):
    """A page without the token of its forms, in which the second it was made is written."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page)


def test_a_document_that_never_was_looks_like_somebody_elses(enter, cast):
    person = enter("subject")
    mine_not = person.client.get(f"/documents/{cast['document']}")
    never = person.client.get(f"/documents/{'0' * 32}")
    assert mine_not.status_code == never.status_code == 404
    assert without_token(mine_not.text) == without_token(never.text)


def test_a_visitor_comes_back_after_logging_in(anybody):
    answer = anybody.client.get("/documents/new")
    assert answer.headers["Location"] == "/login?next=/documents/new"


def test_somebody_with_two_roles_has_both_kinds_of_pages(enter):
    person = enter("subject", "dpo")
    assert person.client.get("/documents").status_code == 200
    assert person.client.get("/dpo").status_code == 200
    assert person.client.get("/").headers["Location"] == "/dpo"


def test_a_log_in_leads_back_to_pages_of_ours_only(enter, app):
    for address in ("https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com"):
        person = enter("subject")
        person.post("/logout")
        answer = person.post("/login", {"email": person.email, "password": PASSWORD, "next": address})
        assert answer.status_code in {200, 302}
        assert re.match(r"/(?![/\\])", answer.headers.get("Location", "/"))


def test_another_host_name_is_not_answered(anybody):
    answer = anybody.client.get("/", headers={"Host": "evil.example.com"})
    assert answer.status_code == 400
    assert "request-wrong" in answer.text
    assert "evil" not in answer.text


def test_the_session_holds_nothing_of_address_or_browser(app, enter):
    person = enter("subject")
    person.post("/logout")
    person.post("/login", {"email": person.email, "password": PASSWORD}, headers={"User-Agent": "Remarkable/1"})
    with person.client.session_transaction() as held:
        assert not held.get("_id")
        assert person.email not in repr(dict(held))


def test_the_house_is_not_ready_when_the_key_server_is_silent(house):
    import dataclasses

    from portal.create_app import create_app

    class Silent:
        def alive(self, item):
            raise ConnectionError

    broken = dataclasses.replace(house, services=dataclasses.replace(house.services, vault=Silent()))
    answer = create_app(house=broken).test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.text == "not ready\n"


def test_a_copied_session_is_worthless_after_logging_out(app, enter):
    person = enter("subject")
    with person.client.session_transaction() as cookie:
        copied = dict(cookie)
    person.post("/logout")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert thief.get("/documents").status_code in {302, 303}


def test_asked_whether_it_is_you_nobody_can_guess_for_long(house, enter):
    person = enter("subject")
    tries = [person.post("/verify", {"password": "guess guess"}).status_code for _ in range(12)]
    assert tries == [200] * 10 + [429, 429]
