"""Ask for a record of processing, and hand out a finished one; both pass the gate."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime

from governance.errors import ProvisoError
from governance.papers import MADE, PROCESSING
from governance.policy import Cell
from governance.retention import due
from governance.retention import overdue as is_overdue
from operations.ask import GateRefused, Ruling, ask
from operations.cells import MAKE_RECORD, READ_RECORD
from operations.dates import give_date
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.rows import IssuedRecord
from operations.services import Services


def ask_for_record(
    services: Services,
    actor: Actor,
    *,
    period: tuple[datetime, datetime],
    kind: str = PROCESSING.code,
    ring: bool = True,
) -> IssuedRecord:
    """Write down that a record of a kind is wanted and ring for the worker that makes it.

    `ring` is false for who makes it at once. Raises GateRefused, or ProvisoError record-kind-unknown.
    """
    if kind not in MADE:
        raise ProvisoError("record-kind-unknown", kinds=", ".join(MADE))
    now = services.now()
    with services.store.begin() as unit:
        ruling = _ask(services, unit, actor, "record", MAKE_RECORD, item := uuid.uuid4().hex)
        record = IssuedRecord(
            id=item,
            number=unit.records.next_number(now.year) if ruling.decision.allow else "",
            kind=kind,
            state="asked",
            asked_at=now,
            asked_by=actor.person,
            period_from=period[0],
            period_to=period[1],
        )
        if ruling.decision.allow:
            unit.records.add(record)
            give_date(services, unit, "record.due_at", record.id, now)
            unit.ledger.append("record.asked", now, {"record": item, "number": record.number, "decision": ruling.id})
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)
    if ring:
        services.bell.ring_record(item)
    return record


def download_record(services: Services, actor: Actor, record: str) -> tuple[IssuedRecord, bytes]:
    """Give a finished record and its bytes, all in memory; raises what `hand_out_record` raises."""
    issued, parts = hand_out_record(services, actor, record)
    return issued, b"".join(parts)


def hand_out_record(services: Services, actor: Actor, record: str) -> tuple[IssuedRecord, Iterator[bytes]]:
    """Give a finished record and its bytes in parts, as they are read; raises GateRefused or ProvisoError not-found.

    The parts raise ProvisoError sealed-damaged, before the last one, when they are not what was issued.
    """
    with services.store.begin() as unit:
        issued = unit.records.get(record)
        ruling = _ask(services, unit, actor, "download", READ_RECORD, record, overdue=_overdue(services, issued))
        there = issued is not None and issued.state == "issued"
        if ruling.decision.allow and issued is not None and there:
            unit.ledger.append(
                "record.downloaded",
                services.now(),
                {"record": record, "sha256": issued.sha256, "role": actor.role, "decision": ruling.id},
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, record)
    if issued is None or not there:
        raise ProvisoError("not-found")
    return issued, _parts(services, issued)


def _parts(services: Services, issued: IssuedRecord) -> Iterator[bytes]:
    """Read part by part, each for itself: who takes long to fetch them keeps nobody from clearing the database."""
    place, left, digest = 0, issued.byte_count, hashlib.sha256()
    while left > 0:
        with services.store.read() as unit:
            part = unit.records.part(issued.id, place)
        if part is None:
            raise ProvisoError("sealed-damaged")
        left -= len(part)
        digest.update(part)
        # Whoever gets all of the bytes gets the issued ones: of others the end is withheld.
        if left < 0 or (left == 0 and digest.hexdigest() != issued.sha256):
            raise ProvisoError("sealed-damaged")
        yield part
        place += 1


def _overdue(services: Services, issued: IssuedRecord | None) -> bool | None:
    if issued is None:
        return None
    rule = services.policy.retention_for("report.processing")
    return is_overdue(due(rule, {"data.created": issued.asked_at}), services.now())


def _ask(
    services: Services,
    unit: Unit,
    actor: Actor,
    step: str,
    cell: Cell,
    item: str,
    *,
    overdue: bool | None = False,
) -> Ruling:
    person = unit.people.get(actor.person) if actor.person is not None else None
    # The record is about the controller, not about the person who asks for it: no facts of a data subject.
    facts = facts_of(services, unit, actor, overdue=overdue)
    return ask(services, unit, step=step, cell=cell, facts=facts, item=item, person=person)
