"""Settings of those who run the house: how programs are counted, and what is written into the log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Api:
    """How often a token may be used in a minute, and how many documents it may send."""

    requests_per_minute: int
    documents_per_minute: int


@dataclass(frozen=True, slots=True)
class Log:
    """How much is written into the log."""

    level: str
