"""Below the age of consent a guardian's word opens what needs an agreement, and takes it back."""

import re

import pytest


@pytest.fixture
def young(enter):
    return enter("subject", band="below_consent_age")


def agree(person):
    return person.post("/privacy/consents/marketing", {"answer": "yes"}).status_code


def state(house, person):
    with house.services.store.read() as unit:
        return unit.consents.state(person.id, "marketing", now=house.services.now())


def _letter(house, address):
    with house.services.store.read() as unit:
        message = unit.messages.of_address(address)[0]
    return house.services.envelope.open(message.id, message.sealed)


def link_to(house, address):
    return re.search(r"/guardian/\w+", _letter(house, address))[0]


def test_with_a_guardians_yes_the_young_can_agree_and_a_no_takes_it_back(house, young, anybody):
    assert agree(young) == 403
    assert young.post("/account/guardian", {"address": "mum@example.org"}).status_code == 303
    link = link_to(house, "mum@example.org")
    assert "Your word as a parent" in anybody.client.get(link).text
    assert agree(young) == 403
    assert anybody.post(link, {"answer": "yes"}).status_code == 200
    assert "They said yes." in young.client.get("/account").text
    assert agree(young) == 303
    assert state(house, young) == "given"
    assert anybody.post(link, {"answer": "no"}).status_code == 200
    assert state(house, young) == "withdrawn"
    assert agree(young) == 403


def test_nobody_else_needs_a_guardian_and_a_made_up_link_does_nothing(enter, anybody):
    grown = enter("subject")
    assert grown.post("/account/guardian", {"address": "mum@example.org"}).status_code == 404
    assert anybody.post("/guardian/00ff", {"answer": "yes"}).status_code in {400, 410}
