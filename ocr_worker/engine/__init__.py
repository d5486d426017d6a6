"""Engines behind one contract: grey pixels in, words with boxes and confidences out.

Tesseract keeps it in two ways. `memory.TesserocrEngine` calls Tesseract as a library and leaves nothing on disk; it is
the default wherever its wheel installs. `fenced.PytesseractEngine` runs the system's tesseract program, which
can only talk through files, in a private folder that is swept. `neural.RapidOcrEngine` is the second opinion on
pages that Tesseract is unsure of; where it is installed, `second.SecondOpinion` decides when it is asked and believed.
"""

import importlib.util
from pathlib import Path
from typing import Protocol

from governance.findings import PageText


class Pixels(Protocol):
    """A page to read: `pixels` are `width * height` bytes of grey, `dpi` its dots per inch."""

    @property
    def page(self) -> int:
        """Its number, from 1."""

    @property
    def width(self) -> int:
        """Pixels in a row."""

    @property
    def height(self) -> int:
        """Rows."""

    @property
    def dpi(self) -> int:
        """Dots per inch."""

    @property
    def pixels(self) -> bytes:
        """Grey, 0 is black, rows from the top."""


class Engine(Protocol):
    """Reads one page at a time; not to be shared between threads."""

    def read(self, page: Pixels) -> PageText:
        """Read one page as it lies; raises ProvisoError page-timed-out."""

    def close(self) -> None:
        """Give back what the engine holds; it is not used afterwards."""


def make_engine(name: str = "auto", languages: str = "eng", seconds: int = 60, models: Path | None = None) -> Engine:
    """Make the engine `tesserocr` or `pytesseract`; `auto` takes the first that is installed.

    `languages` is Tesseract's way of naming models (`eng`, `eng+deu`); `seconds` bounds one page; `models` is the
    folder of the models, if not where they were installed.
    Raises ValueError for another name or a language whose model is not there.
    """
    if name not in ("auto", "tesserocr", "pytesseract"):
        raise ValueError(f"no engine is called {name!r}; choose auto, tesserocr or pytesseract")
    if name == "tesserocr" or (name == "auto" and importlib.util.find_spec("tesserocr")):
        from ocr_worker.engine.memory import TesserocrEngine

        return TesserocrEngine(languages, seconds, models)
    from ocr_worker.engine.fenced import PytesseractEngine

    return PytesseractEngine(languages, seconds, models)
