"""The vault as its tests find it: one person, one document in processing, a clock that stands still."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import redis

from governance.gate import Permit
from governance.policy import Cell
from governance.texts import HeldText, TextState
from operations.ask import ask
from operations.facts import SERVICE, Actor, facts_of
from operations.services import Services
from store.build import House
from store.vault import SealedVault
from storeroom import CANARY, START, a_document, make_person

DOCUMENT, TEXT = "d" * 32, "e" * 32
PROCESS = Cell("process", "document.image", "provide_service")
KEEP = Cell("store", "text.extracted", "provide_service")
SHOW = Cell("read", "text.result", "provide_service", "user")
SHOW_KEPT = Cell("read", "text.extracted", "provide_service", "user")
DUE = START + timedelta(days=30)


@dataclass
class Scene:
    """A house with one person, one document in processing, and a clock that stands until it is moved."""

    house: House
    services: Services
    person: int
    moment: list[datetime]

    @property
    def vault(self) -> SealedVault:
        assert isinstance(self.services.vault, SealedVault)
        return self.services.vault

    def later(self, **span: int) -> None:
        self.moment[0] += timedelta(**span)

    def permit(self, cell: Cell, item: str = DOCUMENT, actor: Actor = SERVICE) -> Permit:
        with self.house.database.begin() as unit:
            document, text = unit.documents.get(item), unit.texts.get(item)
            person = unit.people.get(self.person)
            facts = facts_of(self.services, unit, actor, person=person, document=document, text=text)
            ruling = ask(self.services, unit, step="test", cell=cell, facts=facts, item=item, person=person)
        assert ruling.permit is not None, ruling.decision.missing
        return ruling.permit

    @property
    def owner(self) -> Actor:
        return Actor("owner", self.person, verified=True)

    def hold_text(self, content: bytes = CANARY) -> None:
        self.vault.seal(TEXT, content, seconds=3600)
        held = HeldText(
            TEXT, DOCUMENT, self.person, TextState.WAITING, self.moment[0], self.moment[0] + timedelta(hours=1),
            "R-RESULT", "p", 1,
        )  # fmt: skip
        with self.house.database.begin() as unit:
            unit.texts.add(held)
            unit.consents.record(
                person=self.person, consent="store_text", given=True, at=self.moment[0], policy="p", document=DOCUMENT
            )

    def keep_text(self) -> None:
        self.hold_text()
        self.vault.keep(self.permit(KEEP, TEXT, self.owner), due_at=DUE, rule="R-TEXT")


@pytest.fixture
def scene(house: House) -> Scene:
    moment = [START]
    services = replace(house.services, now=lambda: moment[0])
    assert isinstance(services.vault, SealedVault)
    services.vault.serve(services)
    person = make_person(house.database)
    with house.database.begin() as unit:
        unit.documents.add(a_document(person, DOCUMENT))
        unit.documents.claim(DOCUMENT, now=START, lease_until=START + timedelta(minutes=2))
    return Scene(house, services, person, moment)


def everything_stored(house: House) -> bytes:
    """Every byte that anybody could get at: files of the home and all values of the key server."""
    found = [file.read_bytes() for file in house.settings.home.rglob("*") if file.is_file()]
    with redis.Redis.from_url(house.settings.keys_url) as client:
        found += [client.dump(name) or b"" for name in client.scan_iter()]
    if not house.database.on_sqlite:
        with house.database.read() as unit:
            tables = unit.connection.exec_driver_sql(
                "select tablename from pg_tables where schemaname = 'public'"
            ).scalars()
            for table in tables.all():
                rows = unit.connection.exec_driver_sql(f'select * from "{table}"').all()
                found += [bytes(v) if isinstance(v, bytes) else str(v).encode() for row in rows for v in row]
    return b"".join(found)
