"""Books of what is told of an edited policy, word for word: one file tests/governance/told/BOOK.txt for each table.

A page is a line `[name]`, and below it every finding that the untouched clinic does not have, as it is printed, with
the id that it is about; `no more` names what the clinic has and this policy has not. After a change of words or of
what is found, write the books anew and read the difference:

    .venv/bin/python tests/governance/told_whole.py
"""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

BOOKS = Path(__file__).with_name("told")


def told(sources: Mapping[str, str], profile: str = "gdpr", **known: Any) -> list[str]:
    """All that is told of these texts."""
    from test_codes import found

    lines, usual = [], set()
    for one in found(dict(sources), profile, **known):
        if (one.severity, one.code, one.about, one.message) in _usual():
            usual.add((one.severity, one.code, one.about, one.message))
        else:
            lines.append(f"{one} ({one.about})" if one.about else str(one))
    # Of what does not compile nothing else is told.
    gone = sorted(_usual() - usual) if usual else []
    return [*lines, *(f"no more {code} of {about}" for _, code, about, _ in gone)]


@cache
def _usual() -> frozenset[tuple[str, str, str, str]]:
    from test_codes import clinic, found

    return frozenset((one.severity, one.code, one.about, one.message) for one in found(dict(clinic()), "gdpr"))


def book(name: str) -> dict[str, list[str]]:
    """The pages of a book."""
    pages: dict[str, list[str]] = {}
    page: list[str] = []
    path = BOOKS / f"{name}.txt"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.startswith("["):
            page = pages.setdefault(line[1:-1], [])
        elif line:
            page.append(line)
    return pages


def write(name: str, pages: Mapping[str, list[str]]) -> None:
    text = "\n\n".join("\n".join([f"[{page}]", *lines]) for page, lines in pages.items())
    (BOOKS / f"{name}.txt").write_text(f"{text}\n", "utf-8")


def main() -> None:
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent), str(here.parents[1]), str(here.parents[1] / "platform")]
    import test_changes_told
    import test_read_whole
    import test_told_whole

    write("clinic", {"untouched": [str(one) for one in test_told_whole.found(test_told_whole.clinic())]})
    for name, tell in test_told_whole.BOOKS.items():
        write(name, {page: told(sources, **known) for page, sources, known in tell()})
    write("changes", test_changes_told.changes())
    for name, read in test_read_whole.BOOKS.items():
        write(name, read())


if __name__ == "__main__":
    main()
