"""The facts the gate is asked with, read from the storeroom at the moment of asking.

What cannot be read is left out, which the policy takes as `unknown`: it allows nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from governance.accounts import to_the_policy
from governance.copies import CopyState, HeldCopy
from governance.documents import LIVE, Document
from governance.facts import build_facts
from governance.holds import HoldKind
from governance.retention import overdue as is_overdue
from governance.terms import UNKNOWN, AccountState, AgeBand, ConsentState, JobStage, Present, Role, Zone
from governance.texts import PRESENT, HeldText, shows_special
from operations.consents_now import consents_now
from operations.ports import Unit
from operations.rows import Person
from operations.services import Services

_RESTRICTION = HoldKind.RESTRICTION


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role of the policy, the account behind it, and how the act reached us.

    `encrypted` is true for TLS and for what never leaves this machine; `verified` says that the person
    proved who they are (logged in just now counts for their own things). `ticket` says that staff act on a request
    for help.
    """

    role: str
    person: int | None = None
    encrypted: bool = True
    verified: bool = False
    ticket: bool | None = None


SERVICE = Actor(role="service")
"""The house itself: worker, clock and gate."""


def facts_of(
    services: Services,
    unit: Unit,
    actor: Actor,
    *,
    person: Person | None = None,
    document: Document | None = None,
    text: HeldText | None = None,
    copy: HeldCopy | None = None,
    stage: str | None = None,
    overdue: bool | None = None,
    purpose: str = "",
    legal_hold: bool | None = None,
    restriction_keeps: bool | None = None,
    now: datetime | None = None,
) -> Mapping[str, str]:
    """Collect the facts about an actor, a person and an item; `stage` speaks for an upload without a row.

    `purpose` is what for, where somebody may object to that alone. `overdue` is for what has no row here, such as a
    record of processing; a document or text answers itself. So are `legal_hold` and `restriction_keeps`, which are
    read for whoever the act is about.
    """
    at = now or services.now()
    owner = _owner(person, document, text, copy)
    held = [] if owner is None else unit.holds.on(owner, _named(document, text, copy), at)
    restricted = person is not None and (person.restricted or any(hold.kind is _RESTRICTION for hold in held))
    if owner is None:
        # Every hold is on an account's data; whoever the act knows to be held says so itself.
        legal_hold, restriction_keeps = bool(legal_hold), bool(restriction_keeps)
    else:
        legal_hold = any(hold.kind is HoldKind.LEGAL for hold in held)
        restriction_keeps = any(hold.kind is _RESTRICTION and hold.keeps for hold in held)
    if copy is not None:
        overdue = copy.state is CopyState.READY and copy.due_at is not None and is_overdue(copy.due_at, at)
    elif text is not None:
        overdue = text.state in PRESENT and is_overdue(text.due_at, at)
    elif document is not None:
        overdue = document.stage in LIVE and is_overdue(document.due_at, at)
    elif stage is not None:
        overdue = False
    about = document.id if document else (text.document if text else (copy.document if copy else ""))
    present, special = _found(unit, text, copy)
    return build_facts(
        actor_role=cast(Role, "other" if actor.role == "owner" and actor.person != owner else actor.role),
        actor_ticket=actor.ticket,
        identity_verified=actor.verified,
        channel_encrypted=actor.encrypted,
        tenant_match=actor.role != "owner" or actor.person == owner,
        infra_approved=services.site.approved,
        transfer_zone=cast(Zone, services.site.zone),
        notice_current=True,
        account_state=cast(AccountState, _account(person, at)) if person else None,
        age_band=cast(AgeBand, person.age_band) if person and person.age_band != UNKNOWN else None,
        guardian_consent=person.guardian if person else None,
        restricted=restricted if person else None,
        legal_hold=legal_hold,
        restriction_keeps=restriction_keeps,
        objected=(person.objected or purpose in person.objected_to) if person else None,
        opted_out_sale=person.opted_out_sale if person else None,
        limited=person.limited if person else None,
        job_stage=cast(JobStage, stage or (document.stage.value if document else None)),
        text_state=text.state.value if text else None,
        copy_state=copy.state.value if copy else None,
        copy_confirmed=copy.confirmed if copy else None,
        findings_present=present,
        findings_special=special,
        overdue=overdue,
        consents=_consents(services, unit, person, about),
    )


OF_A_DOCUMENT = ("store_text", "store_sensitive")
"""Consents that are given for one document each; the others are about everything."""


def _consents(services: Services, unit: Unit, person: Person | None, document: str) -> Mapping[str, ConsentState]:
    """What the person agreed to, about one document or else about everything that is no document's."""
    if person is None:
        return {}
    names = OF_A_DOCUMENT if document else [name for name in services.policy.consents if name not in OF_A_DOCUMENT]
    standing = consents_now(services, unit, person.id, names, document)
    return {name: each.state for name, each in standing.items()}


def _owner(
    person: Person | None, document: Document | None, text: HeldText | None, copy: HeldCopy | None
) -> int | None:
    if person is not None:
        return person.id
    return next((item.person for item in (document, text, copy) if item is not None), None)


def _named(document: Document | None, text: HeldText | None, copy: HeldCopy | None) -> list[str]:
    """What a hold on a single thing may name: the thing itself, or the document it came from."""
    parts = [part for part in (text, copy) if part is not None]
    return [*(part.id for part in parts), *(part.document for part in parts), *([document.id] if document else [])]


def _account(person: Person, at: datetime) -> str:
    """An account past its date counts as closed, whether or not the clock has closed it."""
    past = person.due_at is not None and is_overdue(person.due_at, at)
    return "closed" if past else to_the_policy(person.account_state)


def _found(unit: Unit, text: HeldText | None, copy: HeldCopy | None) -> tuple[Present | None, bool | None]:
    """Whether personal data was found in a text or a copy, and whether some shows special categories.

    Of a copy that is painted over and confirmed only what was spared is left. Nothing is said where nobody looked.
    """
    if copy is not None and copy.confirmed:
        present: Present = "some" if any(copy.left.values()) else ("masked" if any(copy.painted.values()) else "none")
        return present, shows_special(copy.left)
    held = text if text is not None or copy is None else unit.texts.of_document(copy.document)
    if held is None:
        return None, None
    return "some" if any(held.counts.values()) else "none", held.special
