"""Duplicates and repeats: what is the same request, and what is one too many (GDPR Art. 12(5); CCPA 1798.130(b))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from governance.deadlines import months_later
from governance.rights import ENDED, Kind, State

KNOW_A_YEAR: Final = 2
"""How often one may ask to know within 12 months in California (1798.130(b)); we grant more unless it is a pattern."""
CORRECTION_MONTHS: Final = 6
"""How long a refused correction may be refused again without new proof (11 CCR 7023(g))."""
_KNOW: Final = frozenset({Kind.ACCESS, Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC})


class Repeat(StrEnum):
    """How a new request relates to the person's earlier ones."""

    NEW = "new"
    DUPLICATE = "duplicate"
    """The same is still open: the new one is joined to it and gets its dates, which are earlier."""
    REPEATED = "repeated"
    """It may be refused as excessive, or for the same correction, if a person decides so; never by itself."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request of the same person; `about` tells corrections apart (the field they are about)."""

    kind: Kind
    state: State
    received: date
    closed: date | None = None
    about: str = ""


def repeat_of(kind: Kind, received: date, earlier: Iterable[Earlier], about: str = "") -> Repeat:
    """Compare a new request with the person's earlier ones."""
    past = list(earlier)
    same = [one for one in past if one.kind is kind and one.about == about]
    if any(one.state not in ENDED for one in same):
        return Repeat.DUPLICATE
    if kind is Kind.CORRECTION:
        refused = [one.closed for one in same if one.state is State.REFUSED and one.closed is not None]
        again = any(received < months_later(closed, CORRECTION_MONTHS) for closed in refused)
        return Repeat.REPEATED if again else Repeat.NEW
    answered = {State.ANSWERED, State.PARTLY_REFUSED}
    known = [
        one for one in past if one.kind in _KNOW and one.state in answered and received < months_later(one.received, 12)
    ]
    return Repeat.REPEATED if kind in _KNOW and len(known) >= KNOW_A_YEAR else Repeat.NEW
