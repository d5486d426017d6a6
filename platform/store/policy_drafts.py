"""Drafts of a policy: rows whose state changes by counted UPDATEs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from governance.publishing import FROM, DraftState
from operations.policy_drafts import Checked, Draft, Outcome
from store.tables import PolicyDraftRow, table_of

_ROWS = table_of(PolicyDraftRow)


class DraftRepository:
    """Implements `operations.policy_drafts.Drafts` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: Draft) -> None:
        """Write a new one."""
        self._connection.execute(
            insert(_ROWS).values(
                id=draft.id,
                title=draft.title,
                reason=draft.reason,
                sources=dict(draft.sources),
                base=draft.base,
                state=draft.state.value,
                checked={},
                made_at=draft.made_at,
                made_by=draft.made_by,
            )
        )

    def get(self, draft: str) -> Draft | None:
        """Read one."""
        row = self._connection.execute(select(_ROWS).where(_ROWS.c.id == draft)).one_or_none()
        return None if row is None else _draft(row)

    def newest(self, limit: int) -> Sequence[Draft]:
        """Read some, the newest first."""
        rows = self._connection.execute(select(_ROWS).order_by(_ROWS.c.made_at.desc(), _ROWS.c.id).limit(limit))
        return [_draft(row) for row in rows]

    def to_check(self, now: datetime) -> Sequence[str]:
        """Give those that wait for their check, and those whose checker has been silent for too long."""
        found = select(_ROWS.c.id).where(_open(now)).order_by(_ROWS.c.made_at)
        return self._connection.execute(found).scalars().all()

    def claim(self, draft: str, *, now: datetime, until: datetime) -> bool:
        """Take one for its check; False when another was faster."""
        taken = update(_ROWS).where(_ROWS.c.id == draft, _open(now))
        values = {"state": DraftState.CHECKING.value, "claimed_until": until}
        return self._connection.execute(taken.values(values)).rowcount == 1

    def hold(self, draft: str, *, until: datetime) -> bool:
        """Hold on to one that is being checked; False when it is not any more."""
        checking = update(_ROWS).where(_ROWS.c.id == draft, _ROWS.c.state == DraftState.CHECKING.value)
        return self._connection.execute(checking.values(claimed_until=until)).rowcount == 1

    def found(self, draft: str, checked: Checked, *, at: datetime, outcome: Outcome, base: str) -> bool:
        """Write what the check found against `base`, and whether the draft can be used; False for another base."""
        to = DraftState.PROVED if outcome.proved else DraftState.REFUSED
        return self._change(
            draft,
            to,
            _ROWS.c.base == base,
            checked=asdict(checked),
            checked_at=at,
            claimed_until=None,
            digest=outcome.digest,
            version=outcome.version,
            certificate=outcome.certificate,
        )

    def move(self, draft: str, to: DraftState, *, at: datetime, by: int | None = None, base: str = "") -> bool:
        """Change the state; `by` approves, `base` is set on the way back to waiting."""
        values: dict[str, Any] = {}
        if to is DraftState.APPROVED:
            values = {"approved_at": at, "approved_by": by}
        elif to is DraftState.WAITING:
            values = {"approved_at": None, "approved_by": None, "base": base, "certificate": ""}
        return self._change(draft, to, **values)

    def _change(self, draft: str, to: DraftState, *also: ColumnElement[bool], **values: Any) -> bool:
        states = [state.value for state in FROM[to]]
        change = update(_ROWS).where(_ROWS.c.id == draft, _ROWS.c.state.in_(states), *also)
        return self._connection.execute(change.values(state=to.value, **values)).rowcount == 1


def _open(now: datetime) -> Any:
    waits, silent = DraftState.WAITING.value, DraftState.CHECKING.value
    return or_(_ROWS.c.state == waits, and_(_ROWS.c.state == silent, _ROWS.c.claimed_until <= now))


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        title=row.title,
        reason=row.reason,
        sources=MappingProxyType(dict(row.sources)),
        base=row.base,
        state=DraftState(row.state),
        made_at=row.made_at,
        made_by=row.made_by,
        digest=row.digest,
        version=row.version,
        certificate=row.certificate,
        checked=Checked(**row.checked),
        checked_at=row.checked_at,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
    )
