"""Labels: words that say what the value beside or below them is ("Date of birth", "IBAN", "Surname")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ocr_worker.recognizers.view import Token, View

_MARKS = " \t'’./()-:&"
"""What may stand between two words of a label, besides nothing at all."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the text: the type of the value it announces, and where it stands."""

    type: str
    start: int
    end: int


class Lexicon:
    """All labels of the configuration, found in one pass over a page's words."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Take phrases by type; raises ValueError for a phrase that stands under two types."""
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        taken: dict[tuple[str, ...], str] = {}
        for kind, spoken in phrases.items():
            for phrase in spoken:
                words = tuple(phrase.lower().replace("'", "’").split())
                if taken.setdefault(words, kind) != kind:
                    raise ValueError(f"the label {phrase!r} stands under {taken[words]} and {kind}")
                self._phrases.setdefault(words[0], []).append((words, kind))
        for found in self._phrases.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def find(self, view: View) -> list[Label]:
        """Every label of the page in order; of two that begin at one word the longer."""
        found: list[Label] = []
        tokens = view.tokens
        at = 0
        while at < len(tokens):
            label, length = self._at(view.text, tokens, at)
            if label is not None:
                found.append(label)
            at += length
        return found

    def _at(self, text: str, tokens: tuple[Token, ...], at: int) -> tuple[Label | None, int]:
        for words, kind in self._phrases.get(tokens[at].low.replace("'", "’"), ()):
            there = tokens[at : at + len(words)]
            if len(there) == len(words) and all(
                token.low.replace("'", "’") == word for token, word in zip(there, words, strict=True)
            ):
                between = (text[one.end : two.start] for one, two in pairwise(there))
                if all(not gap.strip(_MARKS) for gap in between):
                    return Label(kind, there[0].start, there[-1].end), len(words)
        return None, 1
