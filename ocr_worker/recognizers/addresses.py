"""Postal addresses as one location: street, unit, postcode, town and country that follow each other."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from ocr_worker.recognizers.dates import holds_date
from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.names import NOT_NAMES
from ocr_worker.recognizers.places import (
    CAPITAL,
    CODE_AND_TOWN,
    COUNTRY,
    GERMANIC,
    PLACE,
    POST_BOX,
    ROMANCE,
    STREET_WORDS,
    TOWN_AND_CODE,
    UNIT,
    WORD,
)
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span
from ocr_worker.vocabulary import Vocabulary

_NUMBER = r"(?<![\w.,/:\-£$€])\d{1,6}[a-zA-Z]?(?:[\-/]\d{1,4})?"
_BEFORE_STREET = re.compile(
    rf"(?:{UNIT},?[ \n])?(?:{_NUMBER},?[ \n])(?:{WORD}[ \n]){{1,3}}$|{UNIT},?[ \n](?:{WORD}[ \n]){{1,3}}$"
)
_UNIT_AFTER = re.compile(rf"\.?,?[ \n](?:>[ ]?)?[ ]?{UNIT}")
_UNIT = re.compile(rf"(?<!\w){UNIT}")
_LEAD = re.compile(
    rf"(?:(?<=\n)|(?<=[ ])|^)(?:{_NUMBER},?[ ](?:{WORD}[ ]){{0,3}}{WORD}(?:[ ]\d{{1,5}}[a-zA-Z]?)?"
    rf"|(?:{WORD}[ ]){{0,3}}{WORD}[ ]\d{{1,5}}[a-zA-Z]?|{UNIT},[ ](?:{WORD}[ ]){{0,3}}{WORD})"
    rf"(?P<gap>,?[ ]?\n?(?:>[ ]?)?[ ]{{0,2}})$"
)
_GAP = re.compile(r"(?:[ ]?,)?[ ]{0,2}(?:\n(?:>[ ]?)?[ ]{0,4}){0,2}(?:[,\-–|][ ])?")
_TAIL = re.compile(
    rf"[ ]?,?[ ]{{0,2}}\n?(?:>[ ]?)?[ ]{{0,4}}(?:(?P<town>{PLACE})\n{{1,2}}(?:>[ ]?)?[ ]{{0,4}})?{COUNTRY}\b"
    rf"(?:[ ]\d{{3,6}}\b)?"
)
_COUNTRY_AFTER = re.compile(rf",?[ ]{{0,2}}\n{{0,2}}[ ]{{0,4}}{COUNTRY}\b")
_PLACE = re.compile(rf"{PLACE}(?:[ ]\d{{1,2}}\b)?")
_HAS_DIGIT = re.compile(r"\d")
_FALSE_STARTS = frozenset(
    [
        "during",
        "spring",
        "the",
        "this",
        "that",
        "from",
        "for",
        "on",
        "at",
        "in",
        "by",
        "total",
        "page",
        "tel",
        "phone",
        "fax",
        "date",
        "ref",
        "no",
        "born",
        "dear",
        "invoice",
        "account",
        "vat",
        "order",
        "and",
        "or",
        "to",
        "form",
        "was",
        "is",
        "with",
    ]
)
_ALONE = re.compile(rf"(?<![\w\-@./])(?=[^\W\d_a-z]){COUNTRY}(?![\w\-@]|\.\w)")
_ALSO_NAMES = frozenset({"chad", "georgia", "israel", "jordan", "jersey", "turkey", "guinea", "china", "dominica"})
"""Countries that are names of people or things as well: alone they say nothing."""
_TOWN_IN_PROSE = re.compile(
    rf"(?<!\w)(?:in|at|from|near|to)[ ]({PLACE}[ ](?!(?:19|20)\d\d\b)\d{{4,5}})(?![\w\-]|[.,]\d)"
)
"""A town with its code behind it, no year."""
_SMALL_GAPS = frozenset({", ", ",\n", "\n", " ", " \n", " - "})
_REACH = 90


class Addresses:
    """Postal addresses of several countries; what follows an address label, and towns beside theirs.

    A word of the `vocabulary` that ends like a German street ("During 1971") is none.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every address, its parts joined to one stretch when only commas and line ends part them."""
        text = view.text
        streets = set(self._streets(view))
        parts = sorted({*streets, *self._towns(view, sorted(end for _, end in streets))})
        for start, end in _joined(text, parts):
            if holds_date(text[start:end]):
                continue  # "19 September 1997 Mr Sample" begins like a house number
            tail = _TAIL.match(text, end) or _COUNTRY_AFTER.match(text, end)
            yield Span("LOCATION", start, tail.end() if tail else end, 0.9)
        for match in _ALONE.finditer(text):
            if match[0].lower() not in _ALSO_NAMES and not self._vocabulary.ordinary(match[0].lower()):
                yield Span("LOCATION", *match.span(), 0.45)
        for match in _TOWN_IN_PROSE.finditer(text):
            if not any(self._vocabulary.known(word.lower()) for word in match[1].split()):
                yield Span("LOCATION", *match.span(1), 0.5)
        yield from self._labelled(view, fields)

    def _streets(self, view: View) -> Iterator[tuple[int, int]]:
        text = view.text
        for number, token in enumerate(view.tokens):
            if number and token.low in STREET_WORDS and text[token.start].isupper():
                begin = max(0, token.start - _REACH)
                before = _BEFORE_STREET.search(text, begin, token.start)
                if before:
                    end = token.end
                    after = _UNIT_AFTER.match(text, end)
                    yield before.start(), after.end() if after else end
        for match in GERMANIC.finditer(text):
            word = re.split(r"[\s.]", match[0], maxsplit=1)[0].lower()
            if not self._vocabulary.known(word) and word not in NOT_NAMES | _FALSE_STARTS:
                yield match.span()
        yield from (match.span() for match in POST_BOX.finditer(text))
        for match in ROMANCE.finditer(text):
            if _HAS_DIGIT.search(match[0]):
                after = _UNIT_AFTER.match(text, match.end())
                yield match.start(), after.end() if after else match.end()
        for match in _UNIT.finditer(text):
            lead = _LEAD.search(text, max(0, match.start() - _REACH), match.start())
            if lead and not _false_start(lead[0]):
                yield _lead_start(lead), match.end()

    def _towns(self, view: View, ends: list[int]) -> Iterator[tuple[int, int]]:
        text = view.text
        for match in TOWN_AND_CODE.finditer(text):
            start = _after_false_words(text, match.start(), match.end())
            yield start, match.end()
            lead = _LEAD.search(text, max(0, start - _REACH), start)
            if lead and not _false_start(lead[0]):
                yield _lead_start(lead), start
        for match in CODE_AND_TOWN.finditer(text):
            lead = _LEAD.search(text, max(0, match.start() - _REACH), match.start())
            begin, end = view.line(match.start())
            alone = not text[begin : match.start()].strip(" >") and not text[match.end() : end].strip(" ,.")
            before = view.next_line(match.start(), -1)
            under = bool(
                alone and before and re.search(r"[^\W\d_]{3,}.*\d|\d.*[^\W\d_]{3,}", text[before[0] : before[1]])
            )
            if lead and not _false_start(lead[0]) and lead["gap"]:
                yield _lead_start(lead), match.end()
            elif under or (alone and match[0][0].isdigit() and len(match[0].split()[0]) == 5):
                yield match.span()
            else:
                nearest = bisect_right(ends, match.start())
                if nearest and text[ends[nearest - 1] : match.start()] in _SMALL_GAPS:
                    yield match.span()

    def _labelled(self, view: View, fields: Fields) -> Iterator[Span]:
        text = view.text
        for zone in fields.zones("LOCATION"):
            if not zone.sure:
                continue
            start, end = zone.start, zone.end
            value = text[start:end].strip(" ,.;:")
            digits = sum(map(str.isdecimal, value))
            if (
                digits
                and 6 <= len(value) <= 90
                and 3 * digits < 2 * len(value)
                and "@" not in value
                and value[0].isalnum()
            ):
                yield Span("LOCATION", start, end, 0.8)
        for zone in fields.zones("PLACE", "LOCATION"):
            limit = min(zone.end, zone.start + 60)
            match = _PLACE.match(text, zone.start, limit) if zone.sure else None
            rest = text[match.end() : limit] if match else ""
            if match and len(match[0]) > 2 and (not rest.strip(" ,.") or zone.how == "after" or rest[:1] in ",;\n"):
                yield Span("LOCATION", match.start(), match.end(), 0.8 if zone.type == "PLACE" else 0.6)


def _joined(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts that overlap, or have no more than a comma and a line's end between them, as one."""
    whole: list[tuple[int, int]] = []
    for start, end in parts:
        if whole:
            last_start, last_end = whole[-1]
            gap = _GAP.match(text, last_end) if start >= last_end else None
            if start < last_end or (gap and gap.end() >= start):
                whole[-1] = (last_start, max(last_end, end))
                continue
        whole.append((start, end))
    return whole


def _lead_start(lead: re.Match[str]) -> int:
    """Where a street begins: at its unit, if only words stand before that (somebody's name)."""
    unit = _UNIT.search(lead[0])
    return lead.start() + unit.start() if unit and not _HAS_DIGIT.search(lead[0][: unit.start()]) else lead.start()


def _false_start(lead: str) -> bool:
    first = re.search(r"[^\W\d_]+", lead)
    return first is not None and first[0].lower() in _FALSE_STARTS


def _after_false_words(text: str, start: int, end: int) -> int:
    """Where a town begins: after words that are none ("The Phone Leeds LS1 4AP")."""
    while True:
        word = re.compile(rf"({CAPITAL}\w*),?\s+").match(text, start, end)
        if word is None or word[1].lower() not in _FALSE_STARTS:
            return start
        start = word.end()
