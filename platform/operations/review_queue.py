"""Everything that waits for an officer's judgement, oldest first: what the policy and the law leave to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.rights import State
from operations.facts import Actor
from operations.gather import texts_of
from operations.register_ports import PROPOSED
from operations.review_requests import review_requests
from operations.services import Services

NAMES, REFUSAL, REGISTER = "names", "refusal", "register"
"""Kinds: texts that name others in an answer, a refusal that was proposed, an entry that waits for a second officer."""
WAITING = 100_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, what it is called, since when, and whether another than its author decides.

    `counts` are the findings behind it, never what was found; `item` is the request's or the entry's id.
    """

    kind: str
    item: str
    called: str
    since: datetime
    four_eyes: bool
    counts: Mapping[str, int]
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for officers, and how many texts wait for their owners alone since they show special signs."""

    waiting: Sequence[Waiting]
    for_owners: int


def review_queue(services: Services, actor: Actor) -> Queue:
    """List what waits; raises GateRefused. Nobody is shown a text for it (clause 5.4)."""
    held = review_requests(services, actor, open_only=True)
    found = []
    with services.store.read() as unit:
        for request in held:
            if request.state is State.IN_REVIEW and request.person is not None:
                counts: dict[str, int] = {}
                for text in texts_of(unit, request.person):
                    for name, count in text.counts.items():
                        counts[name] = counts.get(name, 0) + count
                found.append(Waiting(NAMES, request.id, request.reference, request.received_at, False, counts))
            elif request.state is State.REFUSAL_PROPOSED:
                mine = request.proposed_by == str(actor.person)
                found.append(Waiting(REFUSAL, request.id, request.reference, request.received_at, True, {}, mine))
        found += [
            Waiting(REGISTER, f"{one.register}/{one.entry}", one.serial, one.at, True, {}, one.by == actor.person)
            for one in unit.registers.current()
            if one.state == PROPOSED
        ]
        special = sum(text.special for text in unit.texts.waiting(WAITING))
    return Queue(sorted(found, key=lambda one: one.since), special)
