"""A change of the policy for people: its sentences in groups, without the words that only makers need."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from governance.spoken import spoken
from portal.changed_words import Line, line

GROUPS = (
    ("NEW", spoken("New")),
    ("WEAKER", spoken("Weaker than before")),
    ("ASK AGAIN", spoken("Asked again")),
    ("NO MORE", spoken("No longer allowed")),
    ("GONE", spoken("Gone")),
    ("STRONGER", spoken("Stronger than before")),
    ("CHANGED", spoken("Changed otherwise")),
    ("TEXT", spoken("Reworded")),
)
"""Each mark of a sentence with what its group is called, the gravest first."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one kind, in the language of the page where our words make them."""

    title: str
    said: tuple[Line, ...]


_RULES = re.compile(r"Because of (?:[A-Z][A-Z0-9-]*(?:, | and )?)+ \((clauses? [^()]*)\)")
"""How a sentence names the rules behind it, and then the clauses that they carry out."""


def sentences(changes: Iterable[Mapping[str, str]], *, rules: bool = True) -> tuple[Sentences, ...]:
    """Group the sentences of a difference (`Checked.changes`); its verdicts are told elsewhere.

    Without `rules` the clauses alone are named, for people who read the policy and not its files.
    """
    every = [(one["mark"], one["said"] if rules else _RULES.sub(r"See \1", one["said"])) for one in changes]
    grouped = (
        Sentences(_(title), tuple(_begun(line(said)) for mark, said in every if mark == kind)) for kind, title in GROUPS
    )
    return tuple(group for group in grouped if group.said)


def _begun(found: Line) -> Line:
    return replace(found, said=found.said[:1].upper() + found.said[1:])
