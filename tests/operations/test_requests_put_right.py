"""Corrections, objections, limits and withdrawals do what they say, and nothing is answered as done that is not."""

import re

import pytest
from people_who_ask import Details, Kind, ask, history, letters, steps

from governance.policy import Cell, Request, decide
from governance.rights import State
from operations.change_consent import Shown, choose, renew_for_document, withdraw_everywhere
from operations.correct_address import confirm_corrected
from operations.decide_request import carry_on_request, done_by_hand, start_request
from operations.facts import SERVICE, facts_of

NEW = "ada.l@example.org"


def account(desk):
    with desk.services.store.read() as unit:
        return unit.people.get(desk.owner.person)


def token_to(desk, address):
    return re.search(r"/address/(\w+)", letters(desk, address)[-1][1])[1]


def test_something_else_is_put_right_by_an_officer_who_says_what_was_done(desk):
    request = ask(desk, Kind.CORRECTION, about="other", details=Details(value="with an accent"))
    assert request.state is State.IDENTIFIED
    assert desk.refusal(lambda: start_request(desk.services, request.id, by="7")).code == "correction-by-hand"
    nothing = lambda: done_by_hand(desk.services, request.id, by="7", done=" ")  # noqa: E731
    assert desk.refusal(nothing).code == "request-incomplete"
    after = done_by_hand(desk.services, request.id, by="7", done="The name on your bill has its accent.")
    assert after.state is State.ANSWERED
    assert "by_hand" in history(desk, request.id)
    assert desk.entries("person.changed") == ["person.changed"]


def test_what_the_software_puts_right_is_not_said_to_be_done_by_hand(desk):
    request = ask(desk, Kind.CORRECTION, about="age_group", details=Details(value="of_age"))
    by_hand = lambda: done_by_hand(desk.services, request.id, by="7", done="yes")  # noqa: E731
    assert desk.refusal(by_hand).code == "request-incomplete"


def test_a_new_address_counts_once_it_has_answered_and_the_old_one_is_told(desk):
    request = ask(desk, Kind.CORRECTION, about="email", details=Details(value="Ada.L@example.org"))
    assert request.state is State.IN_WORK
    assert steps(desk, request.id)["correct"].fault == "address-unconfirmed"
    carry_on_request(desk.services, request.id)
    assert [name for name, _ in letters(desk, NEW)] == ["corrected-address"]
    token = token_to(desk, NEW)
    assert desk.refusal(lambda: confirm_corrected(desk.services, token[:-2] + "00")).code == "link-expired"
    assert confirm_corrected(desk.services, token) == request.id
    assert carry_on_request(desk.services, request.id).state is State.ANSWERED
    with desk.services.store.read() as unit:
        assert unit.people.address(desk.owner.person) == NEW
    assert "address-changed" in [name for name, _ in letters(desk, NEW)]
    assert desk.refusal(lambda: confirm_corrected(desk.services, token)).code == "link-expired"
    with desk.house.database.read() as unit:
        bodies = b"".join(bytes(entry.body) for entry in unit.entries.entries(after=0))
    assert b"ada.l" not in bodies.lower()


@pytest.mark.parametrize(("about", "stopped"), [("marketing", {"marketing"}), ("", {
    "marketing", "advertising", "service_improvement"})])  # fmt: skip
def test_an_objection_is_to_the_purpose_that_was_named(desk, about, stopped):
    ask(desk, Kind.OBJECTION, about=about)
    assert set(account(desk).objected_to) == stopped
    assert not account(desk).objected


def shares(desk, text):
    facts = {
        "recipient.contract": "true", "recipient.own_purposes": "false", "recipient.consideration": "false",
        "transfer.zone": "local", "findings.present": "masked", "findings.special": "false",
    }  # fmt: skip
    with desk.services.store.read() as unit:
        known = facts_of(desk.services, unit, SERVICE, person=account(desk), text=text)
    cell = Cell("share", "text.extracted", "provide_service", "cloud_hosting")
    return decide(desk.services.policy, Request(cell, {**known, **facts})).allow


def test_after_a_limit_no_text_goes_to_a_firm_from_that_second(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    assert shares(desk, desk.text(document))
    ask(desk, Kind.LIMIT)
    assert not shares(desk, desk.text(document))
    assert desk.text(document).state.value == "kept"


def test_taking_back_everywhere_reaches_every_document(desk):
    documents = [desk.submit(keep=True).id for _ in range(3)]
    for document in documents[:2]:
        desk.read(document)
    assert withdraw_everywhere(desk.services, desk.owner.person, "store_text", by="test")
    assert [desk.text(one).state.value for one in documents[:2]] == ["deleted"] * 2
    assert desk.row(documents[2]).stage.value == "cancelled"
    assert not withdraw_everywhere(desk.services, desk.owner.person, "store_text", by="test")


def test_a_kept_text_can_be_agreed_to_again_and_nobody_elses(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    shown = Shown("0" * 64, "en")
    renew_for_document(desk.services, desk.owner, document, "store_text", shown)
    with desk.services.store.read() as unit:
        assert unit.consents.newest(desk.owner.person, "store_text", document).shown == "0" * 64
    for actor, consent in ((desk.stranger, "store_text"), (desk.owner, "marketing")):
        again = lambda a=actor, c=consent: renew_for_document(desk.services, a, document, c, shown)  # noqa: E731
        assert desk.refusal(again).code == "not-found"
    choose(desk.services, desk.owner, "marketing", given=True, shown=shown)
