"""On what grounds a request may be refused, wholly or in part, and which of them fit which kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from governance.rights import Kind


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: its code, its article, one sentence for the person, and the kinds it can be held against.

    `partly` grounds only ever withhold a part; the rest is given. `factors` must each be answered in the record.
    """

    code: str
    article: str
    sentence: str
    kinds: frozenset[Kind]
    partly: bool = False
    factors: tuple[str, ...] = ()


_ALL: Final = frozenset(Kind)
_KNOWING: Final = frozenset({Kind.ACCESS, Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC, Kind.PORTABILITY})
_GDPR: Final = frozenset(kind for kind in Kind if any(article.startswith("GDPR") for article in kind.articles))
_CHECKED: Final = frozenset(kind for kind in Kind if not kind.at_once)

_GROUNDS: Final = (
    Ground("cannot_identify", "GDPR Art. 11(2) and 12(2)",
           "We cannot tell which data is yours with what you gave us; you may give us more.", _CHECKED),
    Ground("unverified", "11 CCR 7062; CCPA 1798.130(a)(2)",
           "What you gave us does not match what we hold, so we cannot be sure that it is you who asks.", _CHECKED),
    Ground("unfounded", "GDPR Art. 12(5)(b)", "The request is manifestly unfounded.", _GDPR),
    Ground("excessive", "GDPR Art. 12(5)(b); CCPA 1798.130(b)",
           "The request repeats another that was answered a short time ago, and nothing has changed since.", _ALL),
    Ground("abusive", "GDPR Art. 12(5)(b); CJEU C-526/24",
           "The request is made for another end than to learn how data is handled and to check it.", _GDPR,
           factors=("whether the data was given voluntarily", "the aim of the request", "the time since the data was "
                    "given", "how the person acted")),
    Ground("rights_of_others", "GDPR Art. 15(4)", "It would reveal data of other people.", _KNOWING, partly=True),
    Ground("may_not_be_disclosed", "11 CCR 7024(d)",
           "It is of a kind that may never be sent out, because it would harm you in the wrong hands.",
           frozenset({Kind.KNOW_SPECIFIC}), partly=True),
    Ground("expression", "GDPR Art. 17(3)(a)", "It is needed for freedom of expression and information.",
           frozenset({Kind.DELETION}), partly=True),
    Ground("legal_obligation", "GDPR Art. 17(3)(b); CCPA 1798.105(d)(8)", "A law obliges us to keep it.",
           frozenset({Kind.DELETION}), partly=True),
    Ground("public_health", "GDPR Art. 17(3)(c)", "It is needed for public health.",
           frozenset({Kind.DELETION}), partly=True),
    Ground("archiving", "GDPR Art. 17(3)(d)", "It is needed for archiving, research or statistics.",
           frozenset({Kind.DELETION}), partly=True),
    Ground("legal_claims", "GDPR Art. 17(3)(e)", "It is needed for legal claims.",
           frozenset({Kind.DELETION}), partly=True),
    Ground("not_this_basis", "GDPR Art. 20(3)", "The right does not reach data that is handled on this basis.",
           frozenset({Kind.PORTABILITY}), partly=True),
    Ground("compelling_grounds", "GDPR Art. 21(1)",
           "We have compelling grounds that outweigh yours; this never holds for promotion.",
           frozenset({Kind.OBJECTION})),
    Ground("no_circumstance", "GDPR Art. 18(1)", "None of the circumstances of the law is given.",
           frozenset({Kind.RESTRICTION})),
    Ground("accurate", "GDPR Art. 16; 11 CCR 7023(b)", "All that we know says that the data is right.",
           frozenset({Kind.CORRECTION})),
    Ground("same_correction", "11 CCR 7023(g)",
           "The same correction was refused less than six months ago, and nothing new was brought.",
           frozenset({Kind.CORRECTION})),
    Ground("national_law", "GDPR Art. 23", "A national law that we name in the letter restricts the right.", _GDPR),
)  # fmt: skip

GROUNDS: Final[Mapping[str, Ground]] = MappingProxyType({ground.code: ground for ground in _GROUNDS})
"""All grounds by their codes; whatever is not here is no ground."""


def grounds_for(kind: Kind) -> tuple[Ground, ...]:
    """Give the grounds that a request of this kind can be refused on, in the order of the list."""
    return tuple(ground for ground in _GROUNDS if kind in ground.kinds)
