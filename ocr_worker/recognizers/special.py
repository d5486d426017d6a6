"""Hints of special categories of personal data (GDPR Art. 9): words of health, religion, union and the like.

A word is a candidate for a human eye, no proof: "union" may be a street. Strong words stand for themselves; weak
ones count only when several different ones of their category stand on the page, and no strong one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

STRONG_SCORE, WEAK_SCORE = 0.5, 0.4
_ENOUGH_WEAK = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one category: phrases of one or more words; a word that ends in * is the beginning of one."""

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tree:
    """Words by their first word, for one look-up a word of the page."""

    whole: dict[str, list[tuple[tuple[str, ...], str, bool]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str, bool]]] = field(default_factory=dict)


_STEM = 4
"""Words that end in * have at least this many letters before it."""


class SpecialCategories:
    """Candidates for special categories; one finding for each different word of a page."""

    def __init__(self, categories: dict[str, Words]) -> None:
        self._tree = _Tree()
        for kind, words in categories.items():
            for phrases, strong in ((words.strong, True), (words.weak, False)):
                for phrase in phrases:
                    self._take(phrase.lower(), kind, strong=strong)

    def _take(self, phrase: str, kind: str, *, strong: bool) -> None:
        if phrase.endswith("*"):
            if len(phrase) <= _STEM or " " in phrase:
                raise ValueError(f"{phrase!r} is too short or too long for the beginning of a word")
            self._tree.stems.setdefault(phrase[:_STEM], []).append((phrase[:-1], kind, strong))
            return
        words = tuple(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", phrase))
        self._tree.whole.setdefault(words[0], []).append((words, kind, strong))

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:  # noqa: ARG002
        """The candidates of the page, each word once."""
        seen: dict[str, set[str]] = {}
        weak: dict[str, list[Span]] = {}
        strong_kinds: set[str] = set()
        for at, token in enumerate(view.tokens):
            for kind, strong, end, said in self._at(view, at, token.low):
                if said in seen.setdefault(kind, set()):
                    continue
                seen[kind].add(said)
                if strong:
                    strong_kinds.add(kind)
                    yield Span(kind, token.start, end, STRONG_SCORE)
                else:
                    weak.setdefault(kind, []).append(Span(kind, token.start, end, WEAK_SCORE))
        for kind, spans in weak.items():
            if len(spans) >= _ENOUGH_WEAK and kind not in strong_kinds:
                yield from spans

    def _at(self, view: View, at: int, low: str) -> Iterator[tuple[str, bool, int, str]]:
        tokens = view.tokens
        for words, kind, strong in self._tree.whole.get(low, ()):
            there = tokens[at : at + len(words)]
            if tuple(token.low for token in there) == words and there[-1].end - there[0].start < 80:
                yield kind, strong, there[-1].end, " ".join(words)
        for stem, kind, strong in self._tree.stems.get(low[:_STEM], ()):
            if low.startswith(stem):
                yield kind, strong, tokens[at].end, stem
