"""One contract, two engines: whatever reads the page, the same things are true of what it read."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageOps

from governance.errors import ProvisoError
from ocr_worker.engine import Engine, fenced, make_engine
from scans import letter


@dataclass(frozen=True)
class Sheet:
    page: int
    width: int
    height: int
    dpi: int
    pixels: bytes


def _sheet(image: Image.Image, page: int = 1) -> Sheet:
    return Sheet(page, image.width, image.height, 150, image.convert("L").tobytes())


LETTER = _sheet(letter())


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = make_engine(request.param)
    yield made
    made.close()


def test_a_clean_letter_is_read_word_for_word(engine: Engine) -> None:
    page = engine.read(LETTER)

    assert "Dear Mrs Whitcombe," in page.text
    assert "21 July 1968" in page.text
    assert "GB82 WEST 1234 5698 7654 32" in page.text
    assert (page.page, page.width, page.height) == (1, 1240, 1754)
    assert page.confidence > 0.85


def test_every_word_stands_in_the_text_and_on_the_page(engine: Engine) -> None:
    page = engine.read(LETTER)

    assert len(page.words) > 80
    for word in page.words:
        left, top, right, bottom = word.box
        assert page.text[word.start : word.end] == word.text
        assert 0 <= left < right <= page.width
        assert 0 <= top < bottom <= page.height
        assert 0 <= word.confidence <= 1


def test_a_box_holds_the_ink_of_its_word(engine: Engine) -> None:
    page = engine.read(LETTER)
    (word,) = [word for word in page.words if word.text == "Primrose"]

    assert Image.frombytes("L", (1240, 1754), LETTER.pixels).crop(word.box).getextrema()[0] < 60
    assert 85 < word.box[2] - word.box[0] < 160


def test_paragraphs_are_parted_by_a_blank_line(engine: Engine) -> None:
    text = engine.read(LETTER).text

    assert "Dear Mrs Whitcombe,\n\nThank you" in text
    assert "Falmouth TR11 3AB\nTelephone" in text


def test_white_letters_on_black_are_read(engine: Engine) -> None:
    black = ImageOps.invert(letter("Account holder\nJane Sample", width=900, height=400, size=40))

    assert "Jane Sample" in engine.read(_sheet(black)).text


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 3), (7, 7)])
def test_a_page_too_small_for_letters_is_empty(engine: Engine, size: tuple[int, int]) -> None:
    page = engine.read(_sheet(Image.new("L", size, 255), page=4))

    assert (page.page, page.text, page.words, page.confidence) == (4, "", (), 0.0)


def test_a_blank_page_is_empty(engine: Engine) -> None:
    assert engine.read(_sheet(Image.new("L", (1240, 1754), 255))).words == ()


def test_reading_one_page_leaves_nothing_in_the_next(engine: Engine) -> None:
    first = engine.read(LETTER)
    engine.read(_sheet(letter("Another person altogether")))

    assert engine.read(LETTER) == first


@pytest.mark.parametrize("name", ["tesserocr", "pytesseract"])
def test_a_page_that_takes_too_long_is_an_error_with_its_number(name: str) -> None:
    hasty = make_engine(name, seconds=1)
    glyphs = "\n".join("abcdefghijklmnopqrstuvwxyz0123456789" * 9 for _ in range(260))
    dense = _sheet(letter(glyphs, width=2480, height=3508, size=11), page=7)
    try:
        with pytest.raises(ProvisoError) as late:
            hasty.read(dense)
        assert late.value.code == "page-timed-out"
        assert late.value.data == {"page": 7, "seconds": 1}
        assert "Whitcombe" in _patient(name).text
    finally:
        hasty.close()


def _patient(name: str) -> object:
    made = make_engine(name)
    try:
        return made.read(LETTER)
    finally:
        made.close()


@pytest.mark.parametrize("languages", ["xyz", "eng+xyz", "", "eng -c x=1", "../eng"])
@pytest.mark.parametrize("name", ["tesserocr", "pytesseract"])
def test_a_language_without_a_model_is_said_at_the_start(name: str, languages: str) -> None:
    with pytest.raises(ValueError, match=r"model|languages"):
        make_engine(name, languages)


def test_an_engine_nobody_knows_is_said_at_the_start() -> None:
    with pytest.raises(ValueError, match="choose auto, tesserocr or pytesseract"):
        make_engine("magic")


def test_both_engines_read_the_same_letters() -> None:
    first, second = _patient("tesserocr"), _patient("pytesseract")

    same = [one.text == other.text for one, other in zip(first.words, second.words, strict=False)]
    assert abs(len(first.words) - len(second.words)) <= 1
    assert sum(same) > 0.97 * len(same)


def _page_folders() -> list[Path]:
    return sorted(Path("/dev/shm").glob("proviso-page-*"))


def test_the_memory_engine_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    before = _page_folders()

    _patient("tesserocr")

    assert list(tmp_path.iterdir()) == []
    assert _page_folders() == before


def test_the_fenced_engine_keeps_its_files_in_its_own_folder_and_removes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = _page_folders()
    engine = make_engine("pytesseract")
    (folder,) = [place for place in _page_folders() if place not in before]

    engine.read(LETTER)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    engine.close()
    assert not folder.exists()


def test_a_killed_worker_leaves_no_tesseract_and_the_next_one_sweeps_its_page(tmp_path: Path) -> None:
    pixels = tmp_path / "pixels"
    pixels.write_bytes(letter("word " * 400, width=2480, height=3508, size=14).tobytes())
    code = (
        "import sys\n"
        "from collections import namedtuple\n"
        "from ocr_worker.engine import make_engine\n"
        "sheet = namedtuple('Sheet', 'page width height dpi pixels')\n"
        "engine = make_engine('pytesseract'); print(engine._folder, flush=True)\n"
        "while True: engine.read(sheet(1, 2480, 3508, 300, open(sys.argv[1], 'rb').read()))\n"
    )
    worker = psutil.Popen([sys.executable, "-c", code, str(pixels)], stdout=subprocess.PIPE)
    try:
        folder = Path(worker.stdout.readline().decode().strip())
        tesseract = _first_child(worker)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(5)
    finally:
        worker.stdout.close()

    assert _gone(tesseract)
    assert folder.exists()
    make_engine("pytesseract").close()
    assert not folder.exists()


def test_the_folder_of_a_living_worker_is_not_swept() -> None:
    first = make_engine("pytesseract")
    second = make_engine("pytesseract")
    try:
        assert "Whitcombe" in first.read(LETTER).text
    finally:
        first.close()
        second.close()


def test_a_fork_takes_a_folder_of_its_own() -> None:
    engine = make_engine("pytesseract")
    assert isinstance(engine, fenced.PytesseractEngine)
    mine = engine._folder
    child = os.fork()
    if child == 0:
        try:
            good = "Whitcombe" in engine.read(LETTER).text and engine._folder != mine
            engine.close()
            os._exit(0 if good else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert mine.exists()
    engine.close()


def _first_child(worker: psutil.Process) -> psutil.Process:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for child in worker.children():
            if child.name() == "tesseract":
                return child
        time.sleep(0.01)
    raise AssertionError("no tesseract was started")


def _gone(process: psutil.Process) -> bool:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False
