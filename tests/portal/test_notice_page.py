"""The notice page: nothing of the notice is left out, and every link to a clause leads somewhere."""

import html
import re

import pytest

from governance.policy.lint import lint
from governance.policy.notice import notice
from portal.notice_page import GROUPS, notice_page


@pytest.fixture(scope="module")
def text(app):
    return app.test_client().get("/privacy/policy").text


@pytest.fixture
def drawn(house):
    return notice(house.services.policy)


def shown(text: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", "", text)))


def test_every_sentence_stands_there_with_an_anchor_of_its_own(text, drawn):
    words = shown(text)
    for part in drawn.parts:
        for said in part.sentences:
            assert f'id="{said.id}"' in text
            assert said.text in words


def test_beside_each_stands_what_enforces_it_or_why_nothing_does(text, drawn):
    for part in drawn.parts:
        for said in part.sentences:
            own = text.split(f'<div class="clause{" in-list" if said.listed else ""}" id="{said.id}">')[1]
            own = shown(own.split('<div class="clause')[0])
            assert "How this is enforced" in own
            assert said.enforced_by or said.reason
            for way in said.enforced_by:
                assert way.sentence in own
                assert way.id in own
            if said.reason:
                assert said.reason in own


def test_every_kind_of_enforcement_has_a_place(drawn):
    places = {kind for _, _, _, kinds in GROUPS for kind in kinds}
    assert {way.kind for part in drawn.parts for said in part.sentences for way in said.enforced_by} <= places


def test_every_reading_stands_there_with_what_settles_it(text, drawn):
    words = shown(text)
    for reading in drawn.readings:
        assert f'id="{reading.id}"' in text
        assert reading.resolution in words
        for settled in reading.settled_by:
            assert settled in words


def test_dates_digest_and_gaps_are_said(text, house, drawn):
    words = shown(text)
    assert drawn.digest in words
    assert re.search("Last updated ?1 January 2025", words)
    page = notice_page(house.services.policy)
    assert len(page.gaps) == len(drawn.gaps)
    for gap in page.gaps:
        assert gap[1:] in words
        assert "_" not in gap
    for item in drawn.missing:
        assert item.said in words


def test_every_link_inside_the_page_leads_somewhere(text):
    names = set(re.findall(r'\sid="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= names


def test_the_table_of_contents_names_every_section(text, drawn):
    contents = shown(text.split('<nav aria-label="Sections of the policy">')[1].split("</nav>")[0])
    for part in drawn.parts:
        assert part.level == 1 or f"{part.number} {part.title}" in contents


def test_the_officer_sees_all_verdicts_with_links_to_clauses(enter, house):
    text = enter("dpo").client.get("/dpo/notice").text
    words = shown(text)
    found = lint(house.services.policy, house.services.now().date())
    assert len(found) == 57
    for verdict in found:
        assert verdict.found in words
        assert f"<code>{verdict.id}</code>" in text
    assert 'href="/privacy/policy#c10.1"' in text
    assert text.index("Missing") < text.index("Said in part") < text.index("Does not apply")
