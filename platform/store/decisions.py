"""The gate's decisions, with the facts behind them and the one use of each permit."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, func, insert, not_, or_, select, update

from governance.dating import Dated
from governance.policy.decision import Cell, Decision, Obligations, Request, Unmet
from operations.decision_ports import RuleCount
from operations.rows import LOOKS, DecisionRow
from store.tables import DecisionEntry, LatenessRow, table_of
from store.tally import rules_of

_ROWS = table_of(DecisionEntry)
_GONE = table_of(LatenessRow)
_INSERT = insert(_ROWS)


class DecisionRepository:
    """Implements `operations.ports.Decisions` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: DecisionRow, facts: Mapping[str, str]) -> None:
        """Write one decision with the facts it was taken on."""
        decision, cell = row.decision, row.decision.request.cell
        self._connection.execute(
            _INSERT,
            dict(
                id=row.id,
                at=row.at,
                step=row.step,
                item=row.item,
                document=row.document,
                person=row.person,
                action=cell.action,
                category=cell.category,
                purpose=cell.purpose,
                recipient=cell.recipient,
                allow=decision.allow,
                permits=list(decision.permits),
                denied_by=list(decision.denied_by),
                missing=[
                    {"rule": unmet.rule, "fact": unmet.fact, "found": unmet.found, "needs": list(unmet.needs)}
                    for unmet in decision.missing
                ],
                bases=list(decision.bases),
                delete_by=dict(decision.obligations.delete_by),
                flags=sorted(decision.obligations.flags),
                clauses=list(decision.clauses),
                policy=decision.policy,
                facts=dict(facts),
                permit_expires_at=row.permit_expires_at,
                permit_spent_at=row.permit_spent_at,
                **_date(row.dated),
            ),
        )

    def facts(self, decision: str) -> Mapping[str, str] | None:
        """Read the facts one decision was taken on."""
        facts = self._connection.execute(select(_ROWS.c.facts).where(_ROWS.c.id == decision)).scalar_one_or_none()
        return None if facts is None else MappingProxyType(dict(facts))

    def by_rule(self) -> Sequence[RuleCount]:
        """Count how often each rule had its way: by decisions, and by what was deleted at its date."""
        gone = select(_GONE.c.rule, func.sum(_GONE.c.count), func.min(_GONE.c.day)).group_by(_GONE.c.rule)
        return [
            *rules_of(self._connection),
            *(
                RuleCount(rule, int(count), datetime.combine(since, time(), UTC))
                for rule, count, since in self._connection.execute(gone)
            ),
        ]

    def spend(self, decision: str, now: datetime) -> bool:
        """Use up the permit of an allowed decision, once, before it runs out."""
        spent = update(_ROWS).where(
            _ROWS.c.id == decision,
            _ROWS.c.allow,
            _ROWS.c.permit_spent_at.is_(None),
            _ROWS.c.permit_expires_at > now,
        )
        return self._connection.execute(spent.values(permit_spent_at=now)).rowcount == 1

    def get(self, decision: str, now: datetime) -> DecisionRow | None:
        """Read one decision, unless its date has come."""
        found = select(_ROWS).where(_ROWS.c.id == decision, _ROWS.c.due_at > now)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else _decision(row)

    def newest(self, limit: int, *, refused: bool, before: str, without: str, now: datetime) -> Sequence[DecisionRow]:
        """Read decisions before their date, newest first, without what was allowed at the step `without`."""
        found = select(_ROWS).where(_ROWS.c.due_at > now).where(or_(_ROWS.c.step != without, not_(_ROWS.c.allow)))
        if refused:
            found = found.where(not_(_ROWS.c.allow))
        if before:
            found = found.where(_ROWS.c.number < select(_ROWS.c.number).where(_ROWS.c.id == before).scalar_subquery())
        rows = self._connection.execute(found.order_by(_ROWS.c.number.desc()).limit(limit))
        return [_decision(row) for row in rows]

    def looks(self, limit: int, *, before: str, roles: Sequence[str]) -> Sequence[DecisionRow]:
        """Read the looks of some roles, newest first."""
        found = select(_ROWS).where(_ROWS.c.step.in_(LOOKS), _ROWS.c.facts["actor.role"].as_string().in_(roles))
        if before:
            found = found.where(_ROWS.c.number < select(_ROWS.c.number).where(_ROWS.c.id == before).scalar_subquery())
        rows = self._connection.execute(found.order_by(_ROWS.c.number.desc()).limit(limit))
        return [_decision(row) for row in rows]

    def of_document(self, document: str) -> Sequence[DecisionRow]:
        """Read every decision about a document and its text, oldest first."""
        found = select(_ROWS).where(_ROWS.c.document == document).order_by(_ROWS.c.number)
        return [_decision(row) for row in self._connection.execute(found)]


def _date(dated: Dated | None) -> dict[str, object]:
    # A row without a date gets one from the clock; the table's default is far away.
    return {} if dated is None else {"due_at": dated.due_at, "rule": dated.rule, "due_policy": dated.policy}


def _decision(row: Row[Any]) -> DecisionRow:
    cell = Cell(row.action, row.category, row.purpose, row.recipient)
    decision = Decision(
        allow=row.allow,
        request=Request(cell, MappingProxyType(dict(row.facts))),
        permits=tuple(row.permits),
        denied_by=tuple(row.denied_by),
        missing=tuple(
            Unmet(unmet["rule"], unmet["fact"], unmet["found"], tuple(unmet["needs"])) for unmet in row.missing
        ),
        bases=tuple(row.bases),
        obligations=Obligations(MappingProxyType(dict(row.delete_by)), frozenset(row.flags)),
        clauses=tuple(row.clauses),
        policy=row.policy,
    )
    return DecisionRow(
        row.id,
        row.at,
        row.step,
        row.item,
        row.document,
        decision,
        row.permit_expires_at,
        row.permit_spent_at,
        row.person,
    )
