"""Packages in parts: kept while they are made, gone with what they are parts of."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from operations.rows import IssuedRecord
from store.tables import RecordPartRow, RecordRow, table_of
from store.unit_of_work import Database
from storeroom import START

LATER = START + timedelta(minutes=5)


def test_a_package_is_kept_in_parts_while_it_is_made_and_goes_with_its_record(database: Database, person: int) -> None:
    parts = table_of(RecordPartRow)
    with database.begin() as unit:
        for item in ("a" * 32, "b" * 32):
            number = unit.records.next_number(2026)
            unit.records.add(IssuedRecord(item, number, "evidence", "asked", START, person, START, LATER))
            assert not unit.records.add_part(item, 0, b"too early")
            assert unit.records.claim(item)
            assert all(unit.records.add_part(item, place, bytes([place])) for place in range(3))
        assert unit.records.finish("a" * 32, at=LATER, sha256="0" * 64, byte_count=3, pdf=None)
        assert unit.records.pdf("a" * 32) is None
        assert [unit.records.part("a" * 32, place) for place in range(4)] == [b"\0", b"\1", b"\2", None]
        assert unit.records.fail("b" * 32)
        assert unit.records.part("b" * 32, 0) is None
    with database.begin() as unit:
        record = table_of(RecordRow)
        unit.connection.execute(delete(record).where(record.c.id == "a" * 32))
        assert unit.connection.execute(select(func.count()).select_from(parts)).scalar_one() == 0
