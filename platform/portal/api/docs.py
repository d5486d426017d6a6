"""The API's description as data and as a page, written by us: no script, nothing from outside."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from governance.tokens import SCOPES
from portal.api.description import describe

docs = Blueprint("api_docs", __name__)


@docs.get("/api/v1/openapi.json", endpoint="description")
def description() -> Response:
    """Give the description as JSON."""
    return jsonify(_description())


@docs.get("/api/docs", endpoint="docs")
def page() -> ResponseReturnValue:
    """Show the description as a page."""
    spec = _description()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_shown(spec, path, method, operation))
    return render_template("api/docs.html", groups=groups, scopes=SCOPES, spec=spec)


def _description() -> dict[str, Any]:
    if "proviso-description" not in current_app.extensions:
        current_app.extensions["proviso-description"] = describe(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001
    found: dict[str, Any] = current_app.extensions["proviso-description"]
    return found


def _shown(spec: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    answers = []
    for status, answer in operation["responses"].items():
        whole = _followed(spec, answer)
        answers.append((status, whole["description"], _name(whole.get("content", {}))))
    body = operation.get("requestBody", {})
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "scope": operation["x-scope"],
        "id": operation["operationId"],
        "parameters": operation.get("parameters", []),
        "bodies": [(kind, _fields(spec, said["schema"])) for kind, said in body.get("content", {}).items()],
        "answers": answers,
    }


def _fields(spec: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, bool]]:
    whole = _followed(spec, schema)
    needed = whole.get("required", [])
    return [
        (name, said.get("description", said.get("type", "")), name in needed)
        for name, said in whole.get("properties", {}).items()
    ]


def _name(content: dict[str, Any]) -> str:
    for kind, said in content.items():
        return str(said["schema"].get("$ref", kind)).rsplit("/", 1)[-1]
    return ""


def _followed(spec: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    found: Any = part
    if "$ref" in part:
        found = spec
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return dict(found)
