"""The categories of personal information in the terms of California's statute: Civil Code 1798.140(v)(1) and (ae)."""

from collections.abc import Iterator, Set
from typing import Final

from governance.directed import directed, outsiders
from governance.papers.frame import framed
from governance.papers.kinds import CCPA_NOTICE
from governance.papers.paper import Paper, Section, Table, Tile, Value
from governance.policy import Activity, Policy
from governance.processing.activities import SELF_ROLES, in_order
from governance.processing.limits import limit_in_words
from governance.processing.observed import Observed
from governance.processing.record import ProcessingRecord, Stated
from governance.processing.sources import sources_of
from governance.processing.words import sentence_case

INSIDE: Final = "inside documents only"
"""Stands for a statutory category that nothing collects as such and that a document may hold."""

STATUTORY: Final[tuple[tuple[str, str, bool], ...]] = (
    ("A", "Identifiers", False),
    ("B", "Customer records (1798.80(e))", False),
    ("C", "Characteristics of protected classifications", True),
    ("D", "Commercial information", False),
    ("E", "Biometric information", False),
    ("F", "Internet or other network activity", False),
    ("G", "Geolocation data", False),
    ("H", "Audio, electronic, visual or similar information", False),
    ("I", "Professional or employment information", True),
    ("J", "Education information", True),
    ("K", "Inferences", False),
    ("L: ae(1)(A)", "Sensitive: social security, licence, state identity or passport number", True),
    ("L: ae(1)(B)", "Sensitive: account log-in with password, or card number with code", False),
    ("L: ae(1)(C)", "Sensitive: precise geolocation", False),
    ("L: ae(1)(D)", "Sensitive: origin, citizenship, immigration status, religion, union membership", True),
    ("L: ae(1)(E)", "Sensitive: contents of mail, e-mail and text messages", True),
    ("L: ae(1)(F)", "Sensitive: genetic data", True),
    ("L: ae(1)(G)", "Sensitive: neural data", False),
    ("L: ae(2)(A)", "Sensitive: biometric processing that identifies", False),
    ("L: ae(2)(B)", "Sensitive: health", True),
    ("L: ae(2)(C)", "Sensitive: sex life or sexual orientation", True),
    ("U16", "Information of consumers known to be under 16", False),
)
"""Statutory categories: code, words, and whether documents may hold what is not collected as such."""

_OF_KIND: Final = (
    ("user.contact", ("A", "B")),
    ("user.account", ("A",)),
    ("user.payment", ("B", "D")),
    ("user.authorization", ("L: ae(1)(B)",)),
    ("user.device.ip_address", ("A", "F")),
    ("user.device.cookie_id", ("A", "F")),
    ("user.device", ("F",)),
    ("user.behavior", ("F",)),
    ("user.content", ("H",)),
    ("system.operations", ("F",)),
)
"""Statutory categories of a data category, by the longest beginning of its fideslang key."""


def statutory(fides: str) -> tuple[str, ...]:
    """Give the statutory categories of a kind of data (its fideslang key); none for a kind that nobody mapped."""
    fitting = [(len(start), codes) for start, codes in _OF_KIND if fides == start or fides.startswith(f"{start}.")]
    return max(fitting, default=(0, ()))[1]


def ccpa_notice(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write the tables that a notice at collection and a privacy policy owe (11 CCR 7011(e), 7012(e))."""
    collected = {code: _categories(policy, code) for code, *_ in STATUTORY}
    sold = [one for one in _outgoing(policy) if one.recipients & outsiders(policy)]
    exchanged = sum(
        count.count for count in observed.decisions if count.allowed and count.recipient in outsiders(policy)
    )
    unmapped = [one.label for one in policy.categories.values() if not statutory(one.fides or "")]
    return framed(
        CCPA_NOTICE,
        record,
        tiles=(
            Tile(f"{sum(bool(names) for names in collected.values())}", "statutory categories collected"),
            Tile(f"{exchanged:,}", "disclosures to third parties in the period", "alarm" if exchanged else ""),
            Tile(f"{len(sold)}", "rules that allow passing on to third parties", "warn" if sold else ""),
            Tile(f"{len(unmapped)}", "kinds of data without a statutory category", "warn" if unmapped else ""),
        ),
        sentences=(
            "In the period, no personal information went to a third party for money or anything else of value."
            if not exchanged
            else f"In the period, personal information went to third parties {exchanged:,} times: see the disclosures.",
            "Passing on for advertising is allowed by the policy only with an opt-in and stops with an opt-out."
            if sold
            else "No rule of the policy lets personal information be sold or shared.",
        ),
        sections=(
            Section(
                "collected", "Collected in the period, by statutory category", (), (_collected(policy, collected),)
            ),
            Section("retention", "How long each is kept", (), (_kept(policy, collected),)),
            Section(
                "sold",
                "Sold or shared, and disclosed for a business purpose",
                ("Two lists, as 1798.130(a)(5)(C) asks: third parties first, then service providers and others.",),
                (_sold(policy, sold), _disclosed(policy)),
            ),
            Section("kinds", "Our kinds of data in the statute's terms", (), (_kinds(policy),)),
        ),
    )


def _categories(policy: Policy, code: str) -> tuple[str, ...]:
    return tuple(name for name, one in policy.categories.items() if code in statutory(one.fides or ""))


def _collected(policy: Policy, collected: dict[str, tuple[str, ...]]) -> Table:
    rows = tuple(
        (
            code,
            words,
            _labels(policy, collected[code]) or (INSIDE if inside else "not collected"),
            _said(_sources(policy, collected[code])),
            _said(_purposes(policy, collected[code])),
            "third parties" if _third(policy, collected[code]) else "no",
        )
        for code, words, inside in STATUTORY
    )
    columns = ("Code", "Category", "Collected as", "Sources", "Purposes", "Sold or shared")
    return Table("collected", "Categories collected, sources, purposes (7011(e)(1)(A) to (D))", columns, rows)


def _kept(policy: Policy, collected: dict[str, tuple[str, ...]]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for code, words, _ in STATUTORY:
        for rule in policy.retention.values():
            held = [name for name in collected[code] if name in rule.of]
            if held:
                rows.append((code, words, _labels(policy, held), limit_in_words(policy, rule), rule.id))
    columns = ("Code", "Category", "Collected as", "Kept", "Rule")
    return Table("retention", "Retention for each category (1798.100(a)(3), 7012(e)(4))", columns, tuple(rows))


def _sold(policy: Policy, sold: list[Activity]) -> Table:
    columns = ("Categories", "Third parties", "In order to", "Rule")
    empty = "Nothing is sold or shared: no rule of the policy allows it."
    return Table("sold", "Sold or shared", columns, tuple(_passing(policy, sold, outsiders(policy))), empty)


def _disclosed(policy: Policy) -> Table:
    of_role = {
        role: {name for name, one in policy.recipients.items() if one.role == role}
        for role in ("processor", "authority")
    }
    groups: tuple[Set[str], ...] = (*of_role.values(), directed(policy))
    rows = tuple(row for group in groups for row in _passing(policy, _outgoing(policy), group))
    columns = ("Categories", "Recipients", "In order to", "Rule")
    title = "Disclosed for a business purpose, to authorities, or at the person's direction"
    return Table("disclosed", title, columns, rows, "Nothing is disclosed.")


def _passing(policy: Policy, activities: list[Activity], group: Set[str]) -> Iterator[tuple[Value, ...]]:
    for one in activities:
        to = [name for name in in_order(policy.recipients, one.recipients) if name in group]
        if to:
            codes = sorted({c for name in one.categories for c in statutory(policy.categories[name].fides or "")})
            yield (
                ", ".join(codes) or "none of the statute",
                ", ".join(policy.recipients[name].label for name in to),
                policy.purposes[one.purpose].label,
                one.id,
            )


def _kinds(policy: Policy) -> Table:
    rows = tuple(
        (sentence_case(one.label), name, ", ".join(statutory(one.fides or "")) or "none", ", ".join(one.subjects))
        for name, one in policy.categories.items()
    )
    return Table("kinds", "Kinds of data", ("Kind of data", "Name in the policy", "Statutory", "Whose"), rows)


def _outgoing(policy: Policy) -> list[Activity]:
    """List the activities in force that reach somebody outside."""
    return [
        one
        for one in policy.activities.values()
        if one.enabled and any(policy.recipients[name].role not in SELF_ROLES for name in one.recipients)
    ]


def _labels(policy: Policy, names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(policy.categories[name].label for name in names)


def _sources(policy: Policy, names: tuple[str, ...]) -> list[str]:
    return [entry.value for name in names for entry in sources_of(policy, name) if isinstance(entry, Stated)]


def _purposes(policy: Policy, names: tuple[str, ...]) -> list[str]:
    return [
        policy.purposes[one.purpose].label
        for one in policy.activities.values()
        if one.enabled and set(names) & set(one.categories)
    ]


def _third(policy: Policy, names: tuple[str, ...]) -> bool:
    buyers = outsiders(policy)
    return any(set(names) & set(one.categories) and one.recipients & buyers for one in _outgoing(policy))


def _said(words: list[str]) -> str:
    return "; ".join(dict.fromkeys(words)) or "-"
