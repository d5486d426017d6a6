"""Work dates of deletion out anew after the policy changed: earlier ones count at once, later ones hardly ever."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.dating import Dated, redated, rule_of
from governance.retention import due
from operations.retention_ports import Ending, OutdatedRow
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Redated:
    """How many rows got an earlier date, a later one, their first, or kept the one they had."""

    earlier: int = 0
    later: int = 0
    first: int = 0
    same: int = 0

    def __add__(self, other: "Redated") -> "Redated":
        """Sum up."""
        return Redated(
            self.earlier + other.earlier, self.later + other.later, self.first + other.first, self.same + other.same
        )

    @property
    def rows(self) -> int:
        """All of them."""
        return self.earlier + self.later + self.first + self.same


def redate(services: Services, *, undated: bool = False) -> Redated:
    """Bring every date to the policy in force and say what changed; may be interrupted and run again.

    `undated` looks only for rows that have no date yet, which an index finds. A later date is given only where the
    policy says so (`change_notification.lengthen_held`), and each one is written into the ledger with both dates.
    """
    with services.store.read() as unit:
        endings = unit.dues.endings()
    total = Redated()
    for ending in endings:
        while True:
            done = _batch(services, ending, undated=undated)
            total += done
            if not done.rows:
                break
    return total


def _batch(services: Services, ending: Ending, *, undated: bool) -> Redated:
    with services.store.begin() as unit:
        digest = services.policy.digest
        rows = unit.dues.outdated(ending, digest, services.limits.sweep_rows, undated=undated)
        dates = {row.key: date for row in rows if (date := _date(services, ending, row)) is not None}
        unit.dues.redate(ending, dates)
        done, later = _counted(rows, dates)
        if done.rows:
            unit.ledger.append(
                "retention.redated",
                services.now(),
                {
                    "of": ending.name,
                    "policy": digest,
                    "from": sorted({row.held.policy for row in rows if row.key in dates}),
                    "earlier": done.earlier,
                    "first": done.first,
                    "same": done.same,
                    "later": later,
                },
            )
    return done


def _date(services: Services, ending: Ending, row: OutdatedRow) -> Dated | None:
    """Give the date of the policy in force; None while what it hangs on has not happened (a copy not made yet)."""
    rule = rule_of(services.policy, row.held.rule, ending.category)
    if rule is None or "" not in row.events:
        return None
    events = {(name or rule.ceiling_from): moment for name, moment in row.events.items()}
    moment = redated(services.policy, row.held.due_at, due(rule, events))
    return Dated(moment, rule.id, services.policy.digest)


def _counted(rows: Sequence[OutdatedRow], dates: dict[str | int, Dated]) -> tuple[Redated, list[list[object]]]:
    done = Redated()
    later: list[list[object]] = []
    for row in rows:
        date = dates.get(row.key)
        if date is None:
            continue
        if not row.held.policy:
            done += Redated(first=1)
        elif date.due_at > row.held.due_at:
            done += Redated(later=1)
            later.append([row.key, row.held.due_at, date.due_at])
        else:
            done += Redated(earlier=1) if date.due_at < row.held.due_at else Redated(same=1)
    return done, later
