"""Disclosures: which receivers there are, having a text given to one, and seeing what was given."""

from datetime import datetime
from http import HTTPStatus

from flask import Response, url_for
from pydantic import BaseModel, ConfigDict, Field

from governance.errors import ProvisoError
from operations.bindings import binding_of
from operations.disclose import disclose
from operations.sharing_ports import Disclosure
from portal.api.door import acting, answered, api, parts, scope
from portal.api.once import once
from portal.api.shapes import ID, DocumentPath
from portal.doors import house
from store.courier import HttpsCourier


class ReceiverShape(BaseModel):
    """A firm that texts may be given to, with what was found in them masked."""

    id: str
    name: str
    recipient: str = Field(description="What the policy calls it.")
    zone: str
    bound: bool = Field(description="Whether a contract is in force; without one nothing is given.")


class ReceiverList(BaseModel):
    """All receivers that are not ended."""

    items: list[ReceiverShape]


class DiscloseBody(BaseModel):
    """To whom."""

    model_config = ConfigDict(extra="forbid")

    receiver: str = Field(pattern=ID)


class DisclosurePath(BaseModel):
    """A disclosure by its id."""

    disclosure: str = Field(pattern=ID)


class DisclosureShape(BaseModel):
    """Something that was, or is to be, given to a receiver."""

    id: str
    receiver: str
    recipient: str
    category: str
    document: str
    state: str
    asked_at: datetime
    sent_at: datetime | None


class DisclosureList(BaseModel):
    """What of yours was given to others, newest first."""

    items: list[DisclosureShape]


@api.get("/receivers", summary="See who texts may be given to", responses={200: ReceiverList})
@scope("disclosures:read")
def list_receivers() -> Response:
    """Give the receivers that the data protection officer wrote down."""
    with house().store.read() as unit:
        found = [each for each in unit.sharing.receivers() if each.ended_at is None]
        bindings = [(to, binding_of(house(), unit, to)) for to in found]
    items = [
        ReceiverShape(id=to.id, name=to.name, recipient=to.recipient, zone=binding.zone, bound=binding.bound)
        for to, binding in bindings
    ]
    return answered(ReceiverList(items=items))


@api.post(
    "/documents/<document>/disclosures", summary="Have a text given to a receiver", responses={202: DisclosureShape}
)
@scope("disclosures:write")
@once
def give_text(path: DocumentPath, body: DiscloseBody) -> Response:
    """Ask the gate; then the text, with everything found in it masked, is sent, and tried again until it is taken."""
    courier = HttpsCourier(parts().settings.sharing)
    made = disclose(house(), acting(), courier, receiver=body.receiver, document=path.document)
    address = url_for("api.see_disclosure", disclosure=made.id)
    return answered(_shape(made), HTTPStatus.ACCEPTED, headers={"Location": address})


@api.get("/disclosures", summary="See what was given to others", responses={200: DisclosureList})
@scope("disclosures:read")
def list_disclosures() -> Response:
    """Give the newest hundred."""
    with house().store.read() as unit:
        found = unit.sharing.of_person(acting().person or 0)
    return answered(DisclosureList(items=[_shape(each) for each in found]))


@api.get("/disclosures/<disclosure>", summary="See one of them", responses={200: DisclosureShape})
@scope("disclosures:read")
def see_disclosure(path: DisclosurePath) -> Response:
    """Give its state: waiting, sent, refused, failed or gone."""
    with house().store.read() as unit:
        found = unit.sharing.get(path.disclosure)
    if found is None or found.person != acting().person:
        raise ProvisoError("not-found")
    return answered(_shape(found))


def _shape(found: Disclosure) -> DisclosureShape:
    return DisclosureShape(**{name: getattr(found, name) for name in DisclosureShape.model_fields})
