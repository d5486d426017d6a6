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
class Sharing:
    """How receivers are reached: whether inside networks of one's own, and how long one is waited for."""

    allow_private: bool
    seconds: int


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
    business_id: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How often the clock looks, in seconds, and how many rows may go at once."""

    sweep_seconds: int
    checkpoint_seconds: int
    ring_seconds: int
    sweep_rows: int
    cap_rows: int
    cap_percent: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where letters to us are read: by IMAP where a host is named, else from a folder."""

    folder: str
    host: str
    port: int
    security: str
    user: str
    password_file: str
    ca_file: str
    name: str
    seconds: int
    every_seconds: int
    letter_bytes: int
