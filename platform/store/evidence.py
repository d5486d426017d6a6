"""Evidence for a period as one file: what was entered, what it proves, and the program that checks it without us.

docs/evidence.md describes the format, so that anybody can write a verifier of their own.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from governance.consistency import inclusion_spans, roots_of
from governance.errors import ProvisoError
from governance.papers import EVIDENCE
from governance.stretch import before, behind
from operations.rows import IssuedRecord
from store.checkpoints import checkpoint
from store.ledger import Checkpoint, all_checkpoints, newest_checkpoint
from store.now import now
from store.package import checkpoint_row, entry_line, keys_of
from store.proofs import Inclusion, prove_entry
from store.rotation import load_signer
from store.settings import Settings
from store.signing import Signer
from store.tables import LedgerEntry, RecordRow, table_of
from store.unit_of_work import Database, UnitOfWork
from store.witness import read_witness

FORMAT = "proviso-evidence/1"
SEALED = "evidence.sealed"
_ENTRIES, _RECORDS = table_of(LedgerEntry), table_of(RecordRow)
_README = """Evidence {number} of {origin} for {since} to {until}, put together on {at}.

Check it with nothing but Python 3.8 or newer, on a machine of your own:

    python3 -I -S verify.py THIS-FILE.zip --key VKEY --witness CHECKPOINT.txt

VKEY is a public key of this ledger that you got another way, CHECKPOINT.txt a signed checkpoint that you kept from an
earlier visit. Both may be left out; then the file speaks for itself only. Take verify.py from a copy of your own.

manifest.json             every other file with its SHA-256, the stretch of the ledger, the keys
seal.tlog                 the proof that the ledger has an entry with the SHA-256 of manifest.json
ledger/entries.tsv        the period's entries, one a line: number, kind, moment, leaf hash, the bytes that were hashed
ledger/checkpoints.jsonl  the signed checkpoints over the period, and the one that all of it hangs from
ledger/entry-N.tlog       proofs of entries outside the period that something here rests on
records/                  the records made in the period or over it: the sealed PDF, and the data enclosed in it
policies/                 the policies that were in force, as they were written, with the certificates of their proofs
verify.py                 the verifier
"""


@dataclass(slots=True)
class _Parts:
    """What was put into the package so far, and the entries that it rests on."""

    package: zipfile.ZipFile
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    needed: set[int] = field(default_factory=set)

    def put(self, name: str, content: bytes) -> None:
        """Add a file and note its digest."""
        self.package.writestr(name, content)
        self.files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


Unpack = Callable[[bytes], Mapping[str, bytes]]
"""Takes the files out of a paper."""


class EvidencePacker:
    """Puts packages together; `program` is the stand-alone verifier."""

    def __init__(self, settings: Settings, database: Database, program: bytes, unpack: Unpack) -> None:
        self._settings, self._database = settings, database
        self._program, self._unpack = program, unpack

    def pack(self, wanted: IssuedRecord) -> bytes:
        """Sign what is new, gather everything of the period, and seal the manifest in the ledger.

        Takes memory for what goes in and 32 bytes for every entry. Raises what `checkpoint` raises, so nothing is
        packed from a ledger that does not hold.
        """
        self._sign()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            parts = _Parts(package)
            with self._database.read() as unit:
                signer = load_signer(self._settings, self._database)
                manifest = self._fill(unit, parts, wanted, signer)
            content = json.dumps(manifest, indent=1).encode() + b"\n"
            package.writestr("manifest.json", content)
            package.writestr("seal.tlog", self._seal(wanted, content))
        return out.getvalue()

    def _sign(self) -> None:
        signer = load_signer(self._settings, self._database)
        checkpoint(self._database, signer, now(), read_witness(self._settings.home))

    def _fill(self, unit: UnitOfWork, parts: _Parts, wanted: IssuedRecord, signer: Signer) -> dict[str, object]:
        last = newest_checkpoint(unit.connection)
        if last is None:
            raise ProvisoError("ledger-not-signed", number=0)
        period = (wanted.period_from, wanted.period_to)
        at = now().isoformat(timespec="seconds")
        readme = _README.format(
            number=wanted.number, origin=signer.origin, since=f"{period[0]:%Y-%m-%d}", until=f"{period[1]:%Y-%m-%d}",
            at=at,
        )  # fmt: skip
        parts.put("README.txt", readme.encode())
        parts.put("verify.py", self._program)
        records = list(self._records(unit, parts, period))
        policies = list(self._policies(unit, parts, period))
        ledger = _ledger(unit, parts, _stretch(unit, period, last.size), last)
        return {
            "format": FORMAT,
            "number": wanted.number,
            "origin": signer.origin,
            "made_at": at,
            "period": {"from": period[0].isoformat(), "to": period[1].isoformat()},
            "ledger": ledger,
            "records": records,
            "policies": policies,
            **keys_of(unit, signer),
            "files": parts.files,
        }

    def _records(
        self, unit: UnitOfWork, parts: _Parts, period: tuple[datetime, datetime]
    ) -> Iterator[dict[str, object]]:
        made = (_RECORDS.c.made_at >= period[0]) & (_RECORDS.c.made_at < period[1])
        over = (_RECORDS.c.period_from == period[0]) & (_RECORDS.c.period_to == period[1])
        found = select(_RECORDS.c.number, _RECORDS.c.kind, _RECORDS.c.sha256, _RECORDS.c.pdf).where(
            _RECORDS.c.state == "issued", _RECORDS.c.kind != EVIDENCE.code, made | over
        )
        for row in unit.connection.execute(found.order_by(_RECORDS.c.number)):
            sealed = unit.entries.sealed(row.sha256)
            if row.pdf is None or sealed is None:
                continue
            folder = f"records/{row.number}"
            parts.put(f"{folder}/{row.number}.pdf", row.pdf)
            for name, content in self._unpack(row.pdf).items():
                parts.put(f"{folder}/{name}", content)
            parts.needed.add(sealed.number)
            yield {
                "number": row.number, "kind": row.kind, "file": f"{folder}/{row.number}.pdf", "entry": sealed.number,
            }  # fmt: skip

    def _policies(
        self, unit: UnitOfWork, parts: _Parts, period: tuple[datetime, datetime]
    ) -> Iterator[dict[str, object]]:
        taken = [(term.taken_at, term.digest) for term in unit.policies.terms() if term.taken_at is not None]
        begun = sorted(one for one in taken if one[0] < period[1])
        # Which of them decided when the period began is the last one that had taken over by then.
        first = max((place for place, one in enumerate(begun) if one[0] <= period[0]), default=0)
        entries = {
            json.loads(entry.body)["fields"].get("policy"): entry.number
            for entry in unit.entries.of_kind("policy.in-force")
            if entry.agrees
        }
        for digest in dict.fromkeys(digest for _, digest in begun[first:]):
            kept = unit.policies.kept(digest)
            if kept is None:
                continue
            folder = f"policies/{kept.version}-{digest[:12]}"
            for name, content in sorted(kept.sources.items()):
                parts.put(f"{folder}/{name}", content.encode())
            if kept.certificate:
                parts.put(f"{folder}/certificate.json", kept.certificate.encode())
            if digest in entries:
                parts.needed.add(entries[digest])
            yield {
                "digest": digest, "id": kept.policy_id, "version": kept.version, "folder": folder,
                "taken_up": [at.isoformat() for at, which in begun if which == digest],
                "entry": entries.get(digest), "certificate": bool(kept.certificate),
            }  # fmt: skip

    def _seal(self, wanted: IssuedRecord, manifest: bytes) -> bytes:
        digest = hashlib.sha256(manifest).hexdigest()
        with self._database.begin() as unit:
            fields = {"record": wanted.id, "number": wanted.number, "sha256": digest}
            number = unit.ledger.append(SEALED, now(), fields)
        self._sign()
        return prove_entry(self._database, number).as_text().encode()


def _stretch(unit: UnitOfWork, period: tuple[datetime, datetime], size: int) -> tuple[int, int]:
    """Give the first and the last entry of a period; the last one lies before the first where there is none."""
    numbers = select(_ENTRIES.c.number).where(_ENTRIES.c.number <= size)
    first = numbers.where(_ENTRIES.c.at >= period[0]).order_by(_ENTRIES.c.number).limit(1)
    last = numbers.where(_ENTRIES.c.at < period[1]).order_by(_ENTRIES.c.number.desc()).limit(1)
    begins = unit.connection.execute(first).scalar_one_or_none() or size + 1
    return begins, max(unit.connection.execute(last).scalar_one_or_none() or 0, begins - 1)


def _ledger(unit: UnitOfWork, parts: _Parts, stretch: tuple[int, int], last: Checkpoint) -> dict[str, object]:
    first, final = stretch
    leaves = list(unit.entries.leaves(last.size))
    lines = []
    for entry in unit.entries.entries(after=first - 1):
        if entry.number > final:
            break
        lines.append(entry_line(entry))
    parts.put("ledger/entries.tsv", b"".join(lines))
    shown = [
        found for found in all_checkpoints(unit.connection)
        if first - 1 <= found.size <= final or found.size == last.size
    ]  # fmt: skip
    rows = [json.dumps(checkpoint_row(found)).encode() + b"\n" for found in shown]
    parts.put("ledger/checkpoints.jsonl", b"".join(rows))
    for number in sorted(parts.needed):
        if not first <= number <= final:
            parts.put(f"ledger/entry-{number}.tlog", _proof(unit, leaves, number, last))
    after = behind(final, last.size)
    return {
        "first": first,
        "last": final,
        "size": last.size,
        "before": [root.hex() for root in roots_of(before(first - 1), leaves)],
        "behind": [
            [end - start, root.hex()] for (start, end), root in zip(after, roots_of(after, leaves), strict=True)
        ],
    }


def _proof(unit: UnitOfWork, leaves: Sequence[bytes], number: int, last: Checkpoint) -> bytes:
    body = next(unit.entries.entries(after=number - 1)).body
    path = tuple(roots_of(inclusion_spans(number - 1, last.size), leaves))
    return Inclusion(number, body, path, last.note).as_text().encode()
