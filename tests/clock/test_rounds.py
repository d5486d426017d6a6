import logging
from datetime import UTC, datetime, timedelta

import pytest

from clock.orphans import Orphans
from clock.rounds import Round, rounds, sign_ledger
from governance.documents import Stage
from store.build import House
from store.checkpoints import verify
from store.witness import read_witness
from storeroom import CANARY, a_document, make_person


def test_a_round_that_fails_is_told_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError(CANARY.decode())

    with caplog.at_level(logging.DEBUG):
        Round("try", 1, fail).run()
    assert "the round try failed: ValueError" in caplog.text
    assert CANARY.decode() not in caplog.text


def test_every_round_runs_on_an_empty_house(house: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        for each in rounds(house):
            each.run()
    assert not caplog.records


def test_signing_keeps_the_note_beside_the_database(house: House) -> None:
    assert sign_ledger(house)
    assert not sign_ledger(house)
    note = read_witness(house.settings.home)
    assert note is not None
    report = verify(house.database, house.signer.public_key, note)
    assert (report.sound, report.checkpoints) == (True, 1)


def test_sealed_bytes_that_no_living_row_speaks_of_are_destroyed_when_seen_twice(house: House) -> None:
    person = make_person(house.database)
    now = datetime.now(UTC)
    for item in ("a" * 32, "b" * 32, "c" * 32, "d" * 32):
        house.services.vault.seal(item, b"content", seconds=60)
    with house.database.begin() as unit:
        unit.documents.add(a_document(person, "a" * 32, received_at=now, due_at=now + timedelta(hours=1)))
        unit.documents.add(a_document(person, "b" * 32, stage=Stage.CANCELLED, received_at=now, due_at=now))
    orphans = Orphans(house)
    assert orphans.sweep() == 0
    with house.database.begin() as unit:
        unit.documents.add(a_document(person, "d" * 32, received_at=now, due_at=now + timedelta(hours=1)))
    assert orphans.sweep() == 2
    for letter, held in (("a", True), ("b", False), ("c", False), ("d", True)):
        assert (house.blobs.has(letter * 32), house.keys.has(letter * 32)) == (held, held)
    assert orphans.sweep() == 0
