"""The second engine: words with boxes in reading order, kept to itself, and believed only where it reads more."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from governance.errors import ProvisoError
from governance.findings import PageText, Word
from governance.reading import Mode
from ocr_worker.engine import make_engine
from ocr_worker.engine.neural import RapidOcrEngine
from ocr_worker.engine.second import SecondOpinion, second_opinion
from ocr_worker.engine.shelf import Shelf
from ocr_worker.reader import Reader
from scans import letter
from store.decoder import PageImage

SAID = "Please pay to GB82 WEST 1234 5698 7654 32 by Friday"


def as_page(image: Image.Image) -> PageImage:
    return PageImage(1, 1, image.width, image.height, 150, image.convert("L").tobytes())


def written(*lines: tuple[int, int, str], size: tuple[int, int] = (1240, 900)) -> Image.Image:
    image = Image.new("L", size, 255)
    for left, top, text in lines:
        ImageDraw.Draw(image).text((left, top), text, fill=10, font=ImageFont.load_default(28))
    return image


@pytest.fixture(scope="module")
def second() -> Iterator[SecondOpinion]:
    made = second_opinion(60)
    assert made is not None
    yield made
    made.engine.close()


def reading(text: str, confidence: float) -> PageText:
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(word, start, at, (0, 0, 9, 9), confidence))
    return PageText(1, 100, 100, text, tuple(words))


def test_it_reads_the_words_that_tesseract_reads_and_finds_them_in_the_same_places(second: SecondOpinion) -> None:
    page = as_page(letter())
    ours, theirs = second.engine.read(page), make_engine("auto").read(page)

    assert {w.text for w in theirs.words} - {w.text for w in ours.words} <= {"|", "—"}
    places = {w.text: w.box for w in ours.words}
    for word in theirs.words:
        if word.text in places and sum(w.text == word.text for w in theirs.words) == 1:
            height = word.box[3] - word.box[1]
            assert all(abs(a - b) <= 0.5 * height + 3 for a, b in zip(places[word.text], word.box, strict=True)), word


def test_words_index_into_the_text_and_boxes_lie_on_ink(second: SecondOpinion) -> None:
    image = written((60, 80, SAID), (60, 140, "Write to jane.roe@example.com today"))
    read = second.engine.read(as_page(image))

    assert read.text.splitlines()[0] == SAID
    for word in read.words:
        assert read.text[word.start : word.end] == word.text
        assert image.crop(word.box).getextrema()[0] < 80
        left, top, right, bottom = word.box
        assert image.crop((left - 6, top, left - 1, bottom)).getextrema()[0] > 200, word
        assert image.crop((right + 1, top, right + 5, bottom)).getextrema()[0] > 200, word


def test_two_columns_of_prose_are_read_one_after_the_other_and_a_table_row_by_row(second: SecondOpinion) -> None:
    left = [f"the left column has words {n} of its own" for n in "abcdef"]
    right = [f"the right column has words {n} of its own" for n in "ghijkl"]
    rows = [(40, 60 + 44 * n, line) for n, line in enumerate(left)] + [
        (680, 60 + 44 * n, line) for n, line in enumerate(right)
    ]
    prose = second.engine.read(as_page(written((40, 8, "A title above both"), *rows))).text
    assert [line for line in prose.splitlines() if line] == ["A title above both", *left, *right]

    cells = [(40, "Name"), (420, "Born"), (800, "Town")], [(40, "Jane Roe"), (420, "1 May 1980"), (800, "Truro")]
    table = written(*((x, 60 + 50 * n, text) for n, row in enumerate(cells) for x, text in row))
    assert second.engine.read(as_page(table)).text.replace("\n\n", "\n") == "Name Born Town\nJane Roe 1 May 1980 Truro"


@pytest.mark.parametrize("size", [(4, 4), (7, 900), (40, 30), (600, 20)])
def test_an_empty_or_tiny_page_has_no_words(second: SecondOpinion, size: tuple[int, int]) -> None:
    assert second.engine.read(as_page(Image.new("L", size, 255))).words == ()


def test_a_page_that_takes_too_long_says_so_and_then_the_first_reading_stands() -> None:
    slow = RapidOcrEngine(seconds=0)
    page = as_page(letter())
    with pytest.raises(ProvisoError) as late:
        slow.read(page)
    assert late.value.code == "page-timed-out"

    first = reading("as it was", 0.4)
    assert SecondOpinion(slow, slow.alphabet).better(first, page) is first


def test_it_is_asked_for_doubtful_pages_in_auto_for_all_in_accurate_for_none_in_fast(second: SecondOpinion) -> None:
    doubtful, plain = reading("Dear Mrs Roe", 0.7), reading("Dear Mrs Roe", 0.96)

    assert [second.wanted(doubtful, mode) for mode in Mode] == [False, True, True]
    assert [second.wanted(plain, mode) for mode in Mode] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Straße, Müller, größer", True), ("déjà vu à Besançon, œuvre", True), ("Łódź, źdźbło", True),
        ("Уважаемая госпожа", False), ("مرحبا", False), ("12.50 100 / 7", True), ("", True),
    ],
)  # fmt: skip
def test_it_is_not_asked_about_a_script_that_it_cannot_read(second: SecondOpinion, text: str, reads: bool) -> None:
    assert second.wanted(reading(text, 0.5), Mode.ACCURATE) is reads


def test_the_reading_with_more_letters_that_are_sure_is_believed(second: SecondOpinion) -> None:
    page = as_page(written((60, 80, SAID)))

    assert second.better(reading("Pleose p0y 7o", 0.5), page).text == SAID
    longer = reading(f"{SAID} {SAID}", 0.8)
    assert second.better(longer, page) is longer


def test_a_doubtful_page_is_read_twice_and_its_painted_copy_is_confirmed_by_both(reader: Reader, second) -> None:
    shelf = Shelf("eng", lambda languages: make_engine("auto", languages), lambda: second)
    ours = Reader(reader._decoder, shelf, reader._detector, mode=Mode.ACCURATE)

    text, found, seen = ours.look(as_page(letter()))

    assert text.read_twice
    assert ("PERSON", "Eleanor Whitcombe") in {(f.type, text.text[f.start : f.end]) for f in found}
    assert len(ours.look_again(seen, twice=True)) == 2
    assert len(ours.look_again(seen, twice=False)) == 1
    assert not replace(ours.as_asked("", "fast").read(as_page(letter()))[0]).read_twice


def test_a_language_whose_model_is_gone_ends_the_document_with_its_own_error(reader: Reader) -> None:
    with pytest.raises(ProvisoError) as gone:
        reader.as_asked("eng+xyz", "")
    assert gone.value.code == "language-unknown"


ALONE = """
import os, socket, sys
def never(*_): raise SystemExit("it asked the network")
socket.socket.connect = never
from ocr_worker.engine.second import second_opinion
from PIL import Image, ImageDraw, ImageFont
from store.decoder import PageImage
image = Image.new("L", (900, 200), 255)
ImageDraw.Draw(image).text((40, 40), "Jane Sample", fill=0, font=ImageFont.load_default(40))
page = PageImage(1, 1, 900, 200, 150, image.tobytes())
second = second_opinion(60)
before = second.engine.read(page).text
child = os.fork()
if not child:
    os._exit(0 if second.engine.read(page).text == before == "Jane Sample" else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_fork_reads_with_what_its_parent_loaded_and_nothing_is_written_or_fetched(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-W", "ignore", "-B", "-c", ALONE], cwd=tmp_path, env=home, timeout=120)

    assert done.returncode == 0
    assert os.listdir(tmp_path) == []
