"""A work-horse dies while the database is away: its parent goes on, and leaves the document to the clock."""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

import ocr_worker.__main__
from governance.errors import ProvisoError
from ocr_worker.__main__ import OcrWorker
from ocr_worker.held import Held
from storeroom import a_document


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """What the worker logs, whatever other tests did to its logger."""
    lines: list[str] = []
    log, handler = logging.Logger("apart"), logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    log.addHandler(handler)
    monkeypatch.setattr(ocr_worker.__main__, "log", log)
    return lines


@contextmanager
def away():
    raise ProvisoError("storage-unavailable", part="database")
    yield


def worker_of_a_dead_horse(store) -> tuple[OcrWorker, list[str]]:
    """A worker whose work-horse died in its document; what is forgotten after a fork is noted."""
    told: list[str] = []
    worker, held = OcrWorker.__new__(OcrWorker), Held()
    held.take(a_document(1, "a" * 32, attempt=3))
    house = SimpleNamespace(after_fork=lambda: told.append("forgotten"))
    worker.here = SimpleNamespace(held=held, services=SimpleNamespace(store=store), house=house)
    return worker, told


def test_a_database_that_is_away_does_not_end_the_worker(said):
    worker, told = worker_of_a_dead_horse(SimpleNamespace(read=away, begin=away))
    worker._give_back()
    assert said == [f"document {'a' * 32} is not given back yet: storage-unavailable"]
    assert worker.here.held.attempt == 0
    assert told == ["forgotten"]


def test_a_document_that_another_has_by_now_is_left_alone(said):
    other = a_document(1, "a" * 32, attempt=4)

    @contextmanager
    def there():
        yield SimpleNamespace(documents=SimpleNamespace(get=lambda _: other))

    worker, _ = worker_of_a_dead_horse(SimpleNamespace(read=there, begin=away))
    worker._give_back()
    assert said == []
    assert worker.here.held.attempt == 0
