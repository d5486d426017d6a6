"""Due dates counted by walking through the calendar a day at a time: another way than the one under test."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def easter(year):
    """Gauss's rule as Lichtenberg wrote it."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + timedelta(days=og + (7 - (og - sz) % 7) - 1)


def common_holidays(years):
    """The set that the vectors of the legal requirements were counted with."""
    found = set()
    for year in years:
        sunday = easter(year)
        found |= {date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)}
        found |= {sunday + timedelta(days=away) for away in (-2, 1, 39, 50)}
    return frozenset(found)


def nth(year, month, weekday, number):
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == weekday]
    return fitting[number]


def california_holidays(years):
    """State holidays by Gov. Code 6700 as far as they move the dates of the tests."""
    found = set()
    for year in years:
        thanks = nth(year, 11, 3, 3)
        found |= {
            date(year, 1, 1), nth(year, 1, 0, 2), nth(year, 2, 0, 2), date(year, 3, 31), nth(year, 5, 0, -1),
            date(year, 7, 4), nth(year, 9, 0, 0), date(year, 11, 11), thanks, thanks + DAY, date(year, 12, 25),
        }  # fmt: skip
    return frozenset(found)


def same_day_months_on(day, months):
    """Walk on until the month has changed so many times; stop at the same number or the month's last day."""
    seen = 0
    at = day
    while True:
        tomorrow = at + DAY
        if tomorrow.month != at.month:
            if seen == months:
                return at
            seen += 1
        at = tomorrow
        if seen == months and at.day == day.day:
            return at


def european_due(received, months, holidays):
    at = same_day_months_on(received, months)
    while at.isoweekday() > 5 or at in holidays:
        at += DAY
    return at


def business_due(received, count, holidays, *, saturdays):
    at, seen = received, 0
    while seen < count:
        at += DAY
        if at.isoweekday() == 7 or at in holidays or (at.isoweekday() == 6 and not saturdays):
            continue
        seen += 1
    return at


def calendar_due(received, days):
    at = received
    for _ in range(days):
        at += DAY
    return at
