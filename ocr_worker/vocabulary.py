"""Words that are words: what tells a name from the rest of a language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in small letters: `nouns` (names among them), `others` (verbs, adjectives, adverbs), words of `labels`."""

    nouns: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @classmethod
    def of(cls, nouns: Iterable[str], others: Iterable[str], phrases: Iterable[str]) -> Self:
        """Make one of word lists and label phrases."""
        return cls(
            frozenset(nouns), frozenset(others), frozenset(word for phrase in phrases for word in phrase.split())
        )

    def known(self, word: str) -> bool:
        """Whether a word in small letters, or its singular, is a word of the language."""
        return any(form in self.nouns or form in self.others for form in _forms(word))

    def ordinary(self, word: str) -> bool:
        """Whether a word is more than a noun: surnames are often nouns, seldom verbs; or a noun in its plural."""
        return word in self.others or any(form in self.others or form in self.nouns for form in _forms(word)[1:])


def _forms(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return word, word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        return (word, word[:-1], word[:-2]) if word.endswith("es") else (word, word[:-1])
    return (word,)
