"""From what the recognizers claim to what is reported: tidy the spans, drop the impossible, settle overlaps.

The language model was trained on prose. On forms and tables it takes numbers for dates, labels for names and
several cells for one; what it says is therefore held against the plain shape of such a value.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ocr_worker.recognizers.dates import holds_date, in_prose
from ocr_worker.recognizers.names import NOT_NAMES, ORGANISATION
from ocr_worker.span import Span
from ocr_worker.vocabulary import Vocabulary

_EDGE = " \t\r\n\f.,;:|!?\"'`´‘’“”_*=~<>[]{}-–—"
_AMOUNT = re.compile(r"(?<![\d.])\d{1,6}[.,]\d{2}(?![\d.])")
_NAME_PART = re.compile(r"[^\W\d_][^\W\d_]+")
_NAME = re.compile(
    r"""[A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆ](?:[^\W\d_]|['’.-](?=\w))*(?<=\w\w)
    (?:\.?\s(?:(?:de|da|del|della|di|do|dos|du|den|der|la|las|le|los|van|von|zu|y|e|bin|al|el)\s){0,2}
       [A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆ](?:[^\W\d_]|['’.-](?=\w))*)*(?![\w@/\\])""",
    re.VERBOSE,
)
_BLANKS = re.compile(r"\S+")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "del",
        "della",
        "di",
        "do",
        "dos",
        "du",
        "den",
        "der",
        "la",
        "las",
        "le",
        "los",
        "van",
        "von",
        "zu",
        "y",
        "e",
        "bin",
        "al",
        "el",
    ]
)
_NO_WORDS = Vocabulary()
_LEAST_PHONE_DIGITS = 7
_LEAST_NAME = 4
_MENTION_DISCOUNT = 0.8
_DOUBTFUL = 0.45
_LEAST = 0.1


def sift(text: str, spans: Iterable[Span], words: Vocabulary = _NO_WORDS) -> list[Span]:
    """The spans worth reporting, by place; no two of them overlap.

    Of two that overlap the better scored stays, then the longer, then the one that starts first, then the
    one whose type comes first in the alphabet: the same claims always give the same answer. `words` are
    those of the language; a single one of them is no name because the model says so.
    """
    tidied = (tidy for span in spans if (tidy := _tidied(text, span, words)) is not None)
    claims = sorted(tidied, key=lambda span: (-span.score, span.start - span.end, span.start, span.type))
    kept: list[Span] = []
    _add(kept, claims)
    _add(kept, _other_mentions(text, kept))
    return sorted(kept, key=lambda span: span.start)


def _add(kept: list[Span], claims: Iterable[Span]) -> None:
    """Keep each claim that overlaps nothing kept before it."""
    for claim in claims:
        if all(claim.end <= other.start or other.end <= claim.start for other in kept):
            kept.append(claim)


def _other_mentions(text: str, kept: Iterable[Span]) -> list[Span]:
    """Where a person of two or more words is named again by one of them: "Ms Sample", "Jane"."""
    parts: dict[str, float] = {}
    for span in kept:
        words = text[span.start : span.end].split()
        if span.type == "PERSON" and len(words) > 1:
            parts |= {word: span.score for word in words if len(word) >= _LEAST_NAME and word[0].isupper()}
    if not parts:
        return []
    mention = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(parts)))})(?!\w)")
    return [
        Span("PERSON", found.start(), found.end(), parts[found[0]] * _MENTION_DISCOUNT)
        for found in mention.finditer(text)
    ]


def _tidied(text: str, span: Span, vocabulary: Vocabulary) -> Span | None:
    """The span without what does not belong to its value; None when no such value is there."""
    span = _trimmed(text, span)
    if span.model:
        return _by_model(text, span, vocabulary)
    if span.type == "PHONE_NUMBER" and not _like_a_phone(text[span.start : span.end]):
        return None
    return span if span.start < span.end else None


def _by_model(text: str, span: Span, vocabulary: Vocabulary) -> Span | None:
    """What the language model says, held against the plain shape of such a value."""
    span = _trimmed(text, _one_line(text, span))
    value = text[span.start : span.end]
    if span.type == "PERSON":
        return _name(text, span, vocabulary)
    if span.type == "ORGANIZATION":
        return _person_after_all(text, span, vocabulary)
    if not _NAME_PART.search(value) or "@" in value or "www." in value or holds_date(value):
        return None
    words = [word.strip(_EDGE).lower() for word in value.split()]
    if span.type == "LOCATION" and (
        sum(map(str.isdecimal, value)) or all(word in NOT_NAMES or word in vocabulary.labels for word in words if word)
    ):
        return None  # numbers among the letters are a code, and addresses are found by their grammar
    return span


def _trimmed(text: str, span: Span) -> Span:
    """Without the blanks and marks around it."""
    value = text[span.start : span.end]
    start = span.start + len(value) - len(value.lstrip(_EDGE))
    end = span.start + len(value.rstrip(_EDGE))
    return replace(span, start=start, end=max(start, end))


def _one_line(text: str, span: Span) -> Span:
    """Cut at the line's end, unless a name of two words is broken there."""
    value = text[span.start : span.end]
    first, newline, rest = value.partition("\n")
    if not newline:
        return span
    broken = len(first.split()) == 1 and len(rest.split()) == 1 and not rest.startswith("\n")
    return span if broken else replace(span, end=span.start + len(first))


def _name(text: str, span: Span, vocabulary: Vocabulary) -> Span | None:
    """The words before the first one that cannot be part of a name: a table's next cell, a number, a sign."""
    found = _NAME.match(text, span.start, span.end)
    if found is None:
        return None
    end = span.start
    words: list[str] = []
    for word in _BLANKS.finditer(text, span.start, found.end()):
        low = word[0].strip(_EDGE).lower()
        if low in NOT_NAMES and not (words and low in _PARTICLES):
            break
        words.append(low)
        end = word.end()
    if not words or words[-1] in ORGANISATION:
        return None
    if len(words) == 1 and (
        vocabulary.ordinary(words[0]) or (vocabulary.known(words[0]) and not in_prose(text, span.start))
    ):
        return None
    return _trimmed(text, replace(span, end=end))


def _person_after_all(text: str, span: Span, vocabulary: Vocabulary) -> Span | None:
    """A person that the model takes for an organisation: two or three words like a name, one of them no word."""
    value = text[span.start : span.end]
    words = value.split()
    person = (
        2 <= len(words) <= 3
        and _NAME.fullmatch(value)
        and not value.isupper()
        and not any(word.lower().strip(_EDGE) in ORGANISATION | NOT_NAMES for word in words)
        and not vocabulary.known(words[0].lower())
    )
    return replace(span, type="PERSON", score=_DOUBTFUL) if person else replace(span, score=_LEAST)


def _like_a_phone(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    return digits >= _LEAST_PHONE_DIGITS and not holds_date(value) and not _AMOUNT.search(value)
