"""The API's description (OpenAPI 3.1), made from the operations themselves; `docs/openapi.json` is a copy of it."""

import copy
from typing import Any

from flask import Flask
from flask_openapi.openapi import OpenAPI

from governance.tokens import SCOPES
from portal.api.door import scope_of
from portal.api.shapes import Problem

VERSION = "1.0.0"
OPENAPI = "3.1.0"

_PROBLEMS = {
    400: "The request cannot be understood, or its Idempotency-Key is missing.",
    401: "There is no token, or it is not good.",
    403: "The token has not the scope, or the gate refused: `decision` and `clauses` say by which rule.",
    404: "There is no such thing, or it is somebody else's; the two look the same.",
    409: "It is not there yet, or a request with the same Idempotency-Key is being worked on.",
    410: "It was deleted.",
    413: "The body is too large.",
    415: "The body is of a type that is not read here.",
    422: "Something does not fit; `errors` says where, or `code` says what is wrong with the file.",
    429: "That was too often; Retry-After says in how many seconds it may be tried again.",
    503: "A part of the house does not answer; nothing was done.",
}
_ALWAYS = (401, 403, 422, 429, 503)


def describe(app: Flask) -> dict[str, Any]:
    """Give the description as plain data, the same on every machine."""
    assert isinstance(app, OpenAPI)  # noqa: S101 - the portal is one
    spec: dict[str, Any] = copy.deepcopy(app.api_doc)
    spec["openapi"] = OPENAPI
    spec["info"] = {
        "title": "Proviso",
        "version": VERSION,
        "description": "Documents in, texts out, under a privacy policy. Every answer that the gate refuses says why.",
    }
    spec["servers"] = [{"url": "/"}]
    spec["security"] = [{"token": []}]
    spec.pop("tags", None)
    components = spec["components"]
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of your account. Scopes: "
            + "; ".join(f"`{name}`: {said.lower()}" for name, said in SCOPES.items()),
        }
    }
    schemas = components["schemas"]
    for unused in ("ValidationErrorModel", "ValidationErrorItem"):
        schemas.pop(unused, None)
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(shape.pop("$defs", {}))
    schemas["Problem"] = shape
    components["responses"] = {f"Problem{status}": _problem(status) for status in _PROBLEMS}
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            _complete(app, path, method, operation)
    _plain(spec)
    return spec


def _problem(status: int) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": _PROBLEMS[status],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        described["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    if status == 429:
        described["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return described


def _complete(app: Flask, path: str, method: str, operation: dict[str, Any]) -> None:
    """Add what every operation shares: its scope, its errors, and the header that makes it safe to repeat."""
    endpoint = _endpoint(app, path, method)
    operation["operationId"] = endpoint.removeprefix("api.")
    operation["tags"] = [path.split("/")[3]]
    operation["x-scope"] = scope_of(app, endpoint)
    answers = operation["responses"]
    answers.pop("422", None)
    statuses = set(_ALWAYS)
    if "{" in path or any(found["name"] == "cursor" for found in operation.get("parameters", [])):
        statuses.add(404)
    if "{" in path:
        statuses |= {409, 410}
    if method == "post":
        statuses |= {400, 409, 410, 413}
    if "requestBody" in operation:
        statuses |= {400, 415}
    if path.startswith("/api/v1/ledger"):
        statuses.add(404)
    for status in sorted(statuses):
        answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    if operation.get("parameters"):
        # The web server's own answer, before the portal sees anything of the request.
        answers["414"] = {"description": "The address is too long."}
    if "202" in answers:
        answers["202"]["headers"] = {"Location": {"required": True, "schema": {"type": "string"}}}
    if any(found["name"] == "cursor" for found in operation.get("parameters", [])):
        answers["200"]["headers"] = {"Link": {"description": "rel=next", "schema": {"type": "string"}}}
    if path.startswith("/api/v1/policy") or path.endswith("/paper"):
        answers["304"] = {"description": "You have it already."}
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}


def _endpoint(app: Flask, path: str, method: str) -> str:
    for rule in app.url_map.iter_rules():
        if rule.rule.replace("<", "{").replace(">", "}") == path and method.upper() in (rule.methods or ()):
            return str(rule.endpoint)
    raise KeyError(path)


def _plain(part: Any) -> None:
    """Drop titles, which only repeat names, and definitions that stand among the components anyway."""
    if isinstance(part, dict):
        if isinstance(part.get("title"), str) and ("type" in part or "$ref" in part or "anyOf" in part):
            part.pop("title")
        part.pop("$defs", None)
        for value in part.values():
            _plain(value)
    elif isinstance(part, list):
        for value in part:
            _plain(value)
