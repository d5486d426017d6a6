"""Make a record that was asked for: observe, compare with the policy, write, seal; or pack evidence of a period."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from governance.errors import ProvisoError
from governance.papers import BUILDERS, EVIDENCE, PROCESSING, Paper
from governance.processing import ProcessingRecord, build_record
from operations.ask import GateRefused, ask
from operations.cells import STORE_RECORD
from operations.facts import SERVICE, facts_of
from operations.issue_record import ask_for_record
from operations.rows import IssuedRecord
from operations.services import Services

Content = ProcessingRecord | Paper
"""What a record of some kind is made of, before it is written."""


Render = Callable[[Content], bytes]
"""Writes a record as a paper."""
Take = Callable[[bytes], object]
Pack = Callable[[IssuedRecord, Take], None]
"""Puts the evidence of a period into one file, which it hands over piece by piece: it may be of any size."""


@dataclass(slots=True)
class _Made:
    """What was made: a paper at hand, or a package that lies in its parts already."""

    paper: bytes | None = None
    byte_count: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def take(self, piece: bytes) -> None:
        self.byte_count += len(piece)
        self.digest.update(piece)


def make_record(services: Services, render: Render, record: str, pack: Pack | None = None) -> bool:
    """Make one asked-for record and seal its digest in the ledger; False when it was taken or made already.

    `pack` is for evidence, which holds the record of processing over its period; that is made first where there is
    none. A fault leaves the record failed, so that nobody waits for it, and is raised again.
    """
    with services.store.begin() as unit:
        wanted = unit.records.get(record)
        taken = unit.records.claim(record)
    if wanted is None or not taken:
        return False
    try:
        _advance(services, record, "counting")
        made = (
            _evidence(services, render, wanted, pack)
            if pack and wanted.kind == EVIDENCE.code
            else _paper(services, render, wanted)
        )
        _advance(services, record, "sealing")
        _seal(services, wanted, made)
    except Exception:
        with services.store.begin() as unit:
            unit.records.fail(record)
        raise
    return True


def _paper(services: Services, render: Render, wanted: IssuedRecord) -> _Made:
    content = compose(services, wanted)
    _advance(services, wanted.id, "writing")
    made = _Made(render(content))
    made.take(made.paper or b"")
    return made


def _evidence(services: Services, render: Render, wanted: IssuedRecord, pack: Pack) -> _Made:
    """Have the package written into parts; nobody is given one before the whole was allowed and sealed."""
    period = (wanted.period_from, wanted.period_to)
    with services.store.read() as unit:
        there = unit.records.over(PROCESSING.code, period)
    if not there:
        own = ask_for_record(services, SERVICE, period=period, ring=False)
        make_record(services, render, own.id)
    _advance(services, wanted.id, "writing")
    made, place = _Made(), 0

    def take(piece: bytes) -> None:
        nonlocal place
        with services.store.begin() as unit:
            if not unit.records.add_part(wanted.id, place, piece):
                # Whoever waited for it was told that it failed.
                raise ProvisoError("not-found")
        made.take(piece)
        place += 1

    pack(wanted, take)
    return made


def compose(services: Services, wanted: IssuedRecord) -> Content:
    """Observe the period, compare it with the policy, and give what a record of the wanted kind is made of."""
    period = (wanted.period_from, wanted.period_to)
    observed = services.observe(period)
    record = build_record(services.policy, observed, number=wanted.number, period=period, now=services.now())
    return record if wanted.kind == PROCESSING.code else BUILDERS[wanted.kind](services.policy, observed, record)


def _advance(services: Services, record: str, step: str) -> None:
    with services.store.begin() as unit:
        unit.records.advance(record, step)


def _seal(services: Services, wanted: IssuedRecord, made: _Made) -> None:
    record, sha256 = wanted.id, made.digest.hexdigest()
    with services.store.begin() as unit:
        facts = facts_of(services, unit, SERVICE, overdue=False)
        ruling = ask(services, unit, step="store-record", cell=STORE_RECORD, facts=facts, item=record)
        at = services.now()
        if ruling.decision.allow and unit.records.finish(
            record, at=at, sha256=sha256, byte_count=made.byte_count, pdf=made.paper
        ):
            unit.ledger.append(
                "record.issued",
                at,
                {
                    "record": record,
                    "number": wanted.number,
                    "kind": wanted.kind,
                    "decision": ruling.id,
                    "bytes": made.byte_count,
                    "sha256": sha256,
                    "policy": services.policy.digest,
                },
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, record)
