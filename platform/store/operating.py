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


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose days count for requests, how long codes and unproved requests live, how often a step is tried."""

    country: str
    subdivision: str
    time_zone: str
    code_seconds: int
    code_tries: int
    unproved_days: int
    attempts: int
