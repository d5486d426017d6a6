"""Ways to change a ledger behind the house's back, and what both verifiers have to say about each."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, select, update

import reports.verify
from governance.ledger import checkpoint_body, leaf_hash
from store.checkpoints import checkpoint, newest
from store.ledger import entry_body
from store.package import export
from store.signing import Signer
from store.tables import LedgerCheckpoint, LedgerEntry, table_of
from store.unit_of_work import Database
from store.verify import verify
from storeroom import START

ENTRIES, CHECKPOINTS = table_of(LedgerEntry), table_of(LedgerCheckpoint)
ORIGIN = "example.org/ledger"
SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(b"\x05" * 32), ORIGIN)
STRANGER = Signer(Ed25519PrivateKey.from_private_bytes(b"\x06" * 32), ORIGIN)
SIGNED = (8, 16, 20)
SIZE = 24

Place = tuple[str, int, int]
"""What is told of a finding: its code, and from which entry to which."""


def write(database: Database, count: int) -> None:
    with database.begin() as unit:
        for _ in range(count):
            number = unit.entries.size() + 1
            unit.ledger.append("document.received", moment(number), {"document": f"{number:032x}"})


def moment(number: int):
    return START + timedelta(seconds=number)


def a_signed_ledger(database: Database) -> bytes:
    """Write 24 entries, signed at 8, 16 and 20; give the note that is kept elsewhere."""
    for size in SIGNED:
        with database.read() as unit:
            there = unit.entries.size()
        write(database, size - there)
        checkpoint(database, SIGNER, START)
    write(database, SIZE - SIGNED[-1])
    last = newest(database)
    assert last is not None
    return last.note


def change(database: Database, *statements: object) -> None:
    with database.begin() as unit:
        for statement in statements:
            unit.connection.execute(statement)  # type: ignore[call-overload]


def set_entry(place: int, /, **values: object) -> Callable[[Database], None]:
    return lambda database: change(database, update(ENTRIES).where(ENTRIES.c.number == place).values(**values))


def set_checkpoint(over: int, **values: object) -> Callable[[Database], None]:
    return lambda database: change(database, update(CHECKPOINTS).where(CHECKPOINTS.c.size == over).values(**values))


def row(number: int, document: str) -> dict[str, object]:
    body = entry_body(number, "document.received", moment(number), {"document": document})
    return {
        "number": number, "kind": "document.received", "at": moment(number), "body": body, "leaf_hash": leaf_hash(body),
    }  # fmt: skip


def forge(number: int) -> Callable[[Database], None]:
    """Write another entry in the place of one, with everything beside it made to fit."""
    return lambda database: set_entry(number, **row(number, "0" * 32))(database)


def drop(*numbers: int) -> Callable[[Database], None]:
    return lambda database: change(database, delete(ENTRIES).where(ENTRIES.c.number.in_(numbers)))


def renumber(database: Database, first: int, step: int, *, rewritten: bool = False) -> None:
    with database.read() as unit:
        found = unit.connection.execute(select(ENTRIES.c.number).where(ENTRIES.c.number >= first)).scalars().all()
    for number in sorted(found, reverse=step > 0):
        values = row(number + step, f"{number:032x}") if rewritten else {"number": number + step}
        change(database, update(ENTRIES).where(ENTRIES.c.number == number).values(**values))


def close_the_gap(*, rewritten: bool) -> Callable[[Database], None]:
    def tamper(database: Database) -> None:
        drop(10)(database)
        renumber(database, 11, -1, rewritten=rewritten)

    return tamper


def push_in(*, rewritten: bool) -> Callable[[Database], None]:
    def tamper(database: Database) -> None:
        renumber(database, 10, 1, rewritten=rewritten)
        change(database, insert(ENTRIES).values(row(10, "0" * 32)))

    return tamper


def swap(one: int, other: int, *, rewritten: bool) -> Callable[[Database], None]:
    def tamper(database: Database) -> None:
        for old, new in ((one, 99), (other, one), (99, other)):
            set_entry(old, number=new)(database)
        if rewritten:
            set_entry(one, **row(one, f"{other:032x}"))(database)
            set_entry(other, **row(other, f"{one:032x}"))(database)

    return tamper


def put_before(number: int) -> Callable[[Database], None]:
    return lambda database: change(database, insert(ENTRIES).values(row(number, "0" * 32)))


def cut(behind: int, *, with_checkpoints: bool) -> Callable[[Database], None]:
    def tamper(database: Database) -> None:
        change(database, delete(ENTRIES).where(ENTRIES.c.number > behind))
        if with_checkpoints:
            change(database, delete(CHECKPOINTS).where(CHECKPOINTS.c.size > behind))

    return tamper


def go_another_way(database: Database) -> None:
    """Cut back with the checkpoints, and grow on from there with other entries, as a restored backup does."""
    cut(8, with_checkpoints=True)(database)
    for number in range(9, 23):
        change(database, insert(ENTRIES).values(row(number, "f" * 32)))
    checkpoint(database, SIGNER, START)


def sign_as(signer: Signer, origin: str = ORIGIN) -> Callable[[Database], None]:
    def tamper(database: Database) -> None:
        with database.read() as unit:
            root = unit.connection.execute(select(CHECKPOINTS.c.root).where(CHECKPOINTS.c.size == 16)).scalar_one()
        set_checkpoint(16, note=Signer(signer.private_key, origin).sign(checkpoint_body(origin, 16, root)))(database)

    return tamper


TAMPERINGS: dict[str, tuple[Callable[[Database], None], set[Place]]] = {
    "modified: a body": (set_entry(10, body=row(10, "0" * 32)["body"]), {("changed", 10, 10)}),
    "modified: a body and its hash": (forge(10), {("differs", 9, 16)}),
    "modified: the first entry": (forge(1), {("differs", 1, 8)}),
    "modified: the last signed entry": (forge(20), {("differs", 17, 20)}),
    "modified: two in different stretches": (
        lambda database: (forge(3)(database), forge(18)(database))[0],
        {("differs", 1, 8), ("differs", 17, 20)},
    ),
    "modified: a body is emptied": (set_entry(10, body=b""), {("changed", 10, 10), ("moved", 10, 10)}),
    "modified: a hash": (set_entry(10, leaf_hash=b"\x00" * 32), {("changed", 10, 10)}),
    "modified: a kind": (set_entry(10, kind="document.deleted"), {("moved", 10, 10)}),
    "modified: a moment": (set_entry(10, at=START), {("moved", 10, 10)}),
    "modified: behind what was signed": (set_entry(23, body=b"{}"), {("changed", 23, 23), ("moved", 23, 23)}),
    "deleted: the first": (drop(1), {("missing", 1, 1)}),
    "deleted: one within": (drop(10), {("missing", 10, 10)}),
    "deleted: several": (drop(10, 11, 12), {("missing", 10, 12)}),
    "deleted: across two checkpoints": (drop(*range(7, 19)), {("missing", 7, 18)}),
    "deleted: not signed yet": (drop(22), {("missing", 22, 22)}),
    "deleted: and the gap closed": (close_the_gap(rewritten=False), {("moved", 10, 10), ("differs", 9, 16)}),
    "deleted: and all behind rewritten": (close_the_gap(rewritten=True), {("differs", 9, 16), ("differs", 17, 20)}),
    "inserted: within": (push_in(rewritten=False), {("moved", 11, 11), ("differs", 9, 16)}),
    "inserted: and all behind rewritten": (push_in(rewritten=True), {("differs", 9, 16), ("differs", 17, 20)}),
    "inserted: before the first": (put_before(0), {("misplaced", 0, 0)}),
    "inserted: far before the first": (put_before(-(2**31)), {("misplaced", -(2**31), -(2**31))}),
    "inserted: far behind the last": (put_before(2**31 - 1), {("missing", 25, 2**31 - 2)}),
    "reordered": (swap(10, 12, rewritten=False), {("moved", 10, 10), ("moved", 12, 12)}),
    "reordered: and rewritten": (swap(10, 12, rewritten=True), {("differs", 9, 16)}),
    "reordered: across a checkpoint": (swap(8, 9, rewritten=True), {("differs", 1, 8), ("differs", 9, 16)}),
    "truncated: by one": (cut(19, with_checkpoints=False), {("cut-off", 20, 20)}),
    "truncated: by several": (cut(14, with_checkpoints=False), {("cut-off", 15, 16), ("cut-off", 15, 20)}),
    "truncated: to nothing": (cut(0, with_checkpoints=False), {("cut-off", 1, 8), ("cut-off", 1, 20)}),
    "truncated: with its checkpoints": (cut(14, with_checkpoints=True), {("cut-off", 15, 20)}),
    "truncated: to nothing, with all checkpoints": (cut(0, with_checkpoints=True), {("cut-off", 1, 20)}),
    "rolled back: to a checkpoint": (cut(8, with_checkpoints=True), {("cut-off", 9, 20)}),
    "rolled back: and gone another way": (go_another_way, {("differs", 9, 20)}),
    "rewritten: all checkpoints removed": (
        lambda database: (forge(10)(database), change(database, delete(CHECKPOINTS)))[0],
        {("differs", 1, 20)},
    ),
    "checkpoint: signed by somebody else": (sign_as(STRANGER), {("unsigned", 0, 16)}),
    "checkpoint: of another ledger": (sign_as(SIGNER, "other.org/ledger"), {("unsigned", 0, 16)}),
    "checkpoint: another root beside it": (set_checkpoint(16, root=b"\x01" * 32), {("checkpoint-changed", 0, 16)}),
    "checkpoint: other peaks beside it": (set_checkpoint(16, peaks=b"\x01" * 32), {("checkpoint-changed", 0, 16)}),
    "checkpoint: another size beside it": (set_checkpoint(16, size=15), {("checkpoint-changed", 0, 15)}),
    "checkpoint: over less than nothing": (set_checkpoint(16, size=-3), {("checkpoint-changed", 0, -3)}),
}  # fmt: skip


@dataclass(frozen=True)
class Verdicts:
    """What the house's verifier found, and what the stand-alone one found in the exported package."""

    house: set[Place]
    alone: set[Place]


def verdicts(database: Database, folder: Path, *witnesses: bytes, signer: Signer = SIGNER) -> Verdicts:
    report = verify(database, signer.public_key, *witnesses)
    house = {(found.code, found.first, found.last) for found in report.found}
    file = folder / "ledger.zip"
    export(database, signer, file, program=b"", witness=None)
    with zipfile.ZipFile(file) as package:
        walked = reports.verify.verify_package(package, [signer.public_key.public_bytes_raw()], witnesses)
    alone = {(found.code, found.first, found.last) for found in walked.found}
    assert walked.last == report.size
    assert walked.checkpoints == report.checkpoints
    return Verdicts(house, alone)
