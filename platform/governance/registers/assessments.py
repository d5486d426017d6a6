"""Balancing tests of legitimate interests (GDPR Art. 6(1)(f)): no activity that rests on them is final without one."""

from governance.registers.field import CHOICE, DAY, LONG, YES, Field, Register

ASSESSMENTS = Register(
    "assessments",
    "Assessments of legitimate interests",
    "assessment",
    "GDPR Articles 6(1)(f) and 13(1)(d)",
    "An activity that rests on legitimate interests is not final in the record of processing without one.",
    "L",
    (
        Field("test", "Which of the policy's tests this is", "6(1)(f)", CHOICE, shown=True),
        Field("interest", "The interest", "13(1)(d)", LONG, shown=True, hint="Lawful, precise and real."),
        Field("whose", "Whose interest it is", "6(1)(f)"),
        Field("necessary", "Why it cannot be reached with less", "6(1)(f), 5(1)(c)", LONG),
        Field("data", "Which data, and how sensitive it is", "6(1)(f)", LONG),
        Field("expectations", "What people may expect, and their relation to us", "recital 47", LONG),
        Field("children", "Children may be among them", "6(1)(f)", YES),
        Field("impact", "What it may do to people", "6(1)(f)", LONG),
        Field("safeguards", "What is done to lessen that", "6(1)(f)", LONG),
        Field("objection", "What happens when somebody objects", "21(1)", LONG),
        Field("outcome", "Outcome", "6(1)(f)", CHOICE, (("may", "the interest prevails"),
              ("may_not", "the interest does not prevail")), shown=True),
        Field("made", "Made on", "5(2)", DAY, shown=True),
        Field("review", "To be looked at again by", "24(1)", DAY, shown=True),
    ),
)  # fmt: skip
"""The register of balancing tests; the choices of `test` are the policy's."""
