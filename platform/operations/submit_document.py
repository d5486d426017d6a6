"""Take in an upload: look at it, ask the gate, seal it, give it its date, ring for a worker."""

import uuid
from collections.abc import Sequence

from governance.copies import CopyOrder
from governance.dating import dated
from governance.documents import Document, Stage
from governance.errors import ProvisoError
from governance.reading import NO_WISH, Wish
from governance.retention import due
from operations.ask import GateRefused, ask
from operations.cells import HOLD, TAKE_IN
from operations.dates import give_date
from operations.end_document import delete_sealed
from operations.facts import Actor, facts_of
from operations.ports import Inspection
from operations.services import Services


def submit_document(
    services: Services,
    actor: Actor,
    content: bytes,
    *,
    keep_text: bool = False,
    batch: bool = False,
    identity: str = "",
    copies: Sequence[CopyOrder] = (),
    wish: Wish = NO_WISH,
) -> Document:
    """Accept one upload of the actor's own and return its row, queued.

    Raises ProvisoError for a file that cannot be read and GateRefused when the policy says no; in both cases
    nothing was stored and the refusal stands in the ledger. `keep_text` is the person's choice, made at
    upload, to keep the text (consent store_text for this document). A `batch` document is read when no other waits.
    `identity`, 32 hexadecimal digits that were never used before, lets a caller know the row before it exists.
    `copies` are asked for once each; `wish` says in which languages and with how much care it is to be read.
    """
    if actor.person is None:
        raise ProvisoError("account-needed")
    identity = identity or uuid.uuid4().hex
    _permission(services, actor, identity)
    inspection, languages, mode = _inspect(services, actor, identity, content, wish)
    rule = services.policy.retention_for("document.image")
    now = services.now()
    due_at = due(rule, {"data.received": now})
    # Sealed before any row speaks of it: should the next transaction fail, the key still dies by itself.
    digest = services.vault.seal(identity, content, seconds=int((due_at - now).total_seconds()))
    try:
        document = _record(
            services,
            actor,
            Document(
                id=identity,
                person=actor.person,
                stage=Stage.QUEUED,
                format=inspection.format,
                byte_count=len(content),
                page_count=inspection.pages,
                pages_read=0,
                keep_text=keep_text,
                received_at=now,
                due_at=due_at,
                rule=rule.id,
                policy=services.policy.digest,
                digest=digest,
                batch=batch,
                languages=languages,
                mode=mode,
            ),
            copies,
        )
    except BaseException:
        services.vault.destroy(identity)
        raise
    services.bell.ring_document(identity, batch=batch)
    return document


def _permission(services: Services, actor: Actor, identity: str) -> None:
    """Ask before anything looks at the content: who may not upload is not read."""
    with services.store.begin() as unit:
        person = unit.people.get(actor.person) if actor.person is not None else None
        facts = facts_of(services, unit, actor, person=person, stage=Stage.RECEIVED.value)
        ruling = ask(
            services, unit, step="upload", cell=TAKE_IN, facts=facts, item=identity, document=identity, person=person
        )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, identity)


def _inspect(
    services: Services, actor: Actor, identity: str, content: bytes, wish: Wish
) -> tuple[Inspection, str, str]:
    """What the file is, and the languages and mode it will be read with."""
    try:
        languages, mode = services.reading.settle(wish)
        if not content:
            raise ProvisoError("file-empty")
        if len(content) > services.limits.upload_bytes:
            raise ProvisoError("file-too-large", limit_mb=services.limits.upload_bytes // 1_000_000)
        return services.inspector.inspect(content), languages, mode
    except ProvisoError as refusal:
        record_refusal(services, actor, identity, refusal)
        raise


def record_refusal(services: Services, actor: Actor, identity: str, refusal: ProvisoError) -> None:
    """Write into the ledger that an upload was not accepted, and why; nothing of it was stored."""
    with services.store.begin() as unit:
        person = unit.people.get(actor.person) if actor.person is not None else None
        unit.ledger.append(
            "upload.refused",
            services.now(),
            {
                "item": identity,
                "subject": person.pseudonym if person else "",
                "code": refusal.code,
                **refusal.data,
            },
        )


def _record(services: Services, actor: Actor, document: Document, copies: Sequence[CopyOrder]) -> Document:
    with services.store.begin() as unit:
        person = unit.people.get(document.person)
        facts = facts_of(services, unit, actor, person=person, stage=Stage.RECEIVED.value)
        ruling = ask(
            services,
            unit,
            step="store",
            cell=HOLD,
            facts={**facts, "actor.role": "service"},
            item=document.id,
            document=document.id,
            person=person,
        )
        if ruling.decision.allow:
            if document.keep_text:
                unit.consents.record(
                    person=document.person,
                    consent="store_text",
                    given=True,
                    at=document.received_at,
                    policy=document.policy,
                    document=document.id,
                    dated=dated(services.policy, "record.consent", {"data.created": document.received_at}),
                )
            unit.documents.add(document)
            give_date(services, unit, "document.row_due_at", document.id, document.received_at)
            unit.copies.ask(document.id, document.person, copies)
            unit.ledger.append(
                "document.received",
                document.received_at,
                {
                    "document": document.id,
                    "subject": person.pseudonym if person else "",
                    "decision": ruling.id,
                    "format": document.format,
                    "pages": document.page_count,
                    "bytes": document.byte_count,
                    "languages": document.languages,
                    "mode": document.mode,
                    "due": document.due_at,
                    "rule": document.rule,
                    "sealed": document.digest,
                    "policy": document.policy,
                    "copies": sorted(order.kind.value for order in copies),
                },
            )
    if not ruling.decision.allow:
        delete_sealed(services, document.id)
        raise GateRefused(ruling.decision, document.id)
    return document
