"""Numbers that only their writing speaks for: found where nothing else explains them."""

import pytest

from governance.findings import Finding, PageText
from ocr_worker.detector import Detector
from ocr_worker.recognizers.shapes import CHECKED, WRITTEN, Shapes


def _find(detector: Detector, text: str) -> tuple[Finding, ...]:
    return detector.find(PageText(1, 1000, 1000, text, ()))


@pytest.mark.parametrize(
    ("text", "kind", "value", "score"),
    [
        ("571204466", "US_PASSPORT", "571204466", WRITTEN),
        ("They wrote down 571204466 at the desk.", "US_PASSPORT", "571204466", WRITTEN),
        ("B20417733", "US_PASSPORT", "B20417733", WRITTEN),
        ("D2041773", "US_DRIVER_LICENSE", "D2041773", WRITTEN),
        ("D204-177-30-551-2", "US_DRIVER_LICENSE", "D204-177-30-551-2", WRITTEN),
        ("We have 123 456 782 here.", "AU_TFN", "123 456 782", CHECKED),
    ],
)
def test_a_number_alone_is_what_its_writing_says_with_a_low_score(
    detector: Detector, text: str, kind: str, value: str, score: float
) -> None:
    (found,) = _find(detector, text)

    assert (found.type, text[found.start : found.end], found.score) == (kind, value, score)


@pytest.mark.parametrize(
    "text",
    [
        "123 456 783",  # the check fails
        "Invoice 571204466",
        "order no. 123 456 782",
        "Serial number: D2041773",
        "Amount: 571204466",
        "€571204466",
        "571204466 %",
        "571204000",
        "0571204466",
        "571204466-2",
        "1134 D204 1773 0551 8028",
        "12 123 456 782",
    ],
)
def test_what_says_otherwise_is_believed(detector: Detector, text: str) -> None:
    assert not {"US_PASSPORT", "US_DRIVER_LICENSE", "AU_TFN"} & {found.type for found in _find(detector, text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("021000021", "ABA_ROUTING_NUMBER"),
        ("Passport no. 021000021", "US_PASSPORT"),
        ("TFN: 123 456 782", "AU_TFN"),
        ("SIN: 123 456 782", "CA_SIN"),
        ("Customer number 571204466", "ID_OTHER"),
        ("driver's license number is d20417733", "US_DRIVER_LICENSE"),
        ("passport number d20417733", "US_PASSPORT"),
    ],
)
def test_a_proof_or_a_label_is_stronger_than_the_writing(detector: Detector, text: str, kind: str) -> None:
    assert [found.type for found in _find(detector, text)] == [kind]


def test_of_two_types_with_one_shape_the_first_counts() -> None:
    shapes = Shapes({"US_PASSPORT": ["ddddddddd"], "AU_TFN": ["ddddddddd", "ddd ddd ddd"]}, ())

    assert shapes._by_mask["ddddddddd"] == ("US_PASSPORT", None)
    assert shapes._by_mask["ddd-ddd-ddd"][0] == "AU_TFN"
