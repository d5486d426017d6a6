"""Personal data found in documents, by type and family: numbers only."""

from governance.papers.frame import framed
from governance.papers.kinds import FINDINGS
from governance.papers.paper import Bars, Paper, Section, Table, Tile
from governance.policy import Policy
from governance.processing.observed import Observed
from governance.processing.record import ProcessingRecord
from governance.processing.words import counted, plain, sentence_case

_SPECIAL = "SPECIAL_"
_FAMILIES = (
    ("signs of special categories (GDPR Article 9)", lambda name: name.startswith(_SPECIAL)),
    ("names, ages and dates of birth", lambda name: name in {"PERSON", "NRP", "AGE", "DATE_OF_BIRTH", "DATE_TIME"}),
    ("ways to reach a person", lambda name: name in {"EMAIL_ADDRESS", "PHONE_NUMBER", "LOCATION", "URL"}),
    ("devices", lambda name: name in {"IP_ADDRESS", "MAC_ADDRESS"}),
    ("bank and payment", lambda name: name in {"IBAN_CODE", "BIC_CODE", "CREDIT_CARD", "CRYPTO", "US_BANK_NUMBER"}),
    ("official numbers and documents", lambda _name: True),
)
"""Families by what their types mean; a type belongs to the first that takes it."""


def family(name: str) -> str:
    """Name the family of a type of finding."""
    return next(label for label, takes in _FAMILIES if takes(name))


def found(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write how much of each type was found, and what the policy does about it."""
    counts = {name: count for name, count in observed.findings.items() if count}
    families: dict[str, int] = {}
    for name, count in counts.items():
        families[family(name)] = families.get(family(name), 0) + count
    total = sum(counts.values())
    special = sum(count for name, count in counts.items() if name.startswith(_SPECIAL))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return framed(
        FINDINGS,
        record,
        tiles=(
            Tile(f"{observed.texts.made:,}", "texts were read"),
            Tile(f"{total:,}", "pieces of personal data found"),
            Tile(f"{len(counts)}", "types"),
            Tile(f"{special:,}", "signs of special categories", "warn" if special else ""),
        ),
        sentences=(
            f"In {counted(observed.texts.made, 'text', 'texts')}, {counted(total, 'piece', 'pieces')} of personal data "
            f"of {counted(len(counts), 'type', 'types')} {'was' if total == 1 else 'were'} found.",
            "What is found is counted for the owner of the text and this report; the data itself is never copied here.",
        ),
        pictures=(Bars("Found, by family", _ranked(families), "families"),) if counts else (),
        sections=(
            Section(
                "found",
                "What was found",
                ("A type such as SPECIAL_HEALTH is a sign that somebody has to judge, not a proof.",),
                (
                    Table("families", "By family", ("Family", "Found"), _ranked(families), "Nothing was found."),
                    Table(
                        "types",
                        "By type",
                        ("Type", "Code", "Family", "Found"),
                        tuple((sentence_case(plain(n.lower())), n, family(n), count) for n, count in ordered),
                        "Nothing was found.",
                    ),
                ),
            ),
            Section("categories", "Which data may contain them", (), (_categories(policy),)),
        ),
    )


def _ranked(families: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (sentence_case(name), count) for name, count in sorted(families.items(), key=lambda one: (-one[1], one[0]))
    )


def _categories(policy: Policy) -> Table:
    rows = tuple(
        (sentence_case(one.label), ", ".join(one.may_contain), ", ".join(one.subjects))
        for one in policy.categories.values()
        if one.may_contain
    )
    return Table("categories", "Categories that may contain other data", ("Data", "May contain", "Of whom"), rows)
