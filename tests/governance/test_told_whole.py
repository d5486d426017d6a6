"""All that is told of an edited policy, word for word: place, code, weight, sentence, quote, remedy and entry."""

from collections.abc import Iterator
from typing import Any

import pytest
from code_fixtures import FACTS, FIXTURES, WORDS
from edits_of_proofs import DEAD_TOLD, LOCKED_TOLD, PROMISES_TOLD, SENTENCES_TOLD
from edits_of_reading import FILES_READ, NAMES_TOLD, PARSING_TOLD
from edits_of_rules import BASES_TOLD, ENDS_TOLD, WORDS_TOLD
from edits_of_searches import LAWS_TOLD, READINGS_TOLD, SHARING_TOLD, WEIGHED
from test_checks_told import CASES
from test_codes import clinic, edited, found, known_of
from test_names_told import NAMES
from told_whole import book, told

from governance.facts import SUPPLIED
from governance.policy import Problem, compile_policy, surface
from governance.policy.profiles import PROFILES

Page = tuple[str, dict[str, str], dict[str, Any]]


def fixtures() -> Iterator[Page]:
    for code, said, finds, _ in FIXTURES:
        sources = edited(finds)
        yield f"{code}-{said}", sources, known_of(code, sources, passes=False)


def passing() -> Iterator[Page]:
    for code, said, _, passes in FIXTURES:
        sources = edited(passes)
        yield f"{code}-without {said}", sources, known_of(code, sources, passes=True)


def marked() -> Iterator[Page]:
    for name, edits, _ in CASES:
        yield name, edited(edits), {}
    for name, file, old, new, _ in NAMES:
        yield name, edited([(file, old, new)]), {}


def by_check() -> Iterator[Page]:
    for name, edits in (*WORDS_TOLD, *BASES_TOLD, *ENDS_TOLD, *READINGS_TOLD, *SHARING_TOLD, *LAWS_TOLD,
                        *DEAD_TOLD, *PROMISES_TOLD, *SENTENCES_TOLD):  # fmt: skip
        sources = edited(edits)
        yield name, sources, {"enforced": {"locked"}} if name.startswith("U05") else {}


def by_profile() -> Iterator[Page]:
    for profile in PROFILES:
        yield f"weighed by {profile}", edited(WEIGHED), {"profile": profile}
    mood = edited([(WORDS, FACTS, f"{FACTS}  job.mood: {{label: it, values: {{good: is good}}}}\n")])
    yield "a fact that somebody supplies", mood, {"supplied": {**SUPPLIED, "job.mood": ("good",)}}
    yield "a fact that somebody supplies otherwise", mood, {"supplied": {**SUPPLIED, "job.mood": ("bad",)}}


def by_lock() -> Iterator[Page]:
    for name, edits, changes in LOCKED_TOLD:
        sources = edited(edits)
        lock = surface(compile_policy(sources if changes else clinic()))
        for old, new in changes:
            assert lock.count(old) == 1, f"the surface has {lock.count(old)} of {old!r}"
            lock = lock.replace(old, new)
        yield name, sources, {"lock": lock}


def by_reader() -> Iterator[Page]:
    for name, changes in FILES_READ:
        files = {**clinic(), **changes}
        yield name, {file: text for file, text in files.items() if text is not None}, {}
    for name, edits in (*PARSING_TOLD, *NAMES_TOLD):
        yield name, edited(edits), {}


BOOKS = {make.__name__: make for make in (fixtures, passing, marked, by_check, by_profile, by_lock, by_reader)}
CLINIC = book("clinic")
EXPECTED = {name: book(name) for name in BOOKS}
PAGES = [
    pytest.param(sources, known, EXPECTED[name].get(page), id=page)
    for name, make in BOOKS.items() for page, sources, known in make()
]  # fmt: skip


@pytest.mark.parametrize(("sources", "known", "expected"), PAGES)
def test_all_that_is_told_is_as_the_book_says(
    sources: dict[str, str], known: dict[str, Any], expected: list[str] | None
) -> None:
    assert told(sources, **known) == expected


def test_what_is_told_of_the_untouched_clinic_are_hints_alone() -> None:
    everything: tuple[Problem, ...] = found(clinic())
    assert [str(one) for one in everything] == CLINIC["untouched"]
