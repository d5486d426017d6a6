"""From what the recognizers claim to what is reported: tidy the spans, drop the impossible, settle overlaps.

The language model was trained on prose. On forms and tables it takes numbers for dates, labels for names and
several cells for one; what it says is therefore held against the plain shape of such a value.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_EDGE = " \t\r\n\f.,;:|!?\"'`´‘’“”_*=~<>[]{}-–—"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"""(?<![\d.])(?:
      \d{{1,2}}\s?([/.\-])\s?\d{{1,2}}\s?\1\s?(?:\d{{4}}|\d{{2}})   # 31/12/2024, 31.12.24
    | \d{{4}}\s?([/.\-])\s?\d{{1,2}}\s?\2\s?\d{{1,2}}              # 2024-12-31
    | \d{{1,2}}(?:st|nd|rd|th)?[\s\-.]+(?:of\s+)?{_MONTH}\b\.?(?:,?[\s\-]+\d{{2,4}})?   # 31 December 2024
    | {_MONTH}\b\.?[\s\-]+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?!\d)              # December 31, 2024
    | {_MONTH}\b\.?,?[\s\-]+\d{{4}}                                                    # December 2024
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AMOUNT = re.compile(r"(?<![\d.])\d{1,6}[.,]\d{2}(?![\d.])")
_NAME_PART = re.compile(r"[^\W\d_][^\W\d_]+")
_NAME = re.compile(
    r"""[A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆ](?:[^\W\d_]|['’.-](?=\w))*(?<=\w\w)
    (?:\.?\s(?:(?:de|da|del|della|di|do|dos|du|den|der|la|las|le|los|van|von|zu|y|e|bin|al|el)\s){0,2}
       [A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆ](?:[^\W\d_]|['’.-](?=\w))*)*(?![\w@/\\])""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
_LEAST_PHONE_DIGITS = 7
_LEAST_NAME = 4
_MENTION_DISCOUNT = 0.8


@dataclass(frozen=True, slots=True)
class Span:
    """A claim: this stretch of the text is of this type, with this score; `model` if the language model says so."""

    type: str
    start: int
    end: int
    score: float
    model: bool = False


def sift(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans worth reporting, by place; no two of them overlap.

    Of two that overlap the better scored stays, then the longer, then the one that starts first, then the
    one whose type comes first in the alphabet: the same claims always give the same answer.
    """
    tidied = (tidy for span in spans if (tidy := _tidied(text, span)) is not None)
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


def _tidied(text: str, span: Span) -> Span | None:
    """The span without what does not belong to its value; None when no such value is there."""
    span = _trimmed(text, span)
    if span.type == "DATE_TIME":
        return _date(text, span)
    if span.model:
        span = _trimmed(text, _one_line(text, span))
        if span.type == "PERSON":
            return _name(text, span)
        value = text[span.start : span.end]
        if not _NAME_PART.search(value) or _DATE.search(value) or "@" in value or "www." in value:
            return None
    if span.type == "PHONE_NUMBER" and not _like_a_phone(text[span.start : span.end]):
        return None
    if span.type == "URL" and not _ADDRESS.match(text, span.start) and "/" not in text[span.start : span.end]:
        return None  # a point without a blank after it, or half of an e-mail address
    return span if span.start < span.end else None


def _trimmed(text: str, span: Span) -> Span:
    """Without the blanks and marks around it."""
    value = text[span.start : span.end]
    start = span.start + len(value) - len(value.lstrip(_EDGE))
    end = span.start + len(value.rstrip(_EDGE))
    return replace(span, start=start, end=max(start, end))


def _date(text: str, span: Span) -> Span | None:
    """The date inside the span: "14 days" and a number alone are none, however sure the model is."""
    found = _DATE.search(text, span.start, span.end)
    return replace(span, start=found.start(), end=found.end()) if found else None


def _one_line(text: str, span: Span) -> Span:
    """Cut at the line's end, unless a name of two words is broken there."""
    value = text[span.start : span.end]
    first, newline, rest = value.partition("\n")
    if not newline:
        return span
    broken = len(first.split()) == 1 and len(rest.split()) == 1 and not rest.startswith("\n")
    return span if broken else replace(span, end=span.start + len(first))


def _name(text: str, span: Span) -> Span | None:
    """The words before the first one that cannot be part of a name: a table's next cell, a number, a sign."""
    found = _NAME.match(text, span.start, span.end)
    return _trimmed(text, replace(span, end=found.end())) if found else None


def _like_a_phone(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    return digits >= _LEAST_PHONE_DIGITS and not _DATE.search(value) and not _AMOUNT.search(value)
