"""Dates: whole ones anywhere, parts of one in running text, dates of birth beside their label, ages."""

import re
from collections.abc import Iterator
from datetime import date

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

_MONTHS = (
    "jan(?:uary|uar|vier|v)?|feb(?:ruary|ruar)?|f[eé]v(?:rier)?|mar(?:ch|s|zo)?|märz|apr(?:il|ile)?|avr(?:il)?|may|mai"
    "|maggio|mayo|june?|juni?|juin|giugno|junio|july?|juli?|juil(?:let)?|luglio|julio|aug(?:ust)?|ao[uû]t|agosto|ago"
    "|sept?(?:ember|embre|iembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre|nov(?:ember|embre|iembre)?"
    "|de[cz](?:ember|embre)?|d[eé]c(?:embre)?|dic(?:iembre|embre)?|enero|ene|febrero|abril|abr|gennaio|febbraio"
)
_MONTH = rf"(?:{_MONTHS})"
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_D = r"[0-9OIl]"
_WHOLE = re.compile(
    rf"""(?<![\d.,/\-])(?:
      {_D}{{1,2}}[ ]?([/.\-])[ ]?{_D}{{1,2}}[ ]?\1[ ]?(?:[12O]{_D}{{3}}|{_D}{{2}})
    | [12]{_D}{{3}}[ ]?([/.\-])[ ]?{_D}{{1,2}}[ ]?\2[ ]?{_D}{{1,2}}
    | \d{{1,2}}{_ORDINAL}[\s\-.]{{1,2}}(?:of[ ]|de[ ])?{_MONTH}\b\.?
      (?:,?[\s\-]+(?:de[ ]|del[ ])?(?:[12]\d{{3}}|\d{{2}}(?![\d:.,])))?
    | {_MONTH}\b\.?[\s\-]+\d{{1,2}}{_ORDINAL}(?:,?\s+[12]\d{{3}})?(?!\d)
    | {_MONTH}\b\.?,?[\s\-]+(?:de[ ])?[12]\d{{3}}
    | (?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=\D|$)
    )(?!\d|\.\d\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_HALF = re.compile(r"(?<![\d.,/\-])(\d{1,2})[/.](\d{1,2})\d?[/.]?((?:19|20)\d\d)(?!\d)")
"""A date whose separator the scan lost or turned into a digit: 06.122026, 19/0572001."""
_MONTH_START = re.compile(_MONTH + r"\b", re.IGNORECASE)
_COMPACT = re.compile(r"\d{8}")
_NUMBERS = re.compile(rf"({_D}+)[ ]?[/.\-][ ]?({_D}+)[ ]?[/.\-][ ]?({_D}+)")
_AS_DIGITS = str.maketrans("OIlo", "0110")
_WEEKDAY = "(?i:mon|tues|wednes|thurs|fri|satur|sun)day"
# A weekday, a time of day, a year, a month or a decade in running text.
_PART = re.compile(
    rf"""\b(?:{_WEEKDAY}s?(?:[ ](?:morning|afternoon|evening|night))?
    |(?:(?:(?i:in|since|during|of|by|until|before|after|from|around|circa|year|early|late|mid)|[A-Z][a-z]{{2,8}})
       [ ,\-]{{1,2}})(?P<year>(?:1[89]|20)\d\d)(?=[\s.,;:)!?'"–\-]|$)
    |(?:[Aa]n?|[Tt]he)[ ](?P<said>(?:1[89]|20)\d\d)(?=[ ][A-Za-z]{{3}})
    |(?:the[ ])?(?:1[89]|20)?\d0s\b
    |(?:January|February|March|April|June|July|August|September|October|November|December)(?=[\s.,;:)!?]|$)
    |(?:in|since|until|last|next|early|late|mid)[ -](?P<may>May)\b
    |[0-2]?\d(?::[0-5]\d(?:[ ]?[ap]\.?m\b\.?)?|[ ]?[ap]\.?m\b\.?|[ ]o['’]clock)
    |(?:last|next|this|the[ ]following|the[ ]previous)[ ]
       (?:week(?:end)?|month|year|night|summer|winter|spring|autumn|{_WEEKDAY})
    |(?:yesterday|today|tomorrow|tonight)\b
    )""",
    re.VERBOSE,
)
_AGES = re.compile(
    r"""(?:\b(?:aged?|age[ ]of|turn(?:ed|s|ing)?|âgée?[ ]de)[ :]{1,2}(?P<a>\d{1,3})\b(?![ ]?[%€$£/]|[.:]\d)
    |\b(?P<b>\d{1,3}[ ]?-?(?:years?|yrs?|y)[ \-/]?(?:old|of[ ]age|o)\b)
    |\b(?P<c>\d{1,3}[ ](?:Jahre[ ]alt|ans\b(?=[ ,.])|años(?=[ ,.])))
    |\b(?:I['’]m|I[ ]am|he['’]?s|she['’]?s|(?:he|she)[ ](?:is|was)|[Ww]hen[ ](?:he|she|I)[ ]w(?:as|ere))[ ]
       (?P<d>\d{1,3})\b(?![ ]?(?:[%€$£/:]
       |(?:st|nd|rd|th|minutes|hours|days|weeks|months|km|miles|kg|cm)\b))
    )""",
    re.VERBOSE,
)
_BORN = re.compile(
    r"(?:\bborn(?:[ ]on|[ ]the)?|\bborn[ ]in[ ][\w\-]+(?:[ ][\w\-]+)?[ ]on|\bd\.?[ ]?o\.?[ ]?b\b\.?"
    r"|\b(?:date[ ]of[ ]birth|birthday)(?:[ ](?:is|as|was|of|on))?"
    r"|\bgeb(?:oren)?(?:[ ]am|\.)?|\bnée?[ ]le|\bnacid[oa][ ]el|\bnat[oa][ ]il|\bgeboren[ ]op"
    r"|\*)[ :,\n]{0,3}$",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?<![A-Z])\b[a-z]{2,}\b")
_LEAST_PROSE = 3
_OLDEST = 130


def in_prose(text: str, at: int) -> bool:
    """Whether a place stands in a line of running text: three words or more in small letters."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return sum(1 for _ in _PROSE.finditer(text, start, end if end >= 0 else len(text))) >= _LEAST_PROSE


def holds_date(text: str) -> bool:
    """Whether a whole date stands in a text."""
    return any(_possible(match[0]) for match in _WHOLE.finditer(text))


class Dates:
    """Whole dates, parts of dates in prose, ages, and which of the dates are somebody's birthday."""

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every date; a date of birth has a type of its own."""
        births = [(zone.start, min(zone.end, zone.start + 40)) for zone in fields.zones("DATE_OF_BIRTH")]
        text = view.text
        for match in _WHOLE.finditer(text):
            if not _possible(match[0]):
                continue
            labelled = any(start <= match.start() < end for start, end in births)
            born = labelled or _BORN.search(text, max(0, match.start() - 40), match.start())
            yield Span("DATE_OF_BIRTH" if born else "DATE_TIME", match.start(), match.end(), 0.95 if born else 0.9)
        for match in _HALF.finditer(text):
            if 0 < int(match[1]) <= 31 and 0 < int(match[2]) <= 12:
                near = any(start <= match.start() < end for start, end in births)
                yield Span("DATE_OF_BIRTH" if near else "DATE_TIME", match.start(), match.end(), 0.6)
        yield from self._parts(view)
        for match in _AGES.finditer(text):
            group = match.lastgroup or "a"
            if int(re.sub(r"\D", "", match[group])[:3] or 0) <= _OLDEST:
                yield Span("AGE", match.start(group), match.end(group), 0.7)

    def _parts(self, view: View) -> Iterator[Span]:
        """Parts of dates, in lines of running text only: in forms and tables they are labels and amounts."""
        for match in _PART.finditer(view.text):
            if not in_prose(view.text, match.start()):
                continue
            group = match.lastgroup
            yield Span("DATE_TIME", *(match.span(group) if group else match.span()), 0.45)


def _possible(written: str) -> bool:
    """Whether day, month and year of a date in figures exist; a month in letters speaks for itself."""
    numbers = _NUMBERS.fullmatch(written)
    if numbers is None:
        if _COMPACT.fullmatch(written):
            return _exists(int(written[:4]), int(written[4:6]), int(written[6:]))
        return True
    if sum(map(str.isalpha, written)) > 2:
        return False
    one, two, three = (int(part.translate(_AS_DIGITS)) for part in numbers.groups())
    if len(numbers[1]) == 4:
        return _exists(one, two, three)
    return _exists(three, two, one) or _exists(three, one, two)


def _exists(year: int, month: int, day: int) -> bool:
    year += 2000 if year < 100 else 0
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1850 <= year <= 2150
