"""What happened to a document: the gate's answers in order, equal ones in a row told as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from governance.policy import Explanation
from operations.queries import StepView
from portal.explained import once
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
        explanation = once(step.explanation) if step.explanation else None
        last = events[-1] if events else None
        if last and (last.title, last.allow, last.explanation) == (title, decision.allow, explanation):
            events[-1] = replace(last, last=step.row.at, times=last.times + 1)
        else:
            events.append(Event(title, decision.allow, step.row.at, step.row.at, 1, explanation, decision.clauses))
    return events
