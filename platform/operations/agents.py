"""Authorised agents and their requests for people (Data Rights Protocol 1.0)."""

import secrets

from governance.drp import EXERCISES
from governance.errors import ProvisoError
from governance.identity import Channel
from governance.tokens import SECRET_BYTES, token_digest, write_token
from operations.agent_rows import Agent, AgentRequest
from operations.decide_request import withdraw_request
from operations.facts import Actor
from operations.open_request import open_request
from operations.requests import Details, HeldRequest
from operations.services import Services


def add_agent(services: Services, *, identity: str, name: str, address: str, key: bytes) -> Agent:
    """Write an agent down; raises ProvisoError agent-wrong when there is one of this id, or its key has no 32 bytes."""
    now = services.now()
    agent = Agent(identity.strip(), name.strip(), address.strip().lower(), key, now)
    with services.store.begin() as unit:
        there = any(each.id == agent.id for each in unit.agents.all())
        if there or len(key) != 32 or not agent.id or not agent.name or "@" not in agent.address:
            raise ProvisoError("agent-wrong")
        unit.agents.add(agent)
        unit.ledger.append("agent.added", now, {"agent": agent.id})
    return agent


def pair(services: Services, agent: Agent) -> str:
    """Give an agent its token; the one before is worthless from now on."""
    letters = write_token(secrets.token_bytes(SECRET_BYTES))
    with services.store.begin() as unit:
        unit.agents.set_token(agent.id, token_digest(letters))
        unit.ledger.append("agent.paired", services.now(), {"agent": agent.id})
    return letters


def exercise(
    services: Services, agent: Agent, *, what: str, claims: Details, own_id: str, message: bytes, encrypted: bool
) -> HeldRequest:
    """Open a request for the person whom an agent speaks for; the signed message is kept as its permission.

    Whether the person really gave it is asked of them by e-mail, as with any agent. Raises ProvisoError
    request-incomplete, or GateRefused.
    """
    actor = Actor("owner", encrypted=encrypted)
    held = open_request(services, actor, EXERCISES[what], Channel.AGENT, claims, permission=message)
    with services.store.begin() as unit:
        unit.agents.manage(AgentRequest(held.id, agent.id, own_id))
    return held


def managed_by(services: Services, agent: Agent, request: str) -> tuple[HeldRequest, AgentRequest]:
    """Give a request that this agent manages; raises ProvisoError not-found for any other."""
    with services.store.read() as unit:
        managed, held = unit.agents.managed(request), unit.requests.get(request)
    if managed is None or held is None or managed.agent != agent.id:
        raise ProvisoError("not-found")
    return held, managed


def revoke(services: Services, agent: Agent, request: str) -> HeldRequest:
    """Take a request back; one that has ended stays as it is. Raises ProvisoError not-found."""
    held, _ = managed_by(services, agent, request)
    return withdraw_request(services, request, role="agent") if held.open else held
