"""What the doctor found: one line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, what is wrong ("" for nothing), and the remedy.

    A finding that is not `grave` is a warning: Proviso runs, but a promise rests on the operator.
    """

    name: str
    wrong: str = ""
    remedy: str = ""
    grave: bool = True
