"""Where a finding is and what sentence it rests on: the same for all checks."""

from collections.abc import Iterator
from typing import Any, Final

from governance.policy.document import Document
from governance.policy.problems import Problem, Severity
from governance.policy.sources import Path, Tree

ATTRIBUTES: Final = {"lawful_bases": "bases", "policy": "header", "controls": "cookie_controls"}
"""Sections whose entries the document holds under another name."""
LONGEST_QUOTE: Final = 160


def found(
    document: Document,
    section: str,
    name: str,
    code: str,
    message: str,
    fix: str,
    *inner: str | int,
    severity: Severity = "error",
) -> Problem:
    """Give a finding about an entry (name "" for a section that is one), with the first sentence that it cites."""
    mark = document.mark(section, name, *inner)
    said = quote(document, section, name)
    return Problem(mark.file, mark.line, mark.column, code, severity, message, fix, name or section, said)


def quote(document: Document, section: str, name: str) -> str:
    """Give the first sentence that an entry cites, as `Clause 3.8: “…”.`; empty without one."""
    held = getattr(document, ATTRIBUTES.get(section, section), None)
    entry = held.get(name) if isinstance(held, dict) else held
    cited = cited_by(entry)
    for clause in document.clauses:
        if clause.id in cited:
            return f"Clause {clause.number}: “{shortened(clause.text).rstrip('.')}”."
    return ""


def cited_by(entry: Any) -> tuple[str, ...]:
    """Give the clauses that an entry cites."""
    return tuple(getattr(entry, "clauses", ()) or getattr(entry, "quote_of", ()))


def shortened(text: str) -> str:
    """Cut a long sentence at a word."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def names_under(document: Document, *keys: str) -> Iterator[tuple[str, Tree, Path]]:
    """Give every name in a list under one of the keys, wherever in the files it stands."""

    def walk(tree: Tree, value: Any, path: Path) -> Iterator[tuple[str, Tree, Path]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name not in keys or isinstance(inner, dict):
                    yield from walk(tree, inner, (*path, name))
                    continue
                for index, entry in enumerate(inner if isinstance(inner, list) else [inner]):
                    # What stands alone has the place of its key.
                    yield str(entry), tree, (*path, name, index)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(tree, inner, (*path, index))

    for tree in document.trees.values():
        yield from walk(tree, tree.value, ())


def in_rules(document: Document, activity: str) -> str:
    """Tell in which section an activity was written: as itself or as a cookie."""
    return "cookies" if activity in document.cookies else "activities"
