"""When a page is read a second time, by another engine, and which of the two readings is believed."""

from dataclasses import dataclass

from governance.errors import ProvisoError
from governance.findings import PageText
from governance.reading import Mode
from ocr_worker.engine import Engine, Pixels

SURE = 0.9
"""Below this mean confidence Tesseract has misread words; a clean page is read with more."""
_KNOWN = 0.97
"""The share of a page's letters that the second engine must know; it does not read every script."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Another engine for doubtful pages; `alphabet` are the letters that it can tell."""

    engine: Engine
    alphabet: frozenset[str]

    def wanted(self, first: PageText, mode: Mode) -> bool:
        """Whether a page of which this is the first reading is to be read again."""
        doubtful = mode is Mode.ACCURATE or (mode is Mode.AUTO and first.confidence < SURE)
        return doubtful and self._reads(first.text)

    def _reads(self, text: str) -> bool:
        letters = [letter for letter in text if letter.isalpha()]
        return sum(letter in self.alphabet for letter in letters) >= _KNOWN * len(letters)

    def better(self, first: PageText, page: Pixels) -> PageText:
        """Read the page again and give the better reading; `first` when the second takes too long."""
        try:
            second = self.engine.read(page)
        except ProvisoError:
            return first
        return second if worth(second) > worth(first) else first


def worth(reading: PageText) -> float:
    """Letters, each counted as far as it is sure: a few sure words do not outweigh a page of fair ones."""
    return sum(word.confidence * len(word.text) for word in reading.words)


def second_opinion(seconds: int) -> SecondOpinion | None:
    """Load the second engine; None where the extra is not installed."""
    try:
        from ocr_worker.engine.neural import RapidOcrEngine

        engine = RapidOcrEngine(seconds)
    except (ImportError, ValueError):
        return None
    return SecondOpinion(engine, engine.alphabet)
