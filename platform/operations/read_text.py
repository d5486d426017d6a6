"""Show a text to the person it belongs to; the gate is asked at every look."""

import json

from governance.errors import ProvisoError
from governance.findings import Finding, PageText, Place, Reading, Unseen, Word
from governance.gate import PermitRefused
from governance.texts import PRESENT
from operations.ask import GateRefused, ask
from operations.cells import hand_out_text, show_text
from operations.facts import Actor, facts_of
from operations.ports import KeyGone
from operations.services import Services


def read_text(services: Services, actor: Actor, document: str, *, take_along: bool = False) -> Reading:
    """Open the text of a document for its owner, to look at or, with `take_along`, as a copy to hand out.

    Raises ProvisoError not-found (no such text, or not the actor's: the two look the same), text-gone, or
    GateRefused.
    """
    with services.store.begin() as unit:
        held = unit.texts.of_document(document)
        if held is None:
            raise ProvisoError("not-found")
        person = unit.people.get(held.person)
        facts = facts_of(services, unit, actor, person=person, text=held)
        ruling = ask(
            services,
            unit,
            step="take" if take_along else "read",
            cell=hand_out_text(held.state) if take_along else show_text(held.state),
            facts=facts,
            item=held.id,
            document=document,
            person=person,
        )
    if actor.person != held.person:
        raise ProvisoError("not-found")
    if held.state not in PRESENT:
        raise ProvisoError("text-gone")
    if ruling.permit is None:
        raise GateRefused(ruling.decision, held.id)
    try:
        return unpack(services.vault.open(ruling.permit))
    except (KeyGone, PermitRefused):
        raise ProvisoError("text-gone") from None


def unpack(content: bytes) -> Reading:
    """Read back what `process_document.pack` wrote."""
    data = json.loads(content)
    return Reading(
        tuple(
            PageText(
                page["page"],
                page["width"],
                page["height"],
                page["text"],
                tuple(Word(t, s, e, (b[0], b[1], b[2], b[3]), c) for t, s, e, b, c in page["words"]),
                tuple(
                    Unseen(Place(place), at, text, tuple(Finding(k, s, e, score, at, ()) for k, s, e, score in found))
                    for place, at, text, found in page.get("unseen", ())
                ),
            )
            for page in data["pages"]
        ),
        tuple(
            Finding(kind, s, e, score, page, tuple((b[0], b[1], b[2], b[3]) for b in boxes))
            for kind, s, e, score, page, boxes in data["findings"]
        ),
    )
