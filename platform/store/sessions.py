"""Who is logged in, by digests of what their cookies hold."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from operations.session_rows import LoggedIn
from store.tables import SessionRow, table_of

_ROWS = table_of(SessionRow)
_FIELDS = tuple(LoggedIn.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class SessionRepository:
    """Implements `operations.session_rows.Sessions` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: LoggedIn) -> None:
        """Write one."""
        self._connection.execute(insert(_ROWS).values({name: getattr(session, name) for name in _FIELDS}))

    def get(self, session: str) -> LoggedIn | None:
        """Read one."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == session)).one_or_none()
        return None if row is None else LoggedIn(**row._mapping)  # noqa: SLF001

    def of_person(self, person: int) -> Sequence[LoggedIn]:
        """Read a person's, the one last used first."""
        found = _SELECT.where(_ROWS.c.person == person).order_by(_ROWS.c.seen_at.desc(), _ROWS.c.begun_at.desc())
        return [LoggedIn(**row._mapping) for row in self._connection.execute(found)]  # noqa: SLF001

    def see(self, session: str, at: datetime) -> None:
        """Note when one was last used."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == session).values(seen_at=at))

    def end(self, person: int, *, only: str = "", but: str = "") -> int:
        """End one of a person's, or all but one, or all; return how many were ended."""
        condition = _ROWS.c.person == person
        if only:
            condition &= _ROWS.c.id == only
        if but:
            condition &= _ROWS.c.id != but
        return self._connection.execute(delete(_ROWS).where(condition)).rowcount

    def end_due(self, now: datetime) -> int:
        """End all whose date has come; return how many."""
        return self._connection.execute(delete(_ROWS).where(_ROWS.c.due_at <= now)).rowcount
