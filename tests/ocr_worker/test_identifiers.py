"""National numbers: every valid one beside its label is found, none whose check fails is."""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.findings import Finding, PageText
from ocr_worker.detector import Detector
from ocr_worker.recognizers import read_choice
from ocr_worker.recognizers.national import KINDS
from ocr_worker.recognizers.national.kind import Kind
from store.places import data_folder

CHOICE = read_choice(Path(data_folder("config")) / "recognizers.yaml")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# Too rare to be met by chance: made by hand after the rules of their makers.
RARE = {
    "IT_FISCAL_CODE": "RSSMRA85T10A562S",
    "MX_CURP": "HEGG560427MVZRRL04",
    "CN_RESIDENT_ID": "360426199101010071",
    "DE_TAX_ID": "36574261809",
    "UK_DRIVING_LICENCE": "SAMPL701019JS9AB",
    "US_MBI": "1EG4TE5MK73",
}
_TRIES = 60_000
BY_TYPE = {kind.type: kind for kind in KINDS}


@cache
def _detector() -> Detector:
    return Detector()


def _find(text: str) -> tuple[Finding, ...]:
    return _detector().find(PageText(1, 1000, 1000, text, ()))


def _made(kind: Kind, seed: int) -> str | None:
    """A valid number in one of the kind's shapes; None where chance meets none."""
    dice = random.Random(seed)
    for _ in range(_TRIES):
        shape = dice.choice(kind.shapes)
        written = "".join(
            str(dice.randrange(10)) if sign == "d" else dice.choice(LETTERS) if sign == "L"
            else dice.choice("0123456789" + LETTERS) if sign == "X" else sign
            for sign in shape
        )  # fmt: skip
        if kind.check(written.replace(" ", "").replace("-", "")):
            return written
    return None


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([kind for kind in KINDS if kind.type not in RARE]), st.integers(0, 10**9), st.data())
def test_a_valid_number_beside_its_label_is_found_and_a_corrupted_one_is_not(
    kind: Kind, seed: int, data: st.DataObject
) -> None:
    value = _made(kind, seed)
    assert value is not None
    label = data.draw(st.sampled_from(CHOICE.labels[kind.type]))
    text = f"{label.capitalize()}: {value}\nPaid in full"

    assert (kind.type, value) in [(f.type, text[f.start : f.end]) for f in _find(text)]

    places = [at for at, sign in enumerate(value) if sign.isdecimal()]
    at = data.draw(st.sampled_from(places))
    digit = str((int(value[at]) + data.draw(st.integers(1, 9))) % 10)
    broken = value[:at] + digit + value[at + 1 :]
    if not kind.check(broken.replace(" ", "").replace("-", "")):
        assert kind.type not in [f.type for f in _find(f"{label.capitalize()}: {broken}\nPaid in full")]


@pytest.mark.parametrize("name", sorted(RARE))
def test_numbers_too_rare_for_chance_are_found_too(name: str) -> None:
    assert BY_TYPE[name].check(RARE[name])
    assert name in [f.type for f in _find(f"{CHOICE.labels[name][0]}: {RARE[name]}")]


def test_every_kind_has_labels_and_is_chosen() -> None:
    assert set(CHOICE.identifiers) == set(BY_TYPE)
    assert set(BY_TYPE) <= set(CHOICE.labels)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(
    ["Name", "Date of birth:", "12/03/1981", "Jane", "Sample", "IBAN", "GB82 WEST 1234 5698 7654 32",
     "4111", "1111", "07700 900142",
     "jane @ example . com", "12 Mill Lane", "AB1 2CD", "\n", "\n\n", ",",
     "QQ 12 34 56 C", "AB l2 34 56 C",
     "union", "diabetes", "İstanbul", "ß", "-"]
), max_size=25))  # fmt: skip
def test_findings_never_overlap_lie_in_the_text_and_are_the_same_again(words: list[str]) -> None:
    text = " ".join(words)

    found = _find(text)

    assert found == _find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NI number: AB l2 34 S6 C", ("UK_NINO", "AB l2 34 S6 C")),
        ("NHS No. 943 476 S9I9", ("UK_NHS", "943 476 S9I9")),
        ("IBAN GB82 WE5T 1234 5698 7654 32", ("IBAN_CODE", "GB82 WE5T 1234 5698 7654 32")),
        ("IBAN: G B82 WEST 1234 5698 7654 32", ("IBAN_CODE", "G B82 WEST 1234 5698 7654 32")),
        ("card 41l1 1111 1111 1111", ("CREDIT_CARD", "41l1 1111 1111 1111")),
        ("PESEL 4405I401359", ("PL_PESEL", "4405I401359")),
    ],
)
def test_letters_misread_are_undone_where_a_check_proves_it(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(f.type, text[f.start : f.end]) for f in _find(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NHS number: 943 476 5918", "943 476 5918"),
        ("IBAN: GB82 WEST 1234 5698 7654 33", "GB82 WEST 1234 5698 7654 33"),
    ],
)
def test_a_number_that_fails_its_check_beside_its_label_is_somebodys_of_no_proven_kind(text: str, number: str) -> None:
    assert [(f.type, text[f.start : f.end]) for f in _find(text)] == [("ID_OTHER", number)]


def test_a_number_of_no_known_place_is_no_number_and_no_fault() -> None:
    # Check digit and birthday hold; the library's table of Chinese places has no entry for the first six digits.
    assert not BY_TYPE["CN_RESIDENT_ID"].check("110137198001011239")
    assert "CN_RESIDENT_ID" not in [f.type for f in _find("Number 110137198001011239")]
