import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
import redis
from sqlalchemy import update

from governance.documents import LIVE, Stage
from governance.gate import Permit, PermitRefused, mint
from governance.policy import Cell
from operations.ask import ask
from operations.facts import SERVICE, facts_of
from operations.in_force import OnlyThis
from store.tables import User, table_of
from storeroom import CANARY, START, a_document
from vault_scene import (
    DOCUMENT,
    DUE,
    KEEP,
    PROCESS,
    SHOW,
    TEXT,
    Scene,
    everything_stored,
)


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
    scene.vault.serve(replace(scene.services, in_force=OnlyThis(other)))
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
