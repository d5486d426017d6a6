"""Consents, for programs: see them and take them back.

Giving one is the person's own act, on the page that says to what.
"""

from datetime import datetime

from flask import Response
from pydantic import BaseModel, Field

from governance.errors import ProvisoError
from operations.change_consent import withdraw_everywhere, words_of
from operations.facts import OF_A_DOCUMENT
from portal.api.door import acting, answered, api, scope
from portal.api.once import once
from portal.doors import house


class ConsentPath(BaseModel):
    """A consent by its name in the policy."""

    consent: str = Field(pattern=r"^[a-z_]{1,64}$")


class ConsentShape(BaseModel):
    """A consent: what it is about, and how it stands: for everything, or for any document of those it is asked for."""

    name: str
    label: str
    purpose: str
    state: str = Field(description="given, withdrawn or never")
    explicit: bool
    clauses: list[str]
    last_word_at: datetime | None = Field(description="When something was last said about it, for whichever document.")


class ConsentList(BaseModel):
    """Every consent that the policy knows."""

    items: list[ConsentShape]


@api.get("/consents", summary="See your consents", responses={200: ConsentList})
@scope("consents:read")
def list_consents() -> Response:
    """Give every consent and how it stands."""
    return answered(ConsentList(items=[_shape(name) for name in house().policy.consents]))


@api.post("/consents/<consent>/withdraw", summary="Take a consent back", responses={200: ConsentShape})
@scope("consents:write")
@once
def withdraw_consent(path: ConsentPath) -> Response:
    """Take it back, for every document, too; what rested on it goes at once. One never given stays as it is."""
    if path.consent not in house().policy.consents:
        raise ProvisoError("not-found")
    withdraw_everywhere(house(), _person(), path.consent, by="api")
    return answered(_shape(path.consent))


def _person() -> int:
    person = acting().person
    assert person is not None  # noqa: S101 - a token always has one
    return person


def _given_for(consent: str) -> list[str]:
    """List the documents for which a consent stands."""
    said = dict.fromkeys(word.document for word in words_of(house(), _person()) if word.consent == consent)
    me, now = _person(), house().now()
    with house().store.read() as unit:
        return [each for each in said if each and unit.consents.state(me, consent, each, now=now) == "given"]


def _shape(name: str) -> ConsentShape:
    found = house().policy.consents[name]
    said = [word.at for word in words_of(house(), _person()) if word.consent == name]
    with house().store.read() as unit:
        state = unit.consents.state(_person(), name, now=house().now())
    if name in OF_A_DOCUMENT and said:
        state = "given" if _given_for(name) else "withdrawn"
    return ConsentShape(
        name=name, label=found.label, purpose=found.purpose, state=state, explicit=found.explicit,
        clauses=list(found.clauses), last_word_at=max(said, default=None),
    )  # fmt: skip
