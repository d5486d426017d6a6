"""Give, refuse and take back a consent; what rested on one that is taken back goes at once."""

from dataclasses import dataclass

from governance.consent_records import Word
from governance.dating import dated
from governance.errors import ProvisoError
from governance.messages import sending
from governance.policy import Cell, Request, decide
from governance.retention import overdue
from governance.texts import TextState
from operations.ask import GateRefused, ask
from operations.cancel_document import cancel_document
from operations.cells import NOTE_CHOICE
from operations.delete_text import delete_text
from operations.facts import OF_A_DOCUMENT, Actor, facts_of
from operations.ports import Unit
from operations.services import Services

OPENS = {
    "marketing": sending("marketing"),
    "cookies_analytics": Cell("set_device", "device.cookie", "service_improvement"),
    "cookies_functional": Cell("set_device", "device.cookie", "preferences"),
    "cookies_advertising": Cell("set_device", "device.cookie", "advertising", "advertiser"),
}
"""The first thing that each consent about everything would allow; the gate says whether it may be given at all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was shown when they chose: the SHA-256 of the text, its language, and the door."""

    text: str
    language: str
    by: str = "portal"


def choose(services: Services, actor: Actor, consent: str, *, given: bool, shown: Shown) -> None:
    """Write what a person says to a consent that is about everything: yes, or no.

    A no to one that was given takes it back. Raises ProvisoError not-found for a consent that is not about
    everything, and GateRefused where the policy lets the person not give it (a child without a guardian, say).
    """
    if actor.person is None or consent not in services.policy.consents or consent not in OPENS:
        raise ProvisoError("not-found")
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        cell = OPENS[consent]
        facts = dict(facts_of(services, unit, actor, person=person, overdue=False, purpose=cell.purpose))
        item = f"consent {consent}"
        ruling = ask(services, unit, step="note-consent", cell=NOTE_CHOICE, facts=facts, item=item, person=person)
        refused = None if ruling.decision.allow else ruling.decision
        if refused is None and given:
            # Asked beforehand and not written down: nothing is done yet of what the consent would allow.
            opened = decide(services.policy, Request(cell, facts | {f"consent.{consent}": "given"}))
            refused = None if opened.allow else opened
        if refused is None and given:
            _write(services, unit, actor.person, consent, given=True, shown=shown)
    if refused is not None:
        raise GateRefused(refused, item)
    if not given and not withdraw_everywhere(services, actor.person, consent, by=shown.by, shown=shown):
        refusal = Shown(shown.text, shown.language, f"{shown.by}, refused")
        with services.store.begin() as unit:
            _write(services, unit, actor.person, consent, given=False, shown=refusal)


def withdraw_everywhere(services: Services, person: int, consent: str, *, by: str, shown: Shown | None = None) -> bool:
    """Take a consent back for everything and for each document, and end and erase what rested on it.

    A reading that runs under it stops before its next page. False when it was in force nowhere. `by` names the door it
    came through. Raises ProvisoError not-found for a consent that the policy does not know.
    """
    known = services.policy.consents.get(consent)
    if known is None:
        raise ProvisoError("not-found")
    said = shown or Shown("", "en", by)
    with services.store.begin() as unit:
        given = [
            document
            for document in dict.fromkeys(word.document for word in unit.consents.words(person) if word.document)
            if unit.consents.state(person, consent, document, now=services.now()) == "given"
        ]
        changed = unit.consents.state(person, consent, now=services.now()) == "given" or bool(given)
        if changed:
            _write(services, unit, person, consent, given=False, shown=said)
        messages = [
            row.id
            for row in unit.messages.of_person(person, limit=10_000)
            if "message.promotional" in known.withdraw_erases and row.purpose == "marketing"
        ]
        for message in messages:
            unit.messages.erase(message)
            unit.ledger.append(
                "message.erased", services.now(), {"message": message, "decision": "", "rule": "R-PROMOTION"}
            )
        texts = [unit.texts.of_document(document) for document in given]
    owner = Actor("owner", person, verified=True)
    for document in given:
        cancel_document(services, owner, document)
    for text in texts:
        if text is not None and text.category in known.withdraw_erases:
            delete_text(services, owner, text.id)
    return changed


def renew_for_document(services: Services, actor: Actor, document: str, consent: str, shown: Shown) -> None:
    """Say yes again, to the policy as it is now, to keeping a text that is kept (a change overtook the first yes).

    Raises ProvisoError not-found for somebody else's document or one whose text is gone, and GateRefused.
    """
    with services.store.begin() as unit:
        row, text = unit.documents.get(document), unit.texts.of_document(document)
        mine = row is not None and actor.person is not None and row.person == actor.person
        if not mine or consent not in OF_A_DOCUMENT or text is None or text.state is not TextState.KEPT:
            raise ProvisoError("not-found")
        assert actor.person is not None  # noqa: S101 - looked at above
        person = unit.people.get(actor.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        item = f"consent {consent}"
        ruling = ask(services, unit, step="note-consent", cell=NOTE_CHOICE, facts=facts, item=item, person=person)
        if ruling.decision.allow:
            _write(services, unit, actor.person, consent, given=True, shown=shown, document=document)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)


def withdraw_for_document(services: Services, actor: Actor, document: str, consent: str, shown: Shown) -> None:
    """Take back the consent to keep a document's text: a kept text goes, a reading that runs stops at the next page.

    Raises ProvisoError not-found for somebody else's document, and GateRefused.
    """
    if consent not in OF_A_DOCUMENT or consent not in services.policy.consents:
        raise ProvisoError("not-found")
    with services.store.begin() as unit:
        row = unit.documents.get(document)
        if row is None or actor.person is None or row.person != actor.person:
            raise ProvisoError("not-found")
        if unit.consents.state(actor.person, consent, document, now=services.now()) == "given":
            _write(services, unit, actor.person, consent, given=False, shown=shown, document=document)
        text = unit.texts.of_document(document)
    cancel_document(services, actor, document)
    if text is not None and text.category in services.policy.consents[consent].withdraw_erases:
        delete_text(services, actor, text.id)


def _write(
    services: Services, unit: Unit, person: int, consent: str, *, given: bool, shown: Shown, document: str = ""
) -> None:
    now = services.now()
    found = unit.people.get(person)
    unit.consents.record(
        person=person,
        consent=consent,
        given=given,
        at=now,
        policy=services.policy.digest,
        document=document,
        language=shown.language,
        by=shown.by,
        shown=shown.text,
        dated=dated(services.policy, "record.consent", {"data.created": now}),
    )
    unit.ledger.append(
        "consent.given" if given else "consent.withdrawn",
        now,
        {"consent": consent, "document": document, "subject": found.pseudonym if found else "", "by": shown.by},
    )


def words_of(services: Services, person: int) -> list[Word]:
    """List everything a person said about consents, newest first; what is past its date is shown no more."""
    now = services.now()
    with services.store.read() as unit:
        return [word for word in unit.consents.words(person) if word.due_at is None or not overdue(word.due_at, now)]
