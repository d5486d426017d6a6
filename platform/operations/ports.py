"""What the work needs of the storeroom; each port has a real one in `store` and a fake in `tests/fakes`.

A `Unit` is one transaction: an act, its effect and its ledger entry are written in it together.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from governance.documents import Document, Stage
from governance.gate import Permit
from governance.texts import HeldText, TextState
from operations.account_ports import Accounts as Accounts
from operations.agent_rows import Agents as Agents
from operations.clock_ports import Clockwork as Clockwork
from operations.copying import Copies
from operations.decision_ports import Decisions as Decisions
from operations.decision_ports import Ledger as Ledger
from operations.decision_ports import Policies as Policies
from operations.erasing import Certificates, Erasures, PersonsRows, Suppressions
from operations.holdings import Corrections, Holdings
from operations.key_gone import KeyGone as KeyGone
from operations.messages import Messages
from operations.notice_ports import RecipientNotices
from operations.people_ports import Consents as Consents
from operations.people_ports import People as People
from operations.policy_drafts import Drafts as Drafts
from operations.reading_ports import Inspection as Inspection
from operations.reading_ports import Inspector as Inspector
from operations.reading_ports import PageImage as PageImage
from operations.reading_ports import Reader as Reader
from operations.record_ports import Records as Records
from operations.record_ports import Register as Register
from operations.register_ports import Registers as Registers
from operations.requests import Enclosed, Papers, Requests
from operations.retention_ports import Dues as Dues
from operations.retention_ports import Holds as Holds
from operations.session_rows import Sessions
from operations.sharing_ports import Sharing as Sharing
from operations.support_cases import Support as Support
from operations.token_ports import Answers as Answers
from operations.token_ports import Tokens as Tokens


class Documents(Protocol):
    """The rows of documents; every change is a counted UPDATE that names the stages it may start from."""

    def add(self, document: Document) -> None:
        """Write a new row."""

    def get(self, document: str) -> Document | None:
        """Read one row."""

    def of_person(
        self, person: int, limit: int = 100, before: tuple[datetime, str] | None = None
    ) -> Sequence[Document]:
        """The person's documents, newest first; `before` is the arrival and id of the one that came last."""

    def move(
        self,
        document: str,
        *,
        from_stages: frozenset[Stage],
        to: Stage,
        at: datetime,
        attempt: int | None = None,
        end_code: str = "",
    ) -> bool:
        """Change the stage if it is one of `from_stages` (and the attempt is that one); tell whether it did.

        Reaching an ended stage sets `ended_at`.
        """

    def give_back(self, document: str, *, attempt: int, at: datetime, fault: bool, not_before: datetime) -> bool:
        """Put a document in processing back in the queue; False when the attempt no longer holds it.

        `fault` counts against it; before `not_before` it is not claimed again.
        """

    def claim(self, document: str, *, now: datetime, lease_until: datetime) -> Document | None:
        """Take a queued document for reading: stage processing, attempt + 1; None when another was faster."""

    def progress(self, document: str, *, attempt: int, pages_read: int, page_count: int, lease_until: datetime) -> bool:
        """Note a page and lengthen the lease; False when the attempt no longer holds the document."""

    def hold(self, document: str, *, attempt: int, lease_until: datetime) -> bool:
        """Lengthen the lease; False when the attempt no longer holds the document."""

    def mark_deleted(self, document: str, at: datetime) -> bool:
        """Set `deleted_at` once; False when it was set already or the document has not ended."""

    def overdue(self, now: datetime, limit: int) -> Sequence[Document]:
        """Live documents whose ceiling has passed."""

    def to_delete(self, limit: int) -> Sequence[Document]:
        """Ended documents that are not deleted yet."""

    def to_ring(self, before: datetime, now: datetime, limit: int) -> Sequence[Document]:
        """Documents that wait since before a moment, and those whose delay is over."""

    def abandoned(self, now: datetime, limit: int) -> Sequence[Document]:
        """Documents in processing whose lease has run out."""

    def live(self, limit: int) -> Sequence[Document]:
        """All live documents (asked at start, to end those whose key is gone)."""


class Texts(Protocol):
    """The rows of texts; sealed bytes and wrapped keys go in and out only through the vault."""

    def add(self, text: HeldText) -> None:
        """Write a new row (its sealed bytes were put by the vault)."""

    def get(self, text: str) -> HeldText | None:
        """Read one row."""

    def of_document(self, document: str) -> HeldText | None:
        """The text of a document, if one was ever made."""

    def move(
        self,
        text: str,
        *,
        from_states: frozenset[TextState],
        to: TextState,
        at: datetime,
        due_at: datetime | None = None,
        rule: str | None = None,
    ) -> bool:
        """Change the state if it is one of `from_states`; deleted and expired set `gone_at`."""

    def due(self, now: datetime, limit: int) -> Sequence[HeldText]:
        """Texts that are present and whose date has come."""

    def waiting(self, limit: int) -> Sequence[HeldText]:
        """Texts that wait for a choice."""


class Unit(Protocol):
    """One transaction; leaving it without an exception commits, anything else rolls everything back."""

    documents: Documents
    texts: Texts
    copies: Copies
    people: People
    decisions: Decisions
    consents: Consents
    records: Records
    messages: Messages
    sessions: Sessions
    register: Register
    registers: Registers
    policies: Policies
    drafts: Drafts
    erasures: Erasures
    rows: PersonsRows
    suppressions: Suppressions
    certificates: Certificates
    requests: Requests
    papers: Papers
    holdings: Holdings
    corrections: Corrections
    tokens: Tokens
    answers: Answers
    sharing: Sharing
    notices: RecipientNotices
    agents: Agents
    accounts: Accounts
    dues: Dues
    holds: Holds
    clockwork: Clockwork
    support: Support
    ledger: Ledger


class Store(Protocol):
    """Where transactions come from."""

    def begin(self) -> AbstractContextManager[Unit]:
        """A transaction that may write; on SQLite it takes the write lock at once."""

    def read(self) -> AbstractContextManager[Unit]:
        """A transaction that only reads."""


class Vault(Protocol):
    """Seals what people bring and opens it against a permit; nothing else in the house unwraps a key."""

    def seal(self, item: str, content: bytes, *, seconds: int) -> str:
        """Seal under a fresh key that dies in `seconds`; return the SHA-256 of the sealed bytes."""

    def open(self, permit: Permit) -> bytes:
        """Open one item, once. Raises PermitRefused, or KeyGone when the key has died."""

    def keep(self, permit: Permit, *, due_at: datetime, rule: str) -> None:
        """Move a waiting text from the key server's clock to a wrapped key of its own.

        One transaction: the permit is spent, the text is kept until `due_at`, the ledger says so. Raises
        PermitRefused, or KeyGone when the text is no longer there.
        """

    def enclose(self, item: str, content: bytes) -> Enclosed:
        """Seal a paper of a request under a fresh key and wrap that; the caller writes both into its row."""

    def alive(self, item: str) -> bool:
        """Tell whether the item can still be opened by anybody."""

    def destroy(self, item: str) -> bool:
        """Destroy key and sealed bytes; may be repeated. True when neither is found afterwards."""


class Bell(Protocol):
    """The queue: it only ever carries ids."""

    def ring_document(self, document: str, *, batch: bool = False) -> None:
        """Ask a worker to look at a document; one of a batch waits until nothing else does."""

    def ring_record(self, record: str) -> None:
        """Ask a worker to make a record."""

    def ring_policy(self, draft: str) -> None:
        """Ask a worker to check a draft of the policy; never raises, since the clock rings again."""

    def ring_request(self, request: str) -> None:
        """Ask a worker to make the answer to a request."""
