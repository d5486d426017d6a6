"""Languages: every text is translated and none is stale; a page is in one language, the account's or the browser's."""

import re

import pytest

from console.languages import said_anywhere
from store.catalogues import KnownLanguages, catalogue, codes

WANTED = said_anywhere()
_GAPS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def forms(words):
    return list(words) if isinstance(words, tuple | list) else [words]


@pytest.mark.parametrize("code", codes()[1:])
def test_every_text_is_translated_and_none_is_stale(code):
    found = {message.id: message for message in catalogue(code) if message.id}
    assert set(found) == set(WANTED)
    assert [text for text, message in found.items() if message.fuzzy or not all(forms(message.string))] == []


@pytest.mark.parametrize("code", codes()[1:])
def test_what_is_filled_in_is_the_same_in_every_language(code):
    for message in catalogue(code):
        if message.id:
            wanted = set(_GAPS.findall(" ".join(forms(message.id))))
            for said in forms(message.string):
                assert set(_GAPS.findall(said)) == wanted, (message.id, said)


def test_a_browsers_language_is_spoken_on_pages_about_privacy_and_nowhere_else(anybody):
    german = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
    page = anybody.client.get("/privacy", headers=german).text
    assert '<html lang="de">' in page
    assert "Was aufbewahrt würde" in page
    assert "spätestens 1 Stunde, nachdem die Daten entstanden sind" in page
    assert '<html lang="en">' in anybody.client.get("/login", headers=german).text
    french = anybody.client.get("/privacy/requests", headers={"Accept-Language": "fr"}).text
    assert "Vos droits" in french


def test_the_accounts_choice_wins_over_the_browsers(enter):
    person = enter("subject")
    person.post("/account/profile", {"called": "", "language": "fr"})
    page = person.client.get("/privacy/consents", headers={"Accept-Language": "de"}).text
    assert '<html lang="fr">' in page
    assert "Vos consentements" in page
    receipt = person.post("/privacy/consents/marketing", {"answer": "yes"})
    assert receipt.status_code == 303


def test_a_language_that_nobody_wrote_is_english(anybody):
    assert '<html lang="en">' in anybody.client.get("/privacy", headers={"Accept-Language": "fi"}).text
    assert KnownLanguages().said("fi", "Reference") == "Reference"
