"""Nationalities, written with a capital: "a Polish citizen", "Staatsangehörigkeit: Deutsch"."""

from collections.abc import Iterable, Iterator

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span


class Nationalities:
    """Words for where somebody belongs, from a list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word.lower() for word in words)

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:  # noqa: ARG002
        """Every such word that begins with a capital."""
        for token in view.tokens:
            if token.low in self._words and view.text[token.start].isupper():
                yield Span("NRP", token.start, token.end, 0.5)
