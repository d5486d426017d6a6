"""Programs send, watch, read, keep and delete documents with a token, and nobody else's."""

import json
import uuid
from io import BytesIO

import pytest

from operations.facts import Actor
from operations.make_token import make_token
from scans import as_pdf, letter

OWN = ("documents:read", "documents:write", "results:read", "results:write", "policy:read")


class Program:
    """A client that holds a token and no cookie."""

    def __init__(self, client, letters: str) -> None:
        self.client = client
        self.letters = letters

    def ask(self, method: str, path: str, *, key: str | None = "", **more):
        headers = {"Authorization": f"Bearer {self.letters}", **more.pop("headers", {})}
        if method == "POST" and key is not None:
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **more):
        return self.ask("GET", path, **more)

    def post(self, path: str, **more):
        return self.ask("POST", path, **more)

    def delete(self, path: str, **more):
        return self.ask("DELETE", path, **more)


@pytest.fixture
def program(app, enter, house):
    """Make a program that acts for a new person."""

    def make(*scopes: str, roles: tuple[str, ...] = ("subject",), person: int | None = None) -> Program:
        number = person or enter(*roles).id
        _, letters = make_token(house.services, Actor("owner", number, verified=True), "a test", scopes or OWN, 30)
        return Program(app.test_client(), letters)

    return make


def a_scan() -> bytes:
    return as_pdf([letter(width=413, height=585, size=9)])


def sent(program: Program, **more) -> str:
    answer = program.post("/documents", data=a_scan(), content_type="application/pdf", **more)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/documents/{answer.json['id']}"
    return str(answer.json["id"])


def test_a_document_goes_its_way_and_is_gone_in_the_end(program, read):
    me = program()
    document = sent(me)
    assert me.get(f"/documents/{document}").json["stage"] == "queued"
    read(document)
    state = me.get(f"/documents/{document}").json
    assert (state["stage"], state["text"]["state"]) == ("completed", "waiting")
    assert state["text"]["counts"] == {"PERSON": 1, "EMAIL_ADDRESS": 1}
    assert "Eleanor Whitcombe" in me.get(f"/documents/{document}/text").json["pages"][0]["text"]
    assert {found["type"] for found in me.get(f"/documents/{document}/findings").json["items"]} == {
        "PERSON",
        "EMAIL_ADDRESS",
    }
    kept = me.post(f"/documents/{document}/text/keep", json={})
    assert kept.json["text"]["state"] == "kept"
    assert me.delete(f"/documents/{document}").status_code == 204
    gone = me.get(f"/documents/{document}")
    assert (gone.status_code, gone.json["code"]) == (410, "document-gone")
    assert me.get(f"/documents/{document}/text").status_code == 410
    steps = me.get(f"/documents/{document}/decisions").json["items"]
    assert {step["step"] for step in steps} >= {"upload", "store", "keep", "delete", "delete-text"}
    assert all(step["explanation"]["sentences"] for step in steps)


def test_a_form_with_copies_is_read_like_the_bare_file(program, read):
    me = program()
    data = {"file": (BytesIO(a_scan()), "Eleanor.pdf"), "keep": "true", "copies": ["searchable", "redacted"]}
    document = me.post("/documents", data=data, content_type="multipart/form-data").json["id"]
    read(document)
    state = me.get(f"/documents/{document}").json
    assert {copy["kind"]: copy["state"] for copy in state["copies"]} == {"searchable": "ready", "redacted": "ready"}
    assert me.get(f"/documents/{document}/copies/searchable").data.startswith(b"%PDF")
    assert me.delete(f"/documents/{document}/copies/searchable").status_code == 204
    assert me.get(f"/documents/{document}/copies/searchable").status_code == 410


def test_a_form_that_chooses_too_much_is_told_what_and_where_and_what_it_sent_is_not_repeated(program):
    data = {"file": (BytesIO(a_scan()), "Eleanor.pdf"), "copies": ["redacted"] * 3, "mode": "Whitcombe"}
    answer = program().post("/documents", data=data, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["code"]) == (422, "fields-wrong")
    assert {wrong["pointer"]: wrong["detail"] for wrong in answer.json["errors"]} == {
        "/copies": "has too many members",
        "/mode": "is none of the values that are possible",
    }
    assert "Whitcombe" not in answer.text


def test_the_description_says_how_much_a_form_may_choose(program):
    form = program().get("/openapi.json").json["paths"]["/api/v1/documents"]["post"]["requestBody"]["content"]
    chosen = form["multipart/form-data"]["schema"]["properties"]
    assert (chosen["copies"]["maxItems"], chosen["language"]["maxItems"]) == (2, 16)


def test_a_running_document_can_be_cancelled(program):
    me = program()
    document = sent(me)
    assert me.post(f"/documents/{document}/cancel").json["stage"] == "cancelled"
    assert me.get(f"/documents/{document}").status_code == 410


def test_the_same_request_is_done_once(program):
    me = program()
    key, scan = str(uuid.uuid4()), a_scan()
    first = me.post("/documents", key=key, data=scan, content_type="application/pdf")
    again = me.post("/documents", key=key, data=scan, content_type="application/pdf")
    assert (first.status_code, again.status_code) == (202, 202)
    assert (first.json, first.headers["Location"]) == (again.json, again.headers["Location"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(me.get("/documents").json["items"]) == 1
    other = me.post("/documents", key=key, data=scan + b" ", content_type="application/pdf")
    assert (other.status_code, other.json["code"]) == (422, "key-reused")
    missing = me.post("/documents", key=None, data=scan, content_type="application/pdf")
    assert (missing.status_code, missing.json["code"]) == (400, "key-missing")


def test_a_request_that_is_worked_on_is_not_begun_again(program, house):
    from datetime import timedelta

    from sqlalchemy import update

    from store.tables import AnswerRow, table_of

    me = program()
    key, scan = str(uuid.uuid4()), a_scan()
    document = me.post("/documents", key=key, data=scan, content_type="application/pdf").json["id"]
    rows = table_of(AnswerRow)
    with house.database.begin() as unit:
        unit.connection.execute(update(rows).values(status=0))
    waiting = me.post("/documents", key=key, data=scan, content_type="application/pdf")
    assert (waiting.status_code, waiting.json["code"]) == (409, "key-in-flight")
    with house.database.begin() as unit:
        unit.connection.execute(update(rows).values(begun_at=house.services.now() - timedelta(minutes=6)))
    # Who worked on it is dead by now: it is taken up, and finds the document that the dead one had made.
    taken_up = me.post("/documents", key=key, data=scan, content_type="application/pdf")
    assert (taken_up.status_code, taken_up.json["id"]) == (202, document)


def test_what_is_remembered_of_a_request_is_no_digest_of_it(program, house):
    import hashlib

    from sqlalchemy import select

    from store.tables import AnswerRow, table_of

    me = program()
    key, scan = str(uuid.uuid4()), a_scan()
    me.post("/documents", key=key, data=scan, content_type="application/pdf")
    with house.database.read() as unit:
        row = unit.connection.execute(select(table_of(AnswerRow)).order_by(table_of(AnswerRow).c.number.desc())).first()
    assert key not in repr(row)
    assert hashlib.sha256(scan).hexdigest() not in repr(row)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/cancel"),
        ("GET", "/decisions"),
        ("GET", "/text"),
        ("GET", "/findings"),
        ("POST", "/text/keep"),
        ("DELETE", "/text"),
        ("GET", "/copies/searchable"),
        ("DELETE", "/copies/redacted"),
    ],
)
def test_somebody_elses_document_answers_like_one_that_never_was(program, read, method, path):
    owner, other = program(), program()
    document = sent(owner)
    read(document)

    def answer(identity: str):
        body = {"json": {}} if path == "/text/keep" else {}
        found = other.ask(method, f"/documents/{identity}{path}", **body)
        return found.status_code, {name: value for name, value in found.json.items() if name != "instance"}

    assert answer(document) == answer(uuid.uuid4().hex) == answer("not-even-an-id")
    assert answer(document)[0] == 404


def test_a_list_leads_on_to_its_end(program):
    me = program()
    sents = [sent(me) for _ in range(5)]
    found, path = [], "/documents?limit=2"
    while path:
        answer = me.get(path)
        found += [item["id"] for item in answer.json["items"]]
        link = answer.headers.get("Link", "")
        assert not link or link.endswith('rel="next"')
        path = link[1:].split(">")[0].removeprefix("/api/v1") if link else ""
    assert found == sents[::-1]
    assert me.get("/documents?cursor=AAAA").status_code == 404


def test_an_error_says_where_and_never_what(program):
    me = program()
    document = sent(me)
    canary = "CANARY-Ottilie"
    for answer in (
        me.post(f"/documents/{document}/text/keep", json={"sensitive": canary}),
        me.post(f"/documents/{document}/text/keep", json={canary: 1}),
        me.get(f"/documents?limit={canary}"),
        me.get(f"/documents?{canary}=1"),
        me.get(f"/documents/{canary}"),
        me.post("/documents", data=canary, content_type="application/pdf"),
        me.post("/documents", data=canary, content_type="text/plain"),
        me.post("/documents", key=canary, data=canary),
    ):
        assert 400 <= answer.status_code < 500
        assert answer.mimetype == "application/problem+json"
        assert canary not in answer.text
        assert answer.json["type"] == f"/problems/{answer.json['code']}"
        assert me.client.get(answer.json["type"]).status_code == 200
    wrong = me.post(f"/documents/{document}/text/keep", json={"sensitive": canary}).json
    assert wrong["errors"] == [{"pointer": "/sensitive", "detail": "is not of the type that is described"}]


def test_a_refusal_of_the_gate_brings_its_clauses(program, enter, house, read):
    from sqlalchemy import update

    from store.tables import User, table_of

    person = enter("subject").id
    me = program(person=person)
    users = table_of(User)
    with house.database.begin() as unit:
        unit.connection.execute(update(users).where(users.c.id == person).values(restricted=True))
    refused = me.post("/documents", data=a_scan(), content_type="application/pdf")
    assert (refused.status_code, refused.json["code"]) == (403, "gate-refused")
    assert "c7.7" in refused.json["clauses"]
    assert refused.json["decision"]["denied_by"] == ["F-RESTRICT"]
    assert refused.json["explanation"]["ways"]
    assert json.loads(refused.text)["instance"].startswith("urn:request:")


def test_languages_and_care_are_asked_for_with_the_document(program):
    me = program()
    by_address = sent(me, query_string={"language": ["eng"], "mode": "fast"})
    data = {"file": (BytesIO(a_scan()), "scan.pdf"), "language": ["deu", "eng"], "mode": "fast"}
    by_form = me.post("/documents", data=data, content_type="multipart/form-data").json["id"]
    states = [me.get(f"/documents/{one}").json for one in (by_address, by_form)]
    assert [(state["languages"], state["mode"]) for state in states] == [(["eng"], "fast"), (["deu", "eng"], "fast")]
    for wrong in ({"language": "tlh"}, {"mode": "slow"}):
        refused = me.post("/documents", data=a_scan(), content_type="application/pdf", query_string=wrong)
        assert 400 <= refused.status_code < 500
        assert "tlh" not in refused.text
    data = {"file": (BytesIO(a_scan()), "scan.pdf"), "mode": "slow"}
    assert me.post("/documents", data=data, content_type="multipart/form-data").status_code == 422
