"""When an answer is due: calendar months after Regulation 1182/71, days and business days after California's rules.

Days in, days out. Which days are holidays is handed in; no clock and no calendar of any country is read here.
"""

from calendar import monthrange
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

RESPOND_MONTHS: Final = 1
EXTENDED_MONTHS: Final = 3
"""GDPR Art. 12(3): one month, and two more for complexity or number, all counted from receipt."""
ACKNOWLEDGE_DAYS: Final = 10
RESPOND_DAYS: Final = 45
EXTENDED_DAYS: Final = 90
OPT_OUT_DAYS: Final = 15
COMPLAINT_DAYS: Final = 30
"""11 CCR 7021(a) and (b), 7026(f)(1), 7027(g)(1); the last one is British."""


@dataclass(frozen=True, slots=True)
class Term:
    """A date by law: `target` is what one works towards and promises, `limit` the last day that is still lawful.

    They differ where the law can be counted in two ways; the target is then the earlier one.
    """

    target: date
    limit: date

    def strictest(self, other: "Term") -> "Term":
        """Give what satisfies both."""
        return Term(min(self.target, other.target), min(self.limit, other.limit))


def months_later(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day (Regulation 1182/71 Art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, holidays: Set[date]) -> bool:
    """Tell whether a day is neither Saturday nor Sunday nor a public holiday (Regulation 1182/71 Art. 2(2))."""
    return day.weekday() < _SATURDAY and day not in holidays


def is_business_day(day: date, holidays: Set[date]) -> bool:
    """Tell whether a day is one in California by its code: Saturday is, Sundays and holidays are not.

    Civ. Code 7 and 9. The regulations of the CCPA do not say what they mean by business days.
    """
    return day.weekday() != _SUNDAY and day not in holidays


def next_working_day(day: date, holidays: Set[date]) -> date:
    """Give the day itself when it is a working day, else the next one (Regulation 1182/71 Art. 3(4))."""
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def european_term(received: date, holidays: Set[date], months: int = RESPOND_MONTHS) -> Term:
    """Count months from the day of receipt, which is itself not counted (Art. 3(1); C-171/03).

    `holidays` are the public holidays of the member state where the answer is given. Which half of the
    promise of Art. 3(5) helps the controller is disputed, so nothing is built on it.
    """
    due = next_working_day(months_later(received, months), holidays)
    return Term(due, due)


def british_term(received: date, holidays: Set[date], waited: int = 0, months: int = RESPOND_MONTHS) -> Term:
    """Count months under UK GDPR Art. 12A from the day of receipt to the same day of a later month, or its last day.

    `holidays` are those of the part of the United Kingdom where the answer is given. The clock stands for the days that
    proof of identity, a fee or a clarification was `waited` for; as with `paused` the target stays where it is.
    """
    return paused(european_term(received, holidays, months), waited, holidays)


def british_complaint_term(received: date) -> Term:
    """Count the 30 days within which a complaint's receipt is confirmed (Data Protection Act 2018 s. 164A)."""
    due = received + COMPLAINT_DAYS * _DAY
    return Term(due, due)


def business_days_later(day: date, count: int, counts: Callable[[date], bool]) -> date:
    """Count days that count, the first one after `day` being one (Civ. Code 10)."""
    while count:
        day += _DAY
        count -= counts(day)
    return day


def california_business_term(received: date, count: int, holidays: Set[date]) -> Term:
    """Count business days: safely with Saturdays as such, and at the latest without them."""
    return Term(
        business_days_later(received, count, lambda day: is_business_day(day, holidays)),
        business_days_later(received, count, lambda day: is_working_day(day, holidays)),
    )


def california_term(received: date, days: int = RESPOND_DAYS) -> Term:
    """Count calendar days that begin on the day of receipt, checking who asks included (11 CCR 7021(b)).

    Whether the day of receipt is the first of them is not said: the target takes it as that, the limit does not.
    """
    return Term(received + timedelta(days=days - 1), received + timedelta(days=days))


def paused(term: Term, days: int, holidays: Set[date]) -> Term:
    """Move a European term by the days for which proof of identity was waited for (GDPR Art. 12(6)).

    Only a pause for reasonable doubt, asked for without delay, counts, and authorities see it differently: the
    target stays where it is, so that nobody is late by the strict count; the limit alone moves. Raises ValueError
    for a negative pause.
    """
    if days < 0:
        raise ValueError("a pause cannot be negative")
    return Term(term.target, next_working_day(term.limit + timedelta(days=days), holidays) if days else term.limit)


def days_left(today: date, due: date) -> int:
    """Tell how many days are left: 0 on the last day, negative when it is over."""
    return (due - today).days
