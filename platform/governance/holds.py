"""What keeps data beyond its date: a legal hold, and a restriction that the law says stops deletion.

A hold has a ground, an owner and an end. It never keeps what the policy says no hold keeps, nor what dies by the
key server's clock whoever is alive.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from governance.policy import Policy
from governance.retention import RetentionRule

SUSPENDS = "suspends"


class HoldKind(StrEnum):
    """A legal hold, or a restriction of processing (GDPR Art. 18)."""

    LEGAL = "legal"
    RESTRICTION = "restriction"


GROUNDS: Mapping[HoldKind, Mapping[str, str]] = MappingProxyType(
    {
        HoldKind.LEGAL: MappingProxyType(
            {
                "legal-claim": "establishing, exercising or defending a legal claim (GDPR Art. 17(3)(e))",
                "legal-obligation": "a legal obligation to keep it (GDPR Art. 17(3)(b))",
                "authority-order": "the order of a court or authority (GDPR Art. 17(3)(b))",
            }
        ),
        HoldKind.RESTRICTION: MappingProxyType(
            {
                "accuracy": "the person contests that the data is accurate (GDPR Art. 18(1)(a))",
                "unlawful": "the processing is unlawful and the person does not want erasure (GDPR Art. 18(1)(b))",
                "needed-by-person": "the person needs the data for a legal claim (GDPR Art. 18(1)(c))",
                "objection": "an objection is being examined (GDPR Art. 18(1)(d))",
                "child-reported": "somebody said that a child uses the account, and it is looked at (GDPR Art. 8)",
            }
        ),
    }
)
"""The grounds of each kind, in words with the article."""

KEEPING = frozenset({"unlawful", "needed-by-person"})
"""Restrictions that stop scheduled deletion too: the person wants, or needs, the data to stay (Art. 18(1)(b), (c))."""

ASKED = ("accuracy", "unlawful", "needed-by-person", "objection")
"""Why a person may have their data set aside, in the order of Article 18(1)."""

AT_WORD = "the person, by a request"
"""Who answers for a restriction that keeps data because its person asked for it; no officer placed it."""

PASSING = frozenset({"document.image", "document.derived", "text.result", "copy.searchable", "copy.redacted"})
"""Categories that live by the key server's clock alone; no hold reaches them, because nobody could keep the key."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on everything of a person or, with `item`, on one thing; `until` is when it ends by itself.

    The end of a restriction is the clock's to bring about, since its person is told first (GDPR Art. 18(3)); a legal
    hold is over at that moment, whoever is alive. `owner` says who answers for it, in a role's or an office's words and
    never a private person's name. `released_at` is set when it was ended, by whomever.
    """

    id: str
    kind: HoldKind
    person: int
    item: str
    ground: str
    owner: str
    placed_at: datetime
    until: datetime
    released_at: datetime | None = None

    def active(self, now: datetime) -> bool:
        """Tell whether it holds at a moment: until its end or release, and a restriction until its release alone."""
        return self.released_at is None and (self.kind is HoldKind.RESTRICTION or now < self.until)

    @property
    def at_word(self) -> bool:
        """Whether it stands at its person's own word, as their account's restriction does, and ends with that."""
        return self.kind is HoldKind.RESTRICTION and self.owner == AT_WORD

    @property
    def keeps(self) -> bool:
        """Whether it stops deletions at all; a restriction may only stop use."""
        return self.kind is HoldKind.LEGAL or self.ground in KEEPING


def kept_rules(policy: Policy, kind: HoldKind) -> frozenset[str]:
    """Name the retention rules whose dates a hold of this kind suspends.

    A legal hold suspends what the policy lets it suspend. A restriction is the person's own right, so it suspends
    everything that can be kept at all.
    """
    return frozenset(rule.id for rule in policy.retention.values() if _suspends(rule, kind))


def _suspends(rule: RetentionRule, kind: HoldKind) -> bool:
    if kind is HoldKind.LEGAL:
        return rule.legal_hold == SUSPENDS
    return not set(rule.of) <= PASSING
