"""Words the whole house shares: stages of a job, roles, states, and how a duration is written and said."""

import re
from typing import Final, Literal, get_args

UNKNOWN: Final = "unknown"
TRUE: Final = "true"
FALSE: Final = "false"

JobStage = Literal[
    "none",
    "received",
    "queued",
    "processing",
    "completed",
    "failed",
    "refused",
    "cancelled",
    "timed_out",
    "expired",
    "lost",
]
"""Where a document's job stands; `none` before there is one."""

RUNNING_STAGES: Final[tuple[JobStage, ...]] = ("received", "queued", "processing")
ENDED_STAGES: Final[tuple[JobStage, ...]] = (
    "completed",
    "failed",
    "refused",
    "cancelled",
    "timed_out",
    "expired",
    "lost",
)
"""Every end is an end: each of these starts the same deletion."""

TextState = Literal["none", "waiting", "kept", "deleted", "expired"]
"""What became of a reading: it waits for the person, was kept, or is gone."""

Role = Literal["owner", "other", "service", "support_agent", "dpo", "auditor", "operator"]
"""Who acts: the person the data is about, somebody else, the software itself, or staff."""

AccountState = Literal["none", "active", "deletion_requested", "closed"]
AgeBand = Literal["below_floor", "below_consent_age", "of_age"]
ConsentState = Literal["never", "given", "withdrawn", "stale", "expired"]
"""A consent: never asked or refused, given, taken back, overtaken by a change of the policy, or too old."""

Zone = Literal["local", "adequate", "third"]
Location = Literal["eea", "california", "elsewhere"]

CONSENT_STATES: Final[tuple[str, ...]] = get_args(ConsentState)

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LONGEST: Final = 36_500 * 86_400
"""Seconds of the longest duration there is, a hundred years."""
_MOST_DIGITS: Final = 24
_DURATION: Final = re.compile(r"(0|[1-9][0-9]*)([smhd])")


def seconds(text: str) -> int:
    """The seconds of a duration written as `60s`, `15m`, `24h` or `30d`; ValueError for anything else.

    More than LONGEST is no duration either: a date so far off could not be told from one that never comes.
    """
    match = _DURATION.fullmatch(text[:_MOST_DIGITS])
    if match is None or len(text) > _MOST_DIGITS:
        raise ValueError(f"`{text[:_MOST_DIGITS]}` is not a duration such as 60s, 15m, 24h or 30d")
    found = int(match[1]) * _SECONDS[match[2]]
    if found > LONGEST:
        raise ValueError(f"`{text}` is no duration: it is longer than {duration_in_words(LONGEST)}")
    return found


def duration_in_words(amount: int) -> str:
    """A number of seconds as a person says it: the largest unit that divides it, e.g. `90 days`, `1 hour`."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if amount >= size and amount % size == 0:
            count = amount // size
            about = _about(count) if unit == "day" and count >= 365 else ""
            return f"{count} {unit}{about}" if count == 1 else f"{count} {unit}s{about}"
    return "1 second" if amount == 1 else f"{amount} seconds"


def _about(days: int) -> str:
    """Long spans in days mean little to a person, so they get a rounded companion."""
    if days % 365 == 0:
        years = days // 365
        return f" (about {years} year{'s' if years > 1 else ''})"
    return f" (about {round(days / 30.44)} months)"


def listed(words: list[str] | tuple[str, ...], last: str = "or") -> str:
    """Words joined for reading: `a`, `a or b`, `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
