"""What is sealed of a reading comes back as it was, whatever was read and whatever the file held unseen."""

from hypothesis import given
from hypothesis import strategies as st

from governance.findings import Finding, PageText, Place, Reading, Unseen, Word
from operations.process_document import pack
from operations.read_text import unpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SHARES = st.integers(0, 100).map(lambda percent: percent / 100)
NUMBERS = st.integers(0, 5000)
BOXES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
WORDS = st.builds(Word, TEXTS, NUMBERS, NUMBERS, BOXES, SHARES)


@st.composite
def unseen(draw):
    page = draw(st.integers(0, 9))
    found = st.builds(
        Finding, st.sampled_from(["PERSON", "IBAN_CODE"]), NUMBERS, NUMBERS, SHARES, st.just(page), st.just(())
    )
    return Unseen(draw(st.sampled_from(Place)), page, draw(TEXTS), tuple(draw(st.lists(found, max_size=3))))


PAGES = st.builds(
    PageText,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    TEXTS,
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(unseen(), max_size=3).map(tuple),
)
FINDINGS = st.builds(Finding, TEXTS, NUMBERS, NUMBERS, SHARES, NUMBERS, st.lists(BOXES, max_size=2).map(tuple))


@given(st.lists(PAGES, max_size=3).map(tuple), st.lists(FINDINGS, max_size=3).map(tuple))
def test_unpacking_undoes_packing(pages, findings):
    reading = Reading(pages, findings)

    assert unpack(pack(reading)) == reading


@given(st.lists(PAGES, max_size=3).map(tuple), st.lists(FINDINGS, max_size=3).map(tuple))
def test_counts_count_what_is_seen_and_what_is_not(pages, findings):
    reading = Reading(pages, findings)

    assert sum(reading.counts.values()) == len(findings) + sum(len(part.findings) for part in reading.unseen)
