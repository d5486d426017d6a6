"""The last message to somebody whose account goes: sealed until it left, and then gone; nobody is named meanwhile."""

import dataclasses

import pytest
from people_who_ask import Kind

from governance.identity import Channel
from mail_server import running_mail_server
from operations.age_accounts import close_account
from operations.open_request import open_request
from operations.requests import Details
from operations.send_message import deliver_messages, deliver_now, send_farewell
from store.carrier import SmtpCarrier
from store.settings import load_settings


@pytest.fixture
def server():
    with running_mail_server() as running:
        yield running


@pytest.fixture
def outside(desk, server, tmp_path):
    """The desk's house with a mail server, which is away at first."""
    environ = {
        "PROVISO_HOME": str(tmp_path), "PROVISO_MAIL_HOST": "127.0.0.1", "PROVISO_MAIL_SECURITY": "none",
        "PROVISO_MAIL_PORT": str(server.port),
    }  # fmt: skip
    server.refusing = True
    return dataclasses.replace(
        desk.services, carrier=SmtpCarrier(load_settings(environ).mail, lambda: "us@example.org")
    )


def rows(desk):
    with desk.house.database.read() as unit:
        return unit.connection.exec_driver_sql("select * from message").all()


def test_the_closing_letter_waits_sealed_while_the_server_is_away_and_is_gone_once_it_left(desk, outside, server):
    with outside.store.begin() as unit:
        person = unit.people.get(desk.owner.person)
        farewell = send_farewell(outside, unit, "account-closing", person=person, data={"until": "1 May 2030"})
    assert not deliver_now(outside, farewell)
    close_account(outside, desk.owner.person, by="test")
    assert "ada@example.org" not in str(rows(desk))
    assert len(rows(desk)) == 1
    server.refusing = False
    desk.hands.forward(minutes=5)
    assert deliver_messages(outside) == 1
    assert [letter["To"] for letter in server.taken] == ["ada@example.org"]
    assert "ada@example.org" not in str(server.taken[0].get_payload())
    assert rows(desk) == []


def test_whoever_is_erased_at_their_word_is_told_so_by_a_message_that_outlives_the_account(desk, outside, server):
    open_request(outside, desk.owner, Kind.DELETION, Channel.ACCOUNT, Details())
    with outside.store.read() as unit:
        assert unit.people.find("ada@example.org") is None
    assert "ada@example.org" not in str(rows(desk))
    server.refusing = False
    desk.hands.forward(minutes=5)
    assert deliver_messages(outside) == 1
    assert server.taken[0]["To"] == "ada@example.org"
    assert rows(desk) == []


def test_one_that_never_leaves_is_erased_when_it_is_given_up(desk, outside):
    with outside.store.begin() as unit:
        person = unit.people.get(desk.owner.person)
        send_farewell(outside, unit, "account-closing", person=person, data={"until": "1 May 2030"})
    for _ in range(outside.limits.mail_attempts + 1):
        deliver_messages(outside)
        desk.hands.forward(hours=5)
    assert rows(desk) == []
    assert "message.given-up" in desk.entries()
