"""A guardian's word for somebody below the age of consent: asked for by e-mail, given, refused, taken back any time."""

import json
from datetime import datetime, timedelta

from governance.errors import ProvisoError
from operations.ask import GateRefused, ask
from operations.cells import NOTE_CHOICE
from operations.change_consent import withdraw_everywhere
from operations.facts import Actor, facts_of
from operations.send_message import send_message
from operations.services import Services

_TOKEN = "guardian"  # noqa: S105 - what a sealed word is for
WITHIN = timedelta(days=30)
"""How long the address that a guardian is sent can say yes; it can say no for as long as the account exists."""
YOUNG = "below_consent_age"


def ask_guardian(services: Services, actor: Actor, address: str) -> None:
    """Write to a guardian whom the person names; raises ProvisoError not-found for somebody who needs none.

    Reasonable efforts are what GDPR Art. 8(2) asks for; a word by e-mail is one where little depends on it.
    """
    with services.store.begin() as unit:
        person = unit.people.get(actor.person) if actor.person is not None else None
        if person is None or person.age_band != YOUNG:
            raise ProvisoError("not-found")
        until = services.now() + WITHIN
        said = json.dumps({"person": person.id, "until": until.isoformat()})
        link = f"/guardian/{services.envelope.close(_TOKEN, said).hex()}"
        language = unit.people.language(person.id)
        send_message(services, unit, "guardian-asked", address=address, language=language, data={"link": link})


def decide_as_guardian(services: Services, token: str, *, agrees: bool) -> None:
    """Note a guardian's yes or no; a no takes every consent of the person back that was in force.

    Raises ProvisoError link-expired for a word that is not ours, or a yes that comes too late, and GateRefused.
    """
    try:
        said = json.loads(services.envelope.open(_TOKEN, bytes.fromhex(token)))
    except ValueError:
        raise ProvisoError("link-expired") from None
    now = services.now()
    with services.store.begin() as unit:
        person = unit.people.get(said["person"])
        late = agrees and datetime.fromisoformat(said["until"]) <= now
        if person is None or person.age_band != YOUNG or late:
            raise ProvisoError("link-expired")
        facts = facts_of(services, unit, Actor("service"), person=person, overdue=False)
        ruling = ask(services, unit, step="note-choice", cell=NOTE_CHOICE, facts=facts, item="guardian", person=person)
        if ruling.decision.allow:
            unit.people.guarded(person.id, now if agrees else None)
            what = f"guardian: {'agrees' if agrees else 'does not agree'}"
            entry = {"subject": person.pseudonym, "what": what, "by": "guardian", "decision": ruling.id}
            unit.ledger.append("choice.made", now, entry)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "guardian")
    if not agrees:
        for consent in services.policy.consents:
            withdraw_everywhere(services, person.id, consent, by="guardian")
