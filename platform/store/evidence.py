"""Evidence for a period as one file: what was entered, what it proves, and the program that checks it without us.

docs/evidence.md describes the format, so that anybody can write a verifier of their own.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import select

from governance.consistency import Span, inclusion_spans
from governance.errors import ProvisoError
from governance.folded import Folded
from governance.ledger import leaf_hash
from governance.papers import EVIDENCE
from governance.stretch import before, behind
from operations.entries import SEALING
from operations.rows import IssuedRecord
from store.checkpoints import checkpoint
from store.ledger import Checkpoint, all_checkpoints, newest_checkpoint
from store.now import now
from store.package import checkpoint_row, entry_line, keys_of
from store.parcel import Parcel, Take
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
    """The package as far as it is written, and the entries that it rests on."""

    parcel: Parcel
    needed: set[int] = field(default_factory=set)


Unpack = Callable[[bytes], Mapping[str, bytes]]
"""Takes the files out of a paper."""


class EvidencePacker:
    """Puts packages together; `program` is the stand-alone verifier."""

    def __init__(self, settings: Settings, database: Database, program: bytes, unpack: Unpack) -> None:
        self._settings, self._database = settings, database
        self._program, self._unpack = program, unpack

    def pack(self, wanted: IssuedRecord, take: Take) -> None:
        """Sign what is new, gather everything of the period, and seal the manifest in the ledger.

        `take` gets the file piece by piece: no more of it is in memory, and of the ledger a hash for every thousand
        entries. Raises what `checkpoint` raises, so nothing is packed from a ledger that does not hold.
        """
        self._sign()
        at = now()
        with Parcel(take, at) as parcel:
            with self._database.read() as unit:
                signer = load_signer(self._settings, self._database)
                manifest = self._fill(unit, _Parts(parcel), wanted, signer, at)
            content = json.dumps(manifest, indent=1).encode() + b"\n"
            parcel.put("manifest.json", content)
            parcel.put("seal.tlog", self._seal(wanted, content))

    def _sign(self) -> None:
        signer = load_signer(self._settings, self._database)
        checkpoint(self._database, signer, now(), read_witness(self._settings.home))

    def _fill(
        self, unit: UnitOfWork, parts: _Parts, wanted: IssuedRecord, signer: Signer, now_at: datetime
    ) -> dict[str, object]:
        last = newest_checkpoint(unit.connection)
        if last is None:
            raise ProvisoError("ledger-not-signed", number=0)
        period = (wanted.period_from, wanted.period_to)
        at = now_at.isoformat(timespec="seconds")
        readme = _README.format(
            number=wanted.number, origin=signer.origin, since=f"{period[0]:%Y-%m-%d}", until=f"{period[1]:%Y-%m-%d}",
            at=at,
        )  # fmt: skip
        parts.parcel.put("README.txt", readme.encode())
        parts.parcel.put("verify.py", self._program)
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
            "files": dict(parts.parcel.files),
        }

    def _records(
        self, unit: UnitOfWork, parts: _Parts, period: tuple[datetime, datetime]
    ) -> Iterator[dict[str, object]]:
        made = (_RECORDS.c.made_at >= period[0]) & (_RECORDS.c.made_at < period[1])
        over = (_RECORDS.c.period_from == period[0]) & (_RECORDS.c.period_to == period[1])
        found = select(_RECORDS.c.id, _RECORDS.c.number, _RECORDS.c.kind, _RECORDS.c.sha256).where(
            _RECORDS.c.state == "issued", _RECORDS.c.kind != EVIDENCE.code, made | over
        )
        entries = _sealed(unit)
        for row in unit.connection.execute(found.order_by(_RECORDS.c.number)).all():
            # One paper at a time.
            paper, entry = unit.records.pdf(row.id), entries.get(row.sha256)
            if paper is None or entry is None:
                continue
            folder = f"records/{row.number}"
            parts.parcel.put(f"{folder}/{row.number}.pdf", paper)
            for name, content in self._unpack(paper).items():
                parts.parcel.put(f"{folder}/{name}", content)
            parts.needed.add(entry)
            yield {"number": row.number, "kind": row.kind, "file": f"{folder}/{row.number}.pdf", "entry": entry}

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
                parts.parcel.put(f"{folder}/{name}", content.encode())
            if kept.certificate:
                parts.parcel.put(f"{folder}/certificate.json", kept.certificate.encode())
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


def _sealed(unit: UnitOfWork) -> dict[str, int]:
    """Give the entry that sealed each digest, the first one where there are several."""
    found: dict[str, int] = {}
    for kind in sorted(SEALING):
        for entry in unit.entries.of_kind(kind):
            if entry.agrees:
                found.setdefault(str(json.loads(entry.body)["fields"].get("sha256")), entry.number)
    return found


def _ledger(unit: UnitOfWork, parts: _Parts, stretch: tuple[int, int], last: Checkpoint) -> dict[str, object]:
    first, final = stretch
    tree = Folded()
    with parts.parcel.open("ledger/entries.tsv") as add:
        for entry in unit.entries.entries():
            if entry.number > last.size:
                break
            tree.add(leaf_hash(entry.body))
            if first <= entry.number <= final:
                add(entry_line(entry))
    if tree.size != last.size:
        raise ProvisoError("ledger-no-proof", size=last.size)
    with parts.parcel.open("ledger/checkpoints.jsonl") as add:
        for found in all_checkpoints(unit.connection):
            if first - 1 <= found.size <= final or found.size == last.size:
                add(json.dumps(checkpoint_row(found)).encode() + b"\n")

    def roots(spans: Sequence[Span]) -> list[bytes]:
        return [tree.root(span, lambda start, end: _leaves(unit, start, end)) for span in spans]

    for number in sorted(parts.needed):
        if not first <= number <= final:
            body = next(unit.entries.entries(after=number - 1)).body
            path = tuple(roots(inclusion_spans(number - 1, last.size)))
            proof = Inclusion(number, body, path, last.note).as_text().encode()
            parts.parcel.put(f"ledger/entry-{number}.tlog", proof)
    after = behind(final, last.size)
    return {
        "first": first,
        "last": final,
        "size": last.size,
        "before": [root.hex() for root in roots(before(first - 1))],
        "behind": [[end - start, root.hex()] for (start, end), root in zip(after, roots(after), strict=True)],
    }


def _leaves(unit: UnitOfWork, start: int, end: int) -> list[bytes]:
    return [leaf_hash(entry.body) for entry in islice(unit.entries.entries(after=start), end - start)]
