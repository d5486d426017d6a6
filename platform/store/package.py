"""The ledger as one file for an auditor: entries, checkpoints, keys and the program that checks them.

docs/ledger.md describes the format, so that anybody can write a verifier of their own.
"""

import base64
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from governance.handover import Handover
from operations.entries import KINDS
from store.keyring import Keyring
from store.ledger import BEFORE_ALL, UNREADABLE, Checkpoint, Entry, all_checkpoints, newest_checkpoint
from store.signing import Signer
from store.unit_of_work import Database, UnitOfWork
from store.verify import ROTATED, handovers

FORMAT = "proviso-ledger/1"
_README = """The ledger {origin}, as it lay in the database on {at}.

Check it with nothing but Python 3.8 or newer, on a machine of your own:

    python3 -I -S verify.py THIS-FILE.zip --key VKEY --witness CHECKPOINT.txt

VKEY is a public key of this ledger that you got another way, CHECKPOINT.txt a signed checkpoint that you kept from
an earlier visit. Both may be left out; then the file speaks for itself only, and a ledger that was cut back and
signed again, or written anew with another key, cannot be told. Take verify.py from a copy of your own.

entries.tsv        one entry a line: number, kind, moment, leaf hash, and the bytes that were hashed
checkpoints.jsonl  the signed checkpoints, smallest first
package.json       the keys with what each of them signs, the handovers, what every kind of entry means
witness.txt        the last checkpoint that the service keeps outside its database, if there is one
"""


def export(database: Database, signer: Signer, file: Path, *, program: bytes, witness: bytes | None) -> int:
    """Write the ledger into one file, as it lies in the database and sound or not; return the number of entries.

    Takes constant memory. `program` is the stand-alone verifier that goes with it. The file appears whole or not
    at all, readable for its owner only.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w+b") as out, database.read() as unit:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
                count = _fill(package, unit, signer, program, witness)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _fill(package: zipfile.ZipFile, unit: UnitOfWork, signer: Signer, program: bytes, witness: bytes | None) -> int:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    package.writestr("README.txt", _README.format(origin=signer.origin, at=at))
    package.writestr("verify.py", program)
    if witness is not None:
        package.writestr("witness.txt", witness)
    package.writestr("package.json", json.dumps(_about(unit, signer, at), indent=1) + "\n")
    count = 0
    with package.open("entries.tsv", "w", force_zip64=True) as out:
        for entry in unit.entries.entries(after=BEFORE_ALL):
            out.write(entry_line(entry))
            count += 1
    with package.open("checkpoints.jsonl", "w", force_zip64=True) as out:
        for found in all_checkpoints(unit.connection):
            out.write(json.dumps(checkpoint_row(found)).encode() + b"\n")
    return count


def _about(unit: UnitOfWork, signer: Signer, at: str) -> dict[str, object]:
    last = newest_checkpoint(unit.connection)
    return {
        "format": FORMAT,
        "origin": signer.origin,
        "made_at": at,
        "signed": last.size if last else 0,
        **keys_of(unit, signer),
    }


def keys_of(unit: UnitOfWork, signer: Signer) -> dict[str, object]:
    """Tell which key signed what, how one handed over to the next, and what every kind of entry means."""
    handed: list[Handover] = handovers(unit.entries)
    return {
        "keys": [key.as_dict(signer.origin) for key in Keyring.anchored(signer.public_key, handed).keys],
        "handovers": list(_notes(unit)),
        "kinds": dict(KINDS),
    }


def _notes(unit: UnitOfWork) -> Iterator[str]:
    for entry in unit.entries.of_kind(ROTATED):
        try:
            yield str(json.loads(entry.body)["fields"]["handover"])
        except (ValueError, RecursionError, LookupError, TypeError):
            continue


def entry_line(entry: Entry) -> bytes:
    """Write a row as it lies there; an honest one holds neither tab nor line end, and another is found by its hash."""
    at = entry.at.isoformat(timespec="microseconds") if entry.at != UNREADABLE else "unreadable"
    columns = (str(entry.number), entry.kind, at, entry.leaf_hash.hex())
    parts = [*(part.encode() for part in columns), entry.body]
    return b"\t".join(part.translate(_ONE_LINE) for part in parts) + b"\n"


_ONE_LINE = bytes.maketrans(b"\t\n\r", b"   ")


def checkpoint_row(found: Checkpoint) -> dict[str, object]:
    """Write a checkpoint as a line of `checkpoints.jsonl`."""
    return {
        "size": found.size,
        "root": found.root.hex(),
        "peaks": base64.b64encode(found.peaks).decode(),
        "at": found.at.isoformat(timespec="microseconds") if found.at != UNREADABLE else "unreadable",
        "note": found.note.decode(errors="replace"),
    }
