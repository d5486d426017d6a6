"""Requests about rights, for programs: open one, see how it stands, take it back.

A token is no proof of who asks: where proof is needed the person gives it on the request's page, by logging in again.
"""

from dataclasses import replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Literal

from flask import Response, url_for
from pydantic import BaseModel, ConfigDict, Field

from governance.errors import ProvisoError
from governance.identity import Channel
from governance.rights import Kind, State
from operations.decide_request import withdraw_request
from operations.open_request import open_request
from operations.requests import Details, HeldRequest
from portal.api.door import acting, answered, api, scope
from portal.api.once import once
from portal.api.shapes import ID
from portal.doors import house

Asked = Literal[
    "access",
    "know_categories",
    "know_specific",
    "deletion",
    "portability",
    "objection",
    "restriction",
    "opt_out",
    "limit",
]
"""What a program may ask for: everything but what needs details that only the portal's pages ask."""


class RightPath(BaseModel):
    """A request by its id."""

    request: str = Field(pattern=ID)


class RightBody(BaseModel):
    """What is asked for; corrections and withdrawals need details that only their pages ask."""

    model_config = ConfigDict(extra="forbid")

    kind: Asked
    wish: str = Field("", max_length=4000, strict=True, description="In the person's own words; it lies sealed.")
    declared: bool = Field(
        False, strict=True, description="The person declares under penalty of perjury to be who they are (CCPA)."
    )


class RightShape(BaseModel):
    """A request: where it stands and by when it is answered."""

    id: str
    reference: str
    kind: Kind
    state: State
    received_at: datetime
    answer_by: date = Field(description="The day by which it is answered; extensions move it.")
    extended: bool
    closed_at: datetime | None
    page: str = Field(description="Where the person proves who they are and fetches the answer.")


class RightList(BaseModel):
    """Your requests, newest first."""

    items: list[RightShape]


@api.post("/requests", summary="Open a request about a right", responses={202: RightShape})
@scope("requests:write")
@once
def open_right(body: RightBody) -> Response:
    """Take a request in and start its clock; a duplicate gives the one that is open already."""
    me = replace(acting(), verified=False)
    details = Details(wish=body.wish, declared=body.declared)
    held = open_request(house(), me, Kind(body.kind), Channel.ACCOUNT, details)
    return answered(_shape(held), HTTPStatus.ACCEPTED, headers={"Location": url_for("api.see_right", request=held.id)})


@api.get("/requests", summary="List your requests", responses={200: RightList})
@scope("requests:read")
def list_rights() -> Response:
    """Give your requests, newest first."""
    with house().store.read() as unit:
        found = unit.requests.of_person(acting().person or 0)
    return answered(RightList(items=[_shape(held) for held in found]))


@api.get("/requests/<request>", summary="See how a request stands", responses={200: RightShape})
@scope("requests:read")
def see_right(path: RightPath) -> Response:
    """Give its state and its dates."""
    return answered(_shape(_own(path.request)))


@api.post("/requests/<request>/withdraw", summary="Take a request back", responses={200: RightShape})
@scope("requests:write")
@once
def drop_right(path: RightPath) -> Response:
    """End it at the person's word; one that has ended stays as it is."""
    held = _own(path.request)
    return answered(_shape(withdraw_request(house(), held.id) if held.open else held))


def _own(request: str) -> HeldRequest:
    with house().store.read() as unit:
        held = unit.requests.get(request)
    if held is None or held.person is None or held.person != acting().person:
        raise ProvisoError("not-found")
    return held


def _shape(held: HeldRequest) -> RightShape:
    return RightShape(
        id=held.id,
        reference=held.reference,
        kind=held.kind,
        state=held.state,
        received_at=held.received_at,
        answer_by=held.due,
        extended=held.extended_on is not None,
        closed_at=held.closed_at,
        page=url_for("requests.request", request=held.id),
    )
