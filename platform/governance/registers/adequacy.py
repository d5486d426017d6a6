"""Countries whose law the European Commission found adequate (GDPR Art. 45(3)), each with source, time and condition.

The list is what was known in August 2026; `checked` says whether the decision's date was read in a source of its own.
Whoever runs the house checks it before relying on it: the register's page shows every line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Adequacy:
    """One decision: its number, from when and until when it holds (None: without end), and its condition, if any."""

    code: str
    name: str
    decision: str
    valid_from: date
    valid_until: date | None = None
    condition: str = ""
    checked: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day; whether its condition is met is for the officer to say."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


_EARLY = date(2018, 5, 25)
"""Decisions under the directive go on under GDPR Art. 45(9), which applies from this day."""

_KNOWN = (
    Adequacy("AD", "Andorra", "2010/625/EU", _EARLY),
    Adequacy("AR", "Argentina", "2003/490/EC", _EARLY),
    Adequacy("BR", "Brazil", "(EU) 2026/179", date(2026, 1, 26), checked="published decision"),
    Adequacy("CA", "Canada", "2002/2/EC", _EARLY, condition="the recipient is subject to PIPEDA"),
    Adequacy("FO", "Faroe Islands", "2010/146/EU", _EARLY),
    Adequacy("GG", "Guernsey", "2003/821/EC", _EARLY),
    Adequacy("IL", "Israel", "2011/61/EU", _EARLY),
    Adequacy("IM", "Isle of Man", "2004/411/EC", _EARLY),
    Adequacy("JP", "Japan", "(EU) 2019/419", date(2019, 1, 23)),
    Adequacy("JE", "Jersey", "2008/393/EC", _EARLY),
    Adequacy("NZ", "New Zealand", "2013/65/EU", _EARLY),
    Adequacy("KR", "Republic of Korea", "(EU) 2022/254", date(2021, 12, 17)),
    Adequacy("CH", "Switzerland", "2000/518/EC", _EARLY),
    Adequacy("GB", "United Kingdom", "(EU) 2021/1772, renewed 2025-12-19", date(2021, 6, 28), date(2031, 12, 27),
             checked="renewal as reported"),
    Adequacy("UY", "Uruguay", "2012/484/EU", _EARLY),
    Adequacy("US", "United States", "(EU) 2023/1795", date(2023, 7, 10),
             condition="the recipient is on the list of the Data Privacy Framework",
             checked="upheld in T-553/23 on 2025-09-03; an appeal is pending"),
    Adequacy("EPO", "European Patent Organisation", "adopted 2025-07-15", date(2025, 7, 15), checked="as reported"),
)  # fmt: skip

ADEQUACY: Mapping[str, Adequacy] = {one.code: one for one in _KNOWN}
"""Every decision by the code of its country or organisation."""

EEA = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
    "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
})  # fmt: skip
"""The European Economic Area, where nothing is a transfer in the meaning of Chapter V."""
