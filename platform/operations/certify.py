"""Certify deletions: sign what went, for a person's erasure and for one document."""

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from governance.deletion_certificate import FORMAT, Frame, Gone, digest, object_line, of_document, of_erasure
from governance.erasure import Erasure, Step
from governance.errors import ProvisoError
from governance.retention import due
from governance.texts import PRESENT
from operations import queries
from operations.ask import GateRefused, ask
from operations.cells import READ_PROOF, STORE_PROOF
from operations.facts import SERVICE, Actor, facts_of
from operations.ports import Unit
from operations.services import Services

_EVERY = 1_000_000
_AT_ITS_END = "GDPR Article 5(1)(e)"


def inventory(unit: Unit, erasure: Erasure) -> Iterator[Mapping[str, object]]:
    """List what went with an erasure, each thing under a commitment with a salt of its own."""
    for row in unit.documents.of_person(erasure.person, _EVERY):
        for gone in _gone(unit, row.id):
            if gone.deleted_at >= erasure.ordered_at:
                yield object_line(gone)


def certify_erasure(services: Services, unit: Unit, erasure: Erasure) -> None:
    """Write the certificate and the end of an erasure, once, into a transaction at hand."""
    at = services.now()
    if not unit.erasures.finish(erasure.id, at=at):
        return
    facts = facts_of(services, unit, SERVICE, overdue=False)
    ruling = ask(services, unit, step="certify", cell=STORE_PROOF, facts=facts, item=erasure.id)
    fields: dict[str, object] = {"erasure": erasure.id, "counts": dict(erasure.counts), "decision": ruling.id}
    fields |= {"kept": {kept.category: kept.rows for kept in erasure.kept}, "due": erasure.due_at}
    if ruling.decision.allow:
        told = [(each.recipient, each.category, each.told_at) for each in unit.erasures.notices(erasure.id)]
        objects = unit.erasures.told(erasure.id, Step.ITEMS)
        content = _signed(services, of_erasure(services.policy, erasure, objects, told, _frame(services, unit, at)))
        rule = services.policy.retention_for("proof.deletion")
        due_at = due(rule, {rule.after: at, rule.ceiling_from: at})
        fields["certificate"] = unit.certificates.add(
            erasure.reference, at=at, due_at=due_at, rule=rule.id, policy=services.policy.digest, content=content
        )
        fields["sha256"] = unit.certificates.last_sha256()
    # With the salts goes what would lead from this erasure to the documents' entries.
    unit.erasures.clear_told(erasure.id)
    unit.ledger.append("erasure.done", at, fields)


def certificate_of(services: Services, reference: str, *, encrypted: bool) -> bytes:
    """Hand out the certificate of an erasure to whoever knows its reference.

    Raises ProvisoError certificate-gone, and GateRefused.
    """
    actor = Actor(role="owner", encrypted=encrypted, verified=True)
    with services.store.begin() as unit:
        content = unit.certificates.get(reference, services.now())
        if content is None:
            raise ProvisoError("certificate-gone")
        facts = facts_of(services, unit, actor, overdue=False)
        ruling = ask(services, unit, step="certificate", cell=READ_PROOF, facts=facts, item="")
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "")
    return content


def certify_document(services: Services, actor: Actor, document: str) -> bytes:
    """Certify that a document of the actor's own is gone, with its text and copies.

    Raises ProvisoError not-found, certificate-early while something of it is left, certificate-gone when the policy's
    time for proofs has passed, and GateRefused.
    """
    view = queries.document_of(services, actor, document)
    left = view.document.deleted_at is None or view.copies_present or (view.text and view.text.state in PRESENT)
    if left:
        raise ProvisoError("certificate-early")
    with services.store.begin() as unit:
        at = services.now()
        gone = list(_gone(unit, document))
        last = max(each.deleted_at for each in gone)
        rule = services.policy.retention_for("proof.deletion")
        if due(rule, {rule.after: last, rule.ceiling_from: last}) <= at:
            raise ProvisoError("certificate-gone")
        person = unit.people.get(view.document.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        ruling = ask(
            services, unit, step="certificate", cell=READ_PROOF, facts=facts, item=document, document=document,
            person=person,
        )  # fmt: skip
        certificate = of_document(services.policy, gone, _AT_ITS_END, _frame(services, unit, at))
        if ruling.decision.allow:
            told = {"document": document, "sha256": digest(certificate).hex(), "decision": ruling.id}
            unit.ledger.append("certificate.issued", at, told)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, document)
    return _signed(services, certificate)


def delete_due_certificates(services: Services) -> int:
    """Delete certificates whose date has come; their digests stay in the ledger."""
    with services.store.begin() as unit:
        return unit.certificates.delete_due(services.now())


def _gone(unit: Unit, document: str) -> Iterator[Gone]:
    row = unit.documents.get(document)
    if row is None or row.deleted_at is None:
        return
    yield Gone(
        "document", row.id, secrets.token_hex(16), "document.image", row.rule, row.received_at, row.due_at,
        row.deleted_at,
    )  # fmt: skip
    text = unit.texts.of_document(document)
    if text is not None and text.gone_at is not None:
        yield Gone(
            "text", text.id, secrets.token_hex(16), text.category or "text.result", text.rule, text.created_at,
            text.due_at, text.gone_at,
        )  # fmt: skip
    for copy in unit.copies.of_document(document):
        if copy.gone_at is not None and copy.created_at is not None and copy.due_at is not None:
            yield Gone(
                "copy", copy.id, secrets.token_hex(16), copy.kind.category, copy.rule, copy.created_at, copy.due_at,
                copy.gone_at,
            )  # fmt: skip


def _frame(services: Services, unit: Unit, at: datetime) -> Frame:
    return Frame(services.software, services.limits.backup_days, unit.certificates.last_sha256(), at)


def _signed(services: Services, certificate: Mapping[str, object]) -> bytes:
    note, key = services.sign(digest(certificate))
    told = {"format": FORMAT, "certificate": certificate, "key": key, "note": note}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
