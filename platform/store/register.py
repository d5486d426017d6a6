"""What the controller stated for records, and the cookies that were placed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from governance.processing.observed import CookieSeen, Statement
from store.tables import CookieSeenRow, StatementRow, table_of

_STATEMENTS = table_of(StatementRow)
_COOKIES = table_of(CookieSeenRow)
_FRESH = timedelta(hours=1)
"""How long a cookie's last moment may lie behind before it is written again."""


class RegisterRepository:
    """Implements `operations.record_ports.Register` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, key: str, statement: Statement, by: int | None) -> None:
        """Write a statement; those before it stay."""
        self._connection.execute(
            insert(_STATEMENTS).values(
                key=key, value=statement.value, applies=statement.applies, at=statement.at, by=by
            )
        )

    def statements(self) -> Mapping[str, Statement]:
        """Read the statement that holds for each key."""
        last = select(func.max(_STATEMENTS.c.number)).group_by(_STATEMENTS.c.key)
        rows = self._connection.execute(select(_STATEMENTS).where(_STATEMENTS.c.number.in_(last)))
        return {row.key: Statement(row.value, row.at, row.applies) for row in rows if row.value}

    def placed(self, name: str, at: datetime) -> None:
        """Note that a cookie of this name was placed."""
        last = self._connection.execute(select(_COOKIES.c.last_at).where(_COOKIES.c.name == name)).scalar_one_or_none()
        if last is None:
            self._connection.execute(insert(_COOKIES).values(name=name, first_at=at, last_at=at))
        elif last < at - _FRESH:
            self._connection.execute(update(_COOKIES).where(_COOKIES.c.name == name).values(last_at=at))

    def cookies(self, rules: Mapping[str, str]) -> tuple[CookieSeen, ...]:
        """List the cookies that were placed; `rules` names the policy's rule behind a cookie."""
        rows = self._connection.execute(select(_COOKIES).order_by(_COOKIES.c.name))
        return tuple(CookieSeen(row.name, rules.get(row.name, ""), row.first_at, row.last_at) for row in rows)
