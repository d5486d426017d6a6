"""For what reasons a request may take longer, and where each of them is written."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from governance.rights import Regime
from governance.spoken import spoken


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its code, one sentence for the person, and the article that allows it under each law that does."""

    code: str
    sentence: str
    articles: Mapping[Regime, str]


_EU: Final = "GDPR Art. 12(3)"
_CALIFORNIA: Final = "CCPA 1798.130(a)(2)(A)"
_BOTH: Final = MappingProxyType({Regime.GDPR: _EU, Regime.CCPA: _CALIFORNIA})

REASONS: Final[Mapping[str, Reason]] = MappingProxyType(
    {
        one.code: one
        for one in (
            Reason("complexity", spoken("Your request is complex."), _BOTH),
            Reason("number", spoken("There are many requests to answer."), _BOTH),
            Reason(
                "necessary",
                spoken("The time is needed to answer your request properly."),
                MappingProxyType({Regime.CCPA: _CALIFORNIA}),
            ),
        )
    }
)
"""Europe knows two reasons; California asks that more time is reasonably necessary, and why (11 CCR 7021(b))."""


def reasons_for(regimes: Set[Regime]) -> tuple[Reason, ...]:
    """Give the reasons that every law whose clock runs for a request accepts."""
    return tuple(one for one in REASONS.values() if regimes <= one.articles.keys())


def articles_of(reason: Reason, regimes: Set[Regime]) -> tuple[str, ...]:
    """Give the articles that a reason rests on under these laws."""
    return tuple(article for regime, article in reason.articles.items() if regime in regimes)
