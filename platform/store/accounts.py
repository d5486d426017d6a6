"""Accounts on their way from use to their end; every step is a counted UPDATE."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, delete, insert, or_, select, update

from governance.accounts import may_step
from governance.auditing import Term, scope_of
from governance.dating import UNDATED_FROM, Dated
from operations.account_ports import AgingAccount
from store.tables import Role, RolesUsers, User, table_of
from store.tables.accounts import STAFF

_ROWS = table_of(User)
_HELD, _ROLES = table_of(RolesUsers), table_of(Role)
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

    def term(self, person: int, role: str) -> Term | None:
        """Read the terms of a role that an account has."""
        found = select(_HELD.c.until, _HELD.c.scope).join(_ROLES, _HELD.c.role_id == _ROLES.c.id)
        row = self._connection.execute(found.where(_HELD.c.user_id == person, _ROLES.c.name == role)).one_or_none()
        return None if row is None else Term(row.until, scope_of(row.scope))

    def grant(self, person: int, role: str, term: Term) -> None:
        """Give an account a role, or its role other terms."""
        number = select(_ROLES.c.id).where(_ROLES.c.name == role).scalar_subquery()
        values = {"until": term.until, "scope": ",".join(sorted(term.scope))}
        here = update(_HELD).where(_HELD.c.user_id == person, _HELD.c.role_id == number).values(values)
        if not self._connection.execute(here).rowcount:
            self._connection.execute(insert(_HELD).values(user_id=person, role_id=number, **values))

    def revoke(self, person: int, role: str) -> bool:
        """Take a role from an account."""
        number = select(_ROLES.c.id).where(_ROLES.c.name == role).scalar_subquery()
        gone = delete(_HELD).where(_HELD.c.user_id == person, _HELD.c.role_id == number)
        return self._connection.execute(gone).rowcount == 1

    def staff(self) -> Sequence[tuple[int, str, str, Term]]:
        """List everybody who sees other people's things."""
        found = (
            select(_ROWS.c.id, _ROWS.c.email, _ROLES.c.name, _HELD.c.until, _HELD.c.scope)
            .join(_HELD, _HELD.c.user_id == _ROWS.c.id)
            .join(_ROLES, _ROLES.c.id == _HELD.c.role_id)
            .where(_ROLES.c.name.in_(sorted(STAFF)), _ROWS.c.purged_at.is_(None))
        )
        rows = self._connection.execute(found.order_by(_ROLES.c.name, _ROWS.c.id))
        return [(row.id, row.email, row.name, Term(row.until, scope_of(row.scope))) for row in rows]
