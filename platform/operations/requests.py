"""What the work needs of the storeroom for requests about rights: their rows, what came with them, what goes out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from governance.clocks import Holidays
from governance.identity import Channel, Proof
from governance.repeats import Repeat
from governance.rights import ENDED, Kind, Progress, Regime, State


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """One request as it is kept; whoever has `reference` can come back to it, with a code by e-mail.

    `about` is a code that says what exactly, such as the field to correct; `proposed_by` and `decided_by` are numbers
    of accounts; `review` is what was decided about other people's data (empty, whole or masked).
    """

    id: str
    reference: str
    person: int | None
    kind: Kind
    about: str
    channel: Channel
    regimes: frozenset[Regime]
    state: State
    received_at: datetime
    acknowledge_by: date
    respond_by: date
    respond_limit: date
    extend_by: date
    extended_by: date | None
    extended_limit: date | None
    due_at: datetime
    rule: str
    policy: str
    extended_on: date | None = None
    before_refusal: State | None = None
    proposed_by: str = ""
    decided_by: str = ""
    ground: str = ""
    proofs: frozenset[Proof] = frozenset()
    repeat: Repeat = Repeat.NEW
    review: str = ""
    identified_at: datetime | None = None
    closed_at: datetime | None = None
    warned_on: date | None = None

    @property
    def progress(self) -> Progress:
        """What the table of steps needs to know of it."""
        return Progress(self.state, self.before_refusal, self.proposed_by, self.extended_on)

    @property
    def open(self) -> bool:
        """Tell whether it has not come to an end."""
        return self.state not in ENDED

    @property
    def due(self) -> date:
        """The day by which it is to be answered, extended or not."""
        return self.extended_by if self.extended_on and self.extended_by else self.respond_by

    @property
    def limit(self) -> date:
        """The last day on which an answer is lawful."""
        return self.extended_limit if self.extended_on and self.extended_limit else self.respond_limit


@dataclass(frozen=True, slots=True)
class Details:
    """What came with a request. It lies sealed, and goes some time after the request's end.

    `address` is where the asker is written to (empty for an account), `about_address` the account that it is about
    when somebody else asks; `wish` is what was written, `value` the right value of a correction, `letter` what the
    officer wrote about a refusal or what was done, `longer` why it takes longer, `weighed` why texts with others'
    names go out as they do.
    """

    address: str = ""
    about_address: str = ""
    name: str = ""
    wish: str = ""
    value: str = ""
    declared: bool = False
    language: str = ""
    letter: str = ""
    weighed: str = ""
    longer: str = ""


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """One moment of a request's history: what, by which role, with a code that says more."""

    at: datetime
    what: str
    role: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """How one step of carrying out stands."""

    step: str
    attempts: int = 0
    fault: str = ""
    done_at: datetime | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code sent by e-mail: its keyed digest, how often it was tried, and until when it is good."""

    digest: bytes
    tries: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """Something handed over with a request; its bytes come only out of the vault."""

    id: str
    request: str
    kind: str
    name: str
    byte_count: int
    sha256: str
    created_at: datetime
    due_at: datetime
    rule: str
    policy: str
    taken_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Sealed bytes and the wrapped key that opens them."""

    sealed: bytes
    wrapped_key: bytes


class Requests(Protocol):
    """The rows of requests; every change of state is a counted UPDATE."""

    def add(self, request: HeldRequest) -> None:
        """Write a new one."""

    def get(self, request: str) -> HeldRequest | None:
        """Read one."""

    def by_reference(self, reference: str) -> HeldRequest | None:
        """Read one by its reference."""

    def of_person(self, person: int) -> Sequence[HeldRequest]:
        """The person's requests, newest first."""

    def board(self, *, open_only: bool, limit: int = 200) -> Sequence[HeldRequest]:
        """Requests for the officer's desk, those due first at the top."""

    def move(self, before: HeldRequest, after: HeldRequest) -> bool:
        """Write what changed, if the state is still that of `before`; tell whether it was."""

    def claim(self, request: str, *, now: datetime, until: datetime) -> bool:
        """Take one for carrying out; False when another holds it."""

    def lay_down(self, request: str) -> None:
        """Give it back for whoever comes next."""

    def waiting(self, states: AbstractSet[State], limit: int) -> Sequence[HeldRequest]:
        """Requests in some states, oldest first."""

    def note(self, request: str, event: RequestEvent) -> None:
        """Add a moment to its history."""

    def events(self, request: str) -> Sequence[RequestEvent]:
        """Its history, oldest first."""

    def plan(self, request: str, steps: Sequence[str]) -> None:
        """Write the steps of carrying out that are not there yet."""

    def steps(self, request: str) -> Sequence[StepTaken]:
        """Its steps, in order."""

    def finish_step(self, request: str, step: str, *, at: datetime, count: int) -> None:
        """Note that a step is done."""

    def fail_step(self, request: str, step: str, *, fault: str) -> None:
        """Note that a step was tried and what stopped it."""

    def put_details(self, request: str, sealed: bytes, *, due_at: datetime, rule: str, policy: str) -> None:
        """Write what came with it, sealed, in place of what was there."""

    def details(self, request: str) -> bytes | None:
        """Read that; None when it is gone."""

    def details_end(self, request: str, *, due_at: datetime) -> None:
        """Bring the end of what came with it forward."""

    def details_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Requests whose details have reached their date."""

    def erase_details(self, request: str) -> bool:
        """Take details and codes out; False when there were none."""

    def put_code(self, request: str, whom: str, code: SentCode) -> None:
        """Write a code in place of the one before."""

    def code(self, request: str, whom: str) -> SentCode | None:
        """Read it."""

    def try_code(self, request: str, whom: str, *, most: int) -> bool:
        """Count one more try; False when there were `most` already, or there is no code."""

    def drop_code(self, request: str, whom: str) -> None:
        """Take a code out: it was used."""

    def drop_codes(self, now: datetime) -> int:
        """Take out codes whose time is over."""


class Papers(Protocol):
    """What is handed over with requests."""

    def add(self, paper: Paper, content: Enclosed) -> None:
        """Write one, in place of another of its kind."""

    def get(self, paper: str) -> Paper | None:
        """Read one."""

    def of_request(self, request: str) -> Sequence[Paper]:
        """Those of a request that are not gone, in order."""

    def taken(self, paper: str, at: datetime) -> None:
        """Note that it was fetched."""

    def due(self, now: datetime, limit: int) -> Sequence[Paper]:
        """Those whose date has come and that are not gone."""

    def gone(self, paper: str, at: datetime) -> bool:
        """Note that key and bytes are destroyed; False when that was noted before."""


@dataclass(frozen=True, slots=True)
class RightsDesk:
    """What requests need of this installation: its days, and how long codes and unproved requests live."""

    time_zone: str
    holidays: Holidays
    code_seconds: int
    code_tries: int
    unproved_days: int
    attempts: int = 5
