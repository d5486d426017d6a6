import hashlib
import os
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import update

from governance.documents import LIVE, Stage
from governance.errors import ProvisoError
from governance.gate import Permit, PermitRefused, mint
from governance.policy import Cell
from governance.texts import PRESENT, HeldText, TextState
from operations.ask import ask
from operations.facts import SERVICE, Actor, facts_of
from operations.ports import KeyGone
from operations.services import Services
from store.build import House
from store.keys import connect
from store.tables import TextRow, User, table_of
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


def test_what_is_sealed_opens_against_a_permit(scene: Scene) -> None:
    digest = scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    sealed = scene.house.blobs.get(DOCUMENT)
    assert sealed is not None
    assert digest == hashlib.sha256(sealed).hexdigest()
    assert scene.vault.open(scene.permit(PROCESS)) == CANARY


def test_who_walks_around_the_gate_gets_ciphertext(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY * 50, seconds=3600)
    scene.hold_text(CANARY * 50)
    assert CANARY not in everything_stored(scene.house)
    scene.vault.keep(scene.permit(KEEP, TEXT, scene.owner), due_at=DUE, rule="R-TEXT")
    assert CANARY not in everything_stored(scene.house)


def test_neither_the_key_server_nor_the_folder_alone_opens_anything(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    wrapped = scene.house.keys.get(DOCUMENT)
    assert wrapped is not None
    assert scene.house.secrets.gate_wrap not in wrapped
    with redis.Redis.from_url(scene.house.settings.keys_url) as client:
        assert all(client.pttl(name) > 0 for name in client.scan_iter())


def test_a_permit_opens_once(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    scene.vault.open(permit)
    with pytest.raises(PermitRefused, match="spent"):
        scene.vault.open(permit)


def test_a_forged_permit_opens_nothing(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    for forged in (
        replace(permit, tag=b"x" * 32),
        replace(permit, item=TEXT),
        replace(permit, id="f" * 32),
        replace(permit, cell=SHOW),
        replace(permit, expires_at=permit.expires_at + timedelta(days=1)),
    ):
        with pytest.raises(PermitRefused, match="forged"):
            scene.vault.open(forged)
    assert scene.vault.open(permit) == CANARY


def test_a_permit_for_another_item_opens_nothing(scene: Scene) -> None:
    other = "b" * 32
    with scene.house.database.begin() as unit:
        unit.documents.add(a_document(scene.person, other))
        unit.documents.claim(other, now=START, lease_until=DUE)
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    scene.vault.seal(other, b"something else", seconds=3600)
    assert scene.vault.open(scene.permit(PROCESS, other)) == b"something else"


def test_a_well_tagged_permit_without_a_decision_opens_nothing(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    policy = scene.services.policy.digest
    secret = scene.services.gate_secret
    permit = mint(secret, "f" * 32, item=DOCUMENT, cell=PROCESS, policy=policy, now=START, seconds=30)
    with pytest.raises(PermitRefused, match="forged"):
        scene.vault.open(permit)


def test_a_permit_whose_transaction_was_rolled_back_opens_nothing(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)

    def undone() -> Permit:
        with scene.house.database.begin() as unit:
            facts = facts_of(scene.services, unit, SERVICE, person=unit.people.get(scene.person),
                             document=unit.documents.get(DOCUMENT))  # fmt: skip
            ruling = ask(scene.services, unit, step="test", cell=PROCESS, facts=facts, item=DOCUMENT)
            permits.append(ruling.permit)
            raise RuntimeError

    permits: list[Permit | None] = []
    with pytest.raises(RuntimeError):
        undone()
    assert permits[0] is not None
    with pytest.raises(PermitRefused, match="forged"):
        scene.vault.open(permits[0])


def test_a_permit_runs_out(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    scene.later(seconds=30)
    with pytest.raises(PermitRefused, match="stale"):
        scene.vault.open(permit)


def test_a_permit_of_another_policy_opens_nothing(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    other = replace(scene.services.policy, digest="0" * 64)
    scene.vault.serve(replace(scene.services, policy=other))
    with pytest.raises(PermitRefused, match="other-policy"):
        scene.vault.open(permit)


def test_a_permit_dies_with_the_document(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    with scene.house.database.begin() as unit:
        unit.documents.move(DOCUMENT, from_stages=LIVE, to=Stage.CANCELLED, at=START)
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(permit)


def test_a_permit_dies_when_the_person_restricts_processing(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    with scene.house.database.begin() as unit:
        users = table_of(User)
        unit.connection.execute(update(users).where(users.c.id == scene.person).values(restricted=True))
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(permit)
    with scene.house.database.begin() as unit:
        unit.connection.execute(update(users).where(users.c.id == scene.person).values(restricted=False))
    assert scene.vault.open(permit) == CANARY


def test_a_permit_dies_when_the_document_is_overdue(scene: Scene) -> None:
    scene.later(minutes=59, seconds=50)
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    scene.later(seconds=20)
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(permit)


def test_consent_withdrawn_between_asking_and_keeping_is_heard(scene: Scene) -> None:
    scene.hold_text()
    permit = scene.permit(KEEP, TEXT, scene.owner)
    with scene.house.database.begin() as unit:
        unit.consents.record(person=scene.person, consent="store_text", given=False, at=START, policy="p")
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.keep(permit, due_at=DUE, rule="R-TEXT")


@pytest.mark.parametrize(
    "cell",
    [Cell("erase", "document.image", "legal_compliance"), Cell("erase", "text.result", "legal_compliance")],
)
def test_leave_to_erase_is_no_leave_to_look(scene: Scene, cell: Cell) -> None:
    scene.hold_text()
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    item = DOCUMENT if "document" in cell.category else TEXT
    with scene.house.database.begin() as unit:
        if item is DOCUMENT:
            unit.documents.move(DOCUMENT, from_stages=LIVE, to=Stage.CANCELLED, at=START)
    permit = scene.permit(cell, item)
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(permit)


def test_leave_for_one_category_does_not_open_another(scene: Scene) -> None:
    scene.hold_text()
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    policy, secret = scene.services.policy.digest, scene.services.gate_secret
    decision = scene.permit(PROCESS).id
    mixed = mint(secret, decision, item=TEXT, cell=PROCESS, policy=policy, now=START, seconds=30)
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(mixed)


def test_a_document_dies_by_itself_on_time(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=1)
    assert scene.vault.alive(DOCUMENT)
    time.sleep(1.2)
    assert not scene.vault.alive(DOCUMENT)
    with pytest.raises(KeyGone):
        scene.vault.open(scene.permit(PROCESS))


def test_swapped_blobs_open_nothing(scene: Scene) -> None:
    other = "b" * 32
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    scene.vault.seal(other, b"something else", seconds=3600)
    sealed = scene.house.blobs.get(other)
    assert sealed is not None
    scene.house.blobs.destroy(DOCUMENT)
    scene.house.blobs.put(DOCUMENT, sealed)
    with pytest.raises(ProvisoError, match="sealed-damaged"):
        scene.vault.open(scene.permit(PROCESS))


def test_a_swapped_key_and_blob_together_open_nothing(scene: Scene) -> None:
    other = "b" * 32
    scene.vault.seal(other, CANARY, seconds=3600)
    sealed, wrapped = scene.house.blobs.get(other), scene.house.keys.get(other)
    assert sealed is not None
    assert wrapped is not None
    scene.house.blobs.put(DOCUMENT, sealed)
    scene.house.keys.put(DOCUMENT, wrapped, seconds=60)
    with pytest.raises(ProvisoError, match="sealed-damaged"):
        scene.vault.open(scene.permit(PROCESS))


def test_a_kept_text_outlives_the_key_server(scene: Scene) -> None:
    scene.keep_text()
    with redis.Redis.from_url(scene.house.settings.keys_url) as client:
        client.flushall()
    assert scene.house.blobs.get(TEXT) is None
    assert scene.vault.alive(TEXT)
    assert scene.vault.open(scene.permit(SHOW_KEPT, TEXT, scene.owner)) == CANARY
    with scene.house.database.read() as unit:
        held = unit.texts.get(TEXT)
        assert held is not None
        assert (held.state, held.due_at, held.rule) == (TextState.KEPT, DUE, "R-TEXT")
        kinds = [entry.kind for entry in unit.entries.entries()]
    assert "text.kept" in kinds


def test_a_text_is_kept_once_and_only_while_it_waits(scene: Scene) -> None:
    scene.hold_text()
    first, second = scene.permit(KEEP, TEXT, scene.owner), scene.permit(KEEP, TEXT, scene.owner)
    scene.vault.keep(first, due_at=DUE, rule="R-TEXT")
    for permit in (first, second):
        with pytest.raises(KeyGone):
            scene.vault.keep(permit, due_at=DUE, rule="R-TEXT")


def test_keeping_what_has_died_changes_nothing(scene: Scene) -> None:
    scene.hold_text()
    permit = scene.permit(KEEP, TEXT, scene.owner)
    scene.house.keys.destroy(TEXT)
    with pytest.raises(KeyGone):
        scene.vault.keep(permit, due_at=DUE, rule="R-TEXT")
    with scene.house.database.read() as unit:
        held = unit.texts.get(TEXT)
        assert held is not None
        assert held.state is TextState.WAITING
        assert not unit.seals.present(TEXT)
        assert "text.kept" not in [entry.kind for entry in unit.entries.entries()]


def test_leave_to_look_is_no_leave_to_keep_and_the_other_way_round(scene: Scene) -> None:
    scene.hold_text()
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.keep(scene.permit(SHOW, TEXT, scene.owner), due_at=DUE, rule="R-TEXT")
    with pytest.raises(PermitRefused, match="denied-now"):
        scene.vault.open(scene.permit(KEEP, TEXT, scene.owner))
    assert scene.vault.open(scene.permit(SHOW, TEXT, scene.owner)) == CANARY


def test_a_destroyed_document_is_nowhere(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, os.urandom(5000), seconds=3600)
    sealed, wrapped = scene.house.blobs.get(DOCUMENT), scene.house.keys.get(DOCUMENT)
    assert sealed is not None
    assert wrapped is not None
    assert sealed[:40] in everything_stored(scene.house)
    assert scene.vault.destroy(DOCUMENT)
    left = everything_stored(scene.house)
    assert sealed[:40] not in left
    assert wrapped[12:44] not in left
    assert not scene.vault.alive(DOCUMENT)
    assert scene.vault.destroy(DOCUMENT)
    with pytest.raises(KeyGone):
        scene.vault.open(scene.permit(PROCESS))


@pytest.mark.parametrize("length", [10, 3000, 200_000])
def test_a_destroyed_kept_text_is_nowhere_in_the_databases_files(scene: Scene, length: int) -> None:
    scene.hold_text(os.urandom(length))
    scene.vault.keep(scene.permit(KEEP, TEXT, scene.owner), due_at=DUE, rule="R-TEXT")
    with scene.house.database.read() as unit:
        found = unit.seals.get(TEXT)
    assert found is not None
    sealed, wrapped = found
    pieces = [sealed[:40], sealed[-40:], wrapped[:30], wrapped[-30:]]
    assert any(piece in everything_stored(scene.house) for piece in pieces)
    assert scene.vault.destroy(TEXT)
    left = everything_stored(scene.house)
    assert not [piece for piece in pieces if piece in left]
    assert not scene.vault.alive(TEXT)
    assert scene.vault.destroy(TEXT)


def test_a_destroyed_text_can_be_opened_by_no_permit(scene: Scene) -> None:
    scene.keep_text()
    permit = scene.permit(SHOW_KEPT, TEXT, scene.owner)
    assert scene.vault.destroy(TEXT)
    with pytest.raises(KeyGone):
        scene.vault.open(permit)
    with scene.house.database.begin() as unit:
        unit.texts.move(TEXT, from_states=PRESENT, to=TextState.DELETED, at=START)


def test_a_kept_text_moved_to_another_row_opens_nothing(scene: Scene) -> None:
    scene.keep_text()
    with scene.house.database.begin() as unit:
        found = unit.seals.get(TEXT)
        assert found is not None
        unit.documents.add(a_document(scene.person, "b" * 32))
        rows = table_of(TextRow)
        unit.connection.execute(update(rows).where(rows.c.id == TEXT).values(id="c" * 32, document="b" * 32))
        unit.consents.record(
            person=scene.person, consent="store_text", given=True, at=START, policy="p", document="b" * 32
        )
    with pytest.raises(ProvisoError, match="sealed-damaged"):
        scene.vault.open(scene.permit(SHOW_KEPT, "c" * 32, scene.owner))


def test_where_the_key_server_is_silent_nothing_is_stored_and_nothing_called_deleted(
    scene: Scene, tmp_path: Path
) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    silent = connect(f"unix://{tmp_path}/nobody", answer_seconds=1)
    cut_off = SealedVault(scene.house.database, type(scene.house.keys)(silent), scene.house.blobs, scene.house.secrets)
    cut_off.serve(scene.services)
    for act in (
        lambda: cut_off.seal("b" * 32, CANARY, seconds=60),
        lambda: cut_off.alive(DOCUMENT),
        lambda: cut_off.open(scene.permit(PROCESS)),
    ):
        with pytest.raises(ProvisoError, match="storage-unavailable"):
            act()
    assert scene.house.blobs.get("b" * 32) is None
    assert not cut_off.destroy(DOCUMENT)
    # The bytes went at once; the key goes with the next try.
    assert scene.house.blobs.get(DOCUMENT) is None
    assert scene.vault.destroy(DOCUMENT)


def test_a_blob_that_cannot_be_written_leaves_no_key(scene: Scene) -> None:
    folder = scene.house.settings.blobs
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    with pytest.raises(ProvisoError, match="storage-unavailable"):
        scene.vault.seal("b" * 32, CANARY, seconds=60)
    assert scene.house.keys.get("b" * 32) is None


def test_errors_of_the_vault_tell_no_secret(scene: Scene) -> None:
    scene.vault.seal(DOCUMENT, CANARY, seconds=3600)
    permit = scene.permit(PROCESS)
    scene.vault.open(permit)
    with pytest.raises(PermitRefused) as caught:
        scene.vault.open(permit)
    seen = f"{caught.value!r} {scene.vault!r} {scene.house.secrets!r} {scene.house.keys!r}"
    assert CANARY.decode() not in seen
    assert scene.house.secrets.session not in seen
