"""Retention and deletion: the rules, what was observed against them, what is held."""

from governance.papers.frame import framed
from governance.papers.kinds import DELETIONS
from governance.papers.paper import Lanes, Paper, Section, Table, Tile
from governance.policy import Policy
from governance.processing.limits import latest_in_words, limit_in_words
from governance.processing.observed import Observed
from governance.processing.record import Gap, ProcessingRecord
from governance.processing.words import about, against_deadline, counted, sentence_case

_HELD = {"ignored": "deletes all the same", "suspends": "waits until the hold is lifted"}


def deletions(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write what was to go when, and what did."""
    seen = record.evidence
    count = sum(line.lateness.count for line in seen.deletions)
    late = sum(line.lateness.late for line in seen.deletions)
    overdue = sum(held.overdue for held in observed.held)
    ruled = {category for rule in policy.retention.values() for category in rule.of}
    gaps = [
        Gap("30(1)(f)", f"when “{policy.categories[name].label}” is erased", "Add a retention rule.")
        for name in policy.categories
        if name not in ruled
    ]
    return framed(
        DELETIONS,
        record,
        tiles=(
            Tile(f"{len(policy.retention)}", "rules of retention"),
            Tile(f"{count:,}", "deletions in the period"),
            Tile(f"{late:,}", "of them after their deadline", "alarm" if late else ""),
            Tile(f"{sum(held.count for held in observed.held):,}", "items held now"),
            Tile(f"{overdue:,}", "of them overdue", "alarm" if overdue else ""),
        ),
        sentences=(
            f"{counted(count, 'deletion was', 'deletions were')} carried out, {late:,} of them late; "
            f"{counted(overdue, 'item is', 'items are')} overdue now.",
            "A deletion counts from the moment when key and sealed bytes were destroyed and looked for again.",
        ),
        pictures=(
            Lanes(
                "Share of the allowed time that deletions used",
                tuple(
                    (sentence_case(line.label), line.share_p50, line.share_p95, line.share_longest)
                    for line in seen.deletions
                    if line.share_p50 is not None and line.share_p95 is not None and line.share_longest is not None
                ),
                "observed",
            ),
        ),
        gaps=gaps,
        sections=(
            Section(
                "declared",
                "What the policy declares",
                ("Each kind of data falls under exactly one rule; its latest moment always comes.",),
                (_rules(policy),),
            ),
            Section("observed", "What was observed", (), (_observed(policy, record), _held(policy, observed))),
            Section("ends", "Why documents and texts went", (), (_ends(record),)),
        ),
    )


def _rules(policy: Policy) -> Table:
    rows = tuple(
        (
            rule.id,
            ", ".join(policy.categories[name].label for name in rule.of if name in policy.categories),
            limit_in_words(policy, rule),
            rule.ceiling_seconds,
            _HELD.get(rule.legal_hold, rule.legal_hold),
            ", ".join(clause.removeprefix("c") for clause in rule.clauses),
        )
        for rule in policy.retention.values()
    )
    columns = ("Rule", "Data", "Goes", "Latest, in seconds", "Under a legal hold it", "Clauses")
    return Table("rules", "Rules of retention", columns, rows)


def _observed(policy: Policy, record: ProcessingRecord) -> Table:
    rows = tuple(
        (
            sentence_case(line.label),
            line.rule,
            latest_in_words(policy, policy.retention.get(line.rule)),
            line.lateness.count,
            against_deadline(line.lateness.p50),
            against_deadline(line.lateness.p95),
            against_deadline(line.lateness.longest),
            line.lateness.late,
        )
        for line in record.evidence.deletions
    )
    columns = ("Data", "Rule", "Declared", "Deletions", "Half of them", "95 of 100", "The last", "Late")
    return Table("observed", "Deletions against their deadline", columns, rows, "Nothing was deleted in this period.")


def _held(policy: Policy, observed: Observed) -> Table:
    rows = tuple(
        (
            sentence_case(
                policy.categories[held.category].label if held.category in policy.categories else held.category
            ),
            held.rule or "none",
            held.count,
            about(held.oldest),
            held.overdue,
        )
        for held in observed.held
    )
    columns = ("Data", "Rule", "Items", "Age of the oldest", "Overdue")
    return Table("held", "What is held now", columns, rows, "Nothing is held.")


def _ends(record: ProcessingRecord) -> Table:
    documents, texts = record.evidence.documents, record.evidence.texts
    rows = (
        *(("document", name, count) for name, count in sorted(documents.ended.items())),
        *(("text", name, count) for name, count in sorted(texts.gone.items())),
    )
    return Table("ends", "Ends by reason", ("What", "Reason", "How many"), rows, "Nothing ended in this period.")
