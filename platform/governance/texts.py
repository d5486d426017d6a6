"""The text read from a document: waiting for the person's choice, kept by it, or gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class TextState(StrEnum):
    """Where a text is; `waiting` texts live by the key server's clock, `kept` ones by their own wrapped key."""

    WAITING = "waiting"
    KEPT = "kept"
    DELETED = "deleted"
    EXPIRED = "expired"


PRESENT = frozenset({TextState.WAITING, TextState.KEPT})

CATEGORY = MappingProxyType({TextState.WAITING: "text.result", TextState.KEPT: "text.extracted"})
"""The data category a text belongs to while it exists; keeping it moves it from one to the other."""


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
