"""What is left of the recognizers' claims."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_worker.recognizers.dates import holds_date
from ocr_worker.sieve import sift
from ocr_worker.span import Span


def _sifted(text: str, kind: str, *, model: bool = True, score: float = 0.85) -> list[str]:
    return [text[s.start : s.end] for s in sift(text, [Span(kind, 0, len(text), score, model)])]


@given(
    st.text(alphabet="aA1 /.-\n@", max_size=60),
    st.lists(
        st.tuples(
            st.sampled_from(["PERSON", "LOCATION", "DATE_TIME", "PHONE_NUMBER", "IBAN_CODE", "URL"]),
            st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.4, 0.85, 1.0]), st.booleans(),
        ),
        max_size=12,
    ),
)  # fmt: skip
def test_findings_are_ordered_inside_the_text_and_never_overlap(
    text: str, claims: list[tuple[str, int, int, float, bool]]
) -> None:
    spans = [Span(kind, min(a, b, len(text)), min(max(a, b), len(text)), score, m) for kind, a, b, score, m in claims]

    found = sift(text, spans)

    assert sift(text, reversed(spans)) == found
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "date",
    ["31/12/2024", "31.12.24", "2024-12-31", "31 December 2024", "1st of May 1980", "December 31, 2024", "Mar 2024"],
)
def test_what_is_written_like_a_date_is_one(date: str) -> None:
    assert holds_date(f"born {date} in")


@pytest.mark.parametrize(
    "text", ["14 days", "daily", "the next working day", "07700 900142", "1002", "138/84", "192.0.2.95", "six months"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert not holds_date(text)


@pytest.mark.parametrize(
    ("claimed", "name"),
    [
        ("Jane Sample", ["Jane Sample"]),
        ("Jane Sample\nDate of birth", ["Jane Sample"]),
        ("Jane\nSample", ["Jane\nSample"]),
        ("Ludwig van der Sample", ["Ludwig van der Sample"]),
        ("Jane O'Sample-Smith", ["Jane O'Sample-Smith"]),
        ("Sample -584.81 -102.64\n14.11.2025 Cash", ["Sample"]),
        ("Jane Sample 08/03/1972", ["Jane Sample"]),
        ("jane@example.com", []),
        ("CT 69174", ["CT"]),
        ("69174", []),
        ("atorvastatin", []),
    ],
)
def test_a_name_ends_where_a_table_goes_on(claimed: str, name: list[str]) -> None:
    assert _sifted(claimed, "PERSON") == name


@pytest.mark.parametrize("text", ["383.53 2", "274.56 877.44", "09.11.2025", "12 345"])
def test_amounts_and_dates_are_no_telephone_numbers(text: str) -> None:
    assert _sifted(text, "PHONE_NUMBER", model=False) == []


def test_of_two_claims_the_better_scored_stays() -> None:
    text = "4111 1111 1111 1111"

    (kept,) = sift(text, [Span("PHONE_NUMBER", 0, 19, 0.4), Span("CREDIT_CARD", 0, 19, 1.0)])

    assert kept.type == "CREDIT_CARD"


def test_a_person_is_found_again_by_one_of_the_names() -> None:
    text = "Jane Sample wrote. Later Jane called; samples were sent to Ms Sample."

    found = [text[s.start : s.end] for s in sift(text, [Span("PERSON", 0, 11, 0.9)])]

    assert found == ["Jane Sample", "Jane", "Sample"]
