"""Find the ledger entry that sealed a file, by nothing but the file's own bytes."""

import hashlib
from dataclasses import dataclass

from operations.rows import IssuedRecord, SealedDigest
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Match:
    """A file's SHA-256, and the entry and the record that name it; None where none does."""

    sha256: str
    entry: SealedDigest | None
    record: IssuedRecord | None


def match_paper(services: Services, content: bytes) -> Match:
    """Look a file's digest up in the ledger; the page that calls this has checked the role, nothing is kept."""
    digest = hashlib.sha256(content).hexdigest()
    with services.store.read() as unit:
        entry = unit.ledger.sealed(digest)
        record = unit.records.get(str(entry.fields.get("record", ""))) if entry is not None else None
    return Match(digest, entry, record)
