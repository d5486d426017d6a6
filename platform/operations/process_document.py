"""Read one document: the gate at every step, a page at a time, then the text sealed and the document ended.

Safe to run any number of times for the same id: the first one to claim it works, a later one finds nothing
to do. An attempt that lost its claim (cancelled, expired, taken over) stops at the next page.
"""

import json
from collections.abc import Callable
from datetime import timedelta

from governance.documents import Document, Stage, item_of
from governance.errors import ProvisoError
from governance.findings import Finding, PageText, Reading, assemble
from governance.gate import Permit, PermitRefused
from governance.policy import Cell
from governance.retention import due
from governance.texts import HeldText, TextState
from operations.ask import GateRefused, Ruling, ask
from operations.cells import MAKE_TEXT, PROCESS
from operations.dates import give_date
from operations.end_document import delete_document, end_document, write_end
from operations.facts import SERVICE, facts_of
from operations.keep_text import keep_text
from operations.lease import held, lease_until
from operations.make_copies import Sealed, Tried, destroy, make_copies, orders_of, seal_copies, write_copies
from operations.ports import KeyGone, Reader, Unit
from operations.recover import try_again
from operations.services import Services

OURS = frozenset({"storage-unavailable", "decoder-killed"})
"""Errors of the catalogue that are no fault of the document: it is tried again."""
_SLACK = timedelta(seconds=2)
"""A key that dies so shortly before its date has not been lost: its clock counts whole seconds."""


class LostClaim(Exception):
    """This attempt no longer holds the document."""


def process_document(
    services: Services, reader: Reader, document: str, *, on_claim: Callable[[Document], None] = lambda _claimed: None
) -> Stage | None:
    """Read a queued document to its end and return the stage it is in then; None when there was nothing to do.

    Never raises for what is wrong with the document. After a fault of our own it is queued for a later attempt,
    or failed when those are used up; what the catalogue does not know is raised again, for the worker to report.
    `on_claim` is given the document as claimed when its attempt begins.
    """
    with services.store.begin() as unit:
        claimed = unit.documents.claim(document, now=services.now(), lease_until=lease_until(services))
    if claimed is None:
        return None
    on_claim(claimed)
    try:
        with held(
            services, lambda unit, until: unit.documents.hold(claimed.id, attempt=claimed.attempt, lease_until=until)
        ):
            asked = reader.as_asked(claimed.languages, claimed.mode)
            _finish(services, claimed, *_read(services, asked, claimed))
    except LostClaim:
        return None
    except GateRefused as refusal:
        return _end(services, claimed, Stage.REFUSED, refusal.code)
    except KeyGone:
        if services.now() + _SLACK < claimed.due_at:
            return _end(services, claimed, Stage.LOST, "document-lost")
        return _end(services, claimed, Stage.EXPIRED, "document-expired")
    except PermitRefused:
        return _end(services, claimed, Stage.REFUSED, "permit-refused")
    except ProvisoError as fault:
        if fault.code in OURS:
            return _again(services, claimed, fault.code)
        return _end(services, claimed, Stage.FAILED, fault.code)
    except TimeoutError:
        return _end(services, claimed, Stage.TIMED_OUT, "job-timed-out")
    except Exception:
        _again(services, claimed, "reading-failed")
        raise
    delete_document(services, document)
    return Stage.COMPLETED


def _end(services: Services, claimed: Document, stage: Stage, code: str) -> Stage | None:
    return stage if end_document(services, claimed.id, stage, code=code, attempt=claimed.attempt) else None


def _again(services: Services, claimed: Document, code: str) -> Stage | None:
    if not try_again(services, claimed, code):
        return None
    with services.store.read() as unit:
        row = unit.documents.get(claimed.id)
    return row.stage if row is not None else None


def _read(services: Services, reader: Reader, claimed: Document) -> tuple[Reading, tuple[Tried, ...]]:
    """Read all pages and, while their pictures are still there, make the copies that were asked for."""
    content = services.vault.open(_permit(services, claimed, "dequeue"))
    orders = orders_of(services, claimed.id)
    copier = reader.copier() if orders else None
    pages: list[tuple[PageText, tuple[Finding, ...]]] = []
    for image in reader.pages(content):
        if image.page > 1:
            # The first page stands under the permit that opened the document; each later one is asked again.
            _permit(services, claimed, "page")
        pages.append((copier or reader).read(image))
        if image.page < image.pages or copier is not None:
            # That the last page is read is written with the text.
            _progress(services, claimed, pages_read=len(pages), page_count=image.pages)
    if copier is None:
        return assemble(pages), ()

    def pulse() -> None:
        # Pages are looked at once more: who cancels or withdraws stops that, too.
        _permit(services, claimed, "copy-page")
        _progress(services, claimed, pages_read=len(pages), page_count=len(pages))

    return assemble(pages), make_copies(copier, orders, pulse)


def _permit(services: Services, claimed: Document, step: str) -> Permit:
    with services.store.begin() as unit:
        ruling = _ask(services, unit, claimed, step, PROCESS)
    if ruling.permit is None:
        raise GateRefused(ruling.decision, claimed.id)
    return ruling.permit


def _ask(
    services: Services, unit: Unit, claimed: Document, step: str, cell: Cell, *, text: HeldText | None = None
) -> Ruling:
    row = unit.documents.get(claimed.id)
    if row is None or row.attempt != claimed.attempt or row.stage is not Stage.PROCESSING:
        raise LostClaim
    person = unit.people.get(row.person)
    facts = facts_of(services, unit, SERVICE, person=person, document=row, text=text)
    return ask(services, unit, step=step, cell=cell, facts=facts, item=row.id, document=row.id, person=person)


def _progress(services: Services, claimed: Document, *, pages_read: int, page_count: int) -> None:
    with services.store.begin() as unit:
        _write_progress(services, unit, claimed, pages_read=pages_read, page_count=page_count)


def _write_progress(services: Services, unit: Unit, claimed: Document, *, pages_read: int, page_count: int) -> None:
    until = lease_until(services)
    if not unit.documents.progress(
        claimed.id, attempt=claimed.attempt, pages_read=pages_read, page_count=page_count, lease_until=until
    ):
        raise LostClaim


def _finish(services: Services, claimed: Document, reading: Reading, tried: tuple[Tried, ...]) -> None:
    """Seal text and copies and end the document in one transaction with the gate's leave and the ledger entries."""
    rule = services.policy.retention_for("text.result")
    now = services.now()
    text = HeldText(
        id=item_of(claimed.id, "text", claimed.attempt),
        document=claimed.id,
        person=claimed.person,
        state=TextState.WAITING,
        created_at=now,
        due_at=due(rule, {"data.created": now}),
        rule=rule.id,
        policy=services.policy.digest,
        page_count=len(reading.pages),
        counts=reading.counts,
    )
    sealed = seal_copies(services, claimed, tried, now)
    try:
        services.vault.seal(text.id, pack(reading), seconds=int((text.due_at - now).total_seconds()))
        ruling, unwanted = _write_text(services, claimed, text, sealed)
    except BaseException:
        services.vault.destroy(text.id)
        destroy(services, sealed)
        raise
    if ruling.permit is None:
        services.vault.destroy(text.id)
        destroy(services, sealed)
        raise GateRefused(ruling.decision, claimed.id)
    for item in unwanted:
        services.vault.destroy(item)
    if claimed.keep_text:
        # The person's choice at upload; a refusal leaves the text waiting, and the person sees why.
        try:
            keep_text(services, SERVICE, text.id, step="keep")
        except GateRefused:
            return


def _write_text(
    services: Services, claimed: Document, text: HeldText, sealed: tuple[Sealed, ...]
) -> tuple[Ruling, tuple[str, ...]]:
    unwanted: tuple[str, ...] = ()
    with services.store.begin() as unit:
        _write_progress(services, unit, claimed, pages_read=text.page_count, page_count=text.page_count)
        ruling = _ask(services, unit, claimed, "store-text", MAKE_TEXT, text=text)
        if ruling.permit is not None:
            unit.texts.add(text)
            give_date(services, unit, "text.counts_due_at", text.id, text.created_at)
            unit.ledger.append(
                "text.made",
                text.created_at,
                {
                    "text": text.id,
                    "document": claimed.id,
                    "decision": ruling.id,
                    "pages": text.page_count,
                    "findings": text.counts,
                    "due": text.due_at,
                    "rule": text.rule,
                    "policy": text.policy,
                },
            )
            person = unit.people.get(claimed.person)
            unwanted = write_copies(services, unit, sealed, person=person, now=text.created_at)
            if not write_end(services, unit, claimed.id, Stage.COMPLETED, attempt=claimed.attempt):
                raise LostClaim
    return ruling, unwanted


def pack(reading: Reading) -> bytes:
    """Write a reading as the bytes that are sealed."""
    return json.dumps(
        {
            "pages": [
                {
                    "page": page.page,
                    "width": page.width,
                    "height": page.height,
                    "text": page.text,
                    "words": [[w.text, w.start, w.end, list(w.box), round(w.confidence, 4)] for w in page.words],
                    "unseen": [
                        [u.place, u.page, u.text, [[f.type, f.start, f.end, round(f.score, 4)] for f in u.findings]]
                        for u in page.unseen
                    ],
                }
                for page in reading.pages
            ],
            "findings": [
                [f.type, f.start, f.end, round(f.score, 4), f.page, [list(box) for box in f.boxes]]
                for f in reading.findings
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
