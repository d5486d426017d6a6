"""The certificate of a deletion as data: what went, by which rule, when and how, what stayed, and what is not promised.

Nothing in it says what was in the data: each object is a commitment that only somebody who knows the object's own
name can open (SHA-256 over a salt, the kind and that name). The fields follow what auditors ask of such a paper (NIST
SP 800-88r2, ISO/IEC 27701:2025 A.1.4.6, EDPB's report on erasure of 2025).
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from governance.erasure import LAW, Erasure, Kept
from governance.ledger import canonical
from governance.policy import Policy

FORMAT = "proviso-deletion-certificate/1"
METHOD = "application-level cryptographic erasure"
TITLE = "proviso deletion certificate"


@dataclass(frozen=True, slots=True)
class Gone:
    """One object that was deleted: its kind, its own name, the salt of its commitment, and its dates."""

    kind: str
    name: str
    salt: str
    category: str
    rule: str
    created_at: datetime
    deadline: datetime
    deleted_at: datetime

    @property
    def commitment(self) -> str:
        """SHA-256 that binds to the object without telling which it is."""
        return commitment(self.kind, self.name, self.salt)


def commitment(kind: str, name: str, salt: str) -> str:
    """Commit to an object: SHA-256 over `salt kind name`, in hexadecimal."""
    return hashlib.sha256(f"{salt} {kind} {name}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every certificate of a house says the same: who issues it, with what, and how long backups live."""

    software: str
    backup_days: int
    previous: str
    now: datetime


def moment(at: datetime) -> str:
    """Write a moment: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def of_erasure(
    policy: Policy,
    erasure: Erasure,
    objects: Sequence[Mapping[str, object]],
    recipients: Iterable[tuple[str, str, datetime | None]],
    frame: Frame,
) -> dict[str, object]:
    """Write the certificate of a person's erasure; `objects` as `object_line` wrote them, without names."""
    rule = policy.retention[erasure.rule]
    return {
        **_head(policy, erasure.id, frame),
        "scope": {"what": erasure.scope.value, "erasure": erasure.id, "request": erasure.request},
        "subject_ref": erasure.reference,
        "trigger": {
            "kind": erasure.trigger.value,
            "law": LAW[erasure.trigger],
            "rule": rule.id,
            "clauses": _clauses(policy, rule.clauses),
        },
        "times": {
            "ordered_at": moment(erasure.ordered_at),
            "deadline": moment(erasure.due_at),
            "deleted_at": moment(frame.now),
        },
        "objects": list(objects),
        "counts": dict(erasure.counts),
        "kept": [_stays(policy, kept) for kept in erasure.kept],
        "recipients": [
            {
                "recipient": _label(policy.recipients, who),
                "category": _label(policy.categories, what),
                "told_at": moment(told) if told else "",
            }
            for who, what, told in recipients
        ],
        **_tail(frame, in_backups=True),
    }


def of_document(policy: Policy, gone: Sequence[Gone], legal: str, frame: Frame) -> dict[str, object]:
    """Write the certificate of one document and what came of it; the document itself is the first of `gone`."""
    first = gone[0]
    rule = policy.retention[first.rule]
    return {
        **_head(policy, commitment("certificate", first.name, first.salt)[:32], frame),
        "scope": {"what": "document", "document": first.name, "request": ""},
        "subject_ref": first.name,
        "trigger": {"kind": "end of the document", "law": legal, "rule": rule.id,
                    "clauses": _clauses(policy, rule.clauses)},
        "times": {
            "ordered_at": moment(first.created_at),
            "deadline": moment(max(each.deadline for each in gone)),
            "deleted_at": moment(max(each.deleted_at for each in gone)),
        },
        "objects": [object_line(each) for each in gone],
        "counts": {each.kind: 1 for each in gone},
        "kept": [],
        "recipients": [],
        **_tail(frame, in_backups=any(each.category.startswith("text.") for each in gone)),
    }  # fmt: skip


def object_line(gone: Gone) -> dict[str, object]:
    """Write one object without its name."""
    return {
        "kind": gone.kind,
        "category": gone.category,
        "rule": gone.rule,
        "created_at": moment(gone.created_at),
        "deadline": moment(gone.deadline),
        "deleted_at": moment(gone.deleted_at),
        "salt": gone.salt,
        "commitment": gone.commitment,
    }


def digest(certificate: Mapping[str, object]) -> bytes:
    """SHA-256 over the certificate's one sequence of bytes (JSON, sorted keys, no spaces, UTF-8)."""
    return hashlib.sha256(canonical(certificate)).digest()


def signed_body(origin: str, digested: bytes) -> bytes:
    """Write the three lines that are signed: the ledger's name, what this is, the digest in base64."""
    return f"{origin}\n{TITLE}\n{base64.b64encode(digested).decode()}\n".encode()


def _head(policy: Policy, identity: str, frame: Frame) -> dict[str, object]:
    who = policy.controller
    return {
        "certificate_id": identity,
        "issued_at": moment(frame.now),
        "issuer": {
            "name": who.name,
            "legal_entity": who.legal_entity or "not stated in the policy",
            "contact": who.email,
        },
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "software": frame.software,
        "previous": frame.previous,
    }


def _tail(frame: Frame, *, in_backups: bool) -> dict[str, object]:
    until = moment(frame.now + timedelta(days=frame.backup_days)) if in_backups and frame.backup_days else ""
    return {
        "method": {"name": METHOD, "steps": list(_STEPS)},
        "copies": [dict(each) for each in _COPIES],
        "backups": {
            "state": f"PARTIAL_UNTIL {until}" if until else "COMPLETE",
            "last_expiry": until,
            "beyond_use": _BEYOND_USE if until else "The keys were never part of a backup.",
        },
        "verification": {
            "method": "every store was searched again for what the person's rows and keys were found by",
            "by": frame.software,
            "at": moment(frame.now),
            "found": 0,
        },
        "limits": list(_LIMITS),
        "check": "python3 -I -S verify.py CERTIFICATE.json --key VKEY",
    }


def _clauses(policy: Policy, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"clause": name.removeprefix("c"), "text": policy.clauses[name].text.replace("**", "")} for name in names]


def _stays(policy: Policy, kept: Kept) -> dict[str, object]:
    return {
        "category": kept.category,
        "label": _label(policy.categories, kept.category),
        "rows": kept.rows,
        "rule": kept.rule,
        "clauses": _clauses(policy, kept.clauses),
        "ground": kept.ground,
    }


def _label(named: Mapping[str, object], name: str) -> str:
    return str(getattr(named.get(name), "label", name))


_STEPS = (
    "The content was sealed with AES-256-GCM under a key of its own, 256 random bits, before its first byte reached a "
    "disk.",
    "Every wrapped key was deleted, from the key server's memory and from the database; the sealed bytes were removed.",
    "Rows were deleted or emptied; SQLite overwrites freed pages and its journal was cut, PostgreSQL was vacuumed.",
    "Keys, bytes and rows were looked for again afterwards, and none was found.",
)
_COPIES = (
    {"where": "key server (memory only)", "state": "keys deleted"},
    {"where": "sealed bytes in the blob store", "state": "removed"},
    {"where": "database rows, journal and free pages", "state": "deleted, emptied or cut off; see the limits"},
    {"where": "queue and counters (memory only)", "state": "removed"},
    {"where": "temporary files", "state": "none are written outside memory"},
    {"where": "logs, metrics, e-mail subjects", "state": "hold no content and no names"},
)
_BEYOND_USE = (
    "Backups of the database made before may hold rows until they expire. A keyed list of what was erased is applied "
    "before anything is served from a restored one."
)
_LIMITS = (
    "This is cryptographic erasure at application level, not sanitisation of a medium in the sense of NIST SP 800-88.",
    "Blocks that a disk, a file system with snapshots or PostgreSQL's log still holds are overwritten when they are "
    "used again; what they hold of content is sealed, and its key is gone.",
    "What the person or somebody they gave it to has downloaded is out of our reach.",
    "The ledger keeps entries under a pseudonym whose salt was destroyed; that something happened at a moment can "
    "still be seen, whose it was cannot be computed.",
)
