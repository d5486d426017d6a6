"""Deciding again at the moment of opening: what the facts are now counts, not what they were."""

from datetime import datetime
from typing import Final

from governance.copies import CopyState
from governance.gate import Permit
from governance.policy import Decision, Request, decide
from governance.texts import kept_category
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.services import Services

DOCUMENT: Final = "document.image"
ANSWER: Final = "request.answer"
DETAILS: Final = "request.details"

_OF_THE_ACTOR = ("actor.", "identity.", "channel.", "tenant.", "recipient.", "legal.")
"""Facts about who asked and how; they were true of the act and are taken from its decision."""


def category_of(unit: Unit, item: str, *, keeping: bool) -> str:
    """Tell to which data category an item belongs now, or, when it is being kept, will belong; empty when gone."""
    if unit.documents.get(item) is not None:
        return DOCUMENT
    held = unit.texts.get(item)
    if held is None:
        paper = unit.papers.get(item)
        if paper is not None:
            return "" if paper.gone_at is not None else (DETAILS if paper.kind == "permission" else ANSWER)
        copy = unit.copies.get(item)
        return copy.kind.category if copy is not None and copy.state is CopyState.READY else ""
    return kept_category(held.counts) if keeping else held.category


def decide_again(services: Services, unit: Unit, permit: Permit, now: datetime) -> Decision | None:
    """Decide a permit's cell on the facts of this moment; None when no decision stands behind the permit.

    Facts about the item and the person are read anew, and what can no longer be read is unknown, which
    allows nothing.
    """
    stored = unit.decisions.facts(permit.id)
    if stored is None:
        return None
    document = unit.documents.get(permit.item)
    text = None if document is not None else unit.texts.get(permit.item)
    copy = None if document is not None or text is not None else unit.copies.get(permit.item)
    person = next((unit.people.get(held.person) for held in (document, text, copy) if held is not None), None)
    fresh = facts_of(services, unit, SERVICE, person=person, document=document, text=text, copy=copy, now=now)
    facts = {name: value for name, value in stored.items() if name.startswith(_OF_THE_ACTOR)}
    facts |= {name: value for name, value in fresh.items() if not name.startswith(_OF_THE_ACTOR)}
    return decide(services.policy_in(unit), Request(permit.cell, facts))
