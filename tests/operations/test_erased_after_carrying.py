"""Whoever had an answer carried to a service is erased: an officer tells it; after a restore nothing goes there."""

from dataclasses import replace

import pytest
from people_who_ask import answered, ask

from governance.erasure import Trigger
from governance.rights import Kind
from operations.carry_over import carry_over
from operations.decide_request import release_texts
from operations.delete_text import delete_text
from operations.disclose import add_receiver
from operations.erase_person import erase_person
from operations.erasing import Suppressed
from operations.replay_erasures import replay_erasures
from operations.send_disclosures import send_disclosures
from operations.tell_by_hand import note_told, recipients_to_tell
from receiver import listening
from store.courier import HttpsCourier
from store.operating import Sharing

COURIER = HttpsCourier(Sharing(allow_private=True, seconds=3))


@pytest.fixture
def carried(desk):
    """An answer on its way to a service, and the place where that listens."""
    desk.services = replace(desk.services, courier=COURIER)
    desk.read(desk.submit(keep=True).id)
    request = ask(desk, Kind.PORTABILITY).id
    answered(desk, request)
    release_texts(desk.services, request, by="1", how="whole", reason="their own")
    answered(desk, request)
    with listening() as place:
        to = add_receiver(
            desk.services, COURIER, name="Reading Room", recipient="chosen_service", address=place.base, contract="",
            holds=(None, None), zone="local", safeguard=False,
        )  # fmt: skip
        yield carry_over(desk.services, desk.owner, COURIER, request=request, receiver=to.id), place


def test_an_officer_tells_the_service_by_its_name_and_its_program_hears_nothing(desk, carried):
    assert send_disclosures(desk.services, COURIER) == 1
    assert erase_person(desk.services, desk.owner, desk.owner.person, trigger=Trigger.CLOSED).done_at
    assert send_disclosures(desk.services, COURIER) == 0
    assert len(carried[1].got) == 1
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.recipient, open_.names, open_.what) == ("chosen_service", ("Reading Room",), "request.answer")
    assert note_told(desk.services, open_.id, by="mail")


@pytest.mark.parametrize("sent", [0, 1])
def test_a_text_deleted_after_its_answer_was_carried_is_told_of_by_hand_alone(desk, carried, sent):
    desk.hands.forward(minutes=1)
    later = desk.submit(keep=True).id
    desk.read(later)
    assert sent == 0 or send_disclosures(desk.services, COURIER) == sent
    with desk.services.store.read() as unit:
        texts = [unit.texts.get(text) for text in unit.rows.items(desk.owner.person)]
    assert all(delete_text(desk.services, desk.owner, text.id) for text in texts if text is not None)
    (open_,) = recipients_to_tell(desk.services)
    assert (open_.of, open_.names, open_.what) == ("text", ("Reading Room",), "request.answer")
    assert desk.text(later).id != open_.about
    assert send_disclosures(desk.services, COURIER) == 1 - sent
    assert len(carried[1].got) == 1
    assert note_told(desk.services, open_.id, by="mail")


def test_an_answer_of_somebody_who_was_erased_goes_nowhere_after_a_restore(desk, carried):
    with desk.services.store.read() as unit:
        account = unit.rows.account(desk.owner.person)
    name = desk.services.erased.fingerprint("account", account.itself)
    desk.services.erased.append([Suppressed(name, "account", desk.hands.at)])
    assert replay_erasures(desk.services).people == 1
    assert send_disclosures(desk.services, COURIER) == 0
    assert not carried[1].got
    with desk.services.store.read() as unit:
        assert unit.sharing.get(carried[0].id).state == "gone"
    assert desk.entries("disclosure.ended")
