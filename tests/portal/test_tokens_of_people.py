"""A person makes a token, sees it once, and takes it back; what is kept of it opens nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from governance.errors import ProvisoError
from governance.tokens import token_digest
from operations.ask import GateRefused
from operations.facts import Actor
from operations.make_token import MOST, end_due_tokens, make_token
from store.tables import TokenRow, User, table_of

ROWS = table_of(TokenRow)


def made(person, *scopes: str, days: int = 7) -> str:
    answer = person.post("/account/tokens", {"name": "my script", "scope": scopes or ["documents:read"], "days": days})
    assert answer.status_code == 201, answer.text
    return re.search(r"ppt_\w+", answer.text)[0]


def ask(app, letters: str, path: str = "/documents"):
    return app.test_client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {letters}"})


def test_a_token_is_shown_once_and_works_until_it_is_taken_back(app, enter, entries):
    person = enter("subject")
    letters = made(person)
    assert ask(app, letters).status_code == 200
    page = person.client.get("/account/tokens").text
    assert letters not in page
    assert "my script" in page
    end = re.search(r"/account/tokens/\w+/end", page)[0]
    assert person.post(end).status_code == 303
    assert ask(app, letters).json["code"] == "token-wrong"
    assert entries("token.made")[-1]["scopes"] == ["documents:read"]
    assert entries("token.ended")[-1]["by"] == "owner"


def test_only_a_digest_and_the_day_of_use_are_kept(app, enter, house):
    person = enter("subject")
    letters = made(person)
    ask(app, letters)
    with house.database.read() as unit:
        row = unit.connection.execute(select(ROWS).where(ROWS.c.digest == token_digest(letters))).one()
    assert letters not in repr(row)
    assert row.used_on == house.services.now().date()


def test_a_mistyped_token_is_refused_like_any_other(app, enter):
    letters = made(enter("subject"))
    for wrong in (letters[:-1], letters[:-1] + ("0" if letters[-1] != "0" else "1"), "ppt_", "x" * 53):
        assert ask(app, wrong).json["code"] == "token-wrong"


def test_nobody_gives_a_scope_that_they_do_not_have(enter):
    person = enter("subject")
    for data in (
        {"name": "x", "scope": ["decisions:read"], "days": 7},
        {"name": "", "scope": ["documents:read"], "days": 7},
        {"name": "x", "scope": [], "days": 7},
        {"name": "x", "scope": ["documents:read"], "days": 91},
        {"name": "x", "scope": ["documents:read"], "days": "soon"},
    ):
        answer = person.post("/account/tokens", data)
        assert answer.status_code == 422
        assert "token-unusable" in answer.text or "could not be made" in answer.text


def test_there_is_an_end_to_how_many_there_are(enter, house):
    person = enter("subject")
    actor = Actor("owner", person.id, verified=True)
    for _ in range(MOST):
        make_token(house.services, actor, "one of many", ["documents:read"], 1)
    with pytest.raises(ProvisoError, match="token-unusable"):
        make_token(house.services, actor, "one too many", ["documents:read"], 1)


def test_somebody_elses_token_is_not_there(enter):
    owner, other = enter("subject"), enter("subject")
    made(owner)
    end = re.search(r"/account/tokens/\w+/end", owner.client.get("/account/tokens").text)[0]
    assert other.post(end).status_code == 404
    assert "my script" in owner.client.get("/account/tokens").text


def test_the_clock_ends_what_has_run_out(app, enter, house, entries):
    letters = made(enter("subject"), days=1)
    with house.database.begin() as unit:
        past = house.services.now() - timedelta(seconds=1)
        unit.connection.execute(update(ROWS).where(ROWS.c.digest == token_digest(letters)).values(due_at=past))
    assert ask(app, letters).json["code"] == "token-wrong"
    assert end_due_tokens(house.services) == 1
    assert entries("token.ended")[-1]["by"] == "service"


def test_the_gate_is_asked_before_a_token_is_made(enter, house):
    person = enter("subject", band="below_floor")
    with pytest.raises(GateRefused):
        make_token(house.services, Actor("owner", person.id, verified=True), "x", ["documents:read"], 1)


def test_a_closed_account_closes_its_tokens(app, enter, house):
    person = enter("subject")
    letters = made(person)
    users = table_of(User)
    with house.database.begin() as unit:
        unit.connection.execute(update(users).where(users.c.id == person.id).values(account_state="closed"))
    assert ask(app, letters).json["code"] == "token-wrong"
