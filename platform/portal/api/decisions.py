"""Decisions of the gate, for those who check: a list, and each one with its facts and its explanation."""

from typing import Literal

from flask import Response
from pydantic import BaseModel, Field

from operations.review_decisions import review_decision, review_decisions
from portal.api.decided import DecisionList, DecisionWhole, decided
from portal.api.door import acting, answered, api, scope
from portal.api.pages import PageQuery, links, read_cursor
from portal.api.shapes import ID
from portal.doors import house


class DecisionQuery(PageQuery):
    """Which decisions to list."""

    outcome: Literal["all", "refused"] = Field("all", description="Everything, or refusals alone.")


class DecisionPath(BaseModel):
    """A decision by its id."""

    decision: str = Field(pattern=ID)


@api.get("/decisions", summary="List decisions", responses={200: DecisionList})
@scope("decisions:read")
def list_decisions(query: DecisionQuery) -> Response:
    """Give the gate's answers, newest first; that somebody looked is on record, too."""
    use = f"decisions {query.outcome}"
    before = read_cursor(query, use)
    found, following = review_decisions(
        house(), acting(), refused=query.outcome == "refused", before=before, limit=query.limit
    )
    body = DecisionList(items=[decided(each.row, each.explanation) for each in found])
    return answered(body, headers=links(query, use, following))


@api.get("/decisions/<decision>", summary="See one decision", responses={200: DecisionWhole})
@scope("decisions:read")
def see_decision(path: DecisionPath) -> Response:
    """Give one answer with the facts it was given on."""
    found = review_decision(house(), acting(), path.decision)
    plain = decided(found.row, found.explanation)
    return answered(DecisionWhole(**dict(plain), facts=dict(found.facts)))
