"""Keep a waiting text: the person's consent, the gate's leave, a new date, and a key of its own."""

from datetime import datetime

from governance.dating import dated
from governance.errors import ProvisoError
from governance.gate import PermitRefused
from governance.retention import RetentionRule, due
from governance.texts import HeldText, TextState, kept_category
from operations.ask import GateRefused, ask
from operations.cells import keep_text as cell_of_keeping
from operations.facts import Actor, facts_of
from operations.ports import KeyGone
from operations.services import Services


def keep_text(services: Services, actor: Actor, text: str, *, step: str = "keep", sensitive: bool = False) -> HeldText:
    """Keep one text until the policy's date; when the owner asks, that is also the consent to it.

    A text with signs of specially guarded data goes into a category of its own, with an earlier date and a
    consent of its own, which only `sensitive` gives. Raises GateRefused, or ProvisoError: text-gone when it is
    no longer there, not-found when it is not the actor's.
    """
    now = services.now()
    with services.store.begin() as unit:
        held = unit.texts.get(text)
        if held is not None and held.state is TextState.KEPT and actor.person == held.person:
            return held  # asked for twice: it is kept already
        if held is None or held.state is not TextState.WAITING:
            raise ProvisoError("text-gone")
        person = unit.people.get(held.person)
        category = kept_category(held.counts)
        rule = services.policy.retention_for(category)
        own = actor.role == "owner" and actor.person == held.person
        if own and not services.vault.alive(held.id):
            # Nothing is left that could be kept, so nobody has agreed to anything.
            raise ProvisoError("text-gone")
        if own:
            for consent in ("store_text", "store_sensitive") if held.special and sensitive else ("store_text",):
                unit.consents.record(
                    person=held.person,
                    consent=consent,
                    given=True,
                    at=now,
                    policy=services.policy.digest,
                    document=held.document,
                    dated=dated(services.policy, "record.consent", {"data.created": now}),
                )
                unit.ledger.append(
                    "consent.given",
                    now,
                    {
                        "consent": consent,
                        "document": held.document,
                        "subject": person.pseudonym if person else "",
                    },
                )
        facts = facts_of(services, unit, actor, person=person, text=held)
        ruling = ask(
            services,
            unit,
            step=step,
            cell=cell_of_keeping(category),
            facts=facts,
            item=held.id,
            document=held.document,
            person=person,
        )
    if actor.role == "owner" and actor.person != held.person:
        raise ProvisoError("not-found")
    if ruling.permit is None:
        raise GateRefused(ruling.decision, held.id)
    try:
        services.vault.keep(ruling.permit, due_at=_latest(services, rule, held), rule=rule.id)
    except (KeyGone, PermitRefused):
        if own:
            _take_back(services, held)
        raise ProvisoError("text-gone") from None
    with services.store.read() as unit:
        kept = unit.texts.get(text)
    if kept is None or kept.state is not TextState.KEPT:
        raise ProvisoError("text-gone")
    return kept


def _latest(services: Services, rule: RetentionRule, held: HeldText) -> datetime:
    """A text never outlives the counts beside it: they tell its category."""
    created = {"data.created": held.created_at}
    return min(due(rule, created), dated(services.policy, "findings.summary", created).due_at)


def _take_back(services: Services, held: HeldText) -> None:
    """The key died between the person's word and the keeping: the word is for nothing and does not stay given."""
    now = services.now()
    with services.store.begin() as unit:
        person = unit.people.get(held.person)
        unit.consents.record(
            person=held.person,
            consent="store_text",
            given=False,
            at=now,
            policy=services.policy.digest,
            document=held.document,
            dated=dated(services.policy, "record.consent", {"data.created": now}),
        )
        unit.ledger.append(
            "consent.withdrawn",
            now,
            {"consent": "store_text", "document": held.document, "subject": person.pseudonym if person else ""},
        )
