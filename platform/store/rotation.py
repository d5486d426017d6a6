"""Changing the ledger's key: the old one signs a last time, both sign the handover, the new one goes on."""

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.errors import ProvisoError
from governance.handover import Handover
from governance.ledger import EMPTY_ROOT
from store.checkpoints import checkpoint, seal
from store.ledger import Checkpoint, newest_checkpoint
from store.rooms import flush_folder
from store.secrets import ledger_file, ledger_key
from store.settings import Settings
from store.signing import Signer
from store.unit_of_work import Database
from store.verify import ROTATED, handovers
from store.witness import keep_witness, read_witness


def load_signer(settings: Settings, database: Database) -> Signer:
    """Read the key that signs now; processes that outlive a change of keys ask again before each signature.

    Brings a change to its end that was interrupted after its commit. Raises ProvisoError secret-exposed.
    """
    file = ledger_file(settings)
    if _next(file).exists():
        with _alone(file):
            _settle(file, database)
    return Signer(ledger_key(settings), settings.ledger.origin)


def rotate_key(settings: Settings, database: Database, now: datetime) -> Checkpoint:
    """Put a fresh key in the place of the old one and return the first checkpoint that it signed.

    What the old key signed stays good. The private key of before is gone afterwards. Raises ProvisoError
    ledger-key-fixed when the key's file cannot be replaced, and what `checkpoint` raises.
    """
    file = ledger_file(settings)
    with _alone(file):
        _settle(file, database)
        old = Signer(ledger_key(settings), settings.ledger.origin)
        new = Signer(Ed25519PrivateKey.generate(), settings.ledger.origin)
        # Most of the tail is signed before the transaction that keeps everybody waiting.
        checkpoint(database, old, now, read_witness(settings.home))
        _write_key(_next(file), new)
        with database.begin() as unit:
            seal(unit, old, now)
            last = newest_checkpoint(unit.connection)
            size, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
            keys = (signer.public_key.public_bytes_raw() for signer in (old, new))
            body = Handover(old.origin, size, root, *keys).body
            note = (old.sign(body) + new.line(body)).decode()
            told = {"size": size, "old": old.verifier, "new": new.verifier, "handover": note}
            unit.ledger.append(ROTATED, now, told)
            signed = seal(unit, new, now)
        _settle(file, database)
    assert signed is not None  # noqa: S101 - the handover itself was new
    keep_witness(settings.home, signed.note)
    return signed


def _settle(file: Path, database: Database) -> None:
    """Let the next key take its place if the ledger handed over to it; else it never was one."""
    try:
        waiting = base64.b64decode(_next(file).read_bytes())
    except FileNotFoundError:
        return
    with database.read() as unit:
        named = {handover.new for handover in handovers(unit.entries)}
    if len(waiting) == len(EMPTY_ROOT) and _public(waiting) in named:
        _next(file).replace(file)
    else:
        _next(file).unlink()
    flush_folder(file.parent)


def _public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _next(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")


def _write_key(file: Path, signer: Signer) -> None:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(base64.b64encode(signer.private_key.private_bytes_raw()) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
        flush_folder(file.parent)
    except OSError:
        raise ProvisoError("ledger-key-fixed") from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other changes of the key out; the lock dies with its holder."""
    try:
        handle = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        raise ProvisoError("ledger-key-fixed") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
