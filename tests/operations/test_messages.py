"""Messages: through the gate by purpose, sealed in the outbox, sent once, tried again, gone on their date."""

import dataclasses
from datetime import timedelta

import pytest

from governance.errors import ProvisoError
from governance.messages import LETTERS, MessageState
from mail_server import running_mail_server
from operations.erase_message import erase_due_messages, erase_message
from operations.facts import Actor
from operations.send_message import deliver_messages, send_message, unsubscribe_token, unsubscribed
from store.carrier import SmtpCarrier
from storeroom import make_person

LINK = {"link": "/account", "until": "1 January 2030"}


@pytest.fixture
def person(house):
    return make_person(house.database)


def write(services, letter="log-in-changed", person=None, **more):
    with services.store.begin() as unit:
        found = unit.people.get(person) if person else None
        return send_message(services, unit, letter, person=found, **{"data": LINK, **more})


def message(services, item):
    with services.store.read() as unit:
        return unit.messages.get(item)


def outside(services, house, port):
    mail = dataclasses.replace(house.settings.mail, host="127.0.0.1", port=port, security="none", sender_name="Ours")
    return dataclasses.replace(services, carrier=SmtpCarrier(mail, lambda: "us@example.org"))


def later(services, **span):
    return dataclasses.replace(services, now=lambda: house_now(services) + timedelta(**span))


def house_now(services):
    return services.now()


def consent(services, person, *, given):
    with services.store.begin() as unit:
        unit.consents.record(person=person, consent="marketing", given=given, at=services.now(), policy="p")


def test_a_message_lies_sealed_with_a_date(house, person):
    services = house.services
    found = message(services, write(services, person=person))
    assert found.state is MessageState.WAITING
    assert b"passkey" not in found.sealed
    assert "A passkey" in services.envelope.open(found.id, found.sealed)
    assert f"{services.site.url}/account" in services.envelope.open(found.id, found.sealed)
    rule = services.policy.retention_for("message.sent")
    assert found.due_at - found.created_at == timedelta(seconds=rule.ceiling_seconds)


def test_without_a_mail_server_it_is_laid_out_to_be_read_here(house, person):
    item = write(house.services, person=person)
    assert deliver_messages(house.services) == 1
    assert message(house.services, item).state is MessageState.SENT
    assert deliver_messages(house.services) == 0


def test_a_mail_server_gets_it_once_with_the_same_subject_for_everybody(house, person):
    with running_mail_server() as server:
        services = outside(house.services, house, server.port)
        item = write(services, person=person)
        assert deliver_messages(services) == 1
        assert deliver_messages(services) == 0
    (taken,) = server.taken
    assert taken["To"] == "ada@example.org"
    assert taken["From"] == "Ours <us@example.org>"
    assert taken["Subject"] == LETTERS["log-in-changed"].subject
    assert taken["List-Unsubscribe"] is None
    assert message(services, item).sent_at is not None


def test_a_mail_server_that_refuses_is_asked_again_later_and_given_up_in_the_end(house, person):
    with running_mail_server() as server:
        services = outside(house.services, house, server.port)
        services = dataclasses.replace(services, limits=dataclasses.replace(services.limits, mail_attempts=2))
        server.refusing = True
        item = write(services, person=person)
        assert deliver_messages(services) == 0
        assert message(services, item).state is MessageState.WAITING
        assert deliver_messages(services) == 0
        assert message(services, item).attempts == 1
        assert deliver_messages(later(services, minutes=2)) == 0
        assert message(services, item).state is MessageState.FAILED
    assert server.taken == []


def test_what_a_dead_process_was_sending_is_sent_by_another(house, person):
    services = house.services
    item = write(services, person=person)
    now = services.now()
    with services.store.begin() as unit:
        assert unit.messages.claim(item, now=now, until=now + timedelta(seconds=60))
        assert not unit.messages.claim(item, now=now, until=now + timedelta(seconds=60))
    assert deliver_messages(services) == 0
    assert deliver_messages(later(services, seconds=61)) == 1


def test_promotion_needs_consent_when_written_and_when_sent(house, person):
    services = house.services
    assert write(services, "news", person, data={"text": "hello"}) is None
    consent(services, person, given=True)
    item = write(services, "news", person, data={"text": "hello"})
    assert item is not None
    consent(services, person, given=False)
    assert deliver_messages(services) == 0
    assert message(services, item).state is MessageState.FAILED


def test_promotion_can_be_ended_with_one_click(house, person):
    with running_mail_server() as server:
        services = outside(house.services, house, server.port)
        consent(services, person, given=True)
        write(services, "news", person, data={"text": "hello"})
        assert deliver_messages(services) == 1
    (taken,) = server.taken
    assert taken["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = taken["List-Unsubscribe"].strip("<>").rsplit("/", 1)[1]
    assert unsubscribed(services, token) == person
    assert token != unsubscribe_token(services, person)


@pytest.mark.parametrize("token", ["", "x", "A" * 60, "ä"])
def test_a_token_that_we_did_not_make_names_nobody(house, token):
    with pytest.raises(ProvisoError) as said:
        unsubscribed(house.services, token)
    assert said.value.code == "not-found"
    assert unsubscribed(house.services, unsubscribe_token(house.services, 7)) == 7


def test_somebody_without_an_account_is_not_written_to_about_the_service(house):
    assert write(house.services, "log-in-changed", address="guest@example.org") is None


def test_a_message_is_gone_on_its_date_or_at_its_recipients_word(house, person):
    services = house.services
    first, second = write(services, person=person), write(services, person=person)
    with pytest.raises(ProvisoError):
        erase_message(services, Actor("owner", person + 1, verified=True), first)
    assert erase_message(services, Actor("owner", person, verified=True), first)
    assert message(services, first) is None
    assert erase_due_messages(services) == 0
    assert erase_due_messages(later(services, days=31)) == 1
    assert message(services, second) is None


def test_the_language_of_an_account_is_that_of_its_messages(house, person):
    assert house.services.languages.known[0] == "en"
    assert house.services.languages.said("xx", "Log in") == "Log in"
    assert message(house.services, write(house.services, person=person, language="xx")).language == "en"
