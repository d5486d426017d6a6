"""Count what happened in a period, for a record of processing: numbers, times and names of the policy only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select, type_coerce
from sqlalchemy.types import NullType

from governance.copies import CopyKind, CopyState
from governance.documents import LIVE
from governance.processing.observed import (
    Behind,
    Control,
    DeletionCount,
    DocumentCount,
    Entered,
    Held,
    LedgerHead,
    Observed,
    PolicyInForce,
    TextCount,
    lateness,
)
from governance.texts import PRESENT, TextState
from governance.texts import category as category_of
from operations.retention_ports import Kept
from store.observed_people import count_consents, list_requests, served_controllers
from store.observed_rows import deleted_rows, held_rows
from store.policy_rows import PolicyRepository
from store.register import RegisterRepository
from store.tables import CopyRow, DecisionEntry, DocumentRow, LedgerEntry, PolicyRow, TextRow, table_of
from store.tally import decisions_of

NOTHING_KEPT = Kept(frozenset(), frozenset())
Period = tuple[datetime, datetime]
_COPY = table_of(CopyRow).c
_DECISION = table_of(DecisionEntry).c
_DOCUMENT = table_of(DocumentRow).c
_ENTRY = table_of(LedgerEntry).c
_POLICY = table_of(PolicyRow).c
_TEXT = table_of(TextRow).c
_LIVE = [stage.value for stage in LIVE]
_PRESENT = [state.value for state in PRESENT]


def observe(
    db: Connection,
    period: Period,
    now: datetime,
    *,
    categories: Mapping[str, str],
    ledger: LedgerHead,
    connected: frozenset[str],
    controls: Sequence[Control],
    behind: Mapping[str, Behind],
    proved: Mapping[str, bool],
    cookies: Mapping[str, str],
    kept: Kept = NOTHING_KEPT,
    entered: tuple[Entered, ...] | None = None,
) -> Observed:
    """Gather everything a record needs from the tables; the ledger was recomputed by the caller.

    `categories` names, for each retention rule, the data category its items belong to; `cookies` the rule behind
    each of our cookies; `kept` the rules that holds suspend.
    """
    register = RegisterRepository(db)
    statements = register.statements()
    counted = decisions_of(db, period, now)
    return Observed(
        as_of=now,
        ledger=ledger,
        connected=connected,
        history=_history(db),
        decisions=counted.decisions,
        documents=_documents(db, period, counted.at_door),
        texts=_texts(db, period),
        deletions=(*_deletions(db, period, categories), *deleted_rows(db, period, categories)),
        held=(*_held_documents(db, now), *_held_texts(db, now), *_held_copies(db, now), *held_rows(db, now, kept)),
        controls=tuple(controls),
        findings=_findings(db, period),
        permits_issued=counted.permits,
        permits_spent=_count(db, _DECISION.permit_spent_at, period),
        consents=count_consents(db, period),
        requests=list_requests(db, period),
        cookies=register.cookies(cookies),
        statements=statements,
        served=served_controllers(statements),
        behind=behind,
        proved=proved,
        entered=entered,
    )


def _count(db: Connection, column: Any, period: Period, *conditions: Any) -> int:
    found = db.execute(select(func.count()).where(column >= period[0], column <= period[1], *conditions))
    return int(found.scalar_one())


def _history(db: Connection) -> tuple[PolicyInForce, ...]:
    """Read which policy decided from when to when; the same one may be there more than once."""
    versions = {row.digest: row.version for row in db.execute(select(_POLICY.digest, _POLICY.version))}
    terms = [term for term in PolicyRepository(db).terms() if term.taken_at is not None]
    untils: list[datetime | None] = [*(term.taken_at for term in terms[1:]), None]
    return tuple(
        PolicyInForce(versions[term.digest], term.digest, term.taken_at, until)
        for term, until in zip(terms, untils, strict=True)
        if term.taken_at is not None
    )


def _documents(db: Connection, period: Period, at_door: int) -> DocumentCount:
    d = _DOCUMENT
    since, until = period
    ended = db.execute(
        select(d.stage, func.count()).where(d.ended_at >= since, d.ended_at <= until).group_by(d.stage)
    ).all()
    pages = db.execute(select(func.sum(d.pages_read)).where(d.received_at >= since, d.received_at <= until))
    return DocumentCount(
        received=_count(db, d.received_at, period),
        refused_at_door=_count(db, _ENTRY.at, period, _ENTRY.kind == "upload.refused") + at_door,
        carried_in=int(
            db.execute(
                select(func.count()).where(d.received_at < since, (d.ended_at.is_(None)) | (d.ended_at >= since))
            ).scalar_one()
        ),
        held_now=int(db.execute(select(func.count()).where(d.stage.in_(_LIVE))).scalar_one()),
        pages_read=int(pages.scalar_one() or 0),
        ended=MappingProxyType({stage: int(count) for stage, count in ended}),
    )


def _texts(db: Connection, period: Period) -> TextCount:
    t = _TEXT
    counted = db.execute(select(t.state, func.count()).group_by(t.state)).all()
    now_by_state = {state: int(count) for state, count in counted}
    gone = db.execute(
        select(t.state, func.count()).where(t.gone_at >= period[0], t.gone_at <= period[1]).group_by(t.state)
    ).all()
    return TextCount(
        made=_count(db, t.created_at, period),
        kept=_count(db, _ENTRY.at, period, _ENTRY.kind == "text.kept"),
        waiting_now=now_by_state.get(TextState.WAITING.value, 0),
        kept_now=now_by_state.get(TextState.KEPT.value, 0),
        gone=MappingProxyType({state: int(count) for state, count in gone}),
    )


def _deletions(db: Connection, period: Period, categories: Mapping[str, str]) -> tuple[DeletionCount, ...]:
    by_rule: dict[str, list[float]] = {}
    for rule, due, gone in (
        (_DOCUMENT.rule, _DOCUMENT.due_at, _DOCUMENT.deleted_at),
        (_TEXT.rule, _TEXT.due_at, _TEXT.gone_at),
        (_COPY.rule, _COPY.due_at, _COPY.gone_at),
    ):
        # As the driver gives them: there may be many, and only the span between the two is wanted.
        found = select(rule, type_coerce(due, NullType), type_coerce(gone, NullType))
        found = found.where(due.is_not(None), gone >= period[0], gone <= period[1])
        for name, deadline, at in db.execute(found.execution_options(yield_per=2000)):
            by_rule.setdefault(name, []).append((_moment(at) - _moment(deadline)).total_seconds())
    counted = ((rule, lateness(seconds)) for rule, seconds in sorted(by_rule.items()))
    return tuple(DeletionCount(categories.get(rule, ""), rule, late) for rule, late in counted if late is not None)


def _moment(found: Any) -> datetime:
    return datetime.fromisoformat(found) if isinstance(found, str) else found


def _held_documents(db: Connection, now: datetime) -> tuple[Held, ...]:
    d = _DOCUMENT
    rows = db.execute(
        select(d.rule, d.received_at, d.due_at).where((d.stage.in_(_LIVE)) | (d.deleted_at.is_(None)))
    ).all()
    return _holdings([("document.image", *row) for row in rows], now)


def _held_texts(db: Connection, now: datetime) -> tuple[Held, ...]:
    t = _TEXT
    rows = db.execute(select(t.state, t.counts, t.rule, t.created_at, t.due_at).where(t.state.in_(_PRESENT))).all()
    return _holdings(
        [(category_of(TextState(state), counts), rule, made, due) for state, counts, rule, made, due in rows], now
    )


def _held_copies(db: Connection, now: datetime) -> tuple[Held, ...]:
    c = _COPY
    rows = db.execute(select(c.kind, c.rule, c.created_at, c.due_at).where(c.state == CopyState.READY.value)).all()
    return _holdings([(CopyKind(kind).category, rule, made, due) for kind, rule, made, due in rows], now)


def _holdings(rows: list[tuple[str, str, datetime, datetime]], now: datetime) -> tuple[Held, ...]:
    by_rule: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
    for category, rule, made, due in rows:
        by_rule.setdefault((category, rule), []).append((made, due))
    held = []
    for (category, rule), times in sorted(by_rule.items()):
        late = [(now - due).total_seconds() for _, due in times if due <= now]
        oldest = max((now - made).total_seconds() for made, _ in times)
        held.append(Held(category, len(times), oldest, rule, len(late), max(late, default=0.0)))
    return tuple(held)


def _findings(db: Connection, period: Period) -> MappingProxyType[str, int]:
    counted: Counter[str] = Counter()
    rows = db.execute(select(_TEXT.counts).where(_TEXT.created_at >= period[0], _TEXT.created_at <= period[1]))
    for counts in rows.scalars():
        counted.update(counts)
    return MappingProxyType(dict(sorted(counted.items())))
