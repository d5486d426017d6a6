"""Let go what a cap had stopped: an order of the data protection officer, with a reason, that the clock carries out."""

from governance.caps import REASONS, LetGo
from governance.errors import ProvisoError
from operations.facts import Actor
from operations.review_retention import review_due
from operations.services import Services
from operations.sweep import kept_by, over_cap


def let_go(services: Services, actor: Actor, of: str, *, reason: str) -> int:
    """Order that what is due of a kind now goes although it is beyond the cap; returns how many rows that are.

    What becomes due after this moment is stopped again. Raises ProvisoError let-go-reason, let-go-nothing when no cap
    stops this kind, not-found for a kind that is none, and GateRefused.
    """
    if reason not in REASONS:
        raise ProvisoError("let-go-reason", known=", ".join(REASONS))
    ending = review_due(services, actor, of).ending
    now = services.now()
    if not over_cap(services, ending, now):
        raise ProvisoError("let-go-nothing")
    with services.store.begin() as unit:
        held = unit.dues.tally(ending, now, kept_by(services.policy))
        unit.clockwork.order(LetGo(of, now, reason))
        officer = unit.people.get(actor.person) if actor.person is not None else None
        unit.ledger.append(
            "retention.let-go",
            now,
            {"of": of, "held": held, "reason": reason, "officer": officer.pseudonym if officer else ""},
        )
    return held
