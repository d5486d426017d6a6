"""From bytes to words and personal data, through the real decoder, Tesseract and Presidio."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from governance.errors import ProvisoError
from governance.findings import assemble
from ocr_worker.reader import Reader
from scans import as_jpeg, as_pdf, as_tiff, letter, scanned


def _values(reader: Reader, data: bytes) -> tuple[str, set[tuple[str, str]]]:
    reading = assemble([reader.read(page) for page in reader.pages(data)])
    return reading.text, {(f.type, reading.text[f.start : f.end]) for f in reading.findings}


def test_a_scanned_letter_gives_its_text_and_its_personal_data(reader: Reader) -> None:
    text, found = _values(reader, as_jpeg(scanned(letter())))

    assert "Thank you for coming to see us on 4 March 2026." in text
    assert ("PERSON", "Eleanor Whitcombe") in found
    assert ("IBAN_CODE", "GB82 WEST 1234 5698 7654 32") in found


def test_findings_of_all_pages_point_into_the_whole_text(reader: Reader) -> None:
    pages = [letter(f"Dear Mrs Whitcombe,\n\nyour account is GB82 WEST 1234 5698 7654 32.\nPage {n}") for n in (1, 2)]

    reading = assemble([reader.read(page) for page in reader.pages(as_tiff(pages))])

    numbers = [f for f in reading.findings if f.type == "IBAN_CODE"]
    assert [f.page for f in numbers] == [1, 2]
    assert {reading.text[f.start : f.end] for f in numbers} == {"GB82 WEST 1234 5698 7654 32"}


def test_the_boxes_of_a_finding_lie_on_its_ink(reader: Reader) -> None:
    image = letter("Please pay to\nGB82 WEST 1234 5698 7654 32\nby Friday")
    (page,) = reader.pages(as_pdf([image]))

    read, found, seen = reader.look(page)

    (iban,) = [f for f in found if f.type == "IBAN_CODE"]
    (box,) = iban.boxes
    assert (read.width, read.height) == (seen.width, seen.height)
    ink = Image.frombytes("L", (seen.width, seen.height), seen.pixels).crop(box)
    assert ink.getextrema()[0] < 80
    assert 0.24 < (box[2] - box[0]) / seen.width < 0.57


def test_an_upside_down_scan_is_read(reader: Reader) -> None:
    text, _ = _values(reader, as_jpeg(scanned(letter()).rotate(180)))

    assert "Dear Mrs Whitcombe" in text


@pytest.mark.parametrize("mode", ["CMYK", "1", "P", "RGBA"])
def test_letters_are_read_whatever_the_pixels_are(reader: Reader, mode: str) -> None:
    out = io.BytesIO()
    letter().convert(mode).save(out, "TIFF", dpi=(150, 150))

    assert "Dear Mrs Whitcombe," in _values(reader, out.getvalue())[0]


def test_a_damaged_file_raises_what_the_person_is_told(reader: Reader) -> None:
    with pytest.raises(ProvisoError) as refused:
        list(reader.pages(as_jpeg(letter())[:30_000]))

    assert refused.value.sentence == "The JPEG file is cut short or damaged."


def test_a_reading_leaves_nothing_on_disk(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    _values(reader, as_pdf([letter()]))

    assert os.listdir(tmp_path) == []


def test_a_forked_worker_reads_with_what_its_parent_loaded(reader: Reader) -> None:
    data = as_jpeg(letter())
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if ("PERSON", "Eleanor Whitcombe") in _values(reader, data)[1] else 1)
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
