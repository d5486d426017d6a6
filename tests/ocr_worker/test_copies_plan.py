from hypothesis import given
from hypothesis import strategies as st

from governance.findings import Finding, PageText, Word
from ocr_worker.copies.plan import (
    bars,
    beside,
    covered,
    marks_of,
    plain,
    remaining,
    repeated,
    settle,
    unsure,
    values_of,
)
from ocr_worker.engine.layout import Seen, lay_out

WORDS = st.lists(
    st.builds(
        Seen,
        st.sampled_from(["Jane", "Roe", "owes", "41,50", "to", "Mr", "Zed", "@"]),
        st.tuples(st.integers(0, 380), st.integers(0, 280), st.integers(1, 40), st.integers(1, 30)).map(
            lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
        ),
        st.sampled_from([0.1, 0.5, 0.9]),
        st.integers(0, 3),
        st.integers(0, 1),
    ),
    max_size=12,
)
PAGES = WORDS.map(lambda seen: lay_out(1, 400, 300, seen))


def some(page):
    return st.sets(st.integers(0, max(0, len(page.words) - 1))).map(
        lambda places: frozenset(place for place in places if place < len(page.words))
    )


CASES = PAGES.flatmap(lambda page: st.tuples(st.just(page), some(page)))


def page_of(text, confidence=0.9):
    words, at = [], 0
    for number, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(word, start, at, (10 + 60 * number, 10, 60 + 60 * number, 30), confidence))
    return PageText(1, 2000, 300, text, tuple(words))


def named(page, value, kind="PERSON"):
    start = page.text.index(value)
    return Finding(kind, start, start + len(value), 0.9, 1, ())


@given(CASES)
def test_what_remains_is_the_words_that_are_not_marked_each_where_it_says(case):
    page, marked = case
    rest, kept = remaining(page, marked)
    assert [word.text for word in rest.words] == [page.words[place].text for place in kept]
    assert not marked & set(kept)
    assert all(rest.text[word.start : word.end] == word.text for word in rest.words)
    assert rest.text.count("\n") <= page.text.count("\n")


@given(CASES)
def test_the_paint_lies_on_the_page_and_covers_every_marked_word_whole(case):
    page, marked = case
    painted = bars(page, marked)
    for left, top, right, bottom in painted:
        assert 0 <= left < right <= page.width
        assert 0 <= top < bottom <= page.height
    for place in marked:
        box = page.words[place].box
        assert covered(box, painted)
        assert any(bar[0] <= box[0] and bar[1] <= box[1] and box[2] <= bar[2] and box[3] <= bar[3] for bar in painted)


@given(CASES)
def test_settling_ends_with_nothing_to_be_found_and_takes_no_mark_away(case):
    page, marked = case

    def find(rest):
        return [named(rest, "Jane")] if "Jane" in rest.text else []

    settled = settle(page, marked, find)
    assert marked <= settled
    assert "Jane" not in remaining(page, settled)[0].text


@given(CASES)
def test_what_cannot_be_read_is_painted_wherever_it_stands(case):
    page, marked = case
    doubtful = unsure(page, marked)
    assert {place for place, word in enumerate(page.words) if word.confidence < 0.35} <= doubtful
    assert not {place for place, word in enumerate(page.words) if word.confidence > 0.65} & doubtful


def test_a_doubtful_word_is_painted_beside_a_finding_and_left_elsewhere():
    page = page_of("Jane Roe x y z far away", 0.5)
    assert unsure(page, frozenset({0})) == {0, 1}
    assert beside(page.words[0].box, page.words[1].box)
    assert not beside(page.words[0].box, page.words[3].box)


def test_what_was_found_once_is_painted_everywhere_and_of_a_name_every_part():
    first = page_of("Dear Jane Roe, born 4 May 1980")
    values = values_of(first, [named(first, "Jane Roe,"), named(first, "4 May 1980", "DATE_TIME")])
    assert values == {("jane", "roe"), ("jane",), ("roe",), ("4", "may", "1980")}
    again = page_of("ROE. was here on 4 May 1980 and in May 1981")
    assert [again.words[place].text for place in sorted(repeated(again, values))] == ["ROE.", "4", "May", "1980"]


def test_common_words_in_a_name_do_not_blacken_the_page():
    page = page_of("The Harbour and the quay")
    assert values_of(page, [named(page, "The Harbour")]) == {("the", "harbour"), ("harbour",)}


def test_findings_mark_the_words_they_touch_and_no_others():
    page = page_of("write to jane@example.com now")
    assert marks_of(page, [named(page, "jane@example.com")]) == {2}
    assert plain("(Jane@Example.com).") == "janeexamplecom"
