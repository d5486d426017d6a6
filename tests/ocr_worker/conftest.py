"""What reading tests share: the real decoder, engines and detector, each made once."""

from collections.abc import Iterator

import pytest

from ocr_worker.detector import Detector
from ocr_worker.engine import make_engine
from ocr_worker.engine.shelf import Shelf
from ocr_worker.reader import Reader
from store.decoder import Decoder, DecoderLimits

LIMITS = DecoderLimits(bytes=20_000_000, pages=5, pixels=12_000_000, seconds=20, memory=1 << 30, dpi=150)


@pytest.fixture(scope="session")
def decoder() -> Decoder:
    return Decoder(LIMITS)


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector()


@pytest.fixture(scope="session")
def reader(decoder: Decoder, detector: Detector) -> Iterator[Reader]:
    made = Reader(decoder, Shelf("eng", lambda languages: make_engine("auto", languages)), detector)
    made.warm()
    yield made
    made.close()
