"""What is wrong with a policy: where, which check says so, and how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from governance.errors import ProvisoError

Severity = Literal["error", "warning", "info"]

LONGEST: Final = 300
"""Letters of a message."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding about a policy's files; `code` is the check's number, such as B02.

    `about` is the id of the entry that it is about and `quote` the sentence of the text that it rests on, both
    empty where there is none.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    fix: str
    about: str = ""
    quote: str = ""

    def __str__(self) -> str:
        """One printable line, the place first so that editors can jump to it."""
        said = f"{self.message} {self.quote}" if self.quote else self.message
        return f"{self.file}:{self.line}:{self.column} PL-{self.code} {self.severity}: {said} Fix: {self.fix}"


class PolicyRefused(ProvisoError):
    """A policy that cannot be used; `problems` lists everything that is wrong, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        errors = [problem for problem in self.problems if problem.severity == "error"]
        super().__init__("policy-refused", errors=len(errors), first=str(errors[0]) if errors else "none")

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def problem(mark: Mark, code: str, message: str, fix: str, severity: Severity = "error") -> Problem:
    """A problem at a mark; what was found there is quoted only so far."""
    said = message if len(message) <= LONGEST else f"{message[:LONGEST]} …"
    return Problem(mark.file, mark.line, mark.column, code, severity, said, fix)


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """`did you mean` with the nearest known name, else the given advice."""
    near = difflib.get_close_matches(name[:LONGEST], sorted(known))
    return f"did you mean `{near[0]}`?" if near else otherwise
