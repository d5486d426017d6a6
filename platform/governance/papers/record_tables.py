"""The record of processing as tables, for a spreadsheet."""

import csv
import io

from governance.papers.frame import told
from governance.papers.paper import Table
from governance.processing.export import as_csv
from governance.processing.record import ProcessingRecord


def record_tables(record: ProcessingRecord) -> tuple[Table, ...]:
    """Give the record's tables: what contradicts, what is missing, the activities, what was stated and observed."""
    head, *lines = csv.reader(io.StringIO(as_csv(record).decode()))
    cover = record.cover
    who = (
        ("Name", cover.name), ("Legal entity", cover.legal_entity), ("Address", cover.address),
        ("Contact", cover.contact), ("Officer", cover.dpo), ("Representative", cover.representative),
        ("Where the data lies", cover.place),
    )  # fmt: skip
    return (
        Table("cover", "Cover", ("Field", "Entry"), tuple((name, told(entry)) for name, entry in who)),
        Table(
            "contradictions",
            "Where policy and practice differ",
            ("Kind", "What", "Declared", "Observed", "To do"),
            tuple((one.kind, one.sentence, one.declared, one.observed, one.action) for one in record.contradictions),
        ),
        Table(
            "gaps",
            "What is missing",
            ("Article", "Missing", "To do"),
            tuple((gap.article, gap.missing, gap.action) for gap in record.gaps),
        ),
        Table("activities", "Activities", tuple(head), tuple(tuple(line) for line in lines)),
        Table(
            "stated",
            "What only the controller can tell",
            ("Asked", "Article", "Stated"),
            tuple((one.question, one.article, told(one.entry)) for one in record.answers),
        ),
        Table(
            "decisions",
            "Decisions by rule",
            ("Rule", "What it says", "Allowed", "Refused"),
            tuple((one.rule, one.label, one.allowed, one.refused) for one in record.evidence.rules),
        ),
        Table(
            "deletions",
            "Deletions",
            ("Data", "Rule", "Deletions", "Late", "Seconds after the deadline: half", "95 of 100", "the last"),
            tuple(
                (one.label, one.rule, one.lateness.count, one.lateness.late, one.lateness.p50, one.lateness.p95,
                 one.lateness.longest)
                for one in record.evidence.deletions
            ),
        ),
        Table(
            "coverage",
            "The 47 concepts",
            ("No.", "Concept", "Controllers", "Processors", "State", "Because"),
            tuple((r.id, r.concept, r.need, r.processor, r.state, r.because) for r in record.coverage.concepts),
        ),
    )  # fmt: skip
