"""What is found in the unseen parts of a file, and what of it a person is told."""

import pytest

from governance.findings import Finding, PageText, Place, Unseen
from ocr_worker.detector import Detector
from ocr_worker.examine import examine


def _find(page: PageText) -> tuple[Finding, ...]:
    at = page.text.find("Jane Sample")
    return (Finding("PERSON", at, at + 11, 0.8, page.page, ()),) if at >= 0 else ()


def _values(part: Unseen) -> list[tuple[str, str]]:
    return [(found.type, part.text[found.start : found.end]) for found in part.findings]


def test_what_holds_no_personal_data_is_not_kept() -> None:
    assert examine([Unseen(Place.OUTLINE, 0, "Chapter one")], _find, "") == ()


def test_what_holds_some_is_kept_with_where_it_stands() -> None:
    (part,) = examine([Unseen(Place.HIDDEN, 2, "for Jane Sample only")], _find, "another text")

    assert _values(part) == [("PERSON", "Jane Sample")]
    assert part.findings[0].page == 2


@pytest.mark.parametrize("place", [Place.HIDDEN, Place.FIELD, Place.ANNOTATION, Place.REVISION, Place.DESCRIPTION])
def test_what_stands_on_the_page_too_is_no_news(place: Place) -> None:
    assert examine([Unseen(place, 1, "for Jane Sample only")], _find, "Dear JANE\nSAMPLE, welcome") == ()


@pytest.mark.parametrize("place", [Place.METADATA, Place.ATTACHMENT])
def test_details_and_attachments_are_news_even_so(place: Place) -> None:
    assert len(examine([Unseen(place, 1, "for Jane Sample only")], _find, "Dear Jane Sample, welcome")) == 1


@pytest.mark.parametrize("place", [Place.SCRIPT, Place.PICTURES, Place.UNEXAMINED])
def test_statements_are_kept_without_findings(place: Place) -> None:
    part = Unseen(place, 0, "an attachment" if place is Place.UNEXAMINED else "")

    assert examine([part], _find, "") == (part,)


def test_a_label_says_what_its_value_is() -> None:
    text = "Author: pex-17\nGPS position: 51.503417, -0.127750\nCamera serial number: SN-4\nTitle: Jane Sample"

    (part,) = examine([Unseen(Place.METADATA, 0, text)], _find, "")

    assert _values(part) == [
        ("PERSON", "pex-17"),
        ("LOCATION", "51.503417, -0.127750"),
        ("SERIAL_NUMBER", "SN-4"),
        ("PERSON", "Jane Sample"),
    ]


def test_the_real_detector_reads_the_parts_like_pages(detector: Detector) -> None:
    parts = [
        Unseen(Place.ATTACHMENT, 0, "Name: people.csv\nPaula Exemplar, paula@example.org"),
        Unseen(Place.HIDDEN, 1, "Under the bar: IBAN DE89370400440532013000"),
    ]

    attached, hidden = examine(parts, detector.find, "")

    assert ("EMAIL_ADDRESS", "paula@example.org") in _values(attached)
    assert ("IBAN_CODE", "DE89370400440532013000") in _values(hidden)
