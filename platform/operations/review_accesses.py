"""The access register: who looked at what that was not their own; looking at it is an access, too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from operations.facts import Actor
from operations.review_decisions import review_ledger
from operations.rows import DecisionRow
from operations.services import Services

ROLES = ("dpo", "auditor")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Accesses:
    """A page of looks, newest first, where the next page begins (empty: nowhere), and the roles behind the numbers."""

    rows: Sequence[DecisionRow]
    following: str
    names: Mapping[int, str]


def review_accesses(
    services: Services, actor: Actor, *, role: str = "", before: str = "", limit: int = PAGE
) -> Accesses:
    """List looks of those who check and decide, of one role where one is named; raises GateRefused."""
    review_ledger(services, actor, "access-register")
    with services.store.read() as unit:
        rows = unit.decisions.looks(limit + 1, before=before, roles=[role] if role in ROLES else ROLES)
        names = {number: email for number, email, _, _ in unit.accounts.staff()}
    return Accesses(rows[:limit], rows[limit - 1].id if len(rows) > limit else "", names)
