"""Whoever got data hears what became of it (GDPR Art. 19): by its program where it has one, else from an officer."""

import json
from dataclasses import replace
from datetime import date

import pytest
from people_who_ask import ask, held, history, steps

from firms_told import COURIER, given, listed, send, to_give
from governance.erasure import Scope, Trigger
from governance.rights import Kind, State
from governance.webhooks import is_genuine
from kept_registers import contract
from operations import send_disclosures as send_disclosures_
from operations.decide_request import recipients_told
from operations.delete_text import delete_text
from operations.disclose import add_receiver, end_receiver, webhook_secret
from operations.erase_person import erase_person
from operations.see_to_requests import carry_on
from operations.send_disclosures import ATTEMPTS
from operations.tell_by_hand import note_told, recipients_to_tell
from operations.tell_recipients import concerned
from receiver import listening


@pytest.fixture
def firm(desk):
    """A firm under contract, and the place where its program listens."""
    with listed(desk, "Text Store Ltd") as made:
        yield made


def erase(desk, scope=Scope.ALL):
    return erase_person(desk.services, desk.owner, desk.owner.person, trigger=Trigger.CLOSED, scope=scope)


def told(desk, erasure):
    with desk.services.store.read() as unit:
        return [(each.recipient, each.category, each.told_by) for each in unit.erasures.notices(erasure.id)]


def ledger(desk, kind):
    with desk.house.database.read() as unit:
        return [json.loads(each.body)["fields"] for each in unit.entries.entries(after=0) if each.kind == kind]


@pytest.mark.parametrize("scope", list(Scope))
def test_a_firm_s_program_hears_which_text_is_erased_and_nothing_else(desk, firm, scope):
    document = given(desk, firm)
    erasure = erase(desk, scope)
    assert erasure.done_at, erasure.open_steps
    assert told(desk, erasure) == [("cloud_hosting", "text.extracted", "")]
    assert recipients_to_tell(desk.services) == []
    assert send(desk) == 1
    assert send(desk) == 0
    headers, body = firm[1].got[1]
    said = json.loads(body)
    assert (said.pop("type"), said.pop("document"), list(said)) == ("text.erased", document, ["disclosure"])
    seconds = int(headers["webhook-timestamp"])
    secret = webhook_secret(desk.services, firm[0].id)
    assert is_genuine(secret, headers["webhook-id"], seconds, body, headers["webhook-signature"], seconds)
    assert told(desk, erasure) == [("cloud_hosting", "text.extracted", "door")]
    assert recipients_to_tell(desk.services) == []
    (ended,), (noted,) = ledger(desk, "recipient.word-ended"), ledger(desk, "recipient.told")
    assert (ended["state"], noted["by"]) == ("sent", "door")


def test_two_texts_are_two_messages_and_one_word_in_the_list(desk, firm):
    documents = {given(desk, firm), given(desk, firm)}
    erasure = erase(desk)
    assert send(desk) == 2
    assert {json.loads(body)["document"] for _, body in firm[1].got[2:]} == documents
    assert told(desk, erasure) == [("cloud_hosting", "text.extracted", "door")]


def test_what_a_program_does_not_take_an_officer_tells(desk, firm):
    given(desk, firm)
    firm[1].status = 410
    erasure = erase(desk)
    assert send(desk) == 0
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.recipient, open_.what, open_.about) == ("cloud_hosting", "text.extracted", erasure.id)
    assert ledger(desk, "recipient.word-ended")[0]["state"] == "failed"
    assert note_told(desk.services, open_.id, by="call")
    assert recipients_to_tell(desk.services) == []


def test_a_program_that_is_away_is_tried_again_and_meanwhile_nobody_tells_it_by_hand(desk, firm):
    given(desk, firm)
    firm[1].status = 503
    erase(desk)
    for _ in range(ATTEMPTS - 1):
        assert send(desk) == 0
        assert recipients_to_tell(desk.services) == []
        desk.hands.forward(hours=2)
    firm[1].status = 204
    assert send(desk) == 1


def test_without_a_contract_the_gate_lets_nobody_but_an_officer_tell(desk, firm):
    given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    erase(desk)
    assert [each.recipient for each in recipients_to_tell(desk.services)] == ["cloud_hosting"]
    assert send(desk) == 0
    assert len(firm[1].got) == 1


def test_a_contract_that_ends_while_word_waits_leaves_it_to_an_officer(desk, firm):
    given(desk, firm)
    erase(desk)
    end_receiver(desk.services, firm[0].id)
    assert send(desk) == 0
    assert [each.recipient for each in recipients_to_tell(desk.services)] == ["cloud_hosting"]
    assert ledger(desk, "recipient.word-ended")[0]["state"] == "refused"


def test_whoever_never_got_anything_is_told_nothing(desk, firm):
    document = to_give(desk, firm)
    delete_text(desk.services, desk.owner, desk.text(document).id)
    assert send(desk) == 0
    assert told(desk, erase(desk)) == []


def test_an_earlier_word_is_no_data_that_one_has_to_tell_of(desk, firm):
    given(desk, firm)
    first = erase(desk, Scope.DOCUMENTS)
    assert send(desk) == 1
    second = erase(desk)
    assert told(desk, first) == [("cloud_hosting", "text.extracted", "door")]
    assert told(desk, second) == [("cloud_hosting", "text.extracted", "")]


@pytest.mark.parametrize(
    ("kind", "about", "word"),
    [
        (Kind.RESTRICTION, "", "text.restricted"),
        (Kind.OBJECTION, "", "text.objected"),
        (Kind.WITHDRAWAL, "marketing", "text.consent-withdrawn"),
    ],
)
def test_a_request_ends_when_its_recipients_heard(desk, firm, kind, about, word):
    document = given(desk, firm)
    request = ask(desk, kind, about=about)
    assert held(desk, request.id).state is State.IN_WORK
    assert steps(desk, request.id)["recipients"].fault == "recipients-to-tell"
    assert recipients_to_tell(desk.services) == []
    assert send(desk) == 1
    said = json.loads(firm[1].got[1][1])
    assert (said["type"], said["document"]) == (word, document)
    assert held(desk, request.id).state is State.ANSWERED
    assert [what for what in history(desk, request.id) if what in {"telling", "told"}] == ["telling", "told"]
    assert ledger(desk, "recipient.told")[0]["request"] == request.id


def test_a_request_waits_for_an_officer_where_no_program_listens(desk, firm):
    given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    request = ask(desk, Kind.RESTRICTION)
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.about, open_.recipient, open_.what) == (request.reference, "cloud_hosting", "restriction")
    assert note_told(desk.services, open_.id, by="letter")
    assert not note_told(desk.services, open_.id, by="letter")
    assert held(desk, request.id).state is State.ANSWERED
    assert recipients_to_tell(desk.services) == []
    other = ask(desk, Kind.ACCESS).id
    for wrong in (f"{request.id}.nobody", f"{other}.cloud_hosting", "0" * 32 + ".cloud_hosting", "0" * 32):
        assert desk.refusal(lambda wrong=wrong: note_told(desk.services, wrong, by="mail")).code == "not-found"


def test_a_corrected_address_concerns_no_firm_that_only_got_texts(desk, firm):
    given(desk, firm)
    request = ask(desk, Kind.RESTRICTION)
    with desk.services.store.read() as unit:
        assert concerned(unit, replace(request, kind=Kind.CORRECTION, about="email")) == []
        assert concerned(unit, replace(request, kind=Kind.CORRECTION, about="other")) == ["cloud_hosting"]


def test_word_to_one_program_does_not_count_for_another_of_the_same_recipient(desk, firm):
    given(desk, firm)
    with listening() as place:
        other = add_receiver(
            desk.services, COURIER, name="Text Shelf Ltd", recipient="cloud_hosting", address=f"{place.base}/in",
            contract=contract(desk.services), holds=(date(2026, 1, 1), None), zone="local", safeguard=False,
        )  # fmt: skip
        given(desk, (other, place))
        end_receiver(desk.services, other.id)
        erasure = erase(desk)
        assert send(desk) == 1
    assert told(desk, erasure) == [("cloud_hosting", "text.extracted", "")]
    assert [(each.recipient, each.names) for each in recipients_to_tell(desk.services)] == [
        ("cloud_hosting", ("Text Shelf Ltd",))
    ]


def tried_too_often(desk, request):
    for _ in range(desk.services.desk.attempts + 1):
        carry_on(desk.services)
    assert steps(desk, request.id)["recipients"].attempts == desk.services.desk.attempts
    assert held(desk, request.id).state is State.IN_WORK


def test_what_a_broken_off_process_left_of_a_told_request_the_clock_ends(desk, firm, monkeypatch):
    given(desk, firm)
    request = ask(desk, Kind.RESTRICTION)
    tried_too_often(desk, request)
    monkeypatch.setattr(send_disclosures_, "carry_on", lambda *_: None)
    assert send(desk) == 1
    assert held(desk, request.id).state is State.IN_WORK
    carry_on(desk.services)
    assert held(desk, request.id).state is State.ANSWERED


def test_an_erasure_leaves_no_request_waiting_for_what_nobody_knows_any_more(desk, firm):
    given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    request = ask(desk, Kind.RESTRICTION)
    tried_too_often(desk, request)
    assert erase(desk).done_at
    carry_on(desk.services)
    assert held(desk, request.id).state is State.ANSWERED
    assert [each.what for each in recipients_to_tell(desk.services)] == ["text.extracted"]


def test_one_word_on_the_request_s_page_notes_all_who_were_told_by_hand(desk, firm):
    given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    request = ask(desk, Kind.RESTRICTION)
    assert recipients_told(desk.services, request.id, by="1", way="mail").state is State.ANSWERED
    assert [each["by"] for each in ledger(desk, "recipient.told")] == ["mail"]
    assert desk.refusal(lambda: recipients_told(desk.services, request.id, by="1", way="mail")).code == (
        "request-elsewhere"
    )
