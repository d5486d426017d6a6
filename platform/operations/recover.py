"""What the clock does about interrupted work: ring again for what waits, take back what a dead worker held."""

from datetime import timedelta

from governance.documents import Document, Stage
from operations.end_document import end_document
from operations.services import Services

BATCH = 200


def ring_again(services: Services, *, older_than: int = 30) -> int:
    """Ring for queued documents that no worker has taken for `older_than` seconds (a lost bell), and delayed ones."""
    now = services.now()
    with services.store.read() as unit:
        waiting = unit.documents.to_ring(now - timedelta(seconds=older_than), now, BATCH)
    for row in waiting:
        services.bell.ring_document(row.id, batch=row.batch)
    return len(waiting)


def see_to_records(services: Services, *, older_than: int, patience: int) -> int:
    """Ring again for records that nobody makes, and fail those that were not finished within `patience` seconds."""
    now = services.now()
    with services.store.read() as unit:
        waiting = unit.records.unmade("asked", now - timedelta(seconds=older_than), BATCH)
        stuck = unit.records.unmade("making", now - timedelta(seconds=patience), BATCH)
    for record in waiting:
        services.bell.ring_record(record)
    return len(waiting) + sum(fail_record(services, record) for record in stuck)


def fail_record(services: Services, record: str) -> bool:
    """Give up a record whose maker is dead, so that nobody waits for it."""
    with services.store.begin() as unit:
        return unit.records.fail(record)


def take_back(services: Services) -> int:
    """Take back documents whose worker has not been heard of for its lease."""
    with services.store.read() as unit:
        abandoned = unit.documents.abandoned(services.now(), BATCH)
    return sum(release(services, row) for row in abandoned)


def release(services: Services, row: Document) -> bool:
    """Put a document back in the queue after its worker died, or end it when its attempts are used up.

    Only for an attempt known to be dead: its worker's parent saw it die, or its lease ran out.
    """
    if row.faults + 1 >= services.limits.attempts:
        return end_document(services, row.id, Stage.FAILED, code="worker-died", attempt=row.attempt)
    return _give_back(services, row, fault=True, delay=timedelta(0))


def lay_down(services: Services, row: Document) -> bool:
    """Put a document back in the queue because its worker is told to stop; that is no fault of anybody's."""
    return _give_back(services, row, fault=False, delay=timedelta(0))


def try_again(services: Services, row: Document, code: str) -> bool:
    """Put a document back for a later attempt after a fault of ours, or end it as failed with the fault's code.

    The delay doubles with every fault. It ends when its attempts are used up, and when the policy's ceiling
    would come before the next one. False when the attempt no longer holds the document.
    """
    delay = timedelta(seconds=services.limits.retry_seconds * 2**row.faults)
    if row.faults + 1 >= services.limits.attempts or services.now() + delay >= row.due_at:
        return end_document(services, row.id, Stage.FAILED, code=code, attempt=row.attempt)
    return _give_back(services, row, fault=True, delay=delay)


def _give_back(services: Services, row: Document, *, fault: bool, delay: timedelta) -> bool:
    with services.store.begin() as unit:
        at = services.now()
        again = unit.documents.give_back(row.id, attempt=row.attempt, at=at, fault=fault, not_before=at + delay)
        if again:
            unit.ledger.append("document.retried", at, {"document": row.id, "attempt": row.attempt})
    if again and not delay:
        services.bell.ring_document(row.id, batch=row.batch)
    return again
