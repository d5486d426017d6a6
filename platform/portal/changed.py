"""A change of the policy for people: its sentences in groups, without the words that only makers need."""

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


def sentences(changes: Iterable[Mapping[str, str]]) -> tuple[Sentences, ...]:
    """Group the sentences of a difference (`Checked.changes`); its verdicts are told elsewhere."""
    every = list(changes)
    grouped = (
        Sentences(title, tuple(_begun(one["said"]) for one in every if one["mark"] == mark)) for mark, title in GROUPS
    )
    return tuple(group for group in grouped if group.said)


def _begun(said: str) -> str:
    return said[:1].upper() + said[1:]
