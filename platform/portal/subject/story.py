"""What happened to a document: the gate's answers in order, equal ones in a row told as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from governance.policy import Explanation, Sentence
from operations.queries import StepView
from portal.words import STEPS


@dataclass(frozen=True, slots=True)
class Event:
    """One answer of the gate, or several equal ones in a row (`times`)."""

    title: str
    allow: bool
    first: datetime
    last: datetime
    times: int
    explanation: Explanation | None
    clauses: tuple[str, ...]


def story(steps: Iterable[StepView]) -> list[Event]:
    """Tell the steps in order."""
    events: list[Event] = []
    for step in steps:
        decision = step.row.decision
        title = STEPS.get(step.row.step, step.row.step)
        explanation = _once(step.explanation)
        last = events[-1] if events else None
        if last and (last.title, last.allow, last.explanation) == (title, decision.allow, explanation):
            events[-1] = replace(last, last=step.row.at, times=last.times + 1)
        else:
            events.append(Event(title, decision.allow, step.row.at, step.row.at, 1, explanation, decision.clauses))
    return events


def _once(explanation: Explanation | None) -> Explanation | None:
    """Leave out clauses that several rules of one answer cite."""
    if explanation is None:
        return None
    seen: dict[str, Sentence] = {}
    for sentence in explanation.sentences:
        seen.setdefault(sentence.clause_id, sentence)
    return replace(explanation, sentences=tuple(seen.values()))
