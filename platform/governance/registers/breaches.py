"""Breaches of personal data (GDPR Art. 33 and 34): every one is documented, and the clock of 72 hours runs."""

from datetime import datetime, timedelta

from governance.registers.field import CHOICE, LONG, MANY, MOMENT, YES, Field, Register, Values, read_moment

HOURS = 72
"""GDPR Art. 33(1). The Digital Omnibus wants 96 and was not agreed when this was written."""

_RISK = frozenset({"risk", "high"})
_HIGH = frozenset({"high"})
_ROLES = (("controller", "controller"), ("processor", "processor"))

BREACHES = Register(
    "breaches",
    "Breaches of personal data",
    "breach",
    "GDPR Articles 33 and 34",
    "Each is written down, told or not. From when it was known, the authority is to be told within 72 hours.",
    "B",
    (
        Field("what", "What happened", "33(3)(a), 33(5)", LONG),
        Field("kind", "What was hurt", "4(12)", MANY, (("confidentiality", "secrecy"), ("integrity", "correctness"),
              ("availability", "availability")), shown=True),
        Field("role", "Our role", "33(2)", CHOICE, _ROLES, shown=True),
        Field("began", "It began", "33(5)", MOMENT, needed=False),
        Field("detected", "It was noticed", "33(5)", MOMENT),
        Field("aware", "It was known for certain", "33(1)", MOMENT, shown=True,
              hint="From here the 72 hours run (UTC)."),
        Field("why_aware", "Why then", "33(1)", LONG, needed=False),
        Field("people", "Kinds of people, and about how many", "33(3)(a)"),
        Field("people_count", "How many, about", "33(3)(a)", needed=False, shown=True),
        Field("records", "Kinds of data, and about how many records", "33(3)(a)"),
        Field("special", "Specially guarded data is among it", "9, 33(3)(a)", YES),
        Field("consequences", "What it may lead to", "33(3)(c)", LONG),
        Field("measures", "What was done and is to be done", "33(3)(d)", LONG),
        Field("risk", "Risk for people", "33(1), 34(1)", CHOICE, (("none", "unlikely"), ("risk", "a risk"),
              ("high", "a high risk")), shown=True),
        Field("why_risk", "Why", "33(1), 33(5)", LONG),
        Field("authority", "Authority to be told", "33(1), 55", when=("risk", _RISK), shown=True),
        Field("told_authority", "The authority was told", "33(1)", MOMENT, when=("risk", _RISK), shown=True),
        Field("delay", "Why it took longer than 72 hours", "33(1)", LONG, needed=False),
        Field("phases", "What was told later, and when", "33(4)", LONG, needed=False),
        Field("exempt", "Why people need not be told", "34(3)", CHOICE, (("a", "unreadable for others, 34(3)(a)"),
              ("b", "the high risk is gone, 34(3)(b)"), ("c", "told publicly, 34(3)(c)"), ("no", "to be told")),
              when=("risk", _HIGH), shown=True),
        Field("told_people", "People were told", "34(1)", MOMENT, when=("exempt", frozenset({"no", "c"})), shown=True),
        Field("told_controller", "The controller was told", "33(2)", MOMENT, when=("role", frozenset({"processor"}))),
        Field("lessons", "What follows from it", "24(1)", LONG, needed=False),
    ),
)  # fmt: skip
"""The register of breaches."""


def deadline(values: Values) -> datetime | None:
    """Give the last moment to tell the authority; None when nothing is to be told.

    Hours are counted whole, days off included (Regulation 1182/71 Art. 3(1); Art. 3(4) is not about hours). Until the
    risk is judged, the clock runs.
    """
    aware = read_moment(values.get("aware", ""))
    if aware is None or values.get("risk") == "none" or values.get("role") == "processor":
        return None
    return aware + timedelta(hours=HOURS)


def is_open(values: Values) -> bool:
    """Tell whether the authority is still to be told."""
    return deadline(values) is not None and not values.get("told_authority")


def was_late(values: Values) -> bool:
    """Tell whether the authority was told after the deadline."""
    last, told = deadline(values), read_moment(values.get("told_authority", ""))
    return last is not None and told is not None and told > last
