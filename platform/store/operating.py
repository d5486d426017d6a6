"""Settings of those who run the house: how programs are counted, who may read its numbers, what is logged."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Api:
    """How often a token may be used in a minute, and how many documents it may send."""

    requests_per_minute: int
    documents_per_minute: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """Who may read the numbers of the house: this machine, and who sends what the file holds."""

    token_file: str


@dataclass(frozen=True, slots=True)
class Log:
    """How much is written into the log, and how."""

    level: str
    format: str
