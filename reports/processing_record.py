"""The record of processing activities as a PDF: written from data alone, complete in itself, with its data enclosed."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from governance.papers.record_tables import record_tables
from governance.processing import Gap, NotNeeded, ProcessingRecord, Stated, as_csv, as_json
from governance.processing.linked import as_jsonld
from governance.processing.record import ActivityRow, DeletionLine, Entry, ErasureLimit, NoLimit
from governance.processing.words import about, against_deadline, counted, plain, sentence_case, times
from reports import wording
from reports.charts import Lane, bars, deadlines, stacked_bar
from reports.pdf import Enclosure, render_pdf
from reports.sheets import SHEET_NAME, spreadsheet

JSON_NAME = "record-of-processing.json"
CSV_NAME = "record-of-processing.csv"
LINKED_NAME = "record-of-processing.jsonld"

_MOST = 12
"""How many bars a picture shows; the table beneath it has all of them."""

CONTENTS = (
    ("summary", "1. The period on one page"),
    ("contradictions", "2. Where policy and practice differ"),
    ("gaps", "3. What is missing"),
    ("activities", "4. Processing activities, (a) to (g)"),
    ("evidence", "5. What was observed"),
    ("retention", "6. Time limits of every kind of data"),
    ("decisions", "7. Decisions by rule and clause"),
    ("security", "8. Security measures"),
    ("rights", "9. Rights of the people concerned"),
    ("stated", "10. What only the controller can tell"),
    ("coverage", "11. How complete this record is"),
    ("history", "12. Policies in force"),
    ("clauses", "13. The clauses cited, and their decisions"),
    ("checking", "14. How to check this record"),
    ("words", "15. Words used"),
)

_COMPARED = (
    "every allowed request with the rule that allowed it, each purpose, recipient and kind of data with the policy's "
    "vocabulary, each deletion with its deadline, the age of what is held with the time limits, the documents received "
    "with the documents ended, the permits issued with those spent, and the security measures that were checked"
)


def render(record: ProcessingRecord) -> bytes:
    """Draw a record as PDF/A-3a and PDF/UA-1, its JSON and CSV enclosed; the same record gives the same bytes.

    The cover names the SHA-256 of the enclosed JSON. Raises ProvisoError("paper-fonts-missing").
    """
    data = as_json(record)
    digest = hashlib.sha256(data).digest()
    return render_pdf(
        page(record, digest.hex()),
        attachments=(
            Enclosure(JSON_NAME, data, "All of the record as data", "Source"),
            Enclosure(CSV_NAME, as_csv(record), "One line for each activity and kind of data", "Data"),
            Enclosure(LINKED_NAME, as_jsonld(record), "The activities as linked data (DPV, DPCat)", "Data"),
            Enclosure(
                SHEET_NAME,
                spreadsheet("Record of processing activities", record_tables(record), record.cover.generated_at),
                "All tables as a spreadsheet",
                "Data",
            ),
        ),
        identifier=digest[:16],
        created=record.cover.generated_at,
    )


def page(record: ProcessingRecord, digest: str) -> str:
    """Write the record as one HTML page that refers to nothing outside itself."""
    labels = {line.id: line.label for row in record.activities for line in row.categories}
    limits = {limit.category: limit for row in record.activities for limit in row.limits}
    return (
        environment(labels)
        .get_template("record/record.html")
        .render(
            record=record,
            cover=record.cover,
            contradictions=record.contradictions,
            gaps=record.gaps,
            activities=record.activities,
            evidence=record.evidence,
            coverage=record.coverage,
            measures=record.measures,
            measures_gap=record.measures_gap,
            history=record.history,
            rights=record.rights,
            switched_off=record.switched_off,
            author=record.cover.name.value if isinstance(record.cover.name, Stated) else "The controller",
            digest=digest,
            json_name=JSON_NAME,
            csv_name=CSV_NAME,
            contents=CONTENTS,
            missing_at="see section 3",
            by_clause={one.clause: one for one in record.evidence.by_clause},
            compared=_COMPARED,
            glossary=wording.GLOSSARY,
            **_numbers(record),
            all_limits=_time_limits(limits.values(), labels),
        )
    )


def environment(labels: Mapping[str, str]) -> Environment:
    """Make what fills the templates; `labels` names the categories."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=wording.printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["stated"] = lambda entry: isinstance(entry, Stated)
    environment.tests["not_needed"] = lambda entry: isinstance(entry, NotNeeded)
    environment.tests["gap"] = lambda entry: isinstance(entry, Gap)
    environment.filters |= {
        "about": about,
        "category": lambda name: labels.get(name, plain(name)),
        "checked": wording.checked,
        "clause": wording.clause,
        "day": wording.day,
        "lateness": against_deadline,
        "moment": wording.moment,
        "number": wording.number,
        "often": times,
        "origins": _origins,
        "plain": plain,
        "possible_contents": _possible_contents,
        "rough": wording.rough,
        "sentence": sentence_case,
        "time_limits": lambda row: _time_limits(row.limits, labels),
        "used": lambda share: "-" if share is None else f"{100 * share:.0f} %",
    }
    return environment


def _lanes(lines: Iterable[DeletionLine]) -> list[Lane]:
    """Give a lane for each kind of deletion that is allowed some time; in words, where a rule allows none."""
    return [
        Lane(_shown(line.label), line.share_p50, line.share_p95, line.share_longest)
        for line in lines
        if line.share_p50 is not None and line.share_p95 is not None and line.share_longest is not None
    ]


def _shown(label: str) -> str:
    return str(wording.printable(sentence_case(label)))


def _time_limits(
    limits: Iterable[ErasureLimit | NoLimit], labels: Mapping[str, str]
) -> list[tuple[list[str], ErasureLimit | Gap]]:
    """Gather the categories that go by the same rule, so that each rule is said once."""
    gathered: dict[str, tuple[list[str], ErasureLimit | Gap]] = {}
    for limit in limits:
        shared = limit.rule if isinstance(limit, ErasureLimit) else f"?{limit.category}"
        held = gathered.setdefault(shared, ([], limit.gap if isinstance(limit, NoLimit) else limit))
        held[0].append(labels[limit.category])
    return list(gathered.values())


def _origins(row: ActivityRow) -> list[tuple[list[str], tuple[Entry, ...]]]:
    """Gather the categories of a row that come from the same places."""
    gathered: dict[tuple[Entry, ...], list[str]] = {}
    for line in row.categories:
        gathered.setdefault(line.sources, []).append(line.label)
    return [(labels, entries) for entries, labels in gathered.items()]


def _possible_contents(row: ActivityRow) -> list[tuple[list[str], tuple[str, ...]]]:
    """Gather the categories of a row that may contain the same other things."""
    gathered: dict[tuple[str, ...], list[str]] = {}
    for line in row.categories:
        if line.may_contain:
            gathered.setdefault(tuple(plain(name) for name in line.may_contain), []).append(line.label)
    return [(labels, contents) for contents, labels in gathered.items()]


def _numbers(record: ProcessingRecord) -> dict[str, Any]:
    """Gather the numbers of the summary and of the tables, with their words."""
    seen = record.evidence
    documents, texts = seen.documents, seen.texts
    order = {name: at for at, name in enumerate(wording.ENDS)}
    ends = {
        name: count
        for name, count in sorted(documents.ended.items(), key=lambda end: (order.get(end[0], 99), end[0]))
        if count
    }
    whole = sum(ends.values()) + documents.held_now
    parts = [(*wording.ENDS.get(name, (plain(name), "", "#1b2a41")), count) for name, count in ends.items()]
    if documents.held_now:
        parts.append(
            ("Still held", "It waits or is being read; its latest moment is set.", "#d5dbe1", documents.held_now)
        )
    deleted = sum(line.lateness.count for line in seen.deletions)
    late = sum(line.lateness.late for line in seen.deletions)
    found = [
        (wording.FINDINGS.get(name, plain(name).lower()), count)
        for name, count in sorted(seen.findings.items(), key=lambda item: (-item[1], item[0]))
        if count
    ]
    return {
        "punctual": wording.share(deleted - late, deleted),
        "late": late,
        "sentences": _sentences(record, deleted, late),
        "ends": [
            {"label": label, "meaning": meaning, "colour": colour, "count": count, "share": wording.share(count, whole)}
            for label, meaning, colour, count in parts
        ],
        "ends_picture": stacked_bar(
            [(_shown(label), count, colour) for label, _, colour, count in parts], "Documents by their end"
        ),
        "lanes": deadlines(_lanes(seen.deletions), "Share of the allowed time that was used"),
        "findings": found,
        "findings_picture": found and bars([(_shown(label), count) for label, count in found[:_MOST]], "Found"),
        "counts": [
            ("Documents held when the period began", documents.carried_in, ""),
            ("Documents received", documents.received, "Sealed before they reached a disk."),
            ("Uploads refused at the door", documents.refused_at_door, "Nothing of them was stored."),
            ("Documents ended", sum(ends.values()), "Each end leads to the same deletion."),
            ("Documents held now", documents.held_now, ""),
            ("Pages read", documents.pages_read, ""),
            ("Texts made", texts.made, ""),
            ("Texts kept by the person's choice", texts.kept, ""),
            ("Texts waiting for a choice now", texts.waiting_now, ""),
            ("Texts kept now", texts.kept_now, ""),
            *((f"Texts gone: {plain(name)}", count, "") for name, count in sorted(texts.gone.items())),
            ("Permits issued", seen.permits_issued, "Each opens one item once."),
            ("Permits spent", seen.permits_spent, ""),
        ],
    }


def _sentences(record: ProcessingRecord, deleted: int, late: int) -> list[str]:
    """Say the period in a few sentences."""
    seen = record.evidence
    sentences = [
        f"From {wording.day(record.cover.since)} to {wording.day(record.cover.until)}, "
        f"{counted(seen.documents.received, 'document was received', 'documents were received')} "
        f"and {sum(seen.documents.ended.values()):,} ended; "
        f"{counted(seen.documents.held_now, 'is held', 'are held')} now. "
        f"{counted(seen.documents.refused_at_door, 'upload was refused', 'uploads were refused')} at the door."
    ]
    if deleted:
        worst = max(seen.deletions, key=lambda line: line.lateness.longest)
        sentences.append(
            f"{counted(deleted, 'deletion was', 'deletions were')} carried out, {late:,} of them late. "
            "The one closest to its deadline or "
            f"furthest beyond it was of “{worst.label}”: {against_deadline(worst.lateness.longest)}."
        )
    overdue = sum(held.overdue for held in seen.held)
    sentences.append(f"Overdue at this moment: {overdue:,}.")
    disclosed = sum(line.disclosed for row in record.activities for line in row.recipients)
    sentences.append(
        "Nothing was disclosed to anybody outside the controller."
        if not disclosed
        else f"Disclosures to recipients outside the controller: {disclosed:,}; they are named in section 4."
    )
    return sentences
