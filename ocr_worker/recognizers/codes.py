"""Numbers that only their label makes personal: passports, licences, accounts, members, customers, cases.

Also numbers beside the label of an identifier whose check they fail: a scan misreads one digit in a hundred, and
a misread number is still somebody's. They are reported as numbers of no proven kind, never under that type.
"""

import re
from collections.abc import Iterator

from ocr_worker.recognizers.dates import holds_date
from ocr_worker.recognizers.fields import Fields, Zone
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

_AMERICAN_PASSPORT = re.compile(r"(?<![\w\-])[A-Za-z]?\d{8,9}(?![\w\-])")
_PASSPORT = re.compile(r"(?<![\w\-])(?=[A-Z0-9]*\d{3})[A-Z0-9]{6,10}(?![\w\-])")
_LICENCE = re.compile(
    r"(?<![\w\-])(?=[\w \-]*\d{2})(?:[A-Z]{0,3}\d[A-Z0-9]{3,17}|[a-z]{0,3}\d[a-z0-9]{3,17})(?:[ \-][A-Z0-9]{2,6}){0,3}"
    r"(?![\w\-])|(?<![\w\-])\d{2,4}(?:-\d{2,4}){2}(?![\w\-])"
)
_ACCOUNT = re.compile(r"(?<![\w\-.,])\d(?:[ \-]?\d){7,16}(?![\w\-]|[.,]\d)")
_CODE = re.compile(
    r"(?<![\w\-.,£$€/])(?=[A-Za-z0-9\-/]{0,9}\d)[A-Z0-9]{1,10}(?:[\-/][A-Z0-9]{1,10}){0,4}(?![\w@]|[.,]\d|[:%])"
)
_LEAST_CODE = 4
_MISREAD = re.compile(r"(?<![\w\-])(?=(?:[A-Za-z]{0,3}\d|\d))[A-Za-z0-9]{2,}(?:[ \-.][A-Za-z0-9]{1,9}){0,7}")
_FILLER = re.compile(r"[ \t]*(?:is|are|was|number|no|nr|num|code|id|:|\.|#|=|-|[ ])*[ \t:.#]*", re.IGNORECASE)
_FAR = 20
_KINDS = (
    (
        "US_PASSPORT",
        _AMERICAN_PASSPORT,
        0.92,
    ),  # one nine-digit number in 25 passes a bank's check: the label knows better
    ("US_DRIVER_LICENSE", _LICENCE, 0.7),
    ("US_BANK_NUMBER", _ACCOUNT, 0.7),
    ("ID_OTHER", _CODE, 0.6),
)


class Codes:
    """Numbers beside their label."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every such number; of each label's zone the first."""
        for label, pattern, score in _KINDS:
            for zone in fields.zones(label):
                found = self._first(view.text, zone, pattern)
                if found:
                    kind = "ID_OTHER" if label == "ID_OTHER" else label
                    yield Span(kind, *found, score)
                elif label == "US_PASSPORT" and (found := self._first(view.text, zone, _PASSPORT)):
                    yield Span("PASSPORT", *found, score)
        for kind in self._proven_types(fields):
            for zone in fields.zones(kind):
                yield from self._misread(view.text, zone)

    @staticmethod
    def _proven_types(fields: Fields) -> list[str]:
        plain = {"US_PASSPORT", "US_DRIVER_LICENSE", "US_BANK_NUMBER", "ID_OTHER", "PERSON", "LOCATION", "PLACE",
                 "PHONE_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "BIC_CODE", "OTHER"}  # fmt: skip
        return sorted({label.type for label in fields.labels} - plain)

    @staticmethod
    def _first(text: str, zone: Zone, pattern: re.Pattern[str]) -> tuple[int, int] | None:
        begin = zone.start
        if not zone.sure:
            filler = _FILLER.match(text, begin, zone.end)
            begin = filler.end() if filler else begin
        for match in pattern.finditer(text, begin, zone.end):
            if match.start() - begin > (0 if zone.sure and zone.how == "after" else _FAR):
                return None
            value = match[0]
            digits = sum(map(str.isdecimal, value))
            if digits < 2 or len(value) < _LEAST_CODE or holds_date(value) or re.fullmatch(r"(?:19|20)\d\d", value):
                continue
            return match.span()
        return None

    @staticmethod
    def _misread(text: str, zone: Zone) -> Iterator[Span]:
        """A number of eight signs or more, mostly digits, right behind a label whose check it fails."""
        filler = _FILLER.match(text, zone.start, zone.end)
        begin = filler.end() if filler else zone.start
        match = _MISREAD.match(text, begin, min(zone.end, begin + 44))
        if match is None or holds_date(match[0]):
            return
        value = match[0]
        words = value.split(" ")
        while len(words) > 1 and not any(map(str.isdecimal, words[-1])) and len(words[-1]) > 1:
            words.pop()
        value = " ".join(words)
        digits = sum(map(str.isdecimal, value))
        if digits >= 6 and 2 * digits >= sum(map(str.isalnum, value)):
            yield Span("ID_OTHER", match.start(), match.start() + len(value), 0.65)
