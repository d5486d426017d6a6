"""What an auditor was let in for: the parts of the house, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PARTS: Mapping[str, str] = {
    "ledger": "the ledger, its proofs and its verification",
    "decisions": "decisions, replays and samples",
    "records": "records, and files held against the ledger",
    "evidence": "evidence packages",
    "registers": "the registers, the access register among them",
}
"""What an engagement may be limited to, by its word."""
DAYS = 90
"""How long an engagement lasts where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Term:
    """The terms of a role: its last day (None: none was set) and its parts (empty: all of them)."""

    until: date | None
    scope: frozenset[str]

    def holds(self, day: date) -> bool:
        """Tell whether the role is still good on a day; the last day is part of it."""
        return self.until is None or day <= self.until

    def covers(self, part: str) -> bool:
        """Tell whether a part of the house belongs to it; what belongs to no part is everybody's with the role."""
        return not part or not self.scope or part in self.scope


def scope_of(words: str) -> frozenset[str]:
    """Read a scope, part after part between commas; raises ValueError for a part that there is not."""
    named = frozenset(word.strip() for word in words.split(",") if word.strip())
    if strange := sorted(named - set(PARTS)):
        raise ValueError(", ".join(strange))
    return named
