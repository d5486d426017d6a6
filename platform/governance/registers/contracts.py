"""Contracts with firms that work for us: GDPR Art. 28(3) and 11 CCR 7051(a), point by point; none, no disclosure."""

from datetime import date

from governance.registers.field import CHOICE, DAY, LONG, YES, Field, Register, Values, read_day

_GDPR = (
    ("instructions", "Only on documented instructions, transfers included", "28(3)(a)"),
    ("confidentiality", "People who work with the data are bound to secrecy", "28(3)(b)"),
    ("security", "Measures of Article 32", "28(3)(c)"),
    ("subprocessors", "Other processors only with leave, bound alike", "28(2), 28(3)(d), 28(4)"),
    ("rights", "Help with requests of people", "28(3)(e)"),
    ("assistance", "Help with security, breaches and assessments", "28(3)(f)"),
    ("deletion", "Deletion or return at the end", "28(3)(g)"),
    ("audit", "Evidence and audits; a warning about unlawful instructions", "28(3)(h)"),
)
_CCPA = (
    ("no_sale", "No selling or sharing", "7051(a)(1)"),
    ("limited_purposes", "The specific business purposes are named", "7051(a)(2)"),
    ("no_other_purpose", "No use for any other purpose", "7051(a)(3)"),
    ("no_other_relation", "No use outside of the direct relation", "7051(a)(4), (5)"),
    ("same_protection", "The protection that the CCPA asks for", "7051(a)(6)"),
    ("right_to_check", "Reasonable steps to see that the use is lawful", "7051(a)(7)"),
    ("notice_of_failure", "Word within five business days when it cannot comply", "7051(a)(8)"),
    ("right_to_stop", "The right to stop unlawful use", "7051(a)(9)"),
    ("consumer_requests", "What is needed to answer consumers", "7051(a)(10)"),
)
POINTS = tuple(key for key, _, _ in (*_GDPR, *_CCPA))
"""Every point of the checklist; a final contract says yes to each."""

CONTRACTS = Register(
    "contracts",
    "Contracts with processors",
    "contract",
    "GDPR Article 28, 11 CCR 7051",
    "Without a contract that is final here and in force, nothing is disclosed to the firm.",
    "C",
    (
        Field("vendor", "Firm", "28(3)", shown=True),
        Field("recipient", "What the policy calls it", "28(3)", CHOICE, shown=True),
        Field("ccpa_role", "Its role in California", "1798.140(ag), (j)", CHOICE,
              (("service_provider", "service provider"), ("contractor", "contractor"))),
        Field("subject", "Subject, nature and purpose", "28(3)", LONG),
        Field("data", "Kinds of data and of people", "28(3)", LONG),
        Field("signed", "Signed on", "28(9)", DAY),
        Field("since", "In force from", "28(3)", DAY, shown=True),
        Field("until", "Until", "28(3)", DAY, needed=False, shown=True, hint="Empty: without an end."),
        Field("version", "Version or file number", "28(9)", shown=True),
        *(Field(key, label, law, YES) for key, label, law in _GDPR),
        *(Field(key, label, law, YES) for key, label, law in _CCPA),
        Field("sub_list", "Other processors, and how long one may object to a new one", "28(2)", LONG),
        Field("checked", "Last looked into", "7051(c)", DAY, needed=False),
        Field("deletion_proof", "Proof of deletion at the end", "28(3)(g)", needed=False),
    ),
)  # fmt: skip
"""The register of contracts; the choices of `recipient` are the policy's processors."""


def in_force(values: Values, on: date) -> bool:
    """Tell whether a final contract binds on a day: every point agreed, begun, not over."""
    return all(values.get(point) == "yes" for point in POINTS) and runs(values, on)


def runs(values: Values, on: date) -> bool:
    """Tell whether a day lies within a contract's time."""
    since, until = read_day(values.get("since", "")), read_day(values.get("until", ""))
    return since is not None and since <= on and (until is None or on <= until)
