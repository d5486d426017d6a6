"""How a page is made easy to read, and how its boxes find the way back."""

from collections import Counter

import pytest
from PIL import Image

from ocr_worker.engine import make_engine
from ocr_worker.prepare import QUICK_SIDE, Prepared, as_it_is, prepare
from ocr_worker.slant import Lie
from ocr_worker.upright import read_upright
from scans import letter, scanned
from store.decoder import PageImage


def _page(width: int, height: int, dpi: int = 300) -> Prepared:
    return _laid(Image.new("L", (width, height), 255), dpi)


def _laid(image: Image.Image, dpi: int = 300) -> Prepared:
    return as_it_is(PageImage(1, 1, image.width, image.height, dpi, image.tobytes()))


def _letters(height: float) -> Lie:
    return Lie(0.0, sideways=False, sure=9.0, height=height, uneven=False, pale=False)


@pytest.mark.parametrize(
    ("height", "side"), [(40.0, QUICK_SIDE), (25.0, 1263), (20.0, 1578), (16.0, 1973), (10.0, 3507)]
)
def test_who_is_in_a_hurry_reads_fewer_pixels_as_far_as_the_letters_allow(height: float, side: int) -> None:
    ready = prepare(_page(2480, 3507), _letters(height), quick=True)

    assert abs(ready.height - side) <= 1
    assert ready.dpi == round(300 * ready.placement.scale)


def test_only_who_has_time_reads_small_letters_enlarged() -> None:
    plain, small = _page(700, 990, 84), _letters(7.0)

    assert prepare(plain, small, quick=True).image.size == (700, 990)
    assert prepare(plain, small).image.size == (1400, 1980)


def test_a_page_in_which_no_lines_were_found_stays_as_large_as_it_is() -> None:
    assert prepare(_page(2480, 3507), _letters(0.0), quick=True).image.size == (2480, 3507)


def test_boxes_of_a_reduced_and_straightened_page_lie_on_the_page_as_it_came() -> None:
    large = scanned(letter()).resize((2480, 3508), Image.Resampling.BICUBIC)
    tilted = _laid(large.rotate(-2, fillcolor=255))
    engine = make_engine("auto")
    try:
        quick, seen = read_upright(engine, tilted, quick=True)
        slow, _ = read_upright(engine, tilted, prepared=False)
    finally:
        engine.close()

    assert seen.placement.scale < 1
    assert seen.placement.skew
    boxes = {word.text: word.box for word in seen.placement.laid_back(quick).words}
    twice = Counter(word.text for word in slow.words)
    alike = [word for word in slow.words if len(word.text) > 6 and twice[word.text] == 1 and word.text in boxes]
    assert len(alike) > 3
    for word in alike:
        assert all(abs(one - other) < 40 for one, other in zip(word.box, boxes[word.text], strict=True)), word.text
