"""The shape of an entry of the error catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One entry of the catalogue: `sentence` and `next_step` are format strings over the error's data."""

    code: str
    title: str
    sentence: str
    next_step: str
