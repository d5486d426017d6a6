"""Accounts on their way from use to their end; every step is a counted UPDATE."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, or_, select, update

from governance.accounts import may_step
from governance.dating import UNDATED_FROM, Dated
from operations.account_ports import AgingAccount
from store.tables import User, table_of

_ROWS = table_of(User)
_SELECT = select(_ROWS.c.id, _ROWS.c.account_state, _ROWS.c.last_used_at, _ROWS.c.closed_at, _ROWS.c.due_at)


class AccountRepository:
    """Implements `operations.account_ports.Accounts` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person: int) -> AgingAccount | None:
        """Read one; None for one that was purged."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == person, _ROWS.c.purged_at.is_(None))).one_or_none()
        return None if row is None else AgingAccount(*row)

    def before(self, moment: datetime, limit: int, *, states: Sequence[str]) -> Sequence[AgingAccount]:
        """Read accounts in these states whose date comes before a moment, the nearest date first."""
        found = _SELECT.where(
            _ROWS.c.purged_at.is_(None), _ROWS.c.due_at <= moment, _ROWS.c.account_state.in_(sorted(states))
        )
        return [AgingAccount(*row) for row in self._connection.execute(found.order_by(_ROWS.c.due_at).limit(limit))]

    def after(self, person: int, limit: int) -> Sequence[int]:
        """Read the accounts in use whose numbers come after one, in their order."""
        used = (_ROWS.c.id > person, _ROWS.c.active, _ROWS.c.closed_at.is_(None), _ROWS.c.purged_at.is_(None))
        return (
            self._connection.execute(select(_ROWS.c.id).where(*used).order_by(_ROWS.c.id).limit(limit)).scalars().all()
        )

    def step(self, person: int, state: str, to: str) -> bool:
        """Bring an account from one state to the next, if the transition table allows it."""
        if not may_step(state, to):
            return False
        here = update(_ROWS).where(_ROWS.c.id == person, _ROWS.c.account_state == state)
        return self._connection.execute(here.values(account_state=to)).rowcount == 1

    def use(self, person: int, day: datetime, dated: Dated) -> bool:
        """Note the day of a log-in, with the date that follows from it; what fell asleep is awake again."""
        asleep = _ROWS.c.account_state.in_(["inactive", "warned"])
        state = case((asleep, "active"), else_=_ROWS.c.account_state)
        later = or_(_ROWS.c.last_used_at.is_(None), _ROWS.c.last_used_at < day, _ROWS.c.due_at >= UNDATED_FROM)
        here = update(_ROWS).where(_ROWS.c.id == person, _ROWS.c.active, _ROWS.c.closed_at.is_(None), later)
        when = {"due_at": dated.due_at, "rule": dated.rule, "policy": dated.policy}
        return self._connection.execute(here.values(last_used_at=day, account_state=state, **when)).rowcount == 1

    def close(self, person: int, at: datetime, due_at: datetime) -> bool:
        """Shut an account: nobody logs in, every session ends."""
        here = update(_ROWS).where(_ROWS.c.id == person, _ROWS.c.closed_at.is_(None), _ROWS.c.purged_at.is_(None))
        shut = {"active": False, "account_state": "closed", "closed_at": at, "fs_uniquifier": secrets.token_hex(32)}
        return self._connection.execute(here.values(due_at=due_at, **shut)).rowcount == 1
