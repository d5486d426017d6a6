"""Delete a copy: at its owner's word, at its date, or because its key died."""

from governance.copies import CopyKind, CopyState, HeldCopy
from governance.errors import ProvisoError
from operations.ask import GateRefused, ask
from operations.cells import erase_copy
from operations.facts import SERVICE, Actor, facts_of
from operations.services import Services


def delete_copy(
    services: Services, actor: Actor, document: str, kind: CopyKind, *, to: CopyState = CopyState.DELETED
) -> bool:
    """Destroy a copy's key and bytes and write it down once; False when there is none, or none any more.

    Raises ProvisoError not-found for a document that is not the actor's, deletion-delayed, and GateRefused.
    """
    with services.store.begin() as unit:
        row = unit.documents.get(document)
        if row is None or (actor is not SERVICE and actor.person != row.person):
            raise ProvisoError("not-found")
        copy = next((found for found in unit.copies.of_document(document) if found.kind is kind), None)
        if copy is None or copy.state is not CopyState.READY:
            return False
        person = unit.people.get(copy.person)
        ruling = ask(
            services,
            unit,
            step="delete-copy",
            cell=erase_copy(kind, by_the_house=actor.role == "service"),
            facts=facts_of(services, unit, actor, person=person, copy=copy),
            item=copy.id,
            document=document,
            person=person,
        )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, copy.id)
    if not services.vault.destroy(copy.id):
        raise ProvisoError("deletion-delayed")
    return _write(services, copy, ruling.id, to)


def _write(services: Services, copy: HeldCopy, decision: str, to: CopyState) -> bool:
    with services.store.begin() as unit:
        at = services.now()
        gone = unit.copies.end(copy.id, to=to, at=at)
        if gone:
            unit.ledger.append(
                "copy.deleted",
                at,
                {
                    "copy": copy.id,
                    "document": copy.document,
                    "kind": copy.kind.value,
                    "decision": decision,
                    "rule": copy.rule,
                    "due": copy.due_at,
                    "state": to.value,
                    "method": "cryptographic-erasure",
                    "found_after": "neither key nor bytes",
                },
            )
        return gone
