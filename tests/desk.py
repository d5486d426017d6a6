from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from governance.copies import CopyKind, CopyOrder, HeldCopy, MadeCopy
from governance.documents import Document
from governance.errors import ProvisoError
from governance.findings import Finding, PageText, Word
from operations.facts import Actor
from operations.process_document import process_document
from operations.services import Services
from operations.submit_document import submit_document
from scans import as_png, letter
from store.build import House
from store.decoder import PageImage
from storeroom import (  # noqa: F401 - fixtures
    cluster,
    database_url,
    house,
    make_person,
    postgres_template,
    settings,
    sqlite_template,
    valkey,
    valkey_server,
)

PAGE = as_png(letter("Hello Jane Roe", width=300, height=200, size=20))


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Bell:
    """Remembers who was rung for."""

    rung: list[str] = field(default_factory=list)

    def ring_document(self, document: str, *, batch: bool = False) -> None:
        self.rung.append(document)

    def ring_record(self, record: str) -> None:
        self.rung.append(record)

    def ring_policy(self, draft: str) -> None:
        self.rung.append(draft)

    def ring_request(self, request: str) -> None:
        self.rung.append(request)


@dataclass
class QuickReader:
    """Reads any bytes as so many pages at once; `between` is called before each page is read."""

    page_count: int = 3
    between: Callable[[int], None] = lambda _page: None
    confirmed: bool = True
    copy_fault: Exception | None = None

    def pages(self, data: bytes) -> Iterator[PageImage]:
        for number in range(1, self.page_count + 1):
            yield PageImage(number, self.page_count, 1, 1, 150, b"\x00")

    def read(self, page: PageImage) -> tuple[PageText, tuple[Finding, ...]]:
        self.between(page.page)
        words = (Word("Jane", 0, 4, (0, 0, 9, 9), 0.9), Word("Roe", 5, 8, (10, 0, 19, 9), 0.9))
        found = Finding("PERSON", 0, 8, 0.85, page.page, ((0, 0, 19, 9),))
        return PageText(page.page, 100, 100, "Jane Roe", words), (found,)

    def as_asked(self, languages: str, mode: str) -> "QuickReader":
        return self

    def copier(self) -> "QuickReader":
        return self

    def make(self, order: CopyOrder, pulse: Callable[[], None]) -> MadeCopy:
        for _ in range(self.page_count):
            pulse()
        if self.copy_fault:
            raise self.copy_fault
        content = f"%PDF-1.5 {order.kind.value}".encode()
        if order.kind is CopyKind.SEARCHABLE:
            return MadeCopy(content, self.page_count)
        return MadeCopy(content, self.page_count, {"PERSON": 3}, {}, 1, self.confirmed)


@dataclass
class Desk:
    house: House
    services: Services
    hands: Hands
    bell: Bell
    owner: Actor
    stranger: Actor

    def submit(self, *, keep: bool = False, content: bytes = PAGE, copies: Sequence[CopyOrder] = ()) -> Document:
        return submit_document(self.services, self.owner, content, keep_text=keep, copies=copies)

    def read(self, document: str, reader: QuickReader | None = None):
        return process_document(self.services, reader or QuickReader(), document)

    def row(self, document: str) -> Document:
        with self.services.store.read() as unit:
            return unit.documents.get(document)

    def text(self, document: str):
        with self.services.store.read() as unit:
            return unit.texts.of_document(document)

    def copies(self, document: str) -> dict[str, HeldCopy]:
        with self.services.store.read() as unit:
            return {copy.kind.value: copy for copy in unit.copies.of_document(document)}

    def entries(self, kind: str | None = None) -> list[str]:
        with self.house.database.read() as unit:
            kinds = [entry.kind for entry in unit.entries.entries(after=0)]
        return [found for found in kinds if kind in (None, found)]

    def refusal(self, work: Callable[[], object]) -> ProvisoError:
        with pytest.raises(ProvisoError) as refused:
            work()
        return refused.value


@pytest.fixture
def desk(house: House) -> Desk:  # noqa: F811 - the fixture of the storeroom
    return a_desk(house)


def a_desk(house: House) -> Desk:  # noqa: F811
    hands, bell = Hands(), Bell()
    services = replace(house.services, now=hands, bell=bell)
    house.services.vault.serve(services)
    owner, stranger = (make_person(house.database, name) for name in ("ada@example.org", "bob@example.org"))
    return Desk(
        house, services, hands, bell,
        Actor("owner", owner, encrypted=True, verified=True), Actor("owner", stranger, encrypted=True, verified=True),
    )  # fmt: skip
