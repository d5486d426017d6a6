"""The record of GDPR Art. 30(2): what is done on behalf of each controller that this service works for."""

from governance.papers.frame import framed, told
from governance.papers.kinds import PROCESSOR
from governance.papers.paper import Paper, Section, Table, Tile, Value
from governance.policy import Policy
from governance.processing.concepts import NOT_APPLICABLE
from governance.processing.observed import Observed, Served
from governance.processing.record import Entry, Gap, NotNeeded, ProcessingRecord, Stated

_NOBODY = (
    "this service works for no other controller; what people upload is its own processing, see the record of 30(1)"
)


def processor_record(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write every field of Art. 30(2)(a) to (d), stated, missing, or not needed with the reason."""
    processor = policy.controller.role == "processor"
    served = observed.served
    acts = bool(served) or processor
    cover = record.cover
    own: list[tuple[str, str, Entry]] = [
        ("30(2)(a)", "Name of the processor", cover.name),
        ("30(2)(a)", "Legal entity of the processor", cover.legal_entity),
        ("30(2)(a)", "Contact of the processor", cover.contact),
        ("30(2)(a)", "Representative of the processor", cover.representative),
        ("30(2)(a)", "Data protection officer of the processor", cover.dpo),
        ("30(2)(a)", "Controllers served", _controllers(served, acts=acts)),
        ("30(2)(b)", "Categories of processing", _processing(served, acts=acts)),
        ("30(2)(c)", "Transfers and their safeguards", _transfers(record, acts=acts)),
        ("30(2)(d)", "Security measures", _measures(record)),
    ]
    gaps = [entry for _, _, entry in own if isinstance(entry, Gap)]
    gaps += [cell for row in _served(served).rows for cell in row if isinstance(cell, Gap)]
    applying = [row for row in record.coverage.concepts if row.processor != "N/A"]
    return framed(
        PROCESSOR,
        record,
        tiles=(
            Tile(f"{len(served)}", "controllers served"),
            Tile("yes" if processor else "no", "uploads are processed on behalf of others, as the policy says"),
            Tile(f"{len(gaps)}", "entries missing", "warn" if gaps else ""),
            Tile(f"{len(applying)}", "concepts of authorities that apply to processors"),
        ),
        sentences=(f"{len(served)} controllers are served." if acts else f"Not a processor at present: {_NOBODY}.",),
        gaps=gaps,
        sections=(
            Section(
                "fields",
                "The fields of Article 30(2)",
                (),
                (Table("fields", "Fields", ("Article", "Field", "Entry"), tuple((a, f, told(e)) for a, f, e in own)),),
            ),
            Section("controllers", "The controllers", (), (_served(served),)),
            Section("measures", "Security measures (d)", (), (_measure_table(record),)),
            Section("concepts", "What authorities ask of processors", (), (_concepts(record),)),
        ),
    )


def _controllers(served: tuple[Served, ...], *, acts: bool) -> Entry:
    if served:
        return Stated("; ".join(one.name for one in served), "stated for the records")
    return (
        Gap("30(2)(a)", "the controllers served", "State each of them for the records.") if acts else NotNeeded(_NOBODY)
    )


def _processing(served: tuple[Served, ...], *, acts: bool) -> Entry:
    said = [one.processing for one in served if one.processing]
    if said and len(said) == len(served):
        return Stated("; ".join(dict.fromkeys(said)), "stated for the records")
    missing = "the categories of processing for each controller"
    return Gap("30(2)(b)", missing, "State them with each controller.") if acts else NotNeeded(_NOBODY)


def _transfers(record: ProcessingRecord, *, acts: bool) -> Entry:
    if not acts:
        return NotNeeded(_NOBODY)
    lines = {line.id: line for row in record.activities for line in row.recipients}
    lines = {name: line for name, line in lines.items() if not isinstance(line.countries, NotNeeded)}
    known = [line for line in lines.values() if isinstance(line.countries, Stated)]
    if known and len(known) == len(lines):
        return Stated("; ".join(f"{line.label}: {told(line.countries)}" for line in known), "policy, recipients")
    return Gap("30(2)(c)", "the countries of all recipients", "Name them in the policy's sharing.yaml.")


def _measures(record: ProcessingRecord) -> Entry:
    if record.measures_gap is not None:
        return Gap("30(2)(d)", "the security measures", record.measures_gap.action)
    return Stated(f"{len(record.measures)} measures, listed below", "what was configured and checked")


def _served(served: tuple[Served, ...]) -> Table:
    def cell(value: str, article: str, missing: str) -> Value:
        return value or Gap(article, missing, "State it for the records.")

    rows = tuple(
        (
            one.name,
            cell(one.contact, "30(2)(a)", f"the contact of {one.name}"),
            one.representative or "none stated",
            one.dpo or "none stated",
            cell(one.processing, "30(2)(b)", f"what is done for {one.name}"),
            cell(one.contract, "28(3)", f"the contract with {one.name}"),
        )
        for one in served
    )
    columns = ("Controller", "Contact", "Representative", "Officer", "Processing", "Contract")
    return Table("controllers", "Controllers on whose behalf data is processed", columns, rows, f"None: {_NOBODY}.")


def _measure_table(record: ProcessingRecord) -> Table:
    rows = tuple(
        (one.name, one.sentence, {True: "held", False: "did not hold", None: "configured"}[one.held], one.checked_at)
        for one in record.measures
    )
    return Table(
        "measures", "Measures", ("Measure", "Description", "State", "As of"), rows, "No measure was described."
    )


def _concepts(record: ProcessingRecord) -> Table:
    rows = tuple(
        (row.id, row.concept, row.processor, NOT_APPLICABLE if row.processor == "N/A" else row.state, row.because)
        for row in record.coverage.concepts
    )
    columns = ("No.", "Concept", "Need", "State", "Because")
    return Table("concepts", "The 47 concepts, with the need of processors", columns, rows)
