"""Telephone numbers: with + and a country code from anywhere, in national form for the regions that are declared."""

import re
from collections.abc import Iterable, Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, ValidationResult
from phonenumbers.re_util import enable_pattern_cache

from ocr_worker.recognizers.dates import holds_date
from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?:\+[ ]?|(?<!\d[ .\-/])00(?=[1-9]))\d{1,3}(?:(?:[ .\-/–]|[ ]?\([ ]?\d{1,4}[ ]?\)[ ]?)?\d+){1,7}"
)
_NATIONAL = re.compile(
    r"(?<![\w+.,/\-:#$€£])(?:\(\d{2,5}\)[ ]?|\d{2,5}[ .\-/–]{1,3}|\d{3,})(?:\d+(?:[ .\-/–]{1,2}(?=\d))?)+(?!\w|[.,:]\d)"
)
_SPLIT = re.compile(r"(?<![\w+.,/\-:#$€£])0\d(?:[ .\-]\d\d){4}(?!\w|[.,:]\d)")
_EXTENDED = re.compile(
    r"(?<![\w+.,/\-:#$€£])\(?\d{3}\)?[ .\-]?\d{3}[ .\-]?\d{4}(?=[ ]?(?:x|ext\.?|extension)[ ]?\d{1,5}\b)", re.IGNORECASE
)
"""Three, three and four digits that an extension follows: so is nothing else written."""
_GROUP = re.compile(r"\d+")
_AMOUNT = re.compile(r"(?<![\d.])\d{1,6}[.,]\d{2}(?![\d.])")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_MISREAD_DATE = re.compile(r"\d\d[./]?\d\d[./]?(?:19|20)\d\d|\d{2}\.\d{2}\.\d{2,4}|\d{4}(?:[ ]\d{4}){2,}")
"""A date that lost a point, or the inside of a card or account in groups of four."""
_AMERICAN = re.compile(r"\(?[2-9]\d\d\)?[ .\-]?[2-9]\d\d[ .\-]?\d{4}")
_MARKED_AMERICAN = re.compile(r"\([2-9]\d\d\)[ ]?\d{3}[ .\-]\d{4}|[2-9]\d\d([.\-])\d{3}\1\d{4}")
_FOLLOWED = re.compile(
    r"[ ]?[\-–,]?[ ]?\(?(?:office|fax|mobile|cell|home|work|phone|tel|direct|landline"
    r"|handy|mobil|büro|privat|bureau|portable)\b",
    re.IGNORECASE,
)
"""The kind of line, said behind the number."""
_LEAST, _MOST = 7, 15
_EXTENSION = re.compile(r"[ ]?(?:ext|extension|x|Durchwahl|poste)\.?[ ]?\d{1,5}\b", re.IGNORECASE)
_TRUNK_ZERO = ["GB", "IE", "DE", "FR", "IT", "AT", "CH", "NL", "BE", "AU", "NZ", "IN", "SE", "FI", "ZA", "PL", "JP"]


class Phones:
    """Telephone numbers; `regions` are the countries whose national forms are known, in order of likelihood."""

    def __init__(self, regions: Iterable[str]) -> None:
        self._regions = tuple(regions)
        unknown = set(self._regions) - phonenumbers.SUPPORTED_REGIONS
        if unknown:
            raise ValueError(f"there is no telephone region {', '.join(sorted(unknown))}")
        enable_pattern_cache()

    def get_ready(self) -> None:
        """Compile the patterns of all regions, which else happens at the first number of each."""
        for region in self._regions:
            for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
                example = phonenumbers.example_number_for_type(region, kind)
                if example is not None:
                    plain = str(phonenumbers.national_significant_number(example))
                    self._valid(plain, region)
                    self._valid("0" + plain, region)

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every number; with a country code it is sure, in national form it must be valid in a region."""
        text = view.text
        for match in _INTERNATIONAL.finditer(text):
            end = self._international_end(match)
            if end:
                yield self._span(text, match.start(), end, 1.0)
        for match in _EXTENDED.finditer(text):
            yield self._span(text, match.start(), match.end(), 0.95)
        national = [*_NATIONAL.finditer(text), *_SPLIT.finditer(text)]
        for match in national:
            value = match[0]
            digits = sum(map(str.isdecimal, value))
            if (
                digits < _LEAST
                or _AMOUNT.search(value)
                or holds_date(value)
                or _ADDRESS.fullmatch(value)
                or _MISREAD_DATE.fullmatch(value)
            ):
                continue
            followed = _FOLLOWED.match(text, match.end()) is not None
            labelled = followed or fields.near("PHONE_NUMBER", match.start(), 40)
            score = self._national_score(value, digits, labelled=labelled)
            if score or followed:
                yield self._span(text, match.start(), match.end(), max(score, 0.6))
            elif digits > _LEAST:
                yield from self._part(text, match, labelled=labelled)
        for zone in fields.zones("PHONE_NUMBER"):
            yield from self._labelled(text, zone.start, min(zone.end, zone.start + 40))

    def _labelled(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Beside a label a number of a possible length is enough, if it is no date and no amount."""
        for match in re.finditer(r"(?<!\w)[+(]{0,2}\d[\d ().\-/–]{5,22}\d(?!\w)", text[start:end]):
            digits = sum(map(str.isdecimal, match[0]))
            if (
                _LEAST <= digits <= _MOST
                and not holds_date(match[0])
                and not _AMOUNT.search(match[0])
                and not _ADDRESS.search(match[0])
            ):
                yield Span("PHONE_NUMBER", start + match.start(), start + match.end(), 0.75)
                return

    def _part(self, text: str, match: re.Match[str], *, labelled: bool) -> Iterator[Span]:
        """A cell's number with the next cell's digits behind it: the longest beginning that is a number."""
        groups = list(_GROUP.finditer(match[0]))
        for number in range(len(groups) - 1, 0, -1):
            value = match[0][: groups[number - 1].end()]
            digits = sum(map(str.isdecimal, value))
            if digits < _LEAST:
                return
            score = self._national_score(value, digits, labelled=labelled)
            if score > 0.5:
                yield self._span(text, match.start(), match.start() + len(value), score)
                return

    def _span(self, text: str, start: int, end: int, score: float) -> Span:
        extension = _EXTENSION.match(text, end)
        return Span("PHONE_NUMBER", start, extension.end() if extension else end, score)

    def _national_score(self, value: str, digits: int, *, labelled: bool) -> float:
        if digits > _MOST:
            return 0.0
        if _MARKED_AMERICAN.fullmatch(value) and {"US", "CA"} & set(self._regions):
            return 0.92  # one in eleven also passes the check of a British health number, which has blanks
        plain = "".join(filter(str.isdecimal, value))
        separated = len(plain) != len(value)
        for region in self._regions:
            # Most countries write a zero before the area; America writes ten digits. This spares most of the parsing.
            if region in {"US", "CA"}:
                if not _AMERICAN.fullmatch(value):
                    continue
            elif region in _TRUNK_ZERO and not plain.startswith("0") and not (region in {"IN", "PL"} and digits >= 9):
                continue
            if self._valid(plain, region):
                if labelled:
                    return 0.95
                if plain.startswith("0") and (separated or digits >= 10):
                    return 0.7
                return 0.6 if region in {"US", "CA"} and separated else 0.0
        possible = (
            plain.startswith("0") and separated and digits in {10, 11} and value.count(" ") <= 2 and "." not in value
        )
        return 0.5 if possible and "GB" in self._regions and _british(value) else 0.0

    @staticmethod
    def _valid(plain: str, region: str) -> bool:
        try:
            return bool(phonenumbers.is_valid_number_for_region(phonenumbers.parse(plain, region), region))
        except NumberParseException:
            return False

    @staticmethod
    def _international_end(match: re.Match[str]) -> int:
        """Where the number ends: the longest stretch that is valid, else the longest of a length in use."""
        possible = 0
        text = match[0].replace("–", "-")
        for group in reversed(list(_GROUP.finditer(text))):
            written = text[: group.end()].replace("(0)", "")
            written = "+" + written[2:] if written.startswith("00") else written
            try:
                number = phonenumbers.parse(written)
            except NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                return match.start() + group.end()
            fit = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
            possible = possible or (group.end() if fit else 0)
        return match.start() + possible if possible and not text.startswith("00") else 0


def _british(value: str) -> bool:
    """Whether the groups are those of a British number, given out or (as in examples) not."""
    return (
        re.fullmatch(
            r"\(?0(?:[17]\d{3,4}\)?[ \-]\d{5,6}|[12]\d{2,4}\)?[ \-]\d{3,4}[ \-]\d{3,4}|20\)?[ \-]\d{4}[ \-]\d{4}"
            r"|7\d{3}[ \-]\d{3}[ \-]\d{3}|[38]\d{2,3}[ \-]\d{3}[ \-]\d{4})",
            value,
        )
        is not None
    )
