"""What the clock does about dates: end what is overdue, finish deletions that were interrupted."""

from dataclasses import dataclass

from governance.copies import CopyState
from governance.documents import Stage
from governance.texts import TextState
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.end_document import delete_document, end_document
from operations.facts import SERVICE
from operations.services import Services

BATCH = 200


@dataclass(frozen=True, slots=True)
class Sweep:
    """How many things one sweep ended or deleted."""

    expired: int
    finished: int
    texts: int
    copies: int = 0


def delete_due(services: Services) -> Sweep:
    """Sweep once; costs as much as there is due. Safe to run in two processes at a time."""
    now = services.now()
    with services.store.read() as unit:
        overdue = unit.documents.overdue(now, BATCH)
    expired = sum(end_document(services, row.id, Stage.EXPIRED, code="document-expired") for row in overdue)
    with services.store.read() as unit:
        unfinished = unit.documents.to_delete(BATCH)
    finished = sum(delete_document(services, row.id) for row in unfinished)
    with services.store.read() as unit:
        due = unit.texts.due(now, BATCH)
    texts = sum(delete_text(services, SERVICE, row.id, to=TextState.EXPIRED) for row in due)
    with services.store.read() as unit:
        past = unit.copies.due(now, BATCH)
    copies = sum(delete_copy(services, SERVICE, row.document, row.kind, to=CopyState.EXPIRED) for row in past)
    return Sweep(expired, finished, texts, copies)


def end_keyless(services: Services) -> int:
    """End what nobody can open any more, after the key server lost its memory; returns how many.

    Asked when the house starts and now and then: a document, waiting text or copy whose key is gone is over.
    """
    with services.store.read() as unit:
        documents = [row.id for row in unit.documents.live(BATCH)]
        texts = [row.id for row in unit.texts.waiting(BATCH)]
        copies = unit.copies.ready(BATCH)
    ended = 0
    for document in documents:
        if not services.vault.alive(document):
            ended += end_document(services, document, Stage.LOST, code="document-lost")
    for text in texts:
        if not services.vault.alive(text):
            ended += delete_text(services, SERVICE, text, to=TextState.EXPIRED)
    for copy in copies:
        if not services.vault.alive(copy.id):
            ended += delete_copy(services, SERVICE, copy.document, copy.kind, to=CopyState.EXPIRED)
    return ended
