"""Look at what is due, late, stopped, held and coming, as the data protection officer does; looking is on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.caps import LetGo
from governance.errors import ProvisoError
from governance.holds import Hold
from governance.processing.observed import Lateness
from operations.clock_ports import Beat
from operations.facts import Actor
from operations.ports import Unit
from operations.retention_ports import Coming, DueRow, Ending
from operations.review_decisions import review_ledger
from operations.services import Services
from operations.sweep import OWN_WAYS, kept_by, over_cap

DAYS = 30
"""How far back lateness is summed up, and how far ahead dates are counted."""
SHOWN = 500
"""How many due rows a page lists."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data with a date: what is due now, how late the first of it is, and what a cap or a hold keeps.

    `late` is in seconds after the date; zero when nothing is due.
    """

    ending: Ending
    due: int
    late: float
    stopped: bool
    let_go_at: datetime | None
    held: int
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class RetentionReview:
    """Everything that the page of retention shows; `lateness` by rule over the last thirty days."""

    now: datetime
    beat: Beat | None
    kinds: tuple[Kind, ...]
    lateness: Mapping[str, Lateness]


@dataclass(frozen=True, slots=True)
class DueReview:
    """What is due of one kind: how many rows, the first of them, and whether a cap stops them."""

    ending: Ending
    count: int
    rows: tuple[DueRow, ...]
    stopped: bool
    let_go_at: datetime | None


def review_retention(services: Services, actor: Actor) -> RetentionReview:
    """Sum up the state of every kind; costs what is due and what comes within thirty days. Raises GateRefused."""
    review_ledger(services, actor, "retention")
    now = services.now()
    with services.store.read() as unit:
        endings, beat = unit.dues.endings(), unit.clockwork.last()
        late = unit.dues.lateness(now - timedelta(days=DAYS), now)
        kinds = [_kind(services, unit, ending, now) for ending in endings]
    return RetentionReview(now, beat, tuple(kinds), late)


def review_due(services: Services, actor: Actor, of: str) -> DueReview:
    """List what is due of one kind, the longest due first; raises ProvisoError not-found, and GateRefused."""
    review_ledger(services, actor, of)
    now, kept = services.now(), kept_by(services.policy)
    with services.store.read() as unit:
        ending = next((each for each in unit.dues.endings() if each.name == of), None)
        if ending is None:
            raise ProvisoError("not-found")
        rows, count = unit.dues.due(ending, now, kept, SHOWN), unit.dues.tally(ending, now, kept)
        ordered = unit.clockwork.ordered(of)
    stopped = of not in OWN_WAYS and over_cap(services, ending, now)
    return DueReview(ending, count, tuple(rows), stopped, _active(ordered, now))


def review_holds(services: Services, actor: Actor) -> Sequence[Hold]:
    """List the holds in force, oldest first; raises GateRefused."""
    review_ledger(services, actor, "holds")
    with services.store.read() as unit:
        return unit.holds.active(services.now())


def _kind(services: Services, unit: Unit, ending: Ending, now: datetime) -> Kind:
    kept = kept_by(services.policy)
    due = unit.dues.tally(ending, now, kept)
    first = unit.dues.due(ending, now, kept, 1)
    stopped = ending.name not in OWN_WAYS and over_cap(services, ending, now)
    return Kind(
        ending,
        due,
        (now - first[0].due_at).total_seconds() if first else 0.0,
        stopped,
        _active(unit.clockwork.ordered(ending.name), now),
        unit.dues.held_back(ending, now, kept),
        tuple(unit.dues.coming(ending, now, DAYS)),
    )


def _active(ordered: LetGo | None, now: datetime) -> datetime | None:
    return ordered.ordered_at if ordered is not None and ordered.covers(now) else None
