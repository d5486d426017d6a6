"""A change of the policy for people: its sentences in groups, without the words that only makers need."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GROUPS = (
    ("NEW", "New"),
    ("WEAKER", "Weaker than before"),
    ("ASK AGAIN", "Asked again"),
    ("NO MORE", "No longer allowed"),
    ("GONE", "Gone"),
    ("STRONGER", "Stronger than before"),
    ("CHANGED", "Changed otherwise"),
    ("TEXT", "Reworded"),
)
"""Each mark of a sentence with what its group is called, the gravest first."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one kind."""

    title: str
    said: tuple[str, ...]


_RULES = re.compile(r"Because of (?:[A-Z][A-Z0-9-]*(?:, | and )?)+ \((clauses? [^()]*)\)")
"""How a sentence names the rules behind it, and then the clauses that they carry out."""


def sentences(changes: Iterable[Mapping[str, str]], *, rules: bool = True) -> tuple[Sentences, ...]:
    """Group the sentences of a difference (`Checked.changes`); its verdicts are told elsewhere.

    Without `rules` the clauses alone are named, for people who read the policy and not its files.
    """
    every = [(one["mark"], one["said"] if rules else _RULES.sub(r"See \1", one["said"])) for one in changes]
    grouped = (Sentences(title, tuple(_begun(said) for mark, said in every if mark == kind)) for kind, title in GROUPS)
    return tuple(group for group in grouped if group.said)


def _begun(said: str) -> str:
    return said[:1].upper() + said[1:]
