"""What the templates of European authorities ask for, by concept: the ticks of the matrix published with CSM-ROPA.

The matrix (w3id.org/dpcat/csm-ropa) has 45 rows for the 47 concepts: K10 with K11, and K20 with K21, share one. Its
authors' printed totals differ from its ticks, so both are given; what is measured here are the ticks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from governance.processing.record import ConceptRow

_NEARLY_ALL: Final = "BE GR GB PL CY FR PT DE DK LU FI CZ HR IT LT SI"
_ALL: Final = f"A30 {_NEARLY_ALL}"
_ASKED: Final = (
    ("BE", "K01 K09 K13 K14 K15 K17 K22 K34 K46 K47"),
    ("BE GR", "K04 K06 K07 K08 K16 K19 K20 K25 K45"),
    ("BE GR GB", "K27"),
    ("BE GR GB PL", "K02 K05 K12 K26"),
    ("BE GR GB PL CY", "K18 K24"),
    ("BE GR GB PL CY FR PT", "K10 K23"),
    (f"{_NEARLY_ALL} SK", "K03 K44"),
    (f"{_ALL} SK", "K28 K29 K30 K31 K32 K33 K35 K36 K37 K38 K39 K41 K42 K43"),
    (_ALL, "K40"),
)
_SHARED: Final = {"K10": ("K10", "K11"), "K20": ("K20", "K21")}
PRINTED: Final[Mapping[str, int]] = {
    "A30": 16,
    "BE": 32,
    "GR": 31,
    "GB": 29,
    "PL": 25,
    "CY": 23,
    "FR": 23,
    "PT": 23,
    "DE": 22,
    "DK": 21,
    "LU": 21,
    "FI": 19,
    "CZ": 18,
    "HR": 18,
    "IT": 18,
    "LT": 18,
    "SI": 18,
    "SK": 17,
}
"""The totals that the authors of the matrix print, by template: Article 30 itself, then countries."""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """How one template is covered: its ticks, and of these what is filled, does not apply, or is marked missing."""

    template: str
    ticks: int
    printed: int
    filled: int
    not_applicable: int
    missing: tuple[str, ...]


def by_template(concepts: Iterable[ConceptRow]) -> tuple[TemplateRow, ...]:
    """Measure every template against a record's concepts; a shared row counts as filled when all its concepts are."""
    states = {row.id: row.state for row in concepts}
    rows = []
    for template, printed in PRINTED.items():
        asked = [concept for names, concepts in _ASKED if template in names.split() for concept in concepts.split()]
        found = {concept: {states[one] for one in _SHARED.get(concept, (concept,))} for concept in asked}
        missing = tuple(sorted(concept for concept, held in found.items() if "missing" in held))
        nothing = sum(held == {"not applicable"} for held in found.values())
        filled = len(asked) - len(missing) - nothing
        rows.append(TemplateRow(template, len(asked), printed, filled, nothing, missing))
    return tuple(rows)
