"""The Data Rights Protocol 1.0, side of the business: pairing, exercising, status, revoking.

A message is signed JSON: 64 bytes of an Ed25519 signature, then the JSON, together in base64. It is believed in the
protocol's order: it decodes; the signature fits the key of the agent behind the token; agent and business are these
two; it is of this moment. The protocol has no nonce, so a signature is remembered until its message ends.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Blueprint, Response, abort, current_app, jsonify, request

from governance.drp import EXERCISES, VERSION, expiry, is_meant, status_of
from governance.errors import ProvisoError
from governance.extensions import REASONS
from governance.rights import Act
from governance.tokens import is_well_written, token_digest
from operations.agent_rows import Agent, AgentRequest
from operations.agents import exercise, managed_by, pair, revoke
from operations.requests import Details, HeldRequest
from portal.doors import encrypted, house
from store.build import House

drp = Blueprint("drp", __name__, url_prefix="/drp/v1")

_SIGNATURE_BYTES = 64
_MOST_BYTES = 65_536


class NotBelieved(Exception):
    """A message is not believed; the answer is 403 and says nothing."""


@drp.errorhandler(NotBelieved)
def not_believed(refusal: NotBelieved) -> Response:  # noqa: ARG001
    """Answer with 403 and nothing else."""
    return Response(status=403)


@drp.before_request
def offered() -> None:
    """Answer 404 to everything while this installation has no name among agents."""
    if not _business():
        abort(404)


@drp.post("/agent/<agent>", strict_slashes=False)
def set_up_key(agent: str) -> Response:
    """Give an agent that proves its key a token for everything else."""
    with house().store.read() as unit:
        found = unit.agents.get(agent)
    if found is None:
        raise NotBelieved
    _believed(found)
    return jsonify({"agent-id": found.id, "token": pair(house(), found)})


@drp.get("/agent/<agent>", strict_slashes=False)
def see_agent(agent: str) -> Response:
    """Say that the token is this agent's."""
    if _agent().id != agent:
        raise NotBelieved
    return jsonify({})


@drp.post("/data-rights-request", strict_slashes=False)
def open_for_person() -> Response:
    """Exercise a right for a person."""
    agent = _agent()
    message, whole = _believed(agent)
    what = message.get("exercise")
    if message.get("drp.version") != VERSION or what not in EXERCISES:
        raise ProvisoError("drp-unknown")
    held = exercise(
        house(), agent, what=str(what), claims=_claims(agent, message), message=whole, encrypted=encrypted(),
        own_id=_text(message, "agent-request-id", 100),
    )  # fmt: skip
    return jsonify(_status(*managed_by(house(), agent, held.id)))


@drp.get("/data-rights-request/<identity>", strict_slashes=False)
def see_status(identity: str) -> Response:
    """Say how a request stands; only to the agent that manages it."""
    return jsonify(_status(*_managed(_agent(), identity)))


@drp.delete("/data-rights-request/<identity>", strict_slashes=False)
def take_back(identity: str) -> Response:
    """Take a request back."""
    agent = _agent()
    _believed(agent)
    _managed(agent, identity)
    revoke(house(), agent, identity)
    return jsonify(_status(*_managed(agent, identity)))


def _managed(agent: Agent, identity: str) -> tuple[HeldRequest, AgentRequest]:
    try:
        return managed_by(house(), agent, identity)
    except ProvisoError:
        raise NotBelieved from None


def _agent() -> Agent:
    """Find the agent behind the token; raises NotBelieved."""
    kind, _, letters = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not is_well_written(letters.strip()):
        raise NotBelieved
    with house().store.read() as unit:
        found = unit.agents.by_token(token_digest(letters.strip()))
    if found is None:
        raise NotBelieved
    return found


def _believed(agent: Agent) -> tuple[Mapping[str, Any], bytes]:
    """Open a signed message and use it up; raises NotBelieved."""
    if (request.content_length or 0) > _MOST_BYTES:
        raise NotBelieved
    try:
        whole = base64.b64decode(request.get_data(), validate=True)
        body = whole[_SIGNATURE_BYTES:]
        Ed25519PublicKey.from_public_bytes(agent.key).verify(whole[:_SIGNATURE_BYTES], body)
        message = json.loads(body)
    except (binascii.Error, InvalidSignature, ValueError, RecursionError):
        raise NotBelieved from None
    now = house().now()
    if not isinstance(message, dict) or not is_meant(message, agent=agent.id, business=_business(), now=now):
        raise NotBelieved
    # The message is what must not come twice: a signature can be written in more than one way.
    mark = hashlib.sha256(agent.id.encode() + b"\n" + body).hexdigest()
    with house().store.begin() as unit:
        fresh = unit.agents.see(mark, expiry(message), now)
    if not fresh:
        raise NotBelieved
    return message, whole


def _claims(agent: Agent, message: Mapping[str, Any]) -> Details:
    email = _text(message, "email", 255).lower()
    if "@" not in email:
        raise ProvisoError("request-incomplete", what="the e-mail address of the person it is about")
    return Details(address=agent.address, about_address=email, name=_text(message, "name", 200), language="en")


def _text(message: Mapping[str, Any], name: str, most: int) -> str:
    value = message.get(name, "")
    return value[:most] if isinstance(value, str) else ""


def _status(held: HeldRequest, managed: AgentRequest) -> dict[str, str]:
    status, reason = status_of(held.state, held.ground)
    expected = datetime.combine(held.due, time(23, 59, 59), UTC)
    said = {
        "request_id": held.id,
        "status": status,
        "received_at": held.received_at.isoformat(),
        "expected_by": expected.isoformat(),
        # How long the status can be asked for: within what the protocol wants, 7 to 60 days.
        "expires_at": (max(expected, house().now()) + timedelta(days=14)).isoformat(),
    }
    if reason:
        said["reason"] = reason
    if managed.agent_request_id:
        said["agent_request_id"] = managed.agent_request_id
    if held.extended_on is not None:
        said["processing_details"] = f"We need longer than we said. {_why_longer(held)}".rstrip()
    return said


def _why_longer(held: HeldRequest) -> str:
    with house().store.read() as unit:
        told = [REASONS.get(event.note) for event in unit.requests.events(held.id) if event.what == Act.EXTEND]
    return told[-1].sentence if told and told[-1] else ""


def _business() -> str:
    return cast(House, current_app.extensions["proviso-house"]).settings.rights.business_id
