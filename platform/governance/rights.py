"""What people may ask of us, and every step that a request may take from its arrival to its answer."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Regime(StrEnum):
    """A law that gives rights; the values are those of the policy's regimes."""

    GDPR = "gdpr"
    CCPA = "ccpa"


class Kind(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    KNOW_CATEGORIES = "know_categories"
    KNOW_SPECIFIC = "know_specific"
    CORRECTION = "correction"
    DELETION = "deletion"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    WITHDRAWAL = "withdrawal"
    OPT_OUT = "opt_out"
    LIMIT = "limit"

    @property
    def regimes(self) -> frozenset[Regime]:
        """Under which laws the right exists."""
        return frozenset(_SOURCES[self])

    @property
    def articles(self) -> tuple[str, ...]:
        """Where it is written."""
        return tuple(_SOURCES[self].values())

    @property
    def at_once(self) -> bool:
        """Tell whether it is carried out without asking who asks (11 CCR 7060(b))."""
        return self in {Kind.OPT_OUT, Kind.LIMIT}

    @property
    def hands_out(self) -> bool:
        """Tell whether the answer is a pack of data, which waits sealed to be fetched."""
        return self in {Kind.ACCESS, Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC, Kind.PORTABILITY}


_SOURCES: Final[Mapping[Kind, Mapping[Regime, str]]] = MappingProxyType(
    {
        Kind.ACCESS: {Regime.GDPR: "GDPR Art. 15", Regime.CCPA: "CCPA 1798.110"},
        Kind.KNOW_CATEGORIES: {Regime.CCPA: "CCPA 1798.110(a)"},
        Kind.KNOW_SPECIFIC: {Regime.CCPA: "CCPA 1798.110(a)(5)"},
        Kind.CORRECTION: {Regime.GDPR: "GDPR Art. 16", Regime.CCPA: "CCPA 1798.106"},
        Kind.DELETION: {Regime.GDPR: "GDPR Art. 17", Regime.CCPA: "CCPA 1798.105"},
        Kind.PORTABILITY: {Regime.GDPR: "GDPR Art. 20"},
        Kind.OBJECTION: {Regime.GDPR: "GDPR Art. 21"},
        Kind.RESTRICTION: {Regime.GDPR: "GDPR Art. 18"},
        Kind.WITHDRAWAL: {Regime.GDPR: "GDPR Art. 7(3)"},
        Kind.OPT_OUT: {Regime.CCPA: "CCPA 1798.120"},
        Kind.LIMIT: {Regime.CCPA: "CCPA 1798.121"},
    }
)

_ALWAYS: Final = frozenset({Kind.ACCESS, Kind.CORRECTION, Kind.RESTRICTION})
_BY_BASIS: Final[Mapping[str, frozenset[Kind]]] = MappingProxyType(
    {
        "6(1)(a)": _ALWAYS | {Kind.DELETION, Kind.PORTABILITY, Kind.WITHDRAWAL},
        "6(1)(b)": _ALWAYS | {Kind.DELETION, Kind.PORTABILITY},
        "6(1)(c)": _ALWAYS,
        "6(1)(d)": _ALWAYS | {Kind.DELETION},
        "6(1)(e)": _ALWAYS | {Kind.OBJECTION},
        "6(1)(f)": _ALWAYS | {Kind.DELETION, Kind.OBJECTION},
    }
)


def exists_under(kind: Kind, basis: str, *, marketing: bool = False) -> bool:
    """Tell whether the GDPR gives a right over data that is processed on a basis, such as `6(1)(b)`.

    Objecting to direct marketing is always possible (Art. 21(2)); unlawfully processed data is erased whatever
    the basis (Art. 17(1)(d)), which is no question of this table. Raises KeyError for a basis Art. 6 does not have.
    """
    return kind in _BY_BASIS[basis] or (kind is Kind.OBJECTION and marketing)


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"
    IDENTIFIED = "identified"
    IN_WORK = "in_work"
    IN_REVIEW = "in_review"
    REFUSAL_PROPOSED = "refusal_proposed"
    ANSWERED = "answered"
    PARTLY_REFUSED = "partly_refused"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Act(StrEnum):
    """What may be done with a request."""

    ASK_IDENTITY = "ask_identity"
    IDENTIFY = "identify"
    START = "start"
    HOLD = "hold"
    RELEASE = "release"
    EXTEND = "extend"
    PROPOSE_REFUSAL = "propose_refusal"
    REJECT_REFUSAL = "reject_refusal"
    APPROVE_REFUSAL = "approve_refusal"
    ANSWER = "answer"
    ANSWER_PARTLY = "answer_partly"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


ENDED: Final = frozenset({State.ANSWERED, State.PARTLY_REFUSED, State.REFUSED, State.WITHDRAWN, State.EXPIRED})
OPEN: Final = frozenset(State) - ENDED
PROVEN: Final = frozenset({State.IDENTIFIED, State.IN_WORK, State.IN_REVIEW})
"""Where who asks is known well enough, so that work may be done."""

_S, _A = State, Act
TRANSITIONS: Final[Mapping[State, Mapping[Act, State]]] = MappingProxyType(
    {
        _S.RECEIVED: {
            _A.ASK_IDENTITY: _S.IDENTITY_ASKED, _A.IDENTIFY: _S.IDENTIFIED, _A.EXTEND: _S.RECEIVED,
            _A.PROPOSE_REFUSAL: _S.REFUSAL_PROPOSED, _A.WITHDRAW: _S.WITHDRAWN,
        },
        _S.IDENTITY_ASKED: {
            _A.IDENTIFY: _S.IDENTIFIED, _A.EXTEND: _S.IDENTITY_ASKED, _A.PROPOSE_REFUSAL: _S.REFUSAL_PROPOSED,
            _A.WITHDRAW: _S.WITHDRAWN, _A.EXPIRE: _S.EXPIRED,
        },
        _S.IDENTIFIED: {
            _A.START: _S.IN_WORK, _A.EXTEND: _S.IDENTIFIED, _A.PROPOSE_REFUSAL: _S.REFUSAL_PROPOSED,
            _A.WITHDRAW: _S.WITHDRAWN,
        },
        _S.IN_WORK: {
            _A.HOLD: _S.IN_REVIEW, _A.EXTEND: _S.IN_WORK, _A.PROPOSE_REFUSAL: _S.REFUSAL_PROPOSED,
            _A.ANSWER: _S.ANSWERED, _A.ANSWER_PARTLY: _S.PARTLY_REFUSED, _A.WITHDRAW: _S.WITHDRAWN,
        },
        _S.IN_REVIEW: {
            _A.RELEASE: _S.IN_WORK, _A.EXTEND: _S.IN_REVIEW, _A.PROPOSE_REFUSAL: _S.REFUSAL_PROPOSED,
            _A.WITHDRAW: _S.WITHDRAWN,
        },
        _S.REFUSAL_PROPOSED: {
            # Where a rejected proposal leads back to is kept with the request.
            _A.REJECT_REFUSAL: _S.REFUSAL_PROPOSED, _A.APPROVE_REFUSAL: _S.REFUSED, _A.WITHDRAW: _S.WITHDRAWN,
        },
        **{state: {} for state in sorted(ENDED)},
    }
)  # fmt: skip
"""The one table of requests: what may be done where, and where it leads. Nothing leaves an end."""


class NotNow(Exception):
    """The act is not possible: `why` is `state`, `late`, `again`, `same_person` or `no_term`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Progress:
    """What the table needs to know of a request.

    `before_refusal` is where a proposed refusal found it, `proposed_by` who proposed it (an account's number or a
    name of a door); `extended_on` is when the extension was told.
    """

    state: State = State.RECEIVED
    before_refusal: State | None = None
    proposed_by: str = ""
    extended_on: date | None = None


def step(
    progress: Progress, act: Act, *, by: str = "", on: date | None = None, extend_by: date | None = None
) -> Progress:
    """Take one step; raises NotNow and changes nothing when it may not be taken.

    A refusal takes two people: who proposed it cannot approve it. An extension is told once, on or before
    `extend_by` (GDPR Art. 12(3): within the first month; 11 CCR 7021(b): within the first 45 days); `extend_by`
    None means that the law knows no extension. Raises ValueError when `on` or `by` is missing where it counts.
    """
    following = TRANSITIONS[progress.state].get(act)
    if following is None:
        raise NotNow("state")
    if act is Act.EXTEND:
        return _extended(progress, on, extend_by)
    if act is Act.PROPOSE_REFUSAL:
        return replace(progress, state=following, before_refusal=progress.state, proposed_by=_named(by))
    if act is Act.APPROVE_REFUSAL and _named(by) == progress.proposed_by:
        raise NotNow("same_person")
    if act is Act.REJECT_REFUSAL:
        back = progress.before_refusal or State.RECEIVED
        return replace(progress, state=back, before_refusal=None, proposed_by="")
    return replace(progress, state=following)


def _extended(progress: Progress, on: date | None, extend_by: date | None) -> Progress:
    if on is None:
        raise ValueError("an extension is told on a day")
    if extend_by is None:
        raise NotNow("no_term")
    if progress.extended_on is not None:
        raise NotNow("again")
    if on > extend_by:
        raise NotNow("late")
    return replace(progress, extended_on=on)


def _named(by: str) -> str:
    if not by:
        raise ValueError("a refusal is decided by somebody")
    return by


def regimes_for(kind: Kind, location: str, in_force: Set[str]) -> frozenset[Regime]:
    """Give the laws whose clocks run for a request: those of the person's home, or all where that is unknown.

    `location` is `eea`, `california` or anything else; `in_force` are the policy's regimes. A right that the home's
    law does not have is granted all the same, under the clock of the law that has it.
    """
    known = frozenset(regime for regime in kind.regimes if regime.value in in_force)
    home = {"eea": Regime.GDPR, "california": Regime.CCPA}.get(location)
    return frozenset({home}) if home in known else known
