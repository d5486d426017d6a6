"""Pages laid the wrong way into the scanner."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image

from governance.findings import PageText, Word
from ocr_worker.engine import Engine, Pixels, make_engine
from ocr_worker.upright import read_upright
from scans import letter, scanned


@dataclass(frozen=True)
class Sheet:
    page: int
    width: int
    height: int
    dpi: int
    pixels: bytes


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = make_engine("auto")
    yield made
    made.close()


def _sheet(image: Image.Image) -> Sheet:
    return Sheet(2, image.width, image.height, 150, image.tobytes())


@pytest.mark.parametrize("turn", list(Image.Transpose)[2:5])
def test_a_turned_page_is_read_as_if_it_lay_straight(engine: Engine, turn: Image.Transpose) -> None:
    page, seen = read_upright(engine, _sheet(scanned(letter()).transpose(turn)))

    assert (page.width, page.height) == seen.image.size
    assert "Dear Mrs Whitcombe," in page.text
    assert page.page == 2
    assert all(w.box[2] <= page.width and w.box[3] <= page.height for w in page.words)


class Counting:
    """Counts the readings and gives each the confidence and number of words it was told."""

    def __init__(self, *readings: tuple[float, int]) -> None:
        self.left = list(readings)

    def read(self, page: Pixels) -> PageText:
        confidence, count = self.left.pop(0)
        words = tuple(Word("word", n * 5, n * 5 + 4, (0, 0, 1, 1), confidence) for n in range(count))
        return PageText(page.page, page.width, page.height, " ".join(["word"] * count), words)

    def close(self) -> None:
        """Nothing is held."""


BLANK_SIZE = (20, 30)
BLANK = _sheet(Image.new("L", BLANK_SIZE, 255))


def test_a_page_that_reads_well_is_read_once() -> None:
    engine = Counting((0.7, 100))

    assert read_upright(engine, BLANK)[0].confidence == pytest.approx(0.7)
    assert engine.left == []


def test_a_blank_page_is_read_once() -> None:
    assert read_upright(Counting((0.0, 0)), BLANK)[0].words == ()


def test_a_few_sure_words_do_not_outweigh_a_page_of_fair_ones() -> None:
    lying, strips, turned = (0.5, 200), [(0.1, 1), (0.9, 9), (0.1, 1), (0.1, 1)], (0.9, 10)

    assert len(read_upright(Counting(lying, *strips, turned), BLANK)[0].words) == 200


def test_a_page_that_is_bad_every_way_stays_as_it_lay() -> None:
    lying, strips, turned = (0.3, 50), [(0.3, 5), (0.35, 6), (0.2, 6), (0.4, 6)], (0.4, 60)

    page, seen = read_upright(Counting(lying, *strips, turned), BLANK)

    assert len(page.words) == 50
    assert seen.image.size == BLANK_SIZE
