"""A text that its owner deletes, and a restriction placed as a hold: whoever got that data hears (GDPR Art. 19)."""

import json
from datetime import timedelta

import pytest

from firms_told import given, listed, send, to_give
from governance.erasure import Scope, Trigger
from governance.holds import HoldKind
from operations import delete_text as delete_text_
from operations.delete_due import delete_due
from operations.delete_text import delete_text
from operations.disclose import end_receiver
from operations.erase_person import erase_person
from operations.facts import SERVICE
from operations.holds import place_hold
from operations.tell_by_hand import note_told, recipients_to_tell


@pytest.fixture
def firm(desk):
    """A firm under contract, and the place where its program listens."""
    with listed(desk, "Text Store Ltd") as made:
        yield made


def delete(desk, document):
    return delete_text(desk.services, desk.owner, desk.text(document).id)


def restrict(desk, *, ground="unlawful", item="", person=None, kind=HoldKind.RESTRICTION):
    return place_hold(
        desk.services, kind=kind, person=person or desk.owner.person, ground=ground, owner="Legal", item=item,
        until=desk.services.now() + timedelta(days=30), by="portal",
    )  # fmt: skip


def heard(place):
    said = [json.loads(body) for _, body in place.got]
    return [(each["type"], each["document"]) for each in said if each["type"] != "text.disclosed"]


def ledger(desk, kind):
    with desk.house.database.read() as unit:
        return [json.loads(each.body)["fields"] for each in unit.entries.entries(after=0) if each.kind == kind]


def test_a_firm_s_program_hears_which_text_its_owner_deleted(desk, firm):
    gone, stays = given(desk, firm), given(desk, firm)
    text = desk.text(gone).id
    assert delete(desk, gone)
    assert recipients_to_tell(desk.services) == []
    assert send(desk) == 1
    assert send(desk) == 0
    assert heard(firm[1]) == [("text.erased", gone)]
    assert stays not in {document for _, document in heard(firm[1])}
    (owed,), (ended,), (told,) = (ledger(desk, f"recipient.{what}") for what in ("to-be-told", "word-ended", "told"))
    assert (owed["text"], owed["recipient"], owed["category"]) == (text, "cloud_hosting", "text.extracted")
    assert (ended["state"], told["text"], told["by"]) == ("sent", text, "door")


def test_two_deletes_tell_once(desk, firm):
    document = given(desk, firm)
    assert delete(desk, document)
    assert not delete(desk, document)
    assert len(ledger(desk, "recipient.to-be-told")) == 1
    assert send(desk) == 1


def test_what_a_firm_s_program_does_not_take_an_officer_tells_once(desk, firm):
    document = given(desk, firm)
    firm[1].status = 410
    delete(desk, document)
    (waiting,) = ledger(desk, "recipient.to-be-told")
    assert not note_told(desk.services, waiting["notice"], by="call")
    assert send(desk) == 0
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.of, open_.about, open_.what) == ("text", desk.text(document).id, "text.extracted")
    assert (open_.recipient, open_.names) == ("cloud_hosting", ("Text Store Ltd",))
    assert note_told(desk.services, open_.id, by="call")
    assert not note_told(desk.services, open_.id, by="call")
    assert recipients_to_tell(desk.services) == []
    assert [each["by"] for each in ledger(desk, "recipient.told")] == ["call"]


def test_whom_the_gate_refuses_an_officer_tells(desk, firm):
    document = given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    delete(desk, document)
    assert [each.recipient for each in recipients_to_tell(desk.services)] == ["cloud_hosting"]
    assert send(desk) == 0


def test_a_contract_that_ends_while_word_waits_leaves_it_to_an_officer(desk, firm):
    delete(desk, given(desk, firm))
    end_receiver(desk.services, firm[0].id)
    assert send(desk) == 0
    assert ledger(desk, "recipient.word-ended")[0]["state"] == "refused"
    assert [each.of for each in recipients_to_tell(desk.services)] == ["text"]


def test_only_the_receivers_of_that_very_text_hear(desk, firm):
    document = given(desk, firm)
    with listed(desk, "Text Shelf Ltd") as other:
        given(desk, other)
        delete(desk, document)
        assert send(desk) == 1
        assert (heard(firm[1]), heard(other[1])) == ([("text.erased", document)], [])


def test_a_text_that_never_left_is_told_of_to_nobody(desk, firm):
    delete(desk, to_give(desk, firm))
    assert send(desk) == 0
    assert (firm[1].got, ledger(desk, "recipient.to-be-told")) == ([], [])


def test_a_text_that_ends_at_its_date_is_told_of_to_nobody(desk, firm):
    document = given(desk, firm)
    desk.hands.forward(days=4000)
    delete_due(desk.services)
    assert desk.text(document).gone_at
    assert ledger(desk, "recipient.to-be-told") == []


def test_a_delete_that_was_killed_half_way_tells_when_the_clock_ends_it(desk, firm, monkeypatch):
    document = given(desk, firm)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(delete_text_, "tell_of_text", killed)
        with pytest.raises(KeyboardInterrupt):
            delete(desk, document)
    assert (ledger(desk, "text.deleted"), ledger(desk, "recipient.to-be-told")) == ([], [])
    assert delete_text(desk.services, SERVICE, desk.text(document).id)
    assert send(desk) == 1
    assert heard(firm[1]) == [("text.erased", document)]


@pytest.mark.parametrize("one", [False, True])
def test_a_restriction_by_a_hold_is_told_to_whoever_got_what_it_is_on(desk, firm, one):
    document, other = given(desk, firm), given(desk, firm)
    hold = restrict(desk, item=document if one else "")
    assert recipients_to_tell(desk.services) == []
    assert send(desk) == (1 if one else 2)
    assert set(heard(firm[1])) == {("text.restricted", each) for each in ({document} if one else {document, other})}
    (owed,), (told,) = ledger(desk, "recipient.to-be-told"), ledger(desk, "recipient.told")
    assert (owed["hold"], told["hold"], told["by"]) == (hold.id, hold.id, "door")


def test_a_restriction_that_no_program_hears_of_stands_on_the_officer_s_list(desk, firm):
    given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    hold = restrict(desk)
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.of, open_.about, open_.recipient) == ("hold", hold.id, "cloud_hosting")
    assert note_told(desk.services, open_.id, by="letter")


def test_a_legal_hold_is_no_restriction_and_another_person_s_tells_nobody_here(desk, firm):
    given(desk, firm)
    restrict(desk, ground="legal-claim", kind=HoldKind.LEGAL)
    restrict(desk, person=desk.stranger.person)
    restrict(desk, item="0" * 32)
    assert (ledger(desk, "recipient.to-be-told"), recipients_to_tell(desk.services)) == ([], [])


def test_an_erasure_cuts_the_notice_from_its_person_and_an_officer_still_tells(desk, firm):
    document = given(desk, firm)
    end_receiver(desk.services, firm[0].id)
    delete(desk, document)
    (open_,) = recipients_to_tell(desk.services)
    assert erase_person(desk.services, desk.owner, desk.owner.person, trigger=Trigger.CLOSED, scope=Scope.ALL).done_at
    with desk.services.store.read() as unit:
        notice = unit.notices.named(open_.id)
    assert (notice.person, notice.due_at > notice.noted_at) == (None, True)
    assert note_told(desk.services, open_.id, by="mail")
