from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, update

from governance.errors import ProvisoError
from governance.ledger import Frontier, checkpoint_body, leaf_hash
from store.checkpoints import checkpoint, newest, verify
from store.ledger import Entry, entry_body
from store.signing import Signer, open_note
from store.tables import LedgerCheckpoint, LedgerEntry, table_of
from store.unit_of_work import Database
from store.witness import keep_witness, read_witness
from storeroom import START

ENTRIES, CHECKPOINTS = table_of(LedgerEntry), table_of(LedgerCheckpoint)
SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(b"\x05" * 32), "example.org/ledger")


def write(database: Database, count: int) -> None:
    with database.begin() as unit:
        for _ in range(count):
            number = unit.entries.size() + 1
            unit.ledger.append("document.received", START + timedelta(seconds=number), {"document": f"{number:032x}"})


def change(database: Database, *statements: object) -> None:
    with database.begin() as unit:
        for statement in statements:
            unit.connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def ledger(database: Database) -> Database:
    """Ten entries, signed at four and at ten."""
    write(database, 4)
    checkpoint(database, SIGNER, START)
    write(database, 6)
    checkpoint(database, SIGNER, START)
    return database


def problems(database: Database, witness: bytes | None = None) -> tuple[str, ...]:
    return verify(database, SIGNER.public_key, witness).problems


def entry(database: Database, number: int) -> Entry:
    with database.read() as unit:
        return next(iter(unit.entries.entries(after=number - 1)))


def test_numbers_begin_at_one_and_have_no_gaps(database: Database) -> None:
    with database.begin() as unit:
        assert [unit.ledger.append("document.ended", START, {"n": n}) for n in range(3)] == [1, 2, 3]
    with database.read() as unit:
        assert [each.number for each in unit.entries.entries()] == [1, 2, 3]
        assert [each.number for each in unit.entries.entries(after=2)] == [3]


def test_an_untouched_ledger_is_sound(ledger: Database) -> None:
    report = verify(ledger, SIGNER.public_key)
    assert report.sound
    assert (report.size, report.checkpoints) == (10, 2)
    leaves = [leaf_hash(entry(ledger, number).body) for number in range(1, 11)]
    assert report.root == Frontier().grow(leaves).root.hex()


def test_an_empty_ledger_is_sound_and_gets_no_checkpoint(database: Database) -> None:
    assert checkpoint(database, SIGNER, START) is None
    report = verify(database, SIGNER.public_key)
    assert (report.sound, report.size, report.checkpoints) == (True, 0, 0)


def test_without_new_entries_there_is_no_new_checkpoint(ledger: Database) -> None:
    assert checkpoint(ledger, SIGNER, START) is None
    last = newest(ledger)
    assert last is not None
    assert last.size == 10


def test_entries_that_are_not_signed_yet_are_no_problem(ledger: Database) -> None:
    write(ledger, 3)
    report = verify(ledger, SIGNER.public_key)
    assert (report.sound, report.size) == (True, 13)


def test_a_checkpoint_is_a_note_that_anybody_can_check(ledger: Database) -> None:
    last = newest(ledger)
    assert last is not None
    lines = last.note.decode().split("\n")
    assert lines[:2] == ["example.org/ledger", "10"]
    assert lines[3] == ""
    assert lines[4].startswith("\u2014 example.org/ledger ")
    expected = checkpoint_body("example.org/ledger", 10, last.root)
    assert open_note(last.note, SIGNER.public_key) == ("example.org/ledger", expected)
    name, key_id, key = SIGNER.verifier.split("+", 2)
    assert (name, len(key_id), len(key)) == ("example.org/ledger", 8, 44)


def test_a_note_is_worth_nothing_with_another_key_name_or_text(ledger: Database) -> None:
    last = newest(ledger)
    assert last is not None
    stranger = Ed25519PrivateKey.generate().public_key()
    assert open_note(last.note, stranger) is None
    for changed in (
        last.note.replace(b"\n10\n", b"\n11\n"),
        last.note.replace(b"example.org/ledger\n10", b"example.net/ledger\n10"),
        last.note.replace("\u2014 example.org".encode(), "\u2014 example.net".encode()),
        last.note.replace("\u2014 ".encode(), b"- "),
        last.note.partition(b"\n\n")[0],
        b"",
        b"\xff\xfe\n\n\xff",
    ):
        assert open_note(changed, SIGNER.public_key) is None


def set_body(number: int, body: bytes) -> Callable[[Database], None]:
    return lambda database: change(database, update(ENTRIES).where(ENTRIES.c.number == number).values(body=body))


def set_body_and_hash(number: int, body: bytes) -> Callable[[Database], None]:
    values = {"body": body, "leaf_hash": leaf_hash(body)}
    return lambda database: change(database, update(ENTRIES).where(ENTRIES.c.number == number).values(values))


FORGED = entry_body(3, "document.received", START + timedelta(seconds=3), {"document": "0" * 32})


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (set_body(3, FORGED), "entry 3 was changed"),
        (set_body_and_hash(3, FORGED), "among entries 1 to 4 are not the ones that were signed"),
        (set_body_and_hash(7, FORGED.replace(b'"number":3', b'"number":7')), "among entries 5 to 10"),
        (set_body(5, b"not json"), "entry 5 was changed or moved"),
    ],
)
def test_a_changed_entry_is_found_and_named(ledger: Database, tamper: Callable[[Database], None], told: str) -> None:
    tamper(ledger)
    assert any(told in problem for problem in problems(ledger))


def test_a_changed_column_beside_the_body_is_found(ledger: Database) -> None:
    change(ledger, update(ENTRIES).where(ENTRIES.c.number == 6).values(kind="document.deleted"))
    assert "entry 6 was changed or moved" in problems(ledger)[0]
    change(ledger, update(ENTRIES).where(ENTRIES.c.number == 6).values(kind="document.received", at=START))
    assert "entry 6 was changed or moved" in problems(ledger)[0]


def test_a_difference_is_told_once_where_it_is(ledger: Database) -> None:
    set_body_and_hash(2, FORGED.replace(b'"number":3', b'"number":2').replace(b":03", b":02"))(ledger)
    assert problems(ledger) == ("among entries 1 to 4 are not the ones that were signed",)


def test_a_deleted_entry_is_found_and_named(ledger: Database) -> None:
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number == 5))
    assert "entry 5 is missing" in problems(ledger)
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number == 6))
    assert "entries 5 to 6 are missing" in problems(ledger)


def test_a_deleted_first_entry_is_found(ledger: Database) -> None:
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number == 1))
    assert "entry 1 is missing" in problems(ledger)


def test_renumbering_after_a_deletion_does_not_hide_it(ledger: Database) -> None:
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number == 5))
    for number in range(6, 11):
        change(ledger, update(ENTRIES).where(ENTRIES.c.number == number).values(number=number - 1))
    found = problems(ledger)
    assert any("entry 5 was changed or moved" in problem for problem in found)
    assert "the ledger was cut off: 10 entries were signed, the last one there is 9" in found


def test_two_entries_in_each_others_place_are_found(ledger: Database) -> None:
    for old, new in ((7, 99), (8, 7), (99, 8)):
        change(ledger, update(ENTRIES).where(ENTRIES.c.number == old).values(number=new))
    found = problems(ledger)
    assert any("entry 7 was changed or moved" in problem for problem in found)
    assert any("entry 8 was changed or moved" in problem for problem in found)


def test_an_inserted_entry_is_found(ledger: Database) -> None:
    for number in range(10, 4, -1):
        change(ledger, update(ENTRIES).where(ENTRIES.c.number == number).values(number=number + 1))
    body = entry_body(5, "document.ended", START, {})
    row = {"number": 5, "kind": "document.ended", "at": START, "body": body, "leaf_hash": leaf_hash(body)}
    change(ledger, insert(ENTRIES).values(row))
    found = problems(ledger)
    assert any("entry 6 was changed or moved" in problem for problem in found)
    assert any("among entries 5 to 10" in problem for problem in found)


@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_before_the_first_is_found(ledger: Database, number: int) -> None:
    body = entry_body(number, "document.ended", START, {})
    row = {"number": number, "kind": "document.ended", "at": START, "body": body, "leaf_hash": leaf_hash(body)}
    change(ledger, insert(ENTRIES).values(row))
    assert f"entry {number} stands where no entry can be" in problems(ledger)


def test_a_ledger_cut_back_below_a_checkpoint_is_found(ledger: Database) -> None:
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number > 7))
    assert problems(ledger) == ("the ledger was cut off: 10 entries were signed, the last one there is 7",)
    change(ledger, delete(ENTRIES))
    assert "the ledger was cut off: 10 entries were signed, the last one there is 0" in problems(ledger)


def test_a_ledger_cut_back_with_its_checkpoints_is_found_by_the_kept_note(ledger: Database, tmp_path) -> None:
    last = newest(ledger)
    assert last is not None
    assert read_witness(tmp_path) is None
    keep_witness(tmp_path, last.note)
    assert problems(ledger, read_witness(tmp_path)) == ()
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number > 4), delete(CHECKPOINTS).where(CHECKPOINTS.c.size > 4))
    assert problems(ledger) == ()
    assert "the ledger was cut off" in problems(ledger, read_witness(tmp_path))[0]


def test_a_rewritten_ledger_with_its_checkpoints_removed_is_found_by_the_kept_note(ledger: Database) -> None:
    last = newest(ledger)
    assert last is not None
    set_body_and_hash(3, FORGED)(ledger)
    change(ledger, delete(CHECKPOINTS))
    assert problems(ledger) == ()
    assert problems(ledger, last.note) == ("among entries 1 to 10 are not the ones that were signed",)
    assert "is not signed" in problems(ledger, b"nonsense")[0]


def test_a_checkpoint_signed_by_somebody_else_is_found(ledger: Database) -> None:
    last = newest(ledger)
    assert last is not None
    other = Signer(Ed25519PrivateKey.generate(), "example.org/ledger")
    note = other.sign(checkpoint_body("example.org/ledger", 10, last.root))
    change(ledger, update(CHECKPOINTS).where(CHECKPOINTS.c.size == 10).values(note=note))
    (found,) = problems(ledger)
    assert found.startswith("the checkpoint over 10 entries is not signed by this ledger's key (signed by: ")


def test_a_checkpoint_of_another_ledger_is_found(ledger: Database) -> None:
    last = newest(ledger)
    assert last is not None
    note = Signer(SIGNER.private_key, "other.org/ledger").sign(checkpoint_body("other.org/ledger", 10, last.root))
    change(ledger, update(CHECKPOINTS).where(CHECKPOINTS.c.size == 10).values(note=note))
    (found,) = problems(ledger)
    assert found.startswith("the checkpoint over 10 entries is not signed by this ledger's key (signed by: ")


def test_a_changed_root_beside_the_note_is_found(ledger: Database) -> None:
    change(ledger, update(CHECKPOINTS).where(CHECKPOINTS.c.size == 10).values(root=b"\x01" * 32))
    assert problems(ledger) == ("the checkpoint over 10 entries was changed beside what it signs",)


def test_a_damaged_tail_is_not_signed(ledger: Database) -> None:
    write(ledger, 3)
    set_body(12, FORGED)(ledger)
    with pytest.raises(ProvisoError) as caught:
        checkpoint(ledger, SIGNER, START)
    assert caught.value.code == "ledger-damaged"
    assert "12" in caught.value.sentence
    change(ledger, delete(ENTRIES).where(ENTRIES.c.number == 12))
    with pytest.raises(ProvisoError):
        checkpoint(ledger, SIGNER, START)


def test_a_thousand_problems_are_not_told_one_by_one(database: Database) -> None:
    write(database, 130)
    change(database, update(ENTRIES).values(body=b"{}"))
    found = problems(database)
    assert len(found) == 101
    assert found[-1] == "160 further problems are not listed"


def test_more_entries_than_fit_one_reading_are_read_in_order(database: Database) -> None:
    with database.begin() as unit:
        rows = []
        for number in range(1, 2502):
            body = entry_body(number, "document.ended", START, {})
            leaf = leaf_hash(body)
            rows.append({"number": number, "kind": "document.ended", "at": START, "body": body, "leaf_hash": leaf})
        unit.connection.execute(insert(ENTRIES), rows)
    checkpoint(database, SIGNER, START)
    report = verify(database, SIGNER.public_key)
    assert (report.sound, report.size) == (True, 2501)
