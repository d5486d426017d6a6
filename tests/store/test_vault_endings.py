import os
import time
from pathlib import Path

import pytest
import redis
from sqlalchemy import update

from governance.errors import ProvisoError
from governance.gate import PermitRefused
from governance.texts import PRESENT, TextState
from operations.ports import KeyGone
from store.keys import connect
from store.tables import TextRow, table_of
from store.vault import SealedVault
from storeroom import CANARY, START, a_document
from vault_scene import (
    DOCUMENT,
    DUE,
    KEEP,
    PROCESS,
    SHOW,
    SHOW_KEPT,
    TEXT,
    Scene,
    everything_stored,
)


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
