"""Transfers to third countries (GDPR Art. 44 to 49, 30(1)(e)): the country, the mechanism, and whether it holds."""

from datetime import date

from governance.registers.adequacy import ADEQUACY, EEA
from governance.registers.field import CHOICE, DAY, LONG, YES, Field, Register, Values

MECHANISMS = (
    ("ADEQUACY", "adequacy decision, Art. 45(3)", False),
    ("PUBLIC_INSTRUMENT", "instrument between public bodies, Art. 46(2)(a)", True),
    ("BCR", "binding corporate rules, Art. 46(2)(b), 47", True),
    ("SCC_EC_M1", "standard clauses, controller to controller, Art. 46(2)(c), Decision 2021/914", True),
    ("SCC_EC_M2", "standard clauses, controller to processor, Art. 46(2)(c), Decision 2021/914", True),
    ("SCC_EC_M3", "standard clauses, processor to processor, Art. 46(2)(c), Decision 2021/914", True),
    ("SCC_EC_M4", "standard clauses, processor to controller, Art. 46(2)(c), Decision 2021/914", True),
    ("SCC_SA", "standard clauses of an authority, Art. 46(2)(d)", True),
    ("CODE", "code of conduct, Art. 46(2)(e)", True),
    ("CERT", "certification, Art. 46(2)(f)", True),
    ("ADHOC", "clauses that an authority approved, Art. 46(3)(a)", True),
    ("ADMIN_ARR", "arrangement between authorities, Art. 46(3)(b)", True),
    ("DEROG_CONSENT", "explicit consent, Art. 49(1)(a)", False),
    ("DEROG_CONTRACT_DS", "contract with the person, Art. 49(1)(b)", False),
    ("DEROG_CONTRACT_3P", "contract in the person's interest, Art. 49(1)(c)", False),
    ("DEROG_PUBLIC", "public interest, Art. 49(1)(d)", False),
    ("DEROG_CLAIMS", "legal claims, Art. 49(1)(e)", False),
    ("DEROG_VITAL", "vital interests, Art. 49(1)(f)", False),
    ("DEROG_REGISTER", "public register, Art. 49(1)(g)", False),
    ("DEROG_LI", "compelling interests, Art. 49(1) second subparagraph", False),
    ("UK_IDTA", "UK transfer agreement", True),
    ("UK_ADDENDUM", "UK addendum to the standard clauses", True),
    ("CH_SCC", "standard clauses for Switzerland", True),
)
"""Code, words, and whether an assessment of the country's law has to go with it."""

_ASSESSED = frozenset(code for code, _, needs in MECHANISMS if needs)
_CONDITIONAL = frozenset(code for code, one in ADEQUACY.items() if one.condition)

TRANSFERS = Register(
    "transfers",
    "Transfers to other countries",
    "transfer",
    "GDPR Articles 30(1)(e) and 44 to 49",
    "Where a firm lies outside of the European Economic Area, nothing goes there without a final entry that holds.",
    "T",
    (
        Field("contract", "Contract that it belongs to", "28, 44", hint="Its number in the register of contracts.",
              shown=True),
        Field("recipient", "What the policy calls the firm", "30(1)(e)", CHOICE, shown=True),
        Field("country", "Country or organisation, by its code", "30(1)(e)", shown=True,
              hint="Two letters, such as US; not “outside of Europe”."),
        Field("mechanism", "What it rests on", "45, 46, 49", CHOICE,
              tuple((code, words) for code, words, _ in MECHANISMS), shown=True),
        Field("condition_met", "The condition of the adequacy decision is met", "45(3)", YES,
              when=("country", _CONDITIONAL), shown=True, hint="United States: it is on the list; Canada: PIPEDA."),
        Field("assessed", "The country's law was assessed on", "46(1)", DAY, when=("mechanism", _ASSESSED)),
        Field("assessment", "What that came to, and what was added", "46(1)", LONG, when=("mechanism", _ASSESSED)),
        Field("documents", "Suitable safeguards, as Art. 49(1) wants them documented", "30(1)(e), 49(6)", LONG,
              when=("mechanism", frozenset({"DEROG_LI"})), shown=True),
        Field("copy", "Where a copy of the safeguard can be had", "13(1)(f)", shown=True),
    ),
)  # fmt: skip
"""The register of transfers."""


def holds(values: Values, on: date) -> bool:
    """Tell whether a final transfer rests on something that holds on a day."""
    country, mechanism = values.get("country", "").upper(), values.get("mechanism", "")
    if mechanism != "ADEQUACY":
        return bool(mechanism)
    decision = ADEQUACY.get(country)
    if decision is None or not decision.holds(on):
        return False
    return not decision.condition or values.get("condition_met") == "yes"


def zone(values: Values, on: date) -> str:
    """Give the policy's word for where a transfer goes: local, adequate or third."""
    if values.get("country", "").upper() in EEA:
        return "local"
    return "adequate" if values.get("mechanism") == "ADEQUACY" and holds(values, on) else "third"
