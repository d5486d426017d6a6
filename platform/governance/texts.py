"""The text read from a document: waiting for the person's choice, kept by it, or gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from governance.findings import is_special


class TextState(StrEnum):
    """Where a text is; `waiting` texts live by the key server's clock, `kept` ones by their own wrapped key."""

    WAITING = "waiting"
    KEPT = "kept"
    DELETED = "deleted"
    EXPIRED = "expired"


PRESENT = frozenset({TextState.WAITING, TextState.KEPT})

WAITING_CATEGORY = "text.result"
KEPT_CATEGORY = "text.extracted"
SENSITIVE_CATEGORY = "text.sensitive"


def shows_special(counts: Mapping[str, int]) -> bool:
    """Tell whether the counts of a text's findings show a candidate for a special category of personal data."""
    return any(count and is_special(kind) for kind, count in counts.items())


def kept_category(counts: Mapping[str, int]) -> str:
    """The data category of a text with these findings once it is kept; special ones have a shorter date."""
    return SENSITIVE_CATEGORY if shows_special(counts) else KEPT_CATEGORY


def category(state: TextState, counts: Mapping[str, int]) -> str:
    """The data category a text belongs to while it exists, else an empty word; keeping it changes the category."""
    if state is TextState.WAITING:
        return WAITING_CATEGORY
    return kept_category(counts) if state is TextState.KEPT else ""


@dataclass(frozen=True, slots=True)
class HeldText:
    """One document's text. `due_at` is when it will be gone, `counts` the findings by type, no values."""

    id: str
    document: str
    person: int
    state: TextState
    created_at: datetime
    due_at: datetime
    rule: str
    policy: str
    page_count: int
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    gone_at: datetime | None = None

    @property
    def special(self) -> bool:
        """Whether a candidate for a special category of personal data was found in it."""
        return shows_special(self.counts)

    @property
    def category(self) -> str:
        """The data category it belongs to now; empty when it is gone."""
        return category(self.state, self.counts)
