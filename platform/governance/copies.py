"""Copies of a document's pages that the person asked for with the upload: searchable, or painted over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class CopyKind(StrEnum):
    """Which copy it is."""

    SEARCHABLE = "searchable"
    REDACTED = "redacted"

    @property
    def category(self) -> str:
        """The data category of the policy that such a copy belongs to."""
        return f"copy.{self.value}"


class CopyState(StrEnum):
    """Where a copy is; the value is also the fact `copy.state` that the policy is asked with."""

    ASKED = "asked"
    READY = "ready"
    REFUSED = "refused"
    DELETED = "deleted"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """One copy as it is asked for; `spared` are the types of finding that a painted copy leaves to be seen."""

    kind: CopyKind
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A finished copy: the bytes of a PDF file, and what was done to get there.

    `painted` counts the findings that were painted over, by type; `left` those that were spared. `passes` is how
    many times the pages were read again, and `confirmed` whether the last time nothing was found any more. A
    searchable copy has neither painting nor passes.
    """

    content: bytes
    page_count: int
    painted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    left: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    passes: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """One copy's row: `id` names what is sealed and is empty until the copy is ready, as are the dates.

    `painted`, `left`, `passes` and `confirmed` are those of `MadeCopy`; `end_code` is a code of the error
    catalogue, empty unless the copy could not be made.
    """

    document: str
    person: int
    kind: CopyKind
    state: CopyState
    spared: tuple[str, ...] = ()
    id: str = ""
    created_at: datetime | None = None
    due_at: datetime | None = None
    rule: str = ""
    policy: str = ""
    page_count: int = 0
    byte_count: int = 0
    painted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    left: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    passes: int = 0
    confirmed: bool = False
    gone_at: datetime | None = None
    end_code: str = ""
