"""Write the record of processing from what a policy declares and what was observed. Pure: same input, same record."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from governance.policy import Policy
from governance.processing.activities import activity_rows, cited
from governance.processing.contradictions import contradictions
from governance.processing.coverage import coverage
from governance.processing.evidence import evidence
from governance.processing.observed import Observed
from governance.processing.record import Cover, Entry, Gap, NotNeeded, PolicyRef, ProcessingRecord, Stated

_CONTROLLER: tuple[tuple[str, str, str, str, str], ...] = (
    ("name", "name", "30(1)(a)", "the controller's name", "Write the name into the policy."),
    (
        "legal_entity",
        "legal_entity",
        "30(1)(a)",
        "the legal entity behind the name",
        "Write the registered name and legal form into the policy.",
    ),
    ("address", "address", "30(1)(a)", "the controller's postal address", "Write the address into the policy."),
    ("contact", "email", "30(1)(a)", "the controller's contact", "Write a contact address into the policy."),
    ("website", "website", "13(1)(a)", "the website", "Write the address of the website into the policy."),
    (
        "dpo",
        "dpo",
        "30(1)(a), 37",
        "the data protection officer",
        "Name the officer and the contact, or write down why none has to be designated.",
    ),
    (
        "representative",
        "eu_representative",
        "30(1)(a), 27",
        "the representative in the European Union",
        "State where the controller is established; if outside the Union, name the representative.",
    ),
)


def build_record(
    policy: Policy,
    observed: Observed,
    *,
    number: str,
    period: tuple[datetime, datetime],
    now: datetime,
) -> ProcessingRecord:
    """Write the controller's record of Art. 30(1) for a period, made at `now`.

    Every `Stated` value is copied from the policy or from `observed`; what nobody stated is a `Gap`. Raises ValueError
    when a time has no time zone, or when the period ends before it begins.
    """
    since, until = period
    for moment in (since, until, now, observed.as_of):
        if moment.tzinfo is None:
            raise ValueError("a time without a time zone cannot stand in a record")
    if until < since:
        raise ValueError("the period ends before it begins")
    entries = {name: _controller(policy, *rest) for name, *rest in _CONTROLLER}
    cover = Cover(
        **entries,
        place=Stated(observed.place, "configuration of this installation")
        if observed.place
        else Gap("5(1)(f), 30(1)(e)", "the country where the data lies", "Name it in the installation's settings."),
        number=number,
        generated_at=now.astimezone(UTC),
        data_as_of=observed.as_of.astimezone(UTC),
        since=since.astimezone(UTC),
        until=until.astimezone(UTC),
        policy=PolicyRef(policy.id, policy.version, policy.digest, policy.title, policy.effective),
        ledger=observed.ledger,
    )
    rows = activity_rows(policy, observed, entries["name"])
    measures = observed.controls
    measures_gap = (
        None
        if measures
        else Gap("30(1)(g)", "a general description of the security measures", "Describe and check the measures.")
    )
    rights = tuple(
        Stated(right.label, cited(right.clauses) if right.clauses else "required by law")
        for right in policy.rights.values()
    )
    seen = evidence(policy, observed)
    draft = (cover, rows, measures_gap)
    found = contradictions(policy, observed)
    named = _clause_names((draft, seen, found)) | {name for right in policy.rights.values() for name in right.clauses}
    return ProcessingRecord(
        cover=cover,
        contradictions=found,
        gaps=tuple(dict.fromkeys(_gaps(draft))),
        activities=rows,
        measures=measures,
        measures_gap=measures_gap,
        evidence=seen,
        coverage=coverage(cover, rows, measures, len(rights)),
        history=observed.history,
        rights=rights,
        switched_off=tuple(
            Stated(activity.label, f"{cited(activity.clauses)}; rule {activity.id}")
            for activity in policy.activities.values()
            if not activity.enabled
        ),
        clauses=MappingProxyType(
            # Stars are how the policy's author marks emphasis; they are no words.
            {name: clause.text.replace("**", "") for name, clause in policy.clauses.items() if name in named}
        ),
    )


def _controller(policy: Policy, attribute: str, article: str, missing: str, action: str) -> Entry:
    value = getattr(policy.controller, attribute)
    return Stated(str(value), cited(policy.controller.clauses)) if value else Gap(article, missing, action)


def _gaps(part: object) -> list[Gap]:
    """Collect every gap inside a part of the record, in reading order."""
    if isinstance(part, Gap):
        return [part]
    if isinstance(part, tuple):
        return [gap for item in part for gap in _gaps(item)]
    if is_dataclass(part) and not isinstance(part, type | Stated | NotNeeded):
        return [gap for field in fields(part) for gap in _gaps(getattr(part, field.name))]
    return []


def _clause_names(part: object) -> set[str]:
    """Collect the clauses that a part of the record cites."""
    if isinstance(part, tuple):
        return {name for item in part for name in _clause_names(item)}
    if not is_dataclass(part) or isinstance(part, type):
        return set()
    names: set[str] = set()
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name == "clauses":
            names |= set(value)
        elif field.name == "clause":
            names.add(value)
        else:
            names |= _clause_names(value)
    return names
