"""The rows of erasures: each step is a row of its own, and its end is one counted UPDATE."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, not_, select, update

from governance.erasure import STEPS, Erasure, Kept, Scope, Step, StepTaken, Trigger
from operations.erasing import Notice
from operations.sharing_ports import WORD
from store.tables import DecisionEntry, ErasureNoticeRow, ErasureRow, ErasureStepRow, table_of

_ROWS = table_of(ErasureRow)
_STEPS = table_of(ErasureStepRow)
_NOTICES = table_of(ErasureNoticeRow)
_DECISIONS = table_of(DecisionEntry)
_PASSING_ON = ("share", "export")
_OURSELVES = ("none", "user")


class ErasureRepository:
    """Implements `operations.erasing.Erasures` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def order(self, erasure: Erasure) -> None:
        """Write a new erasure, every step of it still to be taken."""
        names = ("id", "reference", "person", "request", "policy", "rule", "ordered_at", "due_at", "done_at")
        values: dict[str, object] = {name: getattr(erasure, name) for name in names}
        values |= {"trigger": erasure.trigger.value, "scope": erasure.scope.value, "kept": []}
        self._connection.execute(insert(_ROWS).values(values))
        for step in STEPS[erasure.scope]:
            row: dict[str, object] = {"erasure": erasure.id, "step": step.value, "counts": {}, "told": []}
            self._connection.execute(insert(_STEPS).values(row))

    def get(self, erasure: str) -> Erasure | None:
        """Read one with its steps."""
        row = self._connection.execute(select(_ROWS).where(_ROWS.c.id == erasure)).one_or_none()
        return None if row is None else self._erasure(row)

    def of_person(self, person: int) -> Sequence[Erasure]:
        """Read the erasures of a person's number, oldest first."""
        rows = self._connection.execute(select(_ROWS).where(_ROWS.c.person == person).order_by(_ROWS.c.ordered_at))
        return [self._erasure(row) for row in rows.all()]

    def open(self, limit: int) -> Sequence[str]:
        """Name erasures that are not finished, oldest first."""
        found = select(_ROWS.c.id).where(_ROWS.c.done_at.is_(None)).order_by(_ROWS.c.ordered_at).limit(limit)
        return list(self._connection.execute(found).scalars())

    def finish_step(
        self,
        erasure: str,
        step: Step,
        *,
        at: datetime,
        counts: Mapping[str, int],
        told: Sequence[Mapping[str, object]] = (),
    ) -> bool:
        """Note that a step is done and what went with it; False when that was noted before."""
        values = {"done_at": at, "counts": dict(counts), "told": [dict(each) for each in told], "fault": ""}
        finished = update(_STEPS).where(*_of(erasure, step), _STEPS.c.done_at.is_(None))
        return self._connection.execute(finished.values(attempts=_STEPS.c.attempts + 1, **values)).rowcount == 1

    def fail_step(self, erasure: str, step: Step, *, fault: str) -> None:
        """Note that a step was tried and what stopped it."""
        tried = update(_STEPS).where(*_of(erasure, step), _STEPS.c.done_at.is_(None))
        self._connection.execute(tried.values(attempts=_STEPS.c.attempts + 1, fault=fault))

    def told(self, erasure: str, step: Step) -> Sequence[Mapping[str, object]]:
        """Read what a step that is done wrote down for the certificate."""
        found = select(_STEPS.c.told).where(*_of(erasure, step))
        return list(self._connection.execute(found).scalar_one_or_none() or [])

    def clear_told(self, erasure: str) -> None:
        """Forget what the steps wrote down for the certificate."""
        self._connection.execute(update(_STEPS).where(_STEPS.c.erasure == erasure).values(told=[]))

    def keep(self, erasure: str, kept: Sequence[Kept]) -> None:
        """Note what stays, and why."""
        values = [
            {
                "category": each.category,
                "rows": each.rows,
                "rule": each.rule,
                "clauses": list(each.clauses),
                "ground": each.ground,
            }
            for each in kept
        ]
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == erasure).values(kept=values))

    def finish(self, erasure: str, *, at: datetime) -> bool:
        """Note the end; False when it was noted before."""
        ended = update(_ROWS).where(_ROWS.c.id == erasure, _ROWS.c.done_at.is_(None)).values(done_at=at)
        return self._connection.execute(ended).rowcount == 1

    def notice(self, notice: Notice) -> bool:
        """Write that a recipient has to be told; False when that stands there already."""
        there = select(_NOTICES.c.id).where(
            _NOTICES.c.erasure == notice.erasure,
            _NOTICES.c.recipient == notice.recipient,
            _NOTICES.c.category == notice.category,
        )
        if self._connection.execute(there).first() is not None:
            return False
        values = {name: getattr(notice, name) for name in Notice.__dataclass_fields__}
        self._connection.execute(insert(_NOTICES).values(values))
        return True

    def notices(self, erasure: str = "", *, unsent: bool = False) -> Sequence[Notice]:
        """Read recipients to be told, of one erasure or of all, oldest first."""
        found = select(*(_NOTICES.c[name] for name in Notice.__dataclass_fields__))
        if erasure:
            found = found.where(_NOTICES.c.erasure == erasure)
        if unsent:
            found = found.where(_NOTICES.c.told_at.is_(None))
        ordered = found.order_by(_NOTICES.c.noted_at, _NOTICES.c.recipient, _NOTICES.c.category)
        return [Notice(*row) for row in self._connection.execute(ordered)]

    def named(self, notice: str) -> Notice | None:
        """Read one notice by its id."""
        found = select(*(_NOTICES.c[name] for name in Notice.__dataclass_fields__)).where(_NOTICES.c.id == notice)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else Notice(*row)

    def tell(self, notice: str, *, at: datetime, by: str) -> bool:
        """Note that a recipient was told, and by which way; False when that was noted before."""
        told = update(_NOTICES).where(_NOTICES.c.id == notice, _NOTICES.c.told_at.is_(None))
        return self._connection.execute(told.values(told_at=at, told_by=by)).rowcount == 1

    def disclosures(self, person: int) -> Sequence[tuple[str, str, datetime]]:
        """Read what the gate let pass to somebody outside, from the decisions about this person."""
        rows = self._connection.execute(passed_on().where(_DECISIONS.c.person == person))
        return [(row[0], row[1], row[2]) for row in rows]

    def _erasure(self, row: Row[Any]) -> Erasure:
        order = {step.value: place for place, step in enumerate(Step)}
        taken = self._connection.execute(select(_STEPS).where(_STEPS.c.erasure == row.id)).all()
        return Erasure(
            row.id,
            row.reference,
            row.person,
            Trigger(row.trigger),
            Scope(row.scope),
            row.request,
            row.policy,
            row.rule,
            row.ordered_at,
            row.due_at,
            row.done_at,
            tuple(
                StepTaken(Step(each.step), each.attempts, each.done_at, MappingProxyType(dict(each.counts)), each.fault)
                for each in sorted(taken, key=lambda each: order[each.step])
            ),
            tuple(
                Kept(each["category"], each["rows"], each["rule"], tuple(each["clauses"]), each["ground"])
                for each in row.kept
            ),
        )


def passed_on() -> Select[Any]:
    """Select what the gate let pass to somebody outside: recipient, category and last moment, word about it apart."""
    d = _DECISIONS.c
    found = select(d.recipient, d.category, func.max(d.at)).where(
        d.allow,
        d.action.in_(_PASSING_ON),
        d.recipient.not_in(_OURSELVES),
        not_(and_(d.purpose == "subject_rights", d.category.in_(WORD))),
    )
    return found.group_by(d.recipient, d.category).order_by(d.recipient, d.category)


def _of(erasure: str, step: Step) -> tuple[Any, Any]:
    return _STEPS.c.erasure == erasure, _STEPS.c.step == step.value
