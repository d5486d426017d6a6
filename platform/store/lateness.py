"""The counts of how late deletions came, by day, rule and step."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, insert, select, update

from governance.lateness import count_steps, summary
from governance.processing.observed import Lateness
from store.tables import LatenessRow, table_of

_ROWS = table_of(LatenessRow)


def note_lateness(connection: Connection, rule: str, seconds: Sequence[float], at: datetime) -> None:
    """Add deletions to the counts of their day."""
    for step, (count, longest) in count_steps(seconds).items():
        here = (_ROWS.c.day == at.date(), _ROWS.c.rule == rule, _ROWS.c.step == step)
        greater = case((_ROWS.c.longest > longest, _ROWS.c.longest), else_=longest)
        added = update(_ROWS).where(*here).values(count=_ROWS.c.count + count, longest=greater)
        if not connection.execute(added).rowcount:
            row = {"day": at.date(), "rule": rule, "step": step, "count": count, "longest": longest}
            connection.execute(insert(_ROWS).values(row))


def read_lateness(connection: Connection, since: datetime, until: datetime) -> Mapping[str, Lateness]:
    """Sum the counts of a period of whole days up by rule."""
    found = (
        select(_ROWS.c.rule, _ROWS.c.step, func.sum(_ROWS.c.count), func.max(_ROWS.c.longest))
        .where(_ROWS.c.day >= since.date(), _ROWS.c.day <= until.date())
        .group_by(_ROWS.c.rule, _ROWS.c.step)
    )
    by_rule: dict[str, dict[int, tuple[int, float]]] = {}
    for rule, step, count, longest in connection.execute(found):
        by_rule.setdefault(rule, {})[step] = (int(count), float(longest))
    sums = ((rule, summary(steps)) for rule, steps in sorted(by_rule.items()))
    return {rule: late for rule, late in sums if late is not None}
