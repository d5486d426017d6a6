"""The rows of authorised agents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from operations.agent_rows import Agent, AgentRequest
from store.tables import AgentMarkRow, AgentRequestRow, AgentRow, table_of

_ROWS, _MARKS, _MANAGED = table_of(AgentRow), table_of(AgentMarkRow), table_of(AgentRequestRow)
_SELECT = select(*(_ROWS.c[name] for name in Agent.__dataclass_fields__))


class AgentRepository:
    """Implements `operations.agents.Agents` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, agent: Agent) -> None:
        """Write a new one."""
        values = {name: getattr(agent, name) for name in Agent.__dataclass_fields__}
        self._connection.execute(insert(_ROWS).values(values | {"token": ""}))

    def get(self, agent: str) -> Agent | None:
        """Read one that has not ended."""
        return self._one(_SELECT.where(_ROWS.c.id == agent, _ROWS.c.ended_at.is_(None)))

    def by_token(self, digest: str) -> Agent | None:
        """Find one that has not ended by its token's digest."""
        return self._one(_SELECT.where(_ROWS.c.token == digest, _ROWS.c.token != "", _ROWS.c.ended_at.is_(None)))

    def all(self) -> Sequence[Agent]:
        """Read all, newest first."""
        rows = self._connection.execute(_SELECT.order_by(_ROWS.c.added_at.desc(), _ROWS.c.id))
        return [Agent(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it

    def set_token(self, agent: str, digest: str) -> None:
        """Keep the digest of a new token in place of the one before."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == agent).values(token=digest))

    def end(self, agent: str, at: datetime) -> bool:
        """Believe it no more; False when it had ended."""
        ended = update(_ROWS).where(_ROWS.c.id == agent, _ROWS.c.ended_at.is_(None)).values(ended_at=at, token="")
        return self._connection.execute(ended).rowcount == 1

    def see(self, mark: str, until: datetime, now: datetime) -> bool:
        """Remember a signature until it ends; False when it was seen before. Writers follow each other."""
        self._connection.execute(delete(_MARKS).where(_MARKS.c.until <= now))
        if self._connection.execute(select(_MARKS.c.mark).where(_MARKS.c.mark == mark)).first() is not None:
            return False
        self._connection.execute(insert(_MARKS).values(mark=mark, until=until))
        return True

    def manage(self, request: AgentRequest) -> None:
        """Write who manages a request."""
        values = {name: getattr(request, name) for name in AgentRequest.__dataclass_fields__}
        self._connection.execute(insert(_MANAGED).values(values))

    def managed(self, request: str) -> AgentRequest | None:
        """Read who does."""
        found = select(*(_MANAGED.c[name] for name in AgentRequest.__dataclass_fields__))
        row = self._connection.execute(found.where(_MANAGED.c.request == request)).one_or_none()
        return None if row is None else AgentRequest(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

    def _one(self, statement: Select[Any]) -> Agent | None:
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else Agent(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
