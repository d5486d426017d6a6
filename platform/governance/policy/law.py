"""What the checks know of the law: ages of consent, time limits, rights by lawful basis. For a lawyer to confirm.

Sources: GDPR Art. 8, 12 and 13 to 22 with the national laws on Art. 8; CCPA 1798.130 and 11 CCR 7021 and 7026.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CONSENT_AGES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "AT": 14, "BE": 13, "BG": 14, "CY": 14, "CZ": 15, "DE": 16, "DK": 15, "EE": 13, "ES": 14, "FI": 13, "FR": 15,
        "GB": 13, "GR": 15, "HR": 16, "HU": 16, "IE": 16, "IS": 13, "IT": 14, "LI": 16, "LT": 14, "LU": 16, "LV": 13,
        "MT": 13, "NL": 16, "NO": 13, "PL": 16, "PT": 13, "RO": 16, "SE": 13, "SI": 15, "SK": 16,
    }
)  # fmt: skip
"""From which age a person alone consents to online services, by country (GDPR Art. 8 and national law)."""
HIGHEST_CONSENT_AGE: Final = 16

LONGEST: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "gdpr": MappingProxyType({"respond": "1 month", "extend": "2 months"}),
        "ccpa": MappingProxyType(
            {"acknowledge": "10 business days", "respond": "45 days", "extend": "45 days",
             "opt_out": "15 business days"}
        ),
    }
)  # fmt: skip
"""The longest that each step of an answer may take, by regime."""

RIGHTS_BY_BASIS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "6(1)(a)": frozenset({"access", "rectification", "erasure", "restriction", "portability", "withdraw_consent"}),
        "6(1)(b)": frozenset({"access", "rectification", "erasure", "restriction", "portability"}),
        "6(1)(c)": frozenset({"access", "rectification", "restriction"}),
        "6(1)(d)": frozenset({"access", "rectification", "erasure", "restriction"}),
        "6(1)(e)": frozenset({"access", "rectification", "restriction", "objection"}),
        "6(1)(f)": frozenset({"access", "rectification", "erasure", "restriction", "objection"}),
    }
)
"""Which rights of the person follow from a lawful basis (GDPR Art. 7(3) and 15 to 21)."""

LEAST_NOTICE_DAYS: Final = 14
"""Days of notice before a material change below which nobody can react to it; a convention, no statute."""

SPAN: Final = re.compile(r"([1-9][0-9]{0,3}) (business day|day|week|month)s?")
"""A time limit as a law states it: a whole number of days, business days, weeks or months."""
_SHORTEST: Final = {"day": 1, "week": 7, "month": 28}
_LONGEST: Final = {"day": 1, "week": 7, "month": 31}


def looser(stated: str, limit: str) -> bool:
    """Tell whether a span can be longer than a limit, such as `30 days` than `1 month` (yes: in February).

    Both are spans; raises ValueError for anything else.
    """
    (one, kind), (other, of) = (_span(words) for words in (stated, limit))
    if kind == of:
        return one > other
    if of == "business day":
        # Holidays lengthen a limit in business days and never shorten it: five of them take a week at least.
        return one * _LONGEST[kind] > other * 7 / 5
    if kind == "business day":
        # They also lengthen what is promised, without a limit that could be told in advance.
        return True
    return one * _LONGEST[kind] > other * _SHORTEST[of]


def _span(words: str) -> tuple[int, str]:
    found = SPAN.fullmatch(words)
    if found is None:
        raise ValueError(f"{words!r} is no span such as 1 month")
    return int(found[1]), found[2]
