"""The days of this installation: whose holidays count for requests, read from the holidays library."""

from collections.abc import Iterator, Set
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from governance.clocks import Place
from operations.requests import RightsDesk
from store.configure import wrong
from store.settings import Settings


class Days(Set[date]):
    """The public holidays of a place as a set of days, worked out year by year when one is asked for."""

    def __init__(self, known: holidays.HolidayBase) -> None:
        self._known = known

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in self._known

    def __iter__(self) -> Iterator[date]:
        return iter(sorted(self._known))

    def __len__(self) -> int:
        return len(self._known)


def make_desk(settings: Settings) -> RightsDesk:
    """Read what requests need of the settings; raises ProvisoError settings-wrong."""
    rights = settings.rights
    try:
        ZoneInfo(rights.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise wrong("rights.time_zone", "it must be a zone of the IANA list, such as Europe/Berlin") from None
    here: Set[date] = frozenset()
    if rights.country:
        try:
            here = Days(holidays.country_holidays(rights.country, subdiv=rights.subdivision or None))
        except NotImplementedError:
            raise wrong("rights.country", "no holidays are known for it, or for this part of it") from None
    return RightsDesk(
        time_zone=rights.time_zone,
        holidays={Place.CONTROLLER: here, Place.CALIFORNIA: Days(holidays.country_holidays("US", subdiv="CA"))},
        code_seconds=rights.code_seconds,
        code_tries=rights.code_tries,
        unproved_days=rights.unproved_days,
        attempts=rights.attempts,
    )
