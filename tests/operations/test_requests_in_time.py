"""What the clock does about requests: warn, expire, destroy."""

from people_who_ask import Kind, answered, ask, by_mail, held

from governance.rights import State
from operations.see_to_requests import erase_due, expire_unproved, warn_of_late
from operations.take_answer import take_answer


def test_the_clock_expires_what_nobody_proved_and_destroys_what_is_due(desk):
    unproved = by_mail(desk)
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    desk.hands.forward(days=13)
    assert erase_due(desk.services) == 0
    desk.hands.forward(days=1, minutes=1)
    assert erase_due(desk.services) == 1
    assert desk.refusal(lambda: take_answer(desk.services, desk.owner, request.id)).code == "answer-gone"
    assert desk.entries("request.answer-destroyed") == ["request.answer-destroyed"]
    desk.hands.forward(days=16)
    assert expire_unproved(desk.services) == 1
    assert held(desk, unproved.id).state is State.EXPIRED
    desk.hands.forward(days=31)
    erase_due(desk.services)
    with desk.services.store.read() as unit:
        assert unit.requests.details(unproved.id) is None
        assert unit.requests.details(request.id) is None


def test_what_is_near_its_date_is_warned_of_once_a_day(desk):
    by_mail(desk)
    assert warn_of_late(desk.services) == 0
    desk.hands.forward(days=25)
    assert warn_of_late(desk.services) == 1
    assert warn_of_late(desk.services) == 0
    desk.hands.forward(days=1)
    assert warn_of_late(desk.services) == 1
