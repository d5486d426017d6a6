"""The law of a page's text: every word stands where it says, whatever an engine reported."""

from hypothesis import given
from hypothesis import strategies as st

from ocr_worker.engine.layout import Seen, lay_out

_BOXES = st.tuples(*[st.integers(-50, 400)] * 4)
_SEEN = st.builds(
    Seen,
    text=st.text(max_size=8),
    box=_BOXES,
    confidence=st.floats(-1, 2),
    line=st.integers(0, 4),
    paragraph=st.integers(0, 2),
)


@given(st.lists(_SEEN, max_size=30))
def test_every_word_stands_where_it_says(seen: list[Seen]) -> None:
    page = lay_out(1, 200, 300, seen)

    assert all(page.text[word.start : word.end] == word.text for word in page.words)
    assert "".join(word.text for word in page.words) == "".join(page.text.split())
    assert [word.start for word in page.words] == sorted(word.start for word in page.words)


@given(st.lists(_SEEN, max_size=30))
def test_boxes_lie_on_the_page_and_confidences_between_nothing_and_one(seen: list[Seen]) -> None:
    for word in lay_out(1, 200, 300, seen).words:
        left, top, right, bottom = word.box
        assert 0 <= left < right <= 200
        assert 0 <= top < bottom <= 300
        assert 0 <= word.confidence <= 1


def test_words_lines_and_paragraphs_are_joined_as_they_are_read() -> None:
    box = (1, 1, 9, 9)
    seen = [
        Seen("Dear", box, 0.9, 1, 1),
        Seen("Jane,", box, 0.9, 1, 1),
        Seen("thanks", box, 0.9, 2, 1),
        Seen(" \n", box, 0.9, 3, 1),
        Seen("Yours", box, 0.9, 4, 2),
    ]

    assert lay_out(3, 10, 10, seen).text == "Dear Jane,\nthanks\n\nYours"


def test_a_blank_inside_a_word_and_marks_nobody_sees_are_dropped() -> None:
    page = lay_out(1, 10, 10, [Seen("a\u00a0b\x0c\u200bc", (1, 1, 9, 9), 1.0, 1, 1)])

    assert [word.text for word in page.words] == ["abc"]
