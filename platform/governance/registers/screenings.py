"""Whether an impact assessment is needed (GDPR Art. 35), by the nine criteria of WP 248: two normally suffice."""

from governance.registers.field import CHOICE, DAY, LONG, YES, Field, Register, Values

CRITERIA = (
    ("scoring", "Evaluation or scoring"),
    ("automated", "Automated decisions with legal or similar effect"),
    ("monitoring", "Systematic monitoring"),
    ("sensitive", "Sensitive data or data of a highly personal nature"),
    ("large_scale", "Large scale"),
    ("matching", "Matching or combining of data"),
    ("vulnerable", "Vulnerable people"),
    ("innovative", "New technology, or an old one used in a new way"),
    ("blocking", "People are kept from a right, a service or a contract"),
)
ENOUGH = 2
_REQUIRED = ("outcome", frozenset({"required"}))
_NOT = ("outcome", frozenset({"not_required"}))
_HIGH = ("high_risk", frozenset({"yes"}))

SCREENINGS = Register(
    "screenings",
    "Screening for impact assessments",
    "screening",
    "GDPR Articles 35 and 36",
    "Two criteria or more, and an assessment is required, unless it is written down why not.",
    "S",
    (
        Field("about", "Processing", "35(1)", shown=True),
        *(Field(key, label, "35(3), WP 248", YES) for key, label in CRITERIA),
        Field("outcome", "Outcome", "35(1)", CHOICE,
              (("required", "an assessment is required"), ("not_required", "none is required")), shown=True),
        Field("why_not", "Why none is required", "35(1)", LONG, when=_NOT, shown=True),
        Field("description", "Description of the processing", "35(7)(a)", LONG, when=_REQUIRED),
        Field("necessity", "Necessity and proportion", "35(7)(b)", LONG, when=_REQUIRED),
        Field("risks", "Risks for people", "35(7)(c)", LONG, when=_REQUIRED, shown=True),
        Field("measures", "Measures", "35(7)(d)", LONG, when=_REQUIRED, shown=True),
        Field("advice", "Advice of the data protection officer", "35(2)", LONG, when=_REQUIRED),
        Field("views", "Views of people concerned, or why none were asked for", "35(9)", LONG,
              when=_REQUIRED),
        Field("high_risk", "High risk remains", "36(1)", YES, when=_REQUIRED, shown=True),
        Field("consulted", "The authority was consulted on", "36(1)", DAY, when=_HIGH, shown=True),
        Field("review", "To be looked at again by", "35(11)", DAY, shown=True),
    ),
)  # fmt: skip
"""The register of screenings."""


def met(values: Values) -> int:
    """Count the criteria that are met."""
    return sum(values.get(key) == "yes" for key, _ in CRITERIA)


def suggested(values: Values) -> str:
    """Give the outcome that the criteria lead to."""
    return "required" if met(values) >= ENOUGH else "not_required"


def unanswered(values: Values) -> int:
    """Count the criteria that nobody has answered yet."""
    return sum(not values.get(key) for key, _ in CRITERIA)
