"""What waits for an officer: texts that name others are judged by counts, with a reason, and nobody reads them."""

import pytest
from people_who_ask import Kind, answered, ask, unpacked

from governance.errors import ProvisoError
from governance.rights import State
from operations.decide_request import release_texts
from operations.facts import Actor
from operations.review_queue import review_queue
from operations.take_answer import take_answer


def test_a_text_with_names_may_be_left_out_with_a_reason_and_the_answer_is_a_partial_one(desk):
    desk.read(desk.submit(keep=True).id)
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    for reason in ("", " ", "w" * 2001):
        with pytest.raises(ProvisoError, match="request-incomplete"):
            release_texts(desk.services, request.id, by="7", how="left-out", reason=reason)
    release_texts(desk.services, request.id, by="7", how="left-out", reason="Jane's interest weighs more.")
    after = answered(desk, request.id)
    assert (after.state, after.ground) == (State.PARTLY_REFUSED, "rights_of_others")
    said = unpacked(take_answer(desk.services, desk.owner, request.id)[2])["answer.json"].decode()
    assert "Jane Roe" not in said
    assert "texts: 1 left out for the rights of other people" in said


def test_what_waits_for_an_officer_is_listed_and_says_how_many_names_there_are(desk):
    desk.read(desk.submit(keep=True).id)
    request = ask(desk, Kind.ACCESS)
    answered(desk, request.id)
    officer = Actor("dpo", None, encrypted=True, verified=True, ticket=True)
    found = review_queue(desk.services, officer)
    assert [(one.kind, one.item) for one in found.waiting] == [("names", request.id)]
    assert found.waiting[0].counts["PERSON"] >= 1
    release_texts(desk.services, request.id, by="7", how="whole", reason="Their own.")
    assert not review_queue(desk.services, officer).waiting
