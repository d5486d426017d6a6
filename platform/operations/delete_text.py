"""Delete a text: at its owner's word, at its date, or because its key died."""

from contextlib import suppress

from governance.errors import ProvisoError
from governance.texts import PRESENT, HeldText, TextState
from operations.ask import GateRefused, ask
from operations.cells import erase_text
from operations.erasing import Suppressed
from operations.facts import SERVICE, Actor, facts_of
from operations.level_lists import level_lists
from operations.services import Services
from operations.tell_outside_requests import tell_of_text


def delete_text(services: Services, actor: Actor, text: str, *, to: TextState = TextState.DELETED) -> bool:
    """Destroy a text's key and bytes and write it down once; False when it was gone already.

    Whoever may have got it hears of it when its owner had it deleted (GDPR Article 19), noted in the same act.

    Raises ProvisoError not-found for a text that is not the actor's, and GateRefused.
    """
    with services.store.begin() as unit:
        held = unit.texts.get(text)
        if held is None or (actor is not SERVICE and actor.person != held.person):
            raise ProvisoError("not-found")
        if held.state not in PRESENT:
            return False
        person = unit.people.get(held.person)
        ruling = ask(
            services,
            unit,
            step="delete-text",
            cell=erase_text(held, by_the_house=actor.role == "service"),
            facts=facts_of(services, unit, actor, person=person, text=held),
            item=held.id,
            document=held.document,
            person=person,
        )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, held.id)
    if not services.vault.destroy(held.id):
        raise ProvisoError("deletion-delayed")
    gone = _write(services, held, ruling.id, to)
    if gone:
        with suppress(ProvisoError):
            # What is missing in the list outside is brought there by the clock.
            level_lists(services)
    return gone


def _write(services: Services, held: HeldText, decision: str, to: TextState) -> bool:
    with services.store.begin() as unit:
        at = services.now()
        gone = unit.texts.move(held.id, from_states=PRESENT, to=to, at=at)
        if gone and held.state is TextState.KEPT and at < held.due_at:
            # Its wrapped key lay in the database, and so in every backup.
            fingerprint = services.erased.fingerprint("text", held.id)
            unit.suppressions.add([Suppressed(fingerprint, "text", at)])
        if gone:
            unit.ledger.append(
                "text.deleted",
                at,
                {
                    "text": held.id,
                    "document": held.document,
                    "decision": decision,
                    "rule": held.rule,
                    "due": held.due_at,
                    "state": to.value,
                    "method": "cryptographic-erasure",
                    "found_after": "neither key nor bytes",
                },
            )
            tell_of_text(services, unit, held)
        return gone
