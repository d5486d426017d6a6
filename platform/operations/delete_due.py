"""What the clock does about dates: end what is overdue, finish deletions that were interrupted."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import Any

from governance.copies import CopyState
from governance.documents import Stage
from governance.errors import ProvisoError
from governance.texts import TextState
from operations.dates import ending
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.end_document import delete_document, end_document
from operations.facts import SERVICE
from operations.services import Services
from operations.sweep import kept_by

BATCH = 200


@dataclass(frozen=True, slots=True)
class Sweep:
    """How many things one sweep ended or deleted."""

    expired: int
    finished: int
    texts: int
    copies: int = 0


def delete_due(services: Services) -> Sweep:
    """Sweep once; costs as much as there is due. Safe to run in two processes at a time.

    Goes on until nothing is left, however long nobody was there. What cannot be deleted now stands in nobody's way.
    """
    done = Sweep(0, 0, 0)
    while True:
        one = _batch(services)
        done = Sweep(*(a + b for a, b in zip(astuple(done), astuple(one), strict=True)))
        if max(astuple(one)) < BATCH:
            return done


def _batch(services: Services) -> Sweep:
    now = services.now()
    with services.store.read() as unit:
        overdue = unit.documents.overdue(now, BATCH)
    expired = _each(lambda row: end_document(services, row.id, Stage.EXPIRED, code="document-expired"), overdue)
    with services.store.read() as unit:
        unfinished = unit.documents.to_delete(BATCH)
    finished = _each(lambda row: delete_document(services, row.id), unfinished)
    with services.store.read() as unit:
        due = unit.dues.due(ending(unit, "text.due_at"), now, kept_by(services.policy), BATCH)
    texts = _each(lambda row: delete_text(services, SERVICE, str(row.key), to=TextState.EXPIRED), due)
    with services.store.read() as unit:
        past = unit.copies.due(now, BATCH)
    copies = _each(lambda row: delete_copy(services, SERVICE, row.document, row.kind, to=CopyState.EXPIRED), past)
    return Sweep(expired, finished, texts, copies)


def _each(work: Callable[[Any], bool], rows: Sequence[Any]) -> int:
    """Do it for each and count those done; one that is refused or cannot be destroyed yet comes again."""
    done = 0
    for row in rows:
        with suppress(ProvisoError):
            done += work(row)
    return done


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
