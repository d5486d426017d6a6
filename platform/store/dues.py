"""Rows and their dates of deletion, for every table that its annotation gives one: what is due, and how it ends."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Select, and_, bindparam, case, delete, func, not_, select, update

from governance.dating import UNDATED_FROM, Dated
from governance.processing.observed import Lateness
from operations.retention_ports import Coming, DueRow, Ending, Kept, OutdatedRow
from store.kept_rows import kept_by_hold
from store.lateness import note_lateness, read_lateness
from store.persons_rows import PEOPLE, PersonTable, points_to, tables_about_people
from store.tables import METADATA
from store.tables.about import Due

_CLOSED = "account.closed"


@lru_cache(maxsize=1)
def _places() -> Mapping[Ending, tuple[PersonTable, Due]]:
    return {
        Ending(table.name, due.at, due.category, whole=not due.ended): (table, due)
        for table in tables_about_people()
        for due in table.dues
    }


class DueRepository:
    """Implements `operations.retention_ports.Dues` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def endings(self) -> Sequence[Ending]:
        """List every way in which rows of any table end, those first that others refer to last."""
        return tuple(_places())

    def due(self, ending: Ending, now: datetime, kept: Kept, limit: int) -> Sequence[DueRow]:
        """Read rows whose date has come and nothing keeps, the longest due first."""
        table, due = _places()[ending]
        at = table.table.c[due.at]
        found = select(table.key, at, table.table.c[due.rule], table.table.c[due.policy])
        found = _open(found.where(at <= now, not_(kept_by_hold(table, due, kept, now))), table, due)
        rows = self._connection.execute(found.order_by(at).limit(limit))
        return [DueRow(ending, *row) for row in rows]

    def ahead(self, now: datetime, days: int) -> Mapping[date, int]:
        """Count the rows of all endings that come to their date on each of the next days (UTC)."""
        last = now + timedelta(days=days)
        counted: Counter[date] = Counter()
        for table, due in _places().values():
            at = table.table.c[due.at]
            found = _open(select(at).where(at > now, at <= last), table, due)
            counted.update(moment.astimezone(UTC).date() for moment in self._connection.execute(found).scalars())
        return counted

    def past(self, of: str, key: str | int, now: datetime) -> bool:
        """Tell whether the row of a key has reached its date, held or not; False when there is none."""
        table, due = next(place for ending, place in _places().items() if ending.name == of)
        found = select(table.key).where(table.key == key, table.table.c[due.at] <= now)
        return self._connection.execute(_open(found, table, due)).first() is not None

    def coming(self, ending: Ending, now: datetime, days: int) -> Sequence[Coming]:
        """Sum up what comes to its date within so many days, by rule; else name the one row that is next."""
        table, due = _places()[ending]
        at, rule = table.table.c[due.at], table.table.c[due.rule]
        within = [func.sum(case((at <= now + timedelta(days=span), 1), else_=0)) for span in (1, 7)]
        found = select(rule, func.min(at), *within, func.count())
        found = _open(found.where(at > now, at <= now + timedelta(days=days)), table, due).group_by(rule)
        rows = self._connection.execute(found.order_by(func.min(at))).all()
        if rows:
            return [Coming(row[0], _moment(row[1]), *map(int, row[2:])) for row in rows]
        later = _open(select(rule, at).where(at > now, at < UNDATED_FROM), table, due).order_by(at).limit(1)
        return [Coming(row[0], row[1], 0, 0, 0) for row in self._connection.execute(later)]

    def tally(self, ending: Ending, now: datetime, kept: Kept) -> int:
        """Count the rows that are due and kept by nothing."""
        table, due = _places()[ending]
        found = select(func.count()).select_from(table.table)
        found = found.where(table.table.c[due.at] <= now, not_(kept_by_hold(table, due, kept, now)))
        return int(self._connection.execute(_open(found, table, due)).scalar_one())

    def later(self, ending: Ending, now: datetime, limit: int) -> int:
        """Count the rows that have a later date, up to a limit; costs no more than that."""
        table, due = _places()[ending]
        found = _open(select(table.key).where(table.table.c[due.at] > now), table, due).limit(limit).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def held_back(self, ending: Ending, now: datetime, kept: Kept) -> int:
        """Count the rows that are past their date and kept by a hold."""
        table, due = _places()[ending]
        found = select(func.count()).select_from(table.table)
        found = found.where(table.table.c[due.at] <= now, kept_by_hold(table, due, kept, now))
        return int(self._connection.execute(_open(found, table, due)).scalar_one())

    def count(self, ending: Ending) -> int:
        """Count the rows of this ending that have not ended."""
        table, due = _places()[ending]
        found = _open(select(func.count()).select_from(table.table), table, due)
        return int(self._connection.execute(found).scalar_one())

    def end(self, ending: Ending, rows: Sequence[DueRow], at: datetime) -> int:
        """Delete the rows, with those that go with them, or clear what ends of them; counted."""
        table, due = _places()[ending]
        keys = [row.key for row in rows]
        these = table.key.in_(keys)
        if not due.ended:
            self._delete_with(table, keys)
            return self._connection.execute(delete(table.table).where(these)).rowcount
        cleared: dict[str, object] = {
            column.name: {} if isinstance(column.type, JSON) else None
            for column in table.table.columns
            if column.info["category"] == due.category and column.name != due.at
        }
        ended = update(table.table).where(these, table.table.c[due.ended].is_(None))
        return self._connection.execute(ended.values(cleared | {due.ended: at})).rowcount

    def _delete_with(self, parent: PersonTable, keys: Sequence[Any]) -> None:
        for table in tables_about_people():
            if table.about.goes_with == parent.name:
                link = next(column for column in table.table.columns if points_to(column) is parent.key)
                self._connection.execute(delete(table.table).where(link.in_(keys)))

    def note_lateness(self, rule: str, seconds: Sequence[float], at: datetime) -> None:
        """Count how late deletions came, in seconds after their date."""
        note_lateness(self._connection, rule, seconds, at)

    def lateness(self, since: datetime, until: datetime) -> Mapping[str, Lateness]:
        """Sum up by rule how late deletions came in a period of whole days."""
        return read_lateness(self._connection, since, until)

    def outdated(self, ending: Ending, policy: str, limit: int, *, undated: bool = False) -> Sequence[OutdatedRow]:
        """Read rows that have not ended and whose date is not from this policy; `undated` reads those without one."""
        table, due = _places()[ending]
        columns = table.table.c
        if due.born not in table.table.c:
            return []
        moments = {"": due.born} | dict(due.events)
        found = select(
            table.key.label("key_"),
            columns[due.at].label("at_"),
            columns[due.rule].label("rule_"),
            columns[due.policy].label("policy_"),
            _closing(table).label("closed_"),
            *(columns[name].label(f"moment_{index}") for index, name in enumerate(moments.values())),
        ).where(columns[due.at] >= UNDATED_FROM if undated else columns[due.policy] != policy)
        # What a date hangs on may not have happened: a copy that was asked for and not made has none.
        found = _open(found, table, due).where(columns[due.born].is_not(None))
        return [_outdated(row, tuple(moments)) for row in self._connection.execute(found.limit(limit))]

    def redate(self, ending: Ending, dates: Mapping[str | int, Dated]) -> int:
        """Give rows, by their keys, other dates; counted."""
        if not dates:
            return 0
        table, due = _places()[ending]
        changed = (
            update(table.table)
            .where(table.key == bindparam("key_"))
            .values({due.at: bindparam("at_"), due.rule: bindparam("rule_"), due.policy: bindparam("policy_")})
        )
        values = [
            {"key_": key, "at_": date.due_at, "rule_": date.rule, "policy_": date.policy} for key, date in dates.items()
        ]
        return self._connection.execute(changed, values).rowcount

    def bring_forward(self, person: int, rule: str, due_at: datetime, *, item: str = "") -> int:
        """Move the dates of a person's rows under a rule to an earlier moment, never to a later one; counted."""
        moved = 0
        for table, due in _places().values():
            columns = table.table.c
            later = and_(table.belongs_to(person), columns[due.rule] == rule, columns[due.at] > due_at)
            if item:
                later = and_(later, table.key == item)
            if due.ended:
                later = and_(later, columns[due.ended].is_(None))
            moved += self._connection.execute(update(table.table).where(later).values({due.at: due_at})).rowcount
        return moved


def _open(found: Select[Any], table: PersonTable, due: Due) -> Select[Any]:
    return found.where(table.table.c[due.ended].is_(None)) if due.ended else found


def _moment(found: Any) -> datetime:
    # SQLite gives the smallest of a column back as the text that it keeps.
    moment: datetime = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _closing(table: PersonTable) -> Any:
    """When the account that a row belongs to was closed: an event that shortens what hangs on the account."""
    accounts = METADATA.tables[PEOPLE]
    if not table.about.path:
        return accounts.c.closed_at
    owners = accounts.alias("owners")
    return select(owners.c.closed_at).where(owners.c.id == table.owner).correlate(table.table).scalar_subquery()


def _outdated(row: Any, events: tuple[str, ...]) -> OutdatedRow:
    moments = {name: getattr(row, f"moment_{index}") for index, name in enumerate(events)} | {_CLOSED: row.closed_}
    known = {name: moment for name, moment in moments.items() if moment is not None}
    return OutdatedRow(row.key_, Dated(row.at_, row.rule_, row.policy_), known)
