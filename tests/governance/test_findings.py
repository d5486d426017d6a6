"""What a reading yields: pages joined to one text, and findings that still point at their words."""

from hypothesis import given
from hypothesis import strategies as st

from governance.findings import PAGE_BREAK, Finding, PageText, Reading, Word, assemble

BOX = (0, 0, 10, 10)


def page(number: int, text: str, confidences: tuple[float, ...] = ()) -> PageText:
    words, at = [], 0
    for word, confidence in zip(text.split(), confidences, strict=False):
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(word, start, at, BOX, confidence))
    return PageText(number, 100, 100, text, tuple(words))


@given(st.lists(st.tuples(st.text("ab \n", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))))
def test_a_finding_points_at_the_same_letters_in_the_whole_text_as_on_its_page(pages) -> None:
    given_pages = []
    for number, (text, spans) in enumerate(pages, 1):
        found = tuple(Finding("NAME", min(span), max(span), 0.9, number, (BOX,)) for span in spans)
        given_pages.append((page(number, text), tuple(one for one in found if one.end <= len(text))))
    reading = assemble(given_pages)
    assert reading.text == PAGE_BREAK.join(text for text, _ in pages)
    local = [(one, text) for text, found in given_pages for one in found]
    assert len(reading.findings) == len(local)
    for whole, (one, on) in zip(reading.findings, local, strict=True):
        assert reading.text[whole.start : whole.end] == on.text[one.start : one.end]
        assert (whole.type, whole.score, whole.page, whole.boxes) == (one.type, one.score, on.page, one.boxes)


def test_only_numbers_of_findings_are_told_by_type_in_order() -> None:
    found = tuple(Finding(kind, 0, 1, 0.5, 1, ()) for kind in ("PHONE", "EMAIL", "PHONE"))
    assert dict(Reading((), found).counts) == {"EMAIL": 1, "PHONE": 2}
    assert list(Reading((), found).counts) == ["EMAIL", "PHONE"]
    assert Reading((), ()).counts == {}


def test_long_words_weigh_more_in_the_confidence_of_a_page() -> None:
    assert page(1, "abc d", (1.0, 0.2)).confidence == (3 * 1.0 + 0.2) / 4
    assert page(1, "").confidence == 0.0
