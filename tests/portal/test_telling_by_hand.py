"""The officer's list of who has to be told by hand what became of data that they got (GDPR Art. 19)."""

import dataclasses
import uuid

import pytest

from governance.erasure import Trigger
from operations.erase_person import HOUSE, erase_person
from operations.erasing import Notice


@pytest.fixture
def notice(house, enter) -> str:
    """A notice of an erasure whose recipient has no program."""
    person = enter("subject").id
    erasure = erase_person(house.services, HOUSE, person, trigger=Trigger.CLOSED)
    at = house.services.now()
    with house.services.store.begin() as unit:
        made = Notice(uuid.uuid4().hex, erasure.id, "support_tool", "support.message", at, at)
        unit.erasures.notice(made)
    return made.id


def test_the_officer_sees_whom_to_tell_and_notes_it_once(enter, notice, entries):
    dpo = enter("dpo")
    page = dpo.client.get("/dpo/receivers").text
    assert "to be told, oldest first" in page
    assert "erasure: " in page
    assert notice in page
    for _ in range(2):
        assert dpo.post("/dpo/receivers/told", {"notice": notice, "by": "call"}).status_code == 303
    told = [each for each in entries("recipient.told") if each.get("notice") == notice]
    assert [each["by"] for each in told] == ["call"]
    assert notice not in dpo.client.get("/dpo/receivers").text


def test_what_was_erased_under_an_earlier_policy_is_shown_by_its_name(enter, notice, house):
    with house.services.store.begin() as unit:
        earlier = dataclasses.replace(unit.erasures.named(notice), id=uuid.uuid4().hex, category="text.of-old")
        assert unit.erasures.notice(earlier)
    assert "erasure: text.of-old" in enter("dpo").client.get("/dpo/receivers").text


def test_nobody_is_told_in_a_way_or_of_a_notice_that_there_is_not(enter, notice):
    dpo = enter("dpo")
    assert dpo.post("/dpo/receivers/told", {"notice": notice, "by": "pigeon"}).status_code == 404
    assert dpo.post("/dpo/receivers/told", {"notice": "0" * 32, "by": "call"}).status_code == 404
    assert enter("subject").post("/dpo/receivers/told", {"notice": notice, "by": "call"}).status_code in {403, 404}
