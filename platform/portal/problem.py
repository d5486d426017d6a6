"""An error as problem details for programs (RFC 9457): what happened, by which clauses, and what to do next."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, g, jsonify, url_for

from governance.errors import ProvisoError
from operations.ask import GateRefused
from portal.doors import house
from portal.explained import told

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that does not fit: a JSON pointer to its place (RFC 6901) and why, without the value itself."""

    pointer: str
    detail: str


class FieldsWrong(ProvisoError):
    """What was sent does not fit the description; `errors` says where."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("fields-wrong")
        self.errors = tuple(errors)


def request_id() -> str:
    """Name this request, for problem details and for the log; it says nothing about who asks."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def problem(error: ProvisoError, status: int) -> Response:
    """Make the problem details of an error; nothing that was sent is repeated in it."""
    body: dict[str, object] = {
        "type": url_for("public.problem", code=error.code),
        "title": error.kind.title,
        "status": status,
        "detail": error.sentence,
        "instance": f"urn:request:{request_id()}",
        "code": error.code,
        "next_step": error.next_step,
        "clauses": [],
        "errors": [],
    }
    if isinstance(error, GateRefused):
        body |= _refusal(error)
    if isinstance(error, FieldsWrong):
        body["errors"] = [{"pointer": wrong.pointer, "detail": wrong.detail} for wrong in error.errors]
    response = jsonify(body)
    response.mimetype = MEDIA_TYPE
    response.status_code = status
    return response


def _refusal(error: GateRefused) -> dict[str, object]:
    """Tell what was asked, which rules stood against it, the sentences behind them and what would have to be true."""
    decision, cell = error.decision, error.decision.request.cell
    explanation = told(house().policy, decision)
    return {
        "clauses": list(decision.clauses),
        "decision": {
            "allow": False,
            "cell": {"action": cell.action, "category": cell.category, "purpose": cell.purpose,
                     "recipient": cell.recipient},
            "denied_by": list(decision.denied_by),
            "policy": decision.policy,
        },
        "explanation": {
            "headline": explanation.headline,
            "sentences": [
                {"clause": said.clause_id, "quote": said.quote, "at": url_for("public.policy", _anchor=said.clause_id)}
                for said in explanation.sentences
            ],
            "ways": [list(way) for way in explanation.ways],
        },
    }  # fmt: skip
