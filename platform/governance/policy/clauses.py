"""The human text, cut into numbered clauses without a gap.

A policy's text is Markdown of three kinds of lines: headings (`## 4. Title`, `### 4.1 Title`), clauses that
begin with their number (`4.1.3 …` or `- 4.1.3 …`, going on until a blank line or the next clause), and blank
lines. Every visible character therefore belongs to exactly one clause; anything else is a problem.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from governance.policy.problems import Mark, Problem, problem

_TITLE: Final = re.compile(r"# (?P<text>\S.*)")
_SECTION: Final = re.compile(r"## (?P<number>[1-9][0-9]{0,3})\. (?P<text>\S.*)")
_SUBSECTION: Final = re.compile(r"### (?P<number>[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}) (?P<text>\S.*)")
_CLAUSE: Final = re.compile(r"(?P<bullet>- )?(?P<number>(?:0|[1-9][0-9]{0,3})(?:\.[1-9][0-9]{0,3})+) (?P<text>\S.*)")
_STARTS: Final = re.compile(r"#|- |[0-9]+\.[0-9]")
_INSERT: Final = re.compile(r"\{\$([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence, or a heading (whose number ends in 0).

    `start` and `end` are offsets into the file (end exclusive), `section` the top number ("0" is the
    preamble), `level` 1 to 3 for headings and 0 for sentences, `listed` whether it is an item of a list,
    `informational` why no rule follows from it (empty when one does).
    """

    id: str
    number: str
    text: str
    heading: bool
    section: str
    level: int
    listed: bool
    start: int
    end: int
    line: int
    informational: str = ""


def read_clauses(file: str, text: str) -> tuple[tuple[Clause, ...], list[Problem]]:
    """Cut a text into its clauses, in reading order, with everything that breaks the numbering."""
    clauses: list[Clause] = []
    problems: list[Problem] = []
    under: tuple[int, ...] = (0,)
    offset = 0
    open_clause = False
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        start, offset = offset, offset + len(line)
        body = line.rstrip()
        mark = Mark(file, number, len(body) - len(body.lstrip()) + 1)
        if not body:
            open_clause = False
            continue
        if open_clause and not _STARTS.match(body):
            last = clauses[-1]
            clauses[-1] = replace(last, text=f"{last.text} {body.strip()}", end=start + len(body))
            continue
        found = _heading(body, start, number) or _sentence(body, start, number)
        if found is None:
            problems.append(
                problem(
                    mark,
                    "C04",
                    f"no clause covers this text: “{body.strip()[:60]}”.",
                    "begin it with its number, such as `4.1.3 `, or make it part of the clause above.",
                )
            )
            open_clause = False
            continue
        if found.heading:
            parts = tuple(int(part) for part in found.number.split("."))
            under = parts[:-1]
        else:
            problems += _misplaced(found, under, mark)
        clauses.append(found)
        open_clause = not found.heading
    return tuple(clauses), problems + _disorder(file, clauses)


def _heading(body: str, start: int, line: int) -> Clause | None:
    for level, pattern in enumerate((_TITLE, _SECTION, _SUBSECTION), start=1):
        if match := pattern.fullmatch(body):
            number = f"{match.groupdict().get('number') or '0'}.0"
            return _clause(number, match["text"], start, start + len(body), line, level=level)
    return None


def _sentence(body: str, start: int, line: int) -> Clause | None:
    match = _CLAUSE.fullmatch(body)
    if match is None:
        return None
    return _clause(match["number"], match["text"], start, start + len(body), line, listed=match["bullet"] is not None)


def _clause(number: str, text: str, start: int, end: int, line: int, *, level: int = 0, listed: bool = False) -> Clause:
    return Clause(
        f"c{number}",
        number,
        text.replace("**", ""),
        level > 0,
        number.split(".")[0],
        level,
        listed,
        start,
        end,
        line,
    )


def _misplaced(clause: Clause, under: tuple[int, ...], mark: Mark) -> list[Problem]:
    numbers = tuple(int(part) for part in clause.number.split("."))
    if numbers[:-1] == under:
        return []
    section = ".".join(str(part) for part in under)
    return [
        problem(
            mark,
            "C12",
            f"clause {clause.number} stands under heading {section}.",
            f"number it {section}.1, {section}.2, … or move it.",
        )
    ]


def _disorder(file: str, clauses: Iterable[Clause]) -> list[Problem]:
    found: list[Problem] = []
    seen: dict[str, int] = {}
    highest: tuple[int, ...] = ()
    for clause in clauses:
        mark = Mark(file, clause.line)
        order = tuple(int(part) for part in clause.number.split("."))
        if clause.id in seen:
            found.append(
                problem(
                    mark,
                    "C03",
                    f"two clauses have the number {clause.number} (the other in line {seen[clause.id]}).",
                    "give each its own number.",
                )
            )
        elif order < highest:
            found.append(
                problem(mark, "C12", f"clause {clause.number} comes after a higher number.", "put it in order.")
            )
        seen.setdefault(clause.id, clause.line)
        highest = max(highest, order)
    return found


def inserts(text: str) -> tuple[str, ...]:
    """The parameters that a text speaks of as `{$name}`."""
    return tuple(_INSERT.findall(text))


def filled(clause: Clause, words: Mapping[str, str]) -> Clause:
    """The clause with `{$name}` replaced by the parameter in words, so that text and rule cannot disagree."""
    return replace(clause, text=_INSERT.sub(lambda match: words.get(match[1], match[0]), clause.text))
