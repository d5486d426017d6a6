"""Hand a copy to the person who asked for it; the gate is asked every time."""

from governance.copies import CopyKind, CopyState
from governance.errors import ProvisoError
from governance.gate import PermitRefused
from operations.ask import GateRefused, ask
from operations.cells import hand_out_copy
from operations.facts import Actor, facts_of
from operations.ports import KeyGone
from operations.services import Services


def take_copy(services: Services, actor: Actor, document: str, kind: CopyKind) -> bytes:
    """Open one copy of a document for its owner: the bytes of a PDF file.

    Raises ProvisoError not-found (no such copy, or not the actor's: the two look the same), copy-gone, or
    GateRefused.
    """
    with services.store.begin() as unit:
        copy = next((found for found in unit.copies.of_document(document) if found.kind is kind), None)
        if copy is None:
            raise ProvisoError("not-found")
        person = unit.people.get(copy.person)
        ruling = ask(
            services,
            unit,
            step="take-copy",
            cell=hand_out_copy(kind),
            facts=facts_of(services, unit, actor, person=person, copy=copy),
            item=copy.id or document,
            document=document,
            person=person,
        )
    if actor.person != copy.person:
        raise ProvisoError("not-found")
    if copy.state is not CopyState.READY:
        raise ProvisoError("copy-gone")
    if ruling.permit is None:
        raise GateRefused(ruling.decision, copy.id)
    try:
        return services.vault.open(ruling.permit)
    except (KeyGone, PermitRefused):
        raise ProvisoError("copy-gone") from None
