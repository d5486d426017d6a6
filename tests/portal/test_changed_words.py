"""What a new version changes, in the language of the page: our words are translated, the policy's own stay its own."""

import re

import pytest
from drafts_made import drafted, officers, unchanged
from sqlalchemy import update

from portal.changed import sentences
from portal.changed_words import Line, line
from store.tables import PolicyTermRow, table_of

__all__ = ["officers", "unchanged"]


@pytest.fixture
def german(app):
    with app.test_request_context("/privacy", headers={"Accept-Language": "de"}):
        yield


SAID = (
    ("clause 4.2 was reworded.", "Satz 4.2 wurde neu gefasst."),
    ("clause 9.9 was added.", "Satz 9.9 ist neu."),
    ("clause 9.9 was removed.", "Satz 9.9 ist weggefallen."),
    ("the category device.ip (the IP address).", "Die Art von Daten „die IP-Adresse“."),
    ("Nothing is taken in below the age of 14 (clause 8.1: “Nobody below 14.”).", "unter 14 Jahren"),
    ("Nothing is taken in below the age of 14.", "unter 14 Jahren"),
    ("Material changes are now announced 14 days before (clause 9: “14 days (or more).”).", "Siehe Satz 9."),
)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("said", "wanted"), SAID)
def test_sentences_that_our_words_make_are_said_in_the_language_of_the_page(said, wanted):
    found = line(said)
    assert found.language == ""
    assert wanted in found.said
    assert not re.search(r"\b(the|clause|was|of)\b", found.said)


@pytest.mark.usefixtures("german")
def test_a_date_that_moved_is_said_with_the_names_that_the_catalogue_knows():
    moved = "the IP address and cookies: gone 2 days after {event} (happened), until now no set time."
    from portal.doors import house

    label = next(iter(house().policy.events.values())).label
    found = line(moved.format(event=label))
    assert found.language == ""
    assert "2 Tage" in found.said
    assert "ohne Datum" in found.said
    assert line(moved.format(event="the cows come home")).language == "en"
    odd = "cookies: gone a while after {event} (happened), until now no set time."
    assert line(odd.format(event=label)).language == "en"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "said",
    [
        "look at texts to help people, when the account is open. Because of A-1 (clause 1: “Text.”).",
        "the purpose baking (to bake bread).",
        "more is done than was consented to with: something nobody translated.",
    ],
)
def test_what_the_policy_says_itself_is_marked_as_its_language(said):
    found = line(said)
    assert (found.said, found.language) == (said, "en")


@pytest.mark.usefixtures("german")
def test_beside_the_policys_own_words_stands_what_they_are_about():
    said = (
        "write to the person using age group and profile to promote our services, when cookies are of age. "
        "Because of A-MARKETING (clause 3.8: “Promotion.”)."
    )
    assert (
        line(said).gist
        == "Zweck: für unsere Dienste zu werben. Daten, unter anderem: Altersgruppe und Profil. Siehe Satz 3.8."
    )
    assert line("promise to be kind.").gist == ""


def test_an_english_page_says_everything_as_it_is(app):
    with app.test_request_context("/privacy"):
        assert line("clause 4.2 was reworded.") == Line("clause 4.2 was reworded.")


@pytest.mark.usefixtures("german")
def test_groups_have_titles_in_the_language_of_the_page():
    found = sentences([{"mark": "TEXT", "said": "clause 1 was added."}, {"mark": "MATERIAL", "said": "x"}])
    assert [(group.title, group.said[0].said) for group in found] == [("Neu gefasst", "Satz 1 ist neu.")]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("code", "title", "version", "note", "time"),
    [
        (
            "de",
            "Änderungen unserer Datenschutzerklärung",
            "Fassung",
            "Unsere Datenschutzerklärung ändert sich",
            "45 Tage",
        ),
        ("fr", "Changements de notre politique", "Version", "Notre politique de confidentialité change", "45 jours"),
    ],
)
def test_a_change_and_its_banner_are_told_in_every_language(
    officers, anybody, house, monkeypatch, code, title, version, note, time
):
    author, second = officers
    draft = drafted(house, author.post("/dpo/policies/parameters", {"name": "text_retention", "value": "45d"}))
    second.post(f"/dpo/policies/drafts/{draft}/approve")
    second.post(f"/dpo/policies/drafts/{draft}/publish")
    terms = table_of(PolicyTermRow)
    with house.database.begin() as unit:
        waiting = next(term for term in unit.policies.terms() if term.draft == draft)
        unit.connection.execute(update(terms).where(terms.c.number == waiting.number).values(material=True))
    monkeypatch.setattr("store.in_force._LOOK_SECONDS", 0.0)
    # French puts spaces that do not break before its units.
    page = anybody.client.get("/privacy/changes", headers={"Accept-Language": code}).text.replace("\xa0", " ")
    assert f'<html lang="{code}">' in page
    for words in (title, version, note, time):
        assert words in page
    ours = re.sub(r'<span lang="en">.*?</span>', "", page, flags=re.DOTALL)
    assert "Because of" not in ours
    assert "45 days" not in ours
    assert not re.search(r"\b(Log in|Privacy policy|runs this service|See what changes|Until)\b", ours)
