"""Conditions on facts, built without negation: an unknown fact can never satisfy one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Atom:
    """The fact has one of these values; `unknown` is never among them."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts it always holds."""

    parts: tuple["Guard", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds; with no parts it never holds."""

    parts: tuple["Guard", ...]


Guard = Atom | AllOf | AnyOf

ALWAYS: Final[Guard] = AllOf(())
NEVER: Final[Guard] = AnyOf(())


def holds(guard: Guard, facts: Mapping[str, str]) -> bool:
    """Tell whether the facts satisfy a guard; an absent fact satisfies nothing."""
    if isinstance(guard, Atom):
        return facts.get(guard.fact) in guard.values
    if isinstance(guard, AllOf):
        return all(holds(part, facts) for part in guard.parts)
    return any(holds(part, facts) for part in guard.parts)


def unmet(guard: Guard, facts: Mapping[str, str]) -> tuple[Atom, ...] | None:
    """Give the fewest atoms that would still have to hold; None when nothing could satisfy the guard."""
    if isinstance(guard, Atom):
        return () if holds(guard, facts) else (guard,)
    if isinstance(guard, AllOf):
        parts = [unmet(part, facts) for part in guard.parts]
        return None if None in parts else tuple(atom for part in parts if part for atom in part)
    ways = [way for part in guard.parts if (way := unmet(part, facts)) is not None]
    return min(ways, key=len) if ways else None


def atoms(guard: Guard) -> tuple[Atom, ...]:
    """Give every atom of a guard."""
    return (guard,) if isinstance(guard, Atom) else tuple(atom for part in guard.parts for atom in atoms(part))


def implies(guard: Guard, needed: Atom) -> bool:
    """Tell whether whatever satisfies the guard also satisfies the atom (sound, not complete)."""
    if isinstance(guard, Atom):
        return guard.fact == needed.fact and guard.values <= needed.values
    if isinstance(guard, AllOf):
        return any(implies(part, needed) for part in guard.parts)
    return all(implies(part, needed) for part in guard.parts)


def written(guard: Guard) -> str:
    """Write a guard on one line, the same for every order of its values."""
    if isinstance(guard, Atom):
        return f"{guard.fact}={'|'.join(sorted(guard.values))}"
    if not guard.parts:
        return "always" if isinstance(guard, AllOf) else "never"
    if isinstance(guard, AllOf):
        return " and ".join(sorted(written(part) for part in guard.parts))
    ways = sorted(f"({written(part)})" if isinstance(part, AllOf) else written(part) for part in guard.parts)
    return f"({' or '.join(ways)})"
