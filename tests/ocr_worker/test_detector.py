"""Personal data in the text of a page, and the boxes around it."""

import logging
import socket
from itertools import pairwise
from pathlib import Path

import pytest

from governance.findings import PageText, Word
from ocr_worker.detector import Detector
from scans import LETTER


def _page(text: str) -> PageText:
    """A page whose letters are ten pixels wide and lines twenty high."""
    words = []
    for row, line in enumerate(text.split("\n")):
        before = sum(len(earlier) + 1 for earlier in text.split("\n")[:row])
        at = 0
        for word in line.split():
            at = line.index(word, at)
            box = (at * 10, row * 20, (at + len(word)) * 10, row * 20 + 18)
            words.append(Word(word, before + at, before + at + len(word), box, 0.9))
            at += len(word)
    return PageText(3, 1000, 2000, text, tuple(words))


def _found(detector: Detector, text: str) -> list[tuple[str, str]]:
    return [(f.type, text[f.start : f.end]) for f in detector.find(_page(text))]


def test_a_letter_gives_all_its_personal_data(detector: Detector) -> None:
    found = _found(detector, LETTER)

    for expected in [
        ("PERSON", "Eleanor Whitcombe"),
        ("PERSON", "Samuel Okafor"),
        ("PERSON", "Priya Raman"),
        ("DATE_OF_BIRTH", "21 July 1968"),
        ("LOCATION", "7 Primrose Lane\nTruro TR1 2QF"),
        ("EMAIL_ADDRESS", "reception@harbourview-dental.example.com"),
        ("CREDIT_CARD", "4111 1111 1111 1111"),
        ("IBAN_CODE", "GB82 WEST 1234 5698 7654 32"),
        ("PHONE_NUMBER", "01632 960 417"),
    ]:
        assert expected in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("National Insurance number\nQQ 12 34 56 C\nAB 12 34 56 C", ("UK_NINO", "AB 12 34 56 C")),
        ("NHS No. 943 476 5919", ("UK_NHS", "943 476 5919")),
        ("SSN: 536-90-4399", ("US_SSN", "536-90-4399")),
        ("PESEL 44051401359", ("PL_PESEL", "44051401359")),
        ("DNI 12345678Z", ("ES_NIF", "12345678Z")),
        ("tax file number 123 456 782", ("AU_TFN", "123 456 782")),
        ("Routing number 021000021", ("ABA_ROUTING_NUMBER", "021000021")),
        ("please use 021000021 for it", ("ABA_ROUTING_NUMBER", "021000021")),
        ("from 203.0.113.77 yesterday", ("IP_ADDRESS", "203.0.113.77")),
        ("Surname\nSample", ("PERSON", "Sample")),
        ("Patient name: Jane Sample", ("PERSON", "Jane Sample")),
        ("Kastanienallee 12", ("LOCATION", "Kastanienallee 12")),
        ("12, rue de la Gare", ("LOCATION", "12, rue de la Gare")),
        ("Calle de Alcalá 45", ("LOCATION", "Calle de Alcalá 45")),
        ("Springfield, IL 62704", ("LOCATION", "Springfield, IL 62704")),
        ("card 4111 1111\n1111 1111 thanks", ("CREDIT_CARD", "4111 1111\n1111 1111")),
        ("IBAN GB82 WEST 1234\n5698 7654 32", ("IBAN_CODE", "GB82 WEST 1234\n5698 7654 32")),
    ],
)
def test_what_scans_carry_is_found_under_its_type(detector: Detector, text: str, expected: tuple[str, str]) -> None:
    assert expected in _found(detector, text)


@pytest.mark.parametrize(
    "text",
    [
        "Total 274.56 877.44 due in 14 days",
        "GB82 WEST 1234 5698 7654 33",
        "4111 1111 1111 1112",
        "Order 123 456 782 of 200 bolts",
        "Surname\nDate of birth\nAddress",
        "It was born.in the night.No wind",
        "",
        " \n ",
    ],
)
def test_what_only_looks_like_it_is_left_alone(detector: Detector, text: str) -> None:
    assert _found(detector, text) == []


def test_a_span_over_two_lines_has_a_box_on_each(detector: Detector) -> None:
    (found,) = detector.find(_page("card 4111 1111\n1111 1111"))

    assert found.page == 3
    assert found.boxes == ((50, 0, 140, 18), (0, 20, 90, 38))


def test_the_same_page_gives_the_same_findings_in_order(detector: Detector) -> None:
    first = detector.find(_page(LETTER))

    assert detector.find(_page(LETTER)) == first
    assert [f.start for f in first] == sorted(f.start for f in first)
    assert all(one.end <= other.start for one, other in pairwise(first))
    assert all(f.boxes and 0.4 <= f.score <= 1 for f in first)


def test_finding_asks_nobody_and_logs_nothing(
    detector: Detector,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    with caplog.at_level(logging.DEBUG):
        detector.find(_page(LETTER + "\nnobody@host.invalid"))

    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_not_installed_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a socket was asked for"))

    with pytest.raises(ValueError, match="en_core_web_none is not installed"):
        Detector(model="en_core_web_none")
