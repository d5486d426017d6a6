"""What one page costs, stage by stage: the same verbs as worker and portal, one page at a time in this process."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from console.acting import local_actor
from console.bench.pages import Page
from console.bench.pipeline import lone_settings
from console.processes import start_valkey
from console.throwaway import SilentBell
from ocr_worker.detector import Detector
from ocr_worker.reader import Reader
from operations.process_document import process_document
from operations.submit_document import submit_document
from store.build import House, build_house
from store.migrate import migrate

DECODING, READING, FINDING = "decoding", "reading", "personal data"
SEALING, DATABASE = "sealing and keys", "database and ledger"
_OF_THE_PAGE = (DECODING, READING, FINDING)


@dataclass(slots=True)
class Cost:
    """Seconds by stage, summed over all pages; `whole` from the first byte to the proof of deletion."""

    pages: int = 0
    whole: float = 0.0
    by_stage: dict[str, float] = field(default_factory=dict)
    _open: list[float] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside for a stage; a stage within another counts for itself alone."""
        began = perf_counter()
        self._open.append(0.0)
        try:
            yield
        finally:
            taken = perf_counter() - began
            inner = self._open.pop()
            self.by_stage[name] = self.by_stage.get(name, 0.0) + taken - inner
            if self._open:
                self._open[-1] += taken

    def as_dict(self) -> dict[str, float]:
        """Milliseconds a page; `governance` is everything but decoding, reading and finding personal data."""
        each = {name: self._each(self.by_stage.get(name, 0.0)) for name in (*_OF_THE_PAGE, SEALING, DATABASE)}
        rest = self.whole - sum(self.by_stage.values())
        governance = self.whole - sum(self.by_stage.get(name, 0.0) for name in _OF_THE_PAGE)
        found = {**each, "the rest": self._each(rest), "whole": self._each(self.whole)}
        return {**found, "governance": self._each(governance)}

    def _each(self, seconds: float) -> float:
        return round(1000 * seconds / max(1, self.pages), 1)


class _Timed:
    """Another object whose named methods are counted for a stage; everything else is its own."""

    def __init__(self, other: Any, cost: Cost, stages: dict[str, str]) -> None:
        self._other, self._cost, self._stages = other, cost, stages

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._other, name)
        if name not in self._stages:
            return found
        return _counted(found, self._cost, self._stages[name])


def _counted(act: Callable[..., Any], cost: Cost, stage: str) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        with cost.stage(stage):
            return act(*given, **named)

    return counted


class _TimedStore(_Timed):
    """Transactions, from taking the lock to the commit."""

    @contextmanager
    def begin(self) -> Iterator[Any]:
        with self._cost.stage(DATABASE), self._other.begin() as unit:
            yield unit

    @contextmanager
    def read(self) -> Iterator[Any]:
        with self._cost.stage(DATABASE), self._other.read() as unit:
            yield unit


class _TimedReader(_Timed):
    """A reader whose engine and detector are counted apart."""

    def as_asked(self, languages: str, mode: str) -> "_TimedReader":
        return _TimedReader(self._other.as_asked(languages, mode), self._cost, self._stages)

    def pages(self, data: bytes) -> Iterator[Any]:
        pages = self._other.pages(data)
        while True:
            with self._cost.stage(DECODING):
                page = next(pages, None)
            if page is None:
                return
            yield page


def cost_of_stages(pages: Sequence[Page], *, prepare: bool) -> Cost:
    """Take every page through a house of this process alone; the first one twice, and its first time not counted."""
    with lone_settings(PROVISO_OCR_PREPARE=str(prepare).lower(), PROVISO_OCR_MODE="fast") as (settings, _):
        valkey = start_valkey(settings)
        try:
            migrate(settings)
            house = build_house(settings)
            try:
                return _measured(house, pages)
            finally:
                house.database.close()
        finally:
            valkey.kill()
            valkey.wait()


def _measured(house: House, pages: Sequence[Page]) -> Cost:
    warming, cost = Cost(), Cost(pages=len(pages))
    for turn, taken in ((pages[:1], warming), (pages, cost)):
        detector: Any = _Timed(Detector(model=house.settings.detector.model), taken, {"find": FINDING})
        reader: Any = _TimedReader(Reader.from_settings(house.settings, detector), taken, {"read": READING})
        actor = local_actor(house)
        services = replace(
            house.services,
            bell=SilentBell(),
            store=_TimedStore(house.services.store, taken, {}),
            vault=_Timed(house.services.vault, taken, dict.fromkeys(("seal", "open", "destroy"), SEALING)),
            inspector=_Timed(house.services.inspector, taken, {"inspect": DECODING}),
        )
        # As in a worker: what is loaded is not gone through again at every collection.
        gc.collect()
        gc.freeze()
        for page in turn:
            began = perf_counter()
            process_document(services, reader, submit_document(services, actor, page.data).id)
            taken.whole += perf_counter() - began
    return cost
