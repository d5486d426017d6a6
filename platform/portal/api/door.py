"""The API's blueprint and its door: a bearer token for every operation, and never a cookie."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request
from flask_openapi.blueprint import APIBlueprint
from pydantic import BaseModel, ValidationError

from governance.errors import ProvisoError
from operations.facts import Actor
from operations.use_token import Bearer, use_token
from portal.doors import encrypted, house
from portal.problem import FieldError, FieldsWrong, request_id
from store.build import House

api = APIBlueprint("api", __name__, url_prefix="/api/v1")
"""The API. It is exempt from the protection of forms because no cookie opens it: what a browser sends by itself is
worth nothing here."""

MOST_JSON = 65_536
"""Bytes of a JSON body; documents come as files and not as JSON."""

_WHY = {
    "missing": "is missing",
    "extra_forbidden": "holds something that is not described",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "is not written as described",
    "literal_error": "is none of the values that are possible",
    "enum": "is none of the values that are possible",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "too_short": "has too few members",
    "too_long": "has too many members",
}
"""Why something does not fit, in words of ours: pydantic's may repeat what was sent."""

Operation = TypeVar("Operation", bound=Callable[..., Any])


def scope(name: str) -> Callable[[Operation], Operation]:
    """Say which scope an operation needs; the door reads it before anything of the request is looked at."""

    def mark(operation: Operation) -> Operation:
        operation.scope = name  # type: ignore[attr-defined]
        return operation

    return mark


def scope_of(app: Flask, endpoint: str) -> str:
    """Give the scope of an operation."""
    return str(cast(Any, app.view_functions[endpoint]).scope)


@api.before_request
def let_in() -> None:
    """Look at the token first; raises ProvisoError token-needed, token-wrong or scope-missing."""
    kind, _, letters = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not letters.strip():
        raise ProvisoError("token-needed")
    g.bearer = use_token(house(), letters.strip())
    needed = scope_of(current_app, str(request.endpoint))
    if not bearer().may(needed):
        raise ProvisoError("scope-missing", scope=needed)
    g.scope = needed
    _check_body()


@api.after_request
def name_request(response: Response) -> Response:
    """Name the request, so that somebody can ask the operator about it."""
    response.headers["Request-Id"] = request_id()
    return response


def bearer() -> Bearer:
    """Give the program that was let in."""
    return cast(Bearer, g.bearer)


def acting() -> Actor:
    """Give the actor that the policy is told of, by the scope of the operation."""
    return bearer().acting(g.scope, encrypted=encrypted())


def _check_body() -> None:
    """Refuse JSON that no operation could want, before a parser descends into it."""
    if not request.is_json:
        return
    if (request.content_length or 0) > MOST_JSON:
        raise FieldsWrong([FieldError("", "is too long")])
    try:
        request.get_json()
    except RecursionError:
        raise FieldsWrong([FieldError("", "is nested too deeply")]) from None


def refuse_fields(error: ValidationError) -> Response:
    """Turn what pydantic found into problem details, without a word of what was sent."""
    if error.title.endswith("Path"):
        # An id that could never be one of ours answers like one that is not there.
        raise ProvisoError("not-found")
    if any(found["loc"] == ("Idempotency-Key",) for found in _told(error)):
        raise ProvisoError("key-missing")
    raise fields_wrong(error)


def fields_wrong(error: ValidationError) -> FieldsWrong:
    """Say of what does not fit where it stands and why, without a word of what was sent."""
    return FieldsWrong([_field(found) for found in _told(error)])


def _told(error: ValidationError) -> Any:
    return error.errors(include_url=False, include_context=False, include_input=False)


def _field(found: Any) -> FieldError:
    places = found["loc"]
    if found["type"] == "extra_forbidden":
        # The last part is a name of the sender's.
        places = places[:-1]
    pointer = "".join(f"/{str(place).replace('~', '~0').replace('/', '~1')}" for place in places)
    return FieldError(pointer, _WHY.get(found["type"], "is not of the type that is described"))


def answered(body: BaseModel | None, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """Make the answer of an operation from a shape."""
    response = current_app.response_class(
        "" if body is None else body.model_dump_json(), status=int(status), mimetype="application/json"
    )
    response.headers.update(headers or {})
    return response


def parts() -> House:
    """Give the parts of the storeroom that the ledger's proofs are made from."""
    return cast(House, current_app.extensions["proviso-house"])
