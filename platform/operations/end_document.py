"""End a document, in whichever way, and destroy what is sealed of it.

Every end goes through here. The stage changes first, in a transaction of its own, so that from that moment
no permit can open the document; then key and bytes go; then the deletion is written, once. A crash between
the steps leaves an ended document without a deletion date, which the clock finds and finishes.
"""

from governance.documents import LIVE, Document, Stage, item_of
from operations.ask import ask
from operations.cells import ERASE
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.services import Services


def end_document(services: Services, document: str, to: Stage, *, code: str = "", attempt: int | None = None) -> bool:
    """Bring a live document to an end and delete it; False when it had ended already (or was not ours)."""
    with services.store.begin() as unit:
        ended = write_end(services, unit, document, to, code=code, attempt=attempt)
    if ended:
        delete_document(services, document)
    return ended


def write_end(
    services: Services, unit: Unit, document: str, to: Stage, *, code: str = "", attempt: int | None = None
) -> bool:
    """Write the end of a document into a transaction; the caller deletes it after the commit."""
    at = services.now()
    ended = unit.documents.move(document, from_stages=LIVE, to=to, at=at, attempt=attempt, end_code=code)
    if ended:
        unit.copies.give_up(document, code="copy-not-made", at=at)
        unit.ledger.append("document.ended", at, {"document": document, "stage": to.value, "code": code})
    return ended


def delete_document(services: Services, document: str) -> bool:
    """Destroy the key and the sealed bytes of an ended document and write it down once.

    What dead attempts sealed of its text and copies goes with it. False when it was written before, or when
    key or bytes could not be destroyed (the clock comes again).
    """
    with services.store.begin() as unit:
        row = unit.documents.get(document)
        if row is None or row.deleted_at is not None or row.stage in LIVE:
            return False
        person = unit.people.get(row.person)
        facts = facts_of(services, unit, SERVICE, person=person, document=row)
        ruling = ask(
            services, unit, step="delete", cell=ERASE, facts=facts, item=document, document=document, person=person
        )
        loose = _loose(unit, row)
    if not ruling.decision.allow or not all(delete_sealed(services, item) for item in (document, *loose)):
        return False
    with services.store.begin() as unit:
        return _write_deletion(services, unit, row, ruling.id)


def _loose(unit: Unit, row: Document) -> list[str]:
    """What an attempt may have sealed before it died, and no row speaks of."""
    parts = ["text", *(copy.kind.category for copy in unit.copies.of_document(row.id))]
    named = [item_of(row.id, part, attempt) for part in parts for attempt in range(1, row.attempt + 1)]
    return [item for item in named if unit.texts.get(item) is None and unit.copies.get(item) is None]


def delete_sealed(services: Services, item: str) -> bool:
    """Destroy key and bytes of an item; True when a second look finds neither."""
    return services.vault.destroy(item)


def _write_deletion(services: Services, unit: Unit, row: Document, decision: str) -> bool:
    at = services.now()
    if not unit.documents.mark_deleted(row.id, at):
        return False
    unit.ledger.append(
        "document.deleted",
        at,
        {
            "document": row.id,
            "decision": decision,
            "rule": row.rule,
            "due": row.due_at,
            "ended": row.ended_at,
            "sealed": row.digest,
            "method": "cryptographic-erasure",
            "found_after": "neither key nor bytes",
        },
    )
    return True
