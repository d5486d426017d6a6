"""One field of a record: stated, missing, or not asked for; never guessed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that somebody stated, word for word, and where it stands."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that the law asks for and nobody stated: under which article, what is missing, what to do."""

    article: str
    missing: str
    action: str


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """A value that the law does not ask for here, and why."""

    reason: str


Entry = Stated | Gap | NotNeeded
"""One field of the record: stated, missing, or not asked for; never guessed."""
