"""Demands of authorities: compelled, or examined in writing for their necessity (clauses 6.3.1 to 6.3.4)."""

from governance.registers.field import CHOICE, DAY, LONG, MANY, YES, Field, Register, Values

CATEGORIES = (
    ("account.identity", "name and address of the account"),
    ("record.decision", "what was decided about the person's data"),
)
"""What this house can hand over of a person; of uploads, texts and copies nothing is, and logs are not kept."""

DEMANDS = Register(
    "demands",
    "Demands of authorities",
    "demand",
    "GDPR Articles 6(1)(c), (f), 15(1)(c) and 48",
    "Nothing is handed over before two officers agreed and the gate allowed it, kind of data by kind of data.",
    "D",
    (
        Field("authority", "Authority", "6(3)", shown=True),
        Field("country", "Its country", "48", shown=True),
        Field("reference", "Its reference", "6(3)"),
        Field("received", "Received on", "5(2)", DAY, shown=True),
        Field("compelled", "It binds us", "6(1)(c)", YES, shown=True),
        Field("law", "The law that it names", "6(3)", when=("compelled", frozenset({"yes"})), shown=True),
        Field("treaty", "The treaty, where the authority is outside of the Union", "48", needed=False,
              hint="Without one, an order from a third country does not bind (Art. 48)."),
        Field("account", "Account that it is about, by its number", "5(1)(c)", needed=False),
        Field("wanted", "Kinds of data", "5(1)(c)", MANY, CATEGORIES, shown=True),
        Field("examined", "It was examined in writing", "6(1)(f), clause 6.3.3", YES, shown=True),
        Field("necessity", "Why it is needed, and why no less will do", "6(1)(f), clause 6.3.3", LONG,
              when=("examined", frozenset({"yes"}))),
        Field("told", "The person was told on", "14, clause 6.3.1", DAY, needed=False),
        Field("not_told", "Why the person may not be told", "23", LONG, needed=False),
        Field("outcome", "Decision", "5(2)", CHOICE,
              (("hand_over", "hand over"), ("refuse", "refuse")), shown=True),
        Field("reasons", "Reasons", "5(2)", LONG),
    ),
    second=True,
)  # fmt: skip
"""The register of demands."""


def legal_facts(values: Values) -> dict[str, str]:
    """Give the policy's facts about a demand: whether it compels, and whether it was examined in writing."""
    examined = values.get("examined") == "yes" and bool(values.get("necessity", "").strip())
    return {
        "legal.compelled": "true" if values.get("compelled") == "yes" and values.get("law", "").strip() else "false",
        "legal.reviewed": "true" if examined else "false",
    }
