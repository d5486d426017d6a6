"""After a backup was restored on purpose: go on with the ledger that came back, and say in it what is missing."""

import json
from dataclasses import dataclass
from datetime import datetime

from governance.errors import ProvisoError
from store.checkpoints import checkpoint
from store.ledger import checkpoint_over
from store.settings import Settings
from store.signing import Signer, split_note
from store.unit_of_work import Database
from store.verify import read_size, verify
from store.witness import keep_witness, read_witness, set_aside

RESTORED = "ledger.restored"


@dataclass(frozen=True, slots=True)
class Gap:
    """What the kept checkpoint speaks of and what the ledger holds."""

    signed: int
    found: int

    @property
    def lost(self) -> int:
        """How many signed entries are gone at least."""
        return max(0, self.signed - self.found)


def gap(database: Database, settings: Settings) -> Gap | None:
    """Hold the ledger against the checkpoint kept outside the database; None when it goes on from there."""
    witness = read_witness(settings.home)
    if witness is None:
        return None
    size = read_size(witness) or 0
    with database.read() as unit:
        there, found = checkpoint_over(unit.connection, size), unit.entries.size()
    fits = there is not None and split_note(there.note)[0] == split_note(witness)[0]
    return None if fits else Gap(size, found)


def accept(database: Database, settings: Settings, signer: Signer, now: datetime) -> Gap | None:
    """Write into the ledger that it was restored and which signed checkpoint it lost, and sign it from there on.

    The lost checkpoint is set aside beside the new one; it stays the evidence of what was signed. None when there is
    nothing to accept. Raises ProvisoError ledger-damaged for a ledger that does not verify in itself: no restore.
    """
    found, witness = gap(database, settings), read_witness(settings.home)
    if found is None or witness is None:
        return None
    report = verify(database, signer.public_key)
    if not report.sound:
        raise ProvisoError("ledger-damaged", number=report.signed + 1)
    note = witness.decode(errors="replace")
    with database.begin() as unit:
        written = [json.loads(entry.body)["fields"].get("checkpoint") for entry in unit.entries.of_kind(RESTORED)]
        if note not in written:
            fields = {"checkpoint": note, "signed": found.signed, "found": found.found, "lost": found.lost}
            unit.ledger.append(RESTORED, now, fields)
    set_aside(settings.home, witness, found.signed)
    signed = checkpoint(database, signer, now)
    if signed is not None:
        keep_witness(settings.home, signed.note)
    return found
