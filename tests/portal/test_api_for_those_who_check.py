"""DPO and auditor read decisions, records and the ledger by program; a role that is gone takes its scopes along."""

import base64
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete
from test_api_documents import Program, a_scan, program, sent

from governance.tokens import SCOPES
from store.checkpoints import checkpoint
from store.tables import RolesUsers, table_of

__all__ = ["program"]

CHECKING = ("decisions:read", "records:read", "records:write", "ledger:read", "policy:read")


@pytest.fixture
def dpo(program) -> Program:
    return program(*CHECKING, roles=("dpo",))


def test_decisions_are_listed_and_explained(program, dpo):
    me = program()
    sent(me)
    found = dpo.get("/decisions?limit=2")
    assert len(found.json["items"]) == 2
    assert 'rel="next"' in found.headers["Link"]
    whole = dpo.get(f"/decisions/{found.json['items'][0]['id']}").json
    assert whole["facts"]["actor.role"] in {"owner", "service"}
    assert whole["explanation"]["headline"].startswith(("Allowed", "Refused"))
    refused = dpo.get("/decisions?outcome=refused").json["items"]
    assert not any(item["allow"] for item in refused)


def test_a_record_is_asked_for_and_watched(dpo):
    day = datetime.now(UTC).date().isoformat()
    made = dpo.post("/records", json={"since": day, "until": day})
    assert (made.status_code, made.json["state"]) == (202, "asked")
    assert dpo.client.get(made.headers["Location"]).status_code == 401
    assert dpo.get(f"/records/{made.json['id']}").json["number"] == made.json["number"]
    assert dpo.get(f"/records/{made.json['id']}/paper").json["code"] == "record-not-ready"
    assert made.json["id"] in {item["id"] for item in dpo.get("/records").json["items"]}
    early = dpo.post("/records", json={"since": day, "until": "2000-01-01"}).json
    assert early["errors"] == [{"pointer": "/until", "detail": "lies before the first day"}]
    assert dpo.post("/records", json={"since": 0, "until": day}).status_code == 422


def test_the_ledger_is_read_and_proved(program, house):
    auditor = program(*CHECKING, roles=("auditor",))
    sent(program())
    checkpoint(house.database, house.signer, house.services.now())
    head = auditor.get("/ledger/checkpoint").json
    first = auditor.get("/ledger/entries?limit=1")
    assert first.json["items"][0]["number"] == 1
    again = auditor.client.get(
        first.headers["Link"][1:].split(">")[0], headers={"Authorization": f"Bearer {auditor.letters}"}
    )
    assert again.json["items"][0]["number"] == 2
    proof = auditor.get("/ledger/entries/1/proof").json
    assert proof["entry"] == auditor.get("/ledger/entries/1").json["body"]
    assert proof["checkpoint"] == head["note"]
    assert base64.b64decode(head["root"])
    assert auditor.get(f"/ledger/growth?since={head['size']}").json["newer"] == head["note"]
    assert auditor.get("/ledger/entries/999999999").status_code == 404
    assert auditor.get("/ledger/growth?since=999999999").status_code == 404
    # Looking is on record, too.
    assert any(
        json.loads(item["body"])["fields"].get("step") == "review"
        for item in auditor.get(f"/ledger/entries?limit=100&cursor={_cursor(auditor, head['size'])}").json["items"]
        if item["kind"] == "decision.allowed"
    )


def _cursor(auditor: Program, after: int) -> str:
    """Walk to the page behind an entry."""
    path, found = "/ledger/entries?limit=100", ""
    while path:
        answer = auditor.get(path)
        link = answer.headers.get("Link", "")
        if not link or answer.json["items"][-1]["number"] >= after:
            return found
        path = link[1:].split(">")[0].removeprefix("/api/v1")
        found = path.split("cursor=")[1].split("&")[0]
    return found


def test_a_token_does_no_more_than_its_scopes(program):
    me = program("documents:read")
    answer = me.post("/documents", data=a_scan(), content_type="application/pdf")
    assert (answer.status_code, answer.json["code"]) == (403, "scope-missing")
    for path in ("/decisions", "/records", "/ledger/entries", "/policy"):
        assert me.get(path).json["code"] == "scope-missing"


def test_a_role_that_is_taken_away_takes_its_scopes_along(dpo, house):
    assert dpo.get("/decisions").status_code == 200
    held = table_of(RolesUsers)
    with house.database.begin() as unit:
        token = unit.tokens.find(_digest(dpo.letters), house.services.now())
        assert token is not None
        unit.connection.execute(delete(held).where(held.c.user_id == token.person))
    assert dpo.get("/decisions").json["code"] == "scope-missing"


def _digest(letters: str) -> str:
    from governance.tokens import token_digest

    return token_digest(letters)


def test_the_policy_is_told_by_its_digest(program):
    me = program()
    first = me.get("/policy")
    tag = first.headers["ETag"]
    assert me.get("/policy", headers={"If-None-Match": tag}).status_code == 304
    clause = me.get("/policy/clauses").json["items"][5]
    assert me.get(f"/policy/clauses/{clause['id']}").json == clause
    assert {rule["kind"] for rule in me.get("/policy/rules").json["items"]} == {"allows", "forbids", "dates"}
    assert me.get("/policy/notice").json["parts"]
    assert me.get("/policy/clauses/c999").status_code == 404


def test_cookies_open_nothing(enter, app):
    person = enter("subject", "dpo", "auditor")
    for path in ("/documents", "/decisions", "/ledger/checkpoint", "/policy"):
        answer = person.client.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json["code"]) == (401, "token-needed")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_no_answer_sets_a_cookie(program):
    me = program()
    for answer in (me.get("/documents"), me.get("/policy"), me.get("/decisions"), me.get("/nothing")):
        assert "Set-Cookie" not in answer.headers


def test_every_scope_opens_some_operation(app):
    scopes = {page.scope for name, page in app.view_functions.items() if name.startswith("api.")}
    assert scopes == set(SCOPES)
