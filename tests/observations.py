"""A policy in force and what a quiet month under it looked like: the input of every test about records."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from governance.policy import Policy, compile_policy
from governance.processing import (
    Control,
    DecisionCount,
    DeletionCount,
    DocumentCount,
    Held,
    LedgerHead,
    Observed,
    PolicyInForce,
    ProcessingRecord,
    TextCount,
    build_record,
    lateness,
)

FOLDER = Path(__file__).resolve().parent.parent / "policies" / "deepseek-ocr"
NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
PERIOD = (datetime(2026, 10, 23, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC))
NUMBER = "ROPA-2026-0007"

CONNECTED = frozenset(
    {
        "A-OCR-INGEST",
        "A-OCR-CACHE",
        "A-OCR-PROCESS",
        "A-RESULT",
        "A-RESULT-DELIVER",
        "A-TEXT-KEEP",
        "A-TEXT-DELIVER",
        "A-FINDINGS",
        "A-ACCOUNT",
        "A-RIGHTS-ERASE",
        "A-PURGE",
        "A-RECORDS",
        "A-RECORDS-READ",
        "A-REPORT",
        "A-REPORT-MAKE",
        "K-ESSENTIAL",
    }
)


@cache
def policy() -> Policy:
    """The shipped policy, compiled once."""
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir() if path.suffix in {".md", ".yaml"}}
    texts.pop("README.md", None)
    return compile_policy(texts)


def allowed(count: int, cell: str, *rules: str) -> DecisionCount:
    """Decisions that rules allowed; the cell is written `action category purpose [recipient]`."""
    return _decided(count, cell, rules, yes=True)


def refused(count: int, cell: str, *rules: str) -> DecisionCount:
    """Decisions that rules refused, or nothing allowed when no rule is named."""
    return _decided(count, cell, rules, yes=False)


def _decided(count: int, cell: str, rules: tuple[str, ...], *, yes: bool) -> DecisionCount:
    action, category, purpose, recipient = [*cell.split(), "none"][:4]
    known = policy()
    named = {**known.activities, **known.prohibitions}
    clauses = tuple(dict.fromkeys(clause for rule in rules if rule in named for clause in named[rule].clauses))
    return DecisionCount(action, category, purpose, recipient, yes, rules, clauses, known.digest, count)


def observed() -> Observed:
    """A month with 213 documents, two held now, everything deleted on time."""
    checked = NOW - timedelta(minutes=3)
    return Observed(
        as_of=NOW - timedelta(seconds=5),
        ledger=LedgerHead(4711, "5f0c" * 16, verified=True, verified_at=checked),
        connected=CONNECTED,
        history=(
            PolicyInForce(policy().version, policy().digest, datetime(2026, 11, 1, 9, tzinfo=UTC)),
            PolicyInForce("0.9.0", "0a" * 32, datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, 9, tzinfo=UTC)),
        ),
        decisions=(
            allowed(213, "collect document.image provide_service", "A-OCR-INGEST"),
            allowed(213, "store document.image provide_service", "A-OCR-CACHE"),
            allowed(428, "read document.image provide_service", "A-OCR-PROCESS"),
            allowed(201, "collect text.result provide_service", "A-RESULT"),
            allowed(195, "read text.result provide_service user", "A-RESULT-DELIVER"),
            allowed(64, "store text.extracted provide_service", "A-TEXT-KEEP"),
            allowed(201, "collect findings.summary provide_service", "A-FINDINGS"),
            allowed(57, "collect account.identity account_management", "A-ACCOUNT"),
            allowed(211, "erase document.image legal_compliance", "A-PURGE"),
            allowed(9, "erase text.extracted subject_rights", "A-RIGHTS-ERASE"),
            allowed(3, "read record.decision legal_compliance", "A-RECORDS-READ"),
            allowed(1, "collect report.processing legal_compliance", "A-REPORT"),
            refused(7, "collect document.image provide_service", "F-CHILD"),
            refused(4, "read document.image provide_service", "F-DOC-ENDED"),
            refused(2, "train document.image model_training"),
        ),
        documents=DocumentCount(
            received=213,
            refused_at_door=11,
            held_now=2,
            pages_read=428,
            ended={"completed": 201, "failed": 4, "refused": 2, "cancelled": 3, "timed_out": 1},
        ),
        texts=TextCount(made=201, kept=64, waiting_now=1, kept_now=55, gone={"deleted by the person": 145}),
        deletions=(
            DeletionCount("document.image", "R-DOC", lateness(-59.8 + 0.05 * step for step in range(211))),
            DeletionCount("text.result", "R-RESULT", lateness(-3600 + 15 * step for step in range(200))),
            DeletionCount("text.extracted", "R-TEXT", lateness((-2_000_000.0, -1_400_000.0, -90_000.0))),
        ),
        held=(
            Held("document.image", 2, 41.0, "R-DOC"),
            Held("text.extracted", 55, 2_300_000.0, "R-TEXT"),
            Held("account.identity", 57, 2_600_000.0, "R-ACCOUNT"),
        ),
        controls=(
            Control(
                "sealed uploads",
                "Every upload is encrypted with a key of its own before it reaches a disk.",
                True,
                "All 213 stored uploads were sealed; opening one without a permit gave ciphertext.",
                checked,
            ),
            Control(
                "keys that end by themselves",
                "The key of a document lives in memory only and expires with the policy's latest moment.",
                True,
                "The key server keeps nothing on disk; each key carries its time to live.",
                checked,
            ),
            Control(
                "encrypted connections",
                "Browsers reach the service over encrypted connections only.",
                None,
                "As configured.",
                checked,
            ),
        ),
        findings={"PERSON": 812, "EMAIL_ADDRESS": 240, "IBAN_CODE": 31, "PHONE_NUMBER": 118, "US_SSN": 2},
        permits_issued=1290,
        permits_spent=1287,
    )


def record(seen: Observed | None = None, **changes: object) -> ProcessingRecord:
    """The month's record; `changes` replace parts of the policy."""
    declared = replace(policy(), **changes) if changes else policy()
    return build_record(declared, seen or observed(), number=NUMBER, period=PERIOD, now=NOW)


def inside(part: object, kind: type) -> Iterator[object]:
    """Everything of a kind that stands anywhere inside a part of a record."""
    if isinstance(part, kind):
        yield part
    elif isinstance(part, tuple | list | frozenset):
        for item in part:
            yield from inside(item, kind)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from inside(item, kind)
    elif is_dataclass(part):
        for field in fields(part):
            yield from inside(getattr(part, field.name), kind)
