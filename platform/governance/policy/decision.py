"""What is asked of a policy and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the surface: who does what with which data, for which purpose, to whom."""

    action: str
    category: str
    purpose: str
    recipient: str = "none"


@dataclass(frozen=True, slots=True)
class Request:
    """A cell and the facts known at this moment; a fact that is absent is `unknown` and allows nothing."""

    cell: Cell
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Unmet:
    """What stood in the way: the rule, the fact, what it was and what it would have to be."""

    rule: str
    fact: str
    found: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obligations:
    """What an allow obliges: deadlines in seconds by triggering event (earliest wins) and flags.

    Joined over all matching permits: minimum per event, union of flags; the order of rules never matters.
    """

    delete_by: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    flags: frozenset[str] = frozenset()

    def __or__(self, other: "Obligations") -> "Obligations":
        joined = dict(self.delete_by)
        for event, seconds in other.delete_by.items():
            joined[event] = min(seconds, joined.get(event, seconds))
        return Obligations(MappingProxyType(dict(sorted(joined.items()))), self.flags | other.flags)


@dataclass(frozen=True, slots=True)
class Decision:
    """The policy's answer, with everything needed to explain and to replay it.

    `permits` are the rules that allow (empty when denied by default), `denied_by` the prohibitions that
    overrode them, `missing` what kept the nearest activities from allowing, `bases` the lawful bases of
    the permits, `clauses` the numbered sentences behind the answer, `policy` the digest of the policy.
    """

    allow: bool
    request: Request
    permits: tuple[str, ...]
    denied_by: tuple[str, ...]
    missing: tuple[Unmet, ...]
    bases: tuple[str, ...]
    obligations: Obligations
    clauses: tuple[str, ...]
    policy: str
