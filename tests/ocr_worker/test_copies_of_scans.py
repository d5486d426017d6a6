"""Copies by the real engines: what is painted over is gone from text, picture and bytes."""

import io
import re
import subprocess

import pikepdf
import pytest
from PIL import Image

from governance.copies import CopyKind, CopyOrder
from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.copies.copier import Copier, Copying
from scans import LETTER, letter, scanned
from store.decoder import PageImage

SECRETS = ["Whitcombe", "Eleanor", "Okafor", "Raman", "4111", "WEST", "harbourview-dental", "01632", "Primrose"]


def page_image(image, page=1, pages=1):
    return PageImage(page, pages, image.width, image.height, 150, image.convert("L").tobytes())


def copied(reader, order, *images):
    copier = reader.copier()
    readings = [copier.read(page_image(image, at, len(images))) for at, image in enumerate(images, 1)]
    beats = []
    made = copier.make(order, lambda: beats.append(1))
    assert beats
    return made, readings


def text_of(pdf, *options):
    return subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def everything_in(pdf):
    """All bytes of a file, those of its streams opened, and those of the file as it lies."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [
            part.read_raw_bytes() if part.get("/Filter") == pikepdf.Name.DCTDecode else part.read_bytes()
            for part in opened.objects if isinstance(part, pikepdf.Stream)
        ]  # fmt: skip
    return b"\n".join([pdf, *streams])


def letters_of(pdf):
    """What the codes of every shown string stand for, by the fonts' own maps, in whatever order it is drawn."""
    return text_of(pdf, "-raw")


def picture_of(pdf, page=0):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Image.open(io.BytesIO(opened.pages[page].Resources.XObject.P.read_raw_bytes())).convert("L").copy()


@pytest.fixture(scope="module")
def painted(reader):
    return copied(reader, CopyOrder(CopyKind.REDACTED), scanned(letter()))


def test_a_searchable_copy_holds_picture_and_words(reader):
    made, ((text, _),) = copied(reader, CopyOrder(CopyKind.SEARCHABLE), scanned(letter()))
    assert text_of(made.content, "-raw").split() == [word.text for word in text.words]
    assert (made.page_count, made.passes, made.confirmed) == (1, 0, False)
    assert picture_of(made.content).size == (1240, 1754)


def test_nothing_of_the_findings_is_left_in_text_or_bytes(painted):
    made, _ = painted
    assert made.confirmed
    assert sum(made.painted.values()) >= 10
    said, raw = letters_of(made.content), everything_in(made.content)
    for secret in SECRETS:
        assert secret not in said
        assert secret.encode() not in raw
        assert secret.encode("utf-16-be") not in raw
    assert "Thank you for coming" in said
    assert not re.search(rb"/(Info|Metadata|EmbeddedFiles|Annots)", made.content)


def test_the_pixels_of_every_finding_are_black_and_so_is_their_margin(painted):
    made, ((_, findings),) = painted
    picture = picture_of(made.content)
    for finding in findings:
        for box in finding.boxes:
            least, most = picture.crop(box).getextrema()
            assert (least, most <= 12) == (0, True), finding.type


def test_a_third_reading_by_other_means_finds_nothing_either(painted, reader, tmp_path):
    made, _ = painted
    (tmp_path / "painted.pdf").write_bytes(made.content)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", tmp_path / "painted.pdf", tmp_path / "page"], check=True)
    drawn = Image.open(next(tmp_path.glob("page*.pgm")))
    text, findings = reader.read(PageImage(1, 1, drawn.width, drawn.height, 200, drawn.tobytes()))
    assert "Thank you for coming" in text.text
    assert not [secret for secret in SECRETS if secret in text.text]
    assert not {finding.type for finding in findings} & {"EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "PHONE_NUMBER"}


def test_types_that_were_spared_are_left_and_counted(reader):
    spared = ("DATE_TIME", "EMAIL_ADDRESS", "LOCATION", "ORGANIZATION", "URL")
    made, _ = copied(reader, CopyOrder(CopyKind.REDACTED, spared), letter())
    assert made.confirmed
    assert "reception@harbourview-dental.example.com" in text_of(made.content)
    assert "Whitcombe" not in text_of(made.content)
    assert made.left["EMAIL_ADDRESS"] == 1
    assert not set(made.painted) & set(spared)


def test_a_page_that_lay_upside_down_is_painted_the_way_it_was_read(reader):
    made, ((_, findings),) = copied(reader, CopyOrder(CopyKind.REDACTED), letter().rotate(180))
    assert made.confirmed
    assert findings
    assert "Thank you for coming" in text_of(made.content)
    assert not [secret for secret in SECRETS if secret in letters_of(made.content)]


def test_a_name_found_on_one_page_is_painted_on_all(reader):
    other = letter("minutes of the meeting\n\nreported by whitcombe as planned", height=500)
    made, ((_, _), (second, _)) = copied(reader, CopyOrder(CopyKind.REDACTED), letter(), other)
    assert "whitcombe" in second.text
    assert "whitcombe" not in text_of(made.content)
    assert "minutes of the meeting" in text_of(made.content)


class Blind:
    """Eyes for which every picture still shows the same name, wherever it was painted."""

    def __init__(self, reader):
        self.reader = reader
        self.looks = 0

    def look(self, page):
        return self.reader.look(page)

    def find(self, page):
        return self.reader.find(page)

    def look_again(self, page, *, twice):
        self.looks += 1
        text, _ = self.reader.read(page_image(letter(LETTER.replace("Dear", "\n" * self.looks + "Dear"))))
        return (PageText(1, page.width, page.height, text.text, text.words),)


def test_a_copy_that_cannot_be_confirmed_has_no_content(reader):
    eyes = Blind(reader)
    copier = Copier(eyes, Copying(passes=2))
    copier.read(page_image(letter()))
    made = copier.make(CopyOrder(CopyKind.REDACTED), lambda: None)
    assert (made.content, made.confirmed, made.passes, eyes.looks) == (b"", False, 2, 2)


def test_pictures_beyond_the_limit_are_not_kept_and_no_copy_is_made(reader):
    copier = Copier(reader, Copying(most_bytes=1000))
    copier.read(page_image(letter()))
    with pytest.raises(ProvisoError) as refused:
        copier.make(CopyOrder(CopyKind.SEARCHABLE), lambda: None)
    assert refused.value.code == "copy-too-large"


def test_a_picture_that_is_not_the_one_that_was_read_is_never_used(reader):
    class Elsewhere(Blind):
        def look(self, page):
            text, found, _ = self.reader.look(page)
            return text, found, page_image(letter(width=700, height=700))

    copier = Copier(Elsewhere(reader), Copying())
    copier.read(page_image(letter()))
    with pytest.raises(ProvisoError) as refused:
        copier.make(CopyOrder(CopyKind.REDACTED), lambda: None)
    assert refused.value.code == "copy-failed"


def test_an_empty_page_is_copied_as_it_is(reader):
    made, _ = copied(reader, CopyOrder(CopyKind.REDACTED), Image.new("L", (600, 800), 255))
    assert (made.confirmed, made.passes, dict(made.painted)) == (True, 1, {})
    assert picture_of(made.content).getextrema()[0] > 250
