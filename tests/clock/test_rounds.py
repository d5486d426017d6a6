import logging
import os
from datetime import UTC, datetime, timedelta

import pytest

from clock.rounds import Round, rounds, sign_ledger, sweep_orphans
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
    assert (report.sound, report.checkpoints) == (True, 2)


def test_old_blobs_that_no_living_row_speaks_of_are_swept(house: House) -> None:
    person = make_person(house.database)
    now = datetime.now(UTC)
    with house.database.begin() as unit:
        unit.documents.add(a_document(person, "a" * 32, received_at=now, due_at=now + timedelta(hours=1)))
        unit.documents.add(a_document(person, "b" * 32, stage=Stage.CANCELLED, received_at=now, due_at=now))
    old = (now - timedelta(hours=2)).timestamp()
    for item in ("a" * 32, "b" * 32, "c" * 32, "d" * 32):
        house.blobs.put(item, b"sealed")
        if item[0] != "d":
            os.utime(house.settings.blobs / item[:2] / item[2:4] / item, (old, old))
    assert sweep_orphans(house) == 2
    assert [house.blobs.has(letter * 32) for letter in "abcd"] == [True, False, False, True]
