"""Words and pieces of pages that need no house."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.documents import Stage
from governance.findings import Finding, PageText, Word, assemble
from portal.formats import counted, moment_in_words, size, until
from portal.marked import marked
from portal.words import STAGES, kind

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def test_every_stage_has_its_words():
    assert set(STAGES) == set(Stage)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=5), "any moment now"),
        (timedelta(seconds=60), "in 1 minute"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(hours=5), "in 5 hours"),
        (timedelta(days=30), "in 30 days"),
        (timedelta(days=-1), "any moment now"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(ahead, said):
    assert until(NOW + ahead, NOW) == said


def test_moments_sizes_and_counts_are_said_plainly():
    assert moment_in_words(NOW) == "23 November 2026, 14:05 UTC"
    assert size(336_478) == "336 KB"
    assert size(1_240_000) == "1.2 MB"
    assert counted(1, "page") == "1 page"
    assert counted(12_401, "entry", "entries") == "12,401 entries"


def test_a_type_nobody_named_speaks_for_itself():
    assert kind("ZZ_STRANGE_NUMBER").one == "zz strange number"


@given(data=st.data(), texts=st.lists(st.text("ab \n", max_size=30), min_size=1, max_size=3))
def test_the_pieces_of_a_marked_text_are_exactly_the_text(data, texts):
    pages = []
    for number, text in enumerate(texts, start=1):
        spans = data.draw(
            st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)), st.sampled_from(["PERSON", "X"])))
        )
        found = tuple(Finding(t, min(a, b), max(a, b), 0.5, number, ()) for a, b, t in spans)
        words = tuple(
            Word(text[at : at + 2], at, at + 2, (0, 0, 1, 1), data.draw(st.sampled_from([0.1, 0.9])))
            for at in range(0, max(len(text) - 1, 0), 3)
        )
        pages.append((PageText(number, 10, 10, text, words), found))
    for page, shown in zip(pages, marked(assemble(pages)), strict=True):
        assert "".join(run.text for piece in shown.pieces for run in piece.runs) == page[0].text
