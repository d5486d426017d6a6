"""Once is once: a request under an Idempotency-Key is done one time, and its answer is given again for a day.

After draft-ietf-httpapi-idempotency-key-header-07. Keys and fingerprints are kept as keyed digests: whoever reads the
table learns neither what was sent nor whether two people sent the same.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import Response, current_app, g, request
from pydantic import BaseModel, Field

from governance.errors import ProvisoError
from operations.ask import GateRefused
from operations.token_ports import Remembered
from portal.api.door import bearer
from portal.doors import house
from portal.errors import status_of
from portal.problem import problem

DAY = timedelta(hours=24)
LEFT = timedelta(minutes=5)
"""After this time without an answer the process that worked on a request is dead: gunicorn replaces it after two."""

P = ParamSpec("P")


class OnceHeader(BaseModel):
    """The header of operations that make something."""

    key: str = Field(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="A fresh random key for every new request; the same key when a request is repeated.",
    )


def once(operation: Callable[P, Response]) -> Callable[P, Response]:
    """Do an operation once under its key; it finds the id for what it makes in `new_item`.

    Raises ProvisoError key-missing, key-in-flight or key-reused.
    """

    @wraps(operation)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        header = kwargs.pop("header")
        assert isinstance(header, OnceHeader)  # noqa: S101 - the operation's own annotation
        remembered = _begin(header.key)
        if remembered.status:
            return _again(remembered)
        g.item = remembered.item
        try:
            response = operation(*args, **kwargs)
        except GateRefused as refusal:
            response = problem(refusal, status_of(refusal))
        except BaseException:
            _forget(remembered)
            raise
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _forget(remembered)
        else:
            _keep(remembered, response)
        return response

    guarded.__annotations__ = {**operation.__annotations__, "header": OnceHeader}
    return guarded


def new_item() -> str:
    """Give the id for what this request makes; the same one when a crashed request is taken up again."""
    return str(g.item)


def _begin(key: str) -> Remembered:
    services, token = house(), bearer().token
    now = services.now()
    rule = services.policy.retention_for("record.decision")
    fresh: dict[str, object] = {
        "fingerprint": _keyed("fingerprint", _fingerprint()),
        "item": uuid.uuid4().hex,
        "begun_at": now,
        "due_at": min(now + DAY, token.due_at),
        "rule": rule.id,
        "policy": services.policy.digest,
    }
    with services.store.begin() as unit:
        unit.answers.sweep(now)
        found, new = unit.answers.begin(token.number, _keyed("key", key.encode()), fresh)
        taken = not new and not found.status and unit.answers.take_up(found.number, now - LEFT, now)
    if not hmac.compare_digest(found.fingerprint, str(fresh["fingerprint"])):
        raise ProvisoError("key-reused")
    if not new and not found.status and not taken:
        raise ProvisoError("key-in-flight")
    return found


def _fingerprint() -> bytes:
    head = f"{request.method} {request.full_path} {request.mimetype}\n".encode()
    if request.mimetype != "multipart/form-data":
        return head + request.get_data(cache=True)
    # The boundary between parts is another one each time.
    parts = [head]
    for name, value in sorted(request.form.items(multi=True)):
        parts += [name.encode(), value.encode()]
    for name, file in sorted(request.files.items(multi=True)):
        parts += [name.encode(), hashlib.sha256(file.stream.read()).digest()]
        file.stream.seek(0)
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _keyed(use: str, content: bytes) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"api {use} ".encode() + content, hashlib.sha256).hexdigest()


def _again(found: Remembered) -> Response:
    response = current_app.response_class(found.body, status=found.status)
    response.mimetype = "application/json" if found.status < HTTPStatus.BAD_REQUEST else "application/problem+json"
    response.headers["Idempotency-Replayed"] = "true"
    if found.location:
        response.headers["Location"] = found.location
    return response


def _keep(found: Remembered, response: Response) -> None:
    with house().store.begin() as unit:
        unit.answers.finish(
            found.number,
            status=response.status_code,
            location=response.headers.get("Location", ""),
            body=response.get_data(as_text=True),
        )


def _forget(found: Remembered) -> None:
    with house().store.begin() as unit:
        unit.answers.forget(found.number)
