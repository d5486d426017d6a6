"""The notice for a terminal and as a page: every sentence, what enforces it, what is unclear, and what is missing."""

import re
from dataclasses import replace
from html import unescape

import pytest
from shipped_policy import BOTH, second, shipped

from governance.policy import Policy
from governance.policy.notice import notice
from governance.policy.notice_page import WIDE, page, plain_text


def words(text: str) -> str:
    """What is said, whatever the line breaks and marks."""
    return re.sub(r"\W+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


@BOTH
@pytest.mark.parametrize("enforced", [True, False])
def test_both_ways_of_writing_hold_every_sentence(policy: Policy, enforced: bool) -> None:
    made = notice(policy)
    for written in (plain_text(made, enforced=enforced), page(made, enforced=enforced)):
        said = words(written)
        for part in made.parts:
            for sentence in part.sentences:
                assert words(sentence.text) in said, sentence.number
                assert all((words(one.sentence) in said) is enforced for one in sentence.enforced_by)
        assert all(words(reading.resolution) in said for reading in made.readings)
        assert all(words(item.said) in said for item in made.missing)


def test_lines_are_no_wider_than_a_terminal_and_stand_under_their_number() -> None:
    lines = plain_text(notice(shipped())).splitlines()
    assert max(len(line) for line in lines) <= WIDE
    assert lines[0] == shipped().title
    assert lines[1] == "=" * len(shipped().title)
    at = next(number for number, line in enumerate(lines) if line.startswith("1 "))
    assert set(lines[at + 1]) == {"-"}
    assert len(lines[at + 1]) == len(lines[at])
    assert any(set(line) == {"."} for line in lines), "parts of a section have a heading of their own"


def test_a_rule_that_is_off_and_a_sentence_without_one_are_told_so() -> None:
    text, written = plain_text(notice(shipped())), page(notice(shipped()))
    assert "A-TRAIN-COPY: (off) " in text
    assert '<li class="off"><code>A-TRAIN-COPY</code> (off) ' in written
    assert "No rule: " in text
    assert "<li>No rule: " in written


def test_a_page_loads_nothing_and_lets_no_mark_of_the_policy_through() -> None:
    hostile = replace(notice(second()), title="<script>alert(1)</script>", version="<b>")
    written = page(hostile)
    assert "<script" not in written
    assert "&lt;script&gt;" in written
    assert not re.search(r"(src|href)=|url[(]|@import", written)


def test_what_is_clear_and_complete_has_no_chapter_about_it() -> None:
    plain = replace(notice(second()), readings=(), items=())
    assert "unclear" not in plain_text(plain)
    assert "unclear" not in page(plain)
    assert "not told" not in page(plain)
    assert "this one does not" not in plain_text(plain)
    assert page(plain).endswith("</details>\n</main>\n</body>\n</html>\n")


def test_who_has_decided_an_unclear_place_and_whether_a_lawyer_signed_is_told() -> None:
    [reading] = notice(second()).readings
    open_ = replace(notice(second()), readings=(replace(reading, decided="", signature="missing"),))
    assert "Decided by: nobody yet. Lawyer's signature: missing." in plain_text(open_)
    assert "<td>nobody yet</td>" in page(open_)
    assert "Lawyer's signature" not in plain_text(notice(second()))
