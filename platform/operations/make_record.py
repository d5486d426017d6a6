"""Make a record of processing that was asked for: observe, compare with the policy, write, seal."""

import hashlib
from collections.abc import Callable

from governance.processing import ProcessingRecord, build_record
from operations.ask import GateRefused, ask
from operations.cells import STORE_RECORD
from operations.facts import SERVICE, facts_of
from operations.services import Services


def make_record(services: Services, render: Callable[[ProcessingRecord], bytes], record: str) -> bool:
    """Make one asked-for record and seal its digest in the ledger; False when it was taken or made already.

    A fault leaves the record failed, so that nobody waits for it, and is raised again.
    """
    with services.store.begin() as unit:
        wanted = unit.records.get(record)
        taken = unit.records.claim(record)
    if wanted is None or not taken:
        return False
    try:
        period = (wanted.period_from, wanted.period_to)
        content = render(
            build_record(
                services.policy,
                services.observe(period),
                number=wanted.number,
                period=period,
                now=services.now(),
            )
        )
        _seal(services, record, wanted.number, content)
    except Exception:
        with services.store.begin() as unit:
            unit.records.fail(record)
        raise
    return True


def _seal(services: Services, record: str, number: str, content: bytes) -> None:
    with services.store.begin() as unit:
        facts = facts_of(services, unit, SERVICE, overdue=False)
        ruling = ask(services, unit, step="store-record", cell=STORE_RECORD, facts=facts, item=record)
        at = services.now()
        if ruling.decision.allow and unit.records.finish(record, at=at, pdf=content):
            unit.ledger.append(
                "record.issued",
                at,
                {
                    "record": record,
                    "number": number,
                    "decision": ruling.id,
                    "bytes": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "policy": services.policy.digest,
                },
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, record)
