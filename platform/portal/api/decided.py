"""Decisions as the API tells them: what was asked, the answer, and the sentences of the policy behind it."""

from datetime import datetime

from pydantic import BaseModel, Field

from governance.policy import Explanation
from operations.rows import DecisionRow
from portal.explained import once as each_once


class CellShape(BaseModel):
    """What was asked for."""

    action: str
    category: str
    purpose: str
    recipient: str


class SentenceShape(BaseModel):
    """A sentence of the policy behind an answer."""

    clause: str
    quote: str


class ExplanationShape(BaseModel):
    """An answer in words; `ways` are the smallest sets of conditions that would have changed a refusal."""

    headline: str
    sentences: list[SentenceShape]
    ways: list[list[str]]


class DecisionShape(BaseModel):
    """One answer of the gate."""

    id: str
    at: datetime
    step: str
    item: str
    document: str
    allow: bool
    cell: CellShape
    permits: list[str] = Field(description="Rules that allowed it.")
    denied_by: list[str] = Field(description="Rules that forbade it.")
    clauses: list[str]
    duties: list[str]
    delete_by: dict[str, int] = Field(description="Seconds after each event at which the data must be gone.")
    policy: str = Field(description="Digest of the policy it was decided under.")
    explanation: ExplanationShape | None = Field(description="Missing when that policy cannot be read any more.")


class DecisionWhole(DecisionShape):
    """One answer with the facts it was given on."""

    facts: dict[str, str]


class DecisionList(BaseModel):
    """A page of decisions."""

    items: list[DecisionShape]


def decided(row: DecisionRow, explanation: Explanation | None) -> DecisionShape:
    """Say one decision."""
    answer, cell = row.decision, row.decision.request.cell
    return DecisionShape(
        id=row.id,
        at=row.at,
        step=row.step,
        item=row.item,
        document=row.document,
        allow=answer.allow,
        cell=CellShape(action=cell.action, category=cell.category, purpose=cell.purpose, recipient=cell.recipient),
        permits=list(answer.permits),
        denied_by=list(answer.denied_by),
        clauses=list(answer.clauses),
        duties=sorted(answer.obligations.flags),
        delete_by=dict(answer.obligations.delete_by),
        policy=answer.policy,
        explanation=_said(explanation),
    )


def _said(explanation: Explanation | None) -> ExplanationShape | None:
    if explanation is None:
        return None
    shown = each_once(explanation)
    return ExplanationShape(
        headline=shown.headline,
        sentences=[SentenceShape(clause=said.clause_id, quote=said.quote) for said in shown.sentences],
        ways=[list(way) for way in shown.ways],
    )
