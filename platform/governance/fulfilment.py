"""How each kind of request is carried out: its steps, and what the software may do before a person has looked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from governance.identity import Channel
from governance.rights import Kind

PARTS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.ACCESS: ("rows", "ledger", "texts", "letters", "copies", "uploads"),
        Kind.KNOW_SPECIFIC: ("rows", "ledger", "texts", "letters", "copies", "uploads"),
        Kind.KNOW_CATEGORIES: ("rows",),
        Kind.PORTABILITY: ("rows", "texts"),
    }
)
"""What is gathered for an answer; each part lies sealed for itself until all are there."""

REVIEW, PACK = "review", "pack"

STEPS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        **{kind: (*parts, *(() if kind is Kind.KNOW_CATEGORIES else (REVIEW,)), PACK) for kind, parts in PARTS.items()},
        Kind.CORRECTION: ("correct", "recipients"),
        Kind.DELETION: ("erase",),
        Kind.OBJECTION: ("object", "recipients"),
        Kind.RESTRICTION: ("restrict", "recipients"),
        Kind.WITHDRAWAL: ("withdraw", "recipients"),
        Kind.OPT_OUT: ("opt_out",),
        Kind.LIMIT: ("limit",),
    }
)
"""The steps of each kind in order. Each may be repeated, and one that fails loses none of the others."""

FIELDS: Final = ("email", "age_group", "other")
"""What a correction may be about."""
BY_SOFTWARE: Final = frozenset({"email", "age_group"})
"""What of it the software puts right; everything else an officer does by hand."""


def begins_by_itself(kind: Kind, channel: Channel, about: str) -> bool:
    """Tell whether the software begins as soon as it is known who asks, before anybody has looked at the request.

    What a logged-in person asks for themselves, and what stops a use of data, need nobody. Where somebody speaks for
    another, where an identity was matched, and where a value is to be believed, a person looks first.
    """
    if kind.at_once or kind in {Kind.OBJECTION, Kind.RESTRICTION, Kind.WITHDRAWAL}:
        return channel is not Channel.AGENT or not kind.at_once
    if channel is not Channel.ACCOUNT:
        return False
    return kind is not Kind.CORRECTION or about == "email"


def shows_others(counts: Mapping[str, int]) -> bool:
    """Tell from the counts of what was found whether a text may hold data of other people (GDPR Art. 15(4)).

    Any name may be another's: whose it is cannot be told from a count, and nobody reads the text to find out.
    """
    return counts.get("PERSON", 0) > 0


NEVER_SENT: Final = frozenset(
    {
        "CREDIT_CARD", "IBAN_CODE", "ABA_ROUTING_NUMBER", "US_BANK_NUMBER", "UK_BANK_ACCOUNT", "ID_OTHER", "CRYPTO",
        "MEDICAL_LICENSE", "PASSWORD", "SPECIAL_BIOMETRICS", "SPECIAL_GENETICS", "PASSPORT", "US_PASSPORT",
    }
)  # fmt: skip
_SENT: Final = frozenset(
    {
        "PERSON", "NRP", "ORGANIZATION", "LOCATION", "ADDRESS", "EMAIL_ADDRESS", "PHONE_NUMBER", "URL", "IP_ADDRESS",
        "MAC_ADDRESS", "DATE_TIME", "AGE", "DATE_OF_BIRTH", "BIC_CODE", "SERIAL_NUMBER",
    }
)  # fmt: skip


def is_masked(finding: str) -> bool:
    """Tell whether what was found may never be sent out in an answer under Californian law (11 CCR 7024(d)).

    Social security, licence, government, account, insurance and medical numbers, passwords and biometrics. A type
    nobody has heard of yet counts as one; hints at other special categories are words, and the person's own.
    """
    if finding in NEVER_SENT:
        return True
    return finding not in _SENT and not finding.startswith("SPECIAL_")
