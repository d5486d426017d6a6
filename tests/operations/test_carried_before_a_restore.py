"""What a backup brought back that was to go to a service stays here when its person had been erased since."""

from dataclasses import replace

from people_who_ask import answered, ask

from governance.rights import Kind
from operations.carry_over import carry_over
from operations.decide_request import release_texts
from operations.disclose import add_receiver
from operations.erasing import Suppressed
from operations.replay_erasures import replay_erasures
from operations.send_disclosures import send_disclosures
from receiver import listening
from store.courier import HttpsCourier
from store.operating import Sharing

COURIER = HttpsCourier(Sharing(allow_private=True, seconds=3))


def test_an_answer_of_somebody_who_was_erased_goes_nowhere_after_a_restore(desk):
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
        carried = carry_over(desk.services, desk.owner, COURIER, request=request, receiver=to.id)
        with desk.services.store.read() as unit:
            account = unit.rows.account(desk.owner.person)
        name = desk.services.erased.fingerprint("account", account.itself)
        desk.services.erased.append([Suppressed(name, "account", desk.hands.at)])
        assert replay_erasures(desk.services).people == 1
        assert send_disclosures(desk.services, COURIER) == 0
        assert not place.got
    with desk.services.store.read() as unit:
        assert unit.sharing.get(carried.id).state == "gone"
    assert desk.entries("disclosure.ended")
