"""Write the record of processing from what a policy declares and what was observed. Pure: same input, same record."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from types import MappingProxyType

from governance.policy import Policy
from governance.processing.activities import activity_rows, cited
from governance.processing.concepts import Facts
from governance.processing.contradictions import contradictions
from governance.processing.cover import cover
from governance.processing.coverage import coverage
from governance.processing.evidence import evidence
from governance.processing.observed import Observed
from governance.processing.record import Answer, Entry, Gap, NotNeeded, ProcessingRecord, Stated
from governance.processing.statements import QUESTIONS, answered


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
    front = cover(policy, observed, number=number, period=period, now=now)
    rows = activity_rows(policy, observed, front.name)
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
    # What stands on the cover was perhaps stated by the policy itself.
    answers: dict[str, Entry] = {one.key: getattr(front, one.key, answered(observed, one.key)) for one in QUESTIONS}
    draft = (front, rows, measures_gap, tuple(answers.values()))
    found = contradictions(policy, observed)
    named = _clause_names((draft, seen, found)) | {name for right in policy.rights.values() for name in right.clauses}
    return ProcessingRecord(
        cover=front,
        contradictions=found,
        gaps=tuple(dict.fromkeys(_gaps(draft))),
        activities=rows,
        measures=measures,
        measures_gap=measures_gap,
        evidence=seen,
        coverage=coverage(Facts(front, rows, measures, len(rights), answers, policy.consents)),
        history=observed.history,
        rights=rights,
        answers=tuple(Answer(one.ask, one.article, answers[one.key]) for one in QUESTIONS),
        consents=observed.consents,
        cookies=observed.cookies,
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
