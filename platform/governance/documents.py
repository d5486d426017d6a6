"""A document on its way through the house, and every step it may take.

A document is the sealed upload and nothing else: its text is a thing of its own (`texts`), with its own key
and its own date.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where a document is; the value is also the fact `job.stage` that the policy is asked with."""

    RECEIVED = "received"
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    EXPIRED = "expired"
    LOST = "lost"


LIVE = frozenset({Stage.RECEIVED, Stage.QUEUED, Stage.PROCESSING})
ENDED = frozenset(Stage) - LIVE

STEPS: dict[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.QUEUED}) | (ENDED - {Stage.COMPLETED}),
    Stage.QUEUED: frozenset({Stage.PROCESSING}) | (ENDED - {Stage.COMPLETED}),
    # Back to queued only when the attempt that held the document is known to be dead.
    Stage.PROCESSING: frozenset({Stage.QUEUED}) | ENDED,
    **{stage: frozenset() for stage in ENDED},
}
"""The one transition table of documents; every end is an end, nothing leaves it."""


def may_step(current: Stage, following: Stage) -> bool:
    """Tell whether a document may go from one stage to the next."""
    return following in STEPS[current]


@dataclass(frozen=True, slots=True)
class Document:
    """One upload. `person` is the account's id, `due_at` the policy's ceiling, `attempt` the fencing token.

    `digest` is the SHA-256 of the sealed bytes (a commitment to what was deleted, not to the content);
    `end_code` is a code of the error catalogue, empty unless the document ended badly. `batch` documents are read
    when no other waits; `faults` counts the attempts that ended by a fault of ours, and until `not_before` the
    next one is not begun. `languages` and `mode` say how it is read (`governance.reading`); rows from before that
    was asked have neither, and are read the installation's own way.
    """

    id: str
    person: int
    stage: Stage
    format: str
    byte_count: int
    page_count: int
    pages_read: int
    keep_text: bool
    received_at: datetime
    due_at: datetime
    rule: str
    policy: str
    digest: str
    attempt: int = 0
    lease_until: datetime | None = None
    ended_at: datetime | None = None
    deleted_at: datetime | None = None
    end_code: str = ""
    batch: bool = False
    faults: int = 0
    not_before: datetime | None = None
    languages: str = ""
    mode: str = ""


def item_of(document: str, part: str, attempt: int) -> str:
    """Name what one attempt seals of a document's yield, such as its `text`: 32 hexadecimal digits.

    The name can be computed by whoever finishes or ends the document later, so nothing that a dead attempt has
    sealed is beyond finding.
    """
    return hashlib.sha256(f"{document}/{part}/{attempt}".encode()).hexdigest()[:32]
