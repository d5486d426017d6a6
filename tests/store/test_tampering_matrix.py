"""Every way to change the ledger is found and located, by the house's verifier and by the one that stands alone."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from governance.errors import ProvisoError
from store.checkpoints import checkpoint
from store.unit_of_work import Database
from store.verify import verify
from storeroom import START, opened
from tampering import SIGNER, TAMPERINGS, a_signed_ledger, set_checkpoint, set_entry, verdicts, write


def test_an_untouched_ledger_is_sound_for_both(database: Database, tmp_path: Path) -> None:
    note = a_signed_ledger(database)
    found = verdicts(database, tmp_path, note)
    assert found.house == found.alone == set()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_located_by_both(database: Database, tmp_path: Path, name: str) -> None:
    tamper, expected = TAMPERINGS[name]
    note = a_signed_ledger(database)
    tamper(database)
    found = verdicts(database, tmp_path, note)
    assert expected <= found.house
    assert found.alone == found.house


def test_a_restored_copy_of_the_database_is_found_and_never_signed(tmp_path: Path, sqlite_template: Path) -> None:
    file = tmp_path / "proviso.db"
    shutil.copy(sqlite_template, file)
    with opened(Database(f"sqlite:///{file}")) as database:
        write(database, 6)
        checkpoint(database, SIGNER, START)
        database.scrub()
    shutil.copy(file, tmp_path / "backup.db")
    with opened(Database(f"sqlite:///{file}")) as database:
        note = a_signed_ledger_goes_on(database)
        assert verify(database, SIGNER.public_key, note).sound
        database.scrub()
    for name in ("proviso.db-wal", "proviso.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", file)
    with opened(Database(f"sqlite:///{file}")) as database:
        assert verify(database, SIGNER.public_key).sound
        assert verdicts(database, tmp_path, note).alone == {("cut-off", 7, 12)}
        write(database, 9)
        with pytest.raises(ProvisoError, match="ledger-rolled-back"):
            checkpoint(database, SIGNER, START, note)
        found = verdicts(database, tmp_path, note)
        assert found.house == found.alone == {("differs", 7, 12)}


def a_signed_ledger_goes_on(database: Database) -> bytes:
    with database.begin() as unit:
        for _ in range(6):
            unit.ledger.append("document.ended", START, {"way": "the first"})
    signed = checkpoint(database, SIGNER, START)
    assert signed is not None
    return signed.note


BODIES = {
    "nothing": b"", "no text": b"\xff\xfe\x00", "no JSON": b"{", "a list": b"[1]", "a number": b"17",
    "deep": b"[" * 50_000, "a huge number": b"1" * 5_000, "not a number": b"NaN", "a lone surrogate": b'"\\ud800"',
    "true for one": b'{"number":true,"kind":"document.received","at":"x"}', "a tab": b"a\tb", "a line end": b"a\nb\r\n",
    "large": b"x" * 3_000_000, "unit separators": "\u2028\x85\x1c".encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("column", ["body", "leaf_hash"])
def test_garbage_in_an_entry_is_a_finding(database: Database, tmp_path: Path, column: str, name: str) -> None:
    note = a_signed_ledger(database)
    set_entry(10, **{column: BODIES[name]})(database)
    found = verdicts(database, tmp_path, note)
    assert ("changed", 10, 10) in found.house
    assert ("changed", 10, 10) in found.alone


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("column", ["root", "peaks", "note"])
def test_garbage_in_a_checkpoint_is_a_finding(database: Database, tmp_path: Path, column: str, name: str) -> None:
    note = a_signed_ledger(database)
    set_checkpoint(16, **{column: BODIES[name]})(database)
    found = verdicts(database, tmp_path, note)
    expected = ("unsigned", 0, 16) if column == "note" else ("checkpoint-changed", 0, 16)
    assert found.house == found.alone == {expected}


MOMENTS = {
    "sqlite": [
        "''",
        "'yesterday'",
        "17",
        "-1.5",
        "x'ff00'",
        "'0001-01-01'",
        "'9999-12-31 23:59:59.999999'",
        "'1'||char(9)",
    ],
    "postgresql": ["'infinity'", "'-infinity'", "'4713-01-01 00:00:00+00 BC'", "'294276-12-31'", "'0001-01-01 BC'"],
}


@pytest.mark.parametrize("number", range(8))
def test_garbage_in_a_moment_is_a_finding(database: Database, tmp_path: Path, number: int) -> None:
    note = a_signed_ledger(database)
    values = MOMENTS["sqlite" if database.on_sqlite else "postgresql"]
    value = values[number % len(values)]
    with database.begin() as unit:
        unit.connection.execute(text(f"update ledger_entry set at = {value} where number = 10"))
    found = verdicts(database, tmp_path, note)
    assert found.house == found.alone == {("moved", 10, 10)}


@pytest.mark.parametrize("value", ["17", "x'ff00fe'", "''", "1e300", "char(9, 10)", "zeroblob(100)"])
def test_garbage_in_a_kind_is_a_finding(sqlite_template: Path, tmp_path: Path, value: str) -> None:
    shutil.copy(sqlite_template, tmp_path / "proviso.db")
    with opened(Database(f"sqlite:///{tmp_path / 'proviso.db'}")) as database:
        note = a_signed_ledger(database)
        with database.begin() as unit:
            unit.connection.execute(text(f"update ledger_entry set kind = {value} where number = 10"))
        found = verdicts(database, tmp_path, note)
        assert found.house == found.alone == {("moved", 10, 10)}


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_checkpoint"])
def test_a_table_that_is_gone_is_a_finding(database: Database, table: str) -> None:
    a_signed_ledger(database)
    with database.begin() as unit:
        unit.connection.execute(text(f"drop table {table}"))
    report = verify(database, SIGNER.public_key)
    assert [found.code for found in report.found] == ["unreadable"]


def test_rows_without_any_rule_of_their_table_are_findings(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "proviso.db")
    with opened(Database(f"sqlite:///{tmp_path / 'proviso.db'}")) as database:
        note = a_signed_ledger(database)
        with database.begin() as unit:
            for table in ("ledger_entry", "ledger_checkpoint"):
                unit.connection.execute(text(f"create table loose as select * from {table}"))
                unit.connection.execute(text(f"drop table {table}"))
                unit.connection.execute(text(f"alter table loose rename to {table}"))
            unit.connection.execute(text("update ledger_entry set kind = null, at = null where number = 10"))
            unit.connection.execute(text("update ledger_entry set body = null, leaf_hash = null where number = 11"))
            unit.connection.execute(text("insert into ledger_entry select * from ledger_entry where number = 12"))
            unit.connection.execute(text("update ledger_checkpoint set note = null, peaks = null where size = 8"))
        found = verdicts(database, tmp_path, note)
        expected = {("moved", 10, 10), ("changed", 11, 11), ("misplaced", 12, 12), ("unsigned", 0, 8)}
        assert expected <= found.house
        assert expected <= found.alone
