"""How complete a record is: the requirements of GDPR Art. 30(1), and the concepts that authorities ask for."""

from governance.processing.concepts import CONCEPTS, FILLED, NOT_APPLICABLE, Facts
from governance.processing.observed import Control
from governance.processing.record import (
    ActivityRow,
    ConceptRow,
    Cover,
    Coverage,
    Entry,
    Gap,
    GateRow,
    NoLimit,
    Stated,
)


def coverage(facts: Facts) -> Coverage:
    """Judge the record's fields: first the law's own requirements, then the authorities' concepts."""
    gate = _gate(facts.cover, facts.rows, facts.measures)
    concepts = tuple(
        ConceptRow(identity, article, concept, need, processor, *judge(facts))
        for identity, article, concept, need, processor, judge in CONCEPTS
    )
    mandatory = [row for row in concepts if row.need == "M" or (row.need == "MC" and row.state != NOT_APPLICABLE)]
    applying = [row for row in gate if row.applies]
    return Coverage(
        gate=gate,
        concepts=concepts,
        gate_filled=sum(row.filled for row in applying),
        gate_total=len(applying),
        mandatory_filled=sum(row.state == FILLED for row in mandatory),
        mandatory_total=len(mandatory),
        filled=sum(row.state == FILLED for row in concepts),
        total=len(concepts),
    )


def _gate(cover: Cover, rows: tuple[ActivityRow, ...], measures: tuple[Control, ...]) -> tuple[GateRow, ...]:
    outside = [line for row in rows for line in row.recipients]
    abroad = [line for line in outside if isinstance(line.countries, Stated | Gap)]
    described = bool(measures)
    return (
        _required("30(1)(a)", "name of the controller", (cover.name, cover.legal_entity)),
        _required("30(1)(a)", "contact of the controller", (cover.contact, cover.address)),
        _required("30(1)(a)", "data protection officer", (cover.dpo,)),
        _required("30(1)(a), 27", "representative in the European Union", (cover.representative,)),
        _required("30(1)(b)", "purposes", tuple(row.purpose for row in rows)),
        _required("30(1)(c)", "categories of people", tuple(entry for row in rows for entry in row.subjects)),
        GateRow(
            "30(1)(c)",
            "categories of personal data",
            True,
            all(row.categories for row in rows) and bool(rows),
            f"{len({line.id for row in rows for line in row.categories})} categories in {len(rows)} activities",
        ),
        GateRow(
            "30(1)(d)",
            "categories of recipients",
            bool(outside),
            True,
            f"{len({line.id for line in outside})} named" if outside else "nobody outside the controller receives data",
        ),
        _required(
            "30(1)(e)",
            "countries of transfers",
            tuple(line.countries for line in abroad),
            otherwise="no recipient outside the controller, so no transfer",
        ),
        _required(
            "30(1)(e)",
            "safeguards of transfers",
            tuple(line.safeguard for line in abroad),
            otherwise="no recipient outside the controller, so no transfer",
        ),
        _required(
            "30(1)(f)",
            "time limits for erasure",
            tuple(limit.gap if isinstance(limit, NoLimit) else _FILLED for row in rows for limit in row.limits),
        ),
        GateRow(
            "30(1)(g)",
            "general description of security measures",
            True,
            described,
            f"{len(measures)} measures, {sum(one.held is True for one in measures)} of them checked"
            if described
            else "no measure was described",
        ),
    )


_FILLED = Stated("", "")


def _required(article: str, field: str, entries: tuple[Entry, ...], otherwise: str = "") -> GateRow:
    asked = [entry for entry in entries if isinstance(entry, Stated | Gap)]
    missing = [entry for entry in asked if isinstance(entry, Gap)]
    if not asked:
        reason = otherwise or next((entry.reason for entry in entries if not isinstance(entry, Stated | Gap)), "")
        # With no entry at all and no reason why none is needed, nothing was stated: that is a gap.
        return GateRow(article, field, not reason, False, reason or "nothing is stated")
    if missing:
        names = list(dict.fromkeys(entry.missing for entry in missing))
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        return GateRow(article, field, True, False, f"missing: {'; '.join(names[:2])}{more}")
    return GateRow(article, field, True, True, "stated")
