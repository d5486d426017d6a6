"""Authorised agents as they are kept, and what the work needs of the storeroom about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent that the officer knows; `address` is where it is written to, `key` its Ed25519 public key (32 bytes)."""

    id: str
    name: str
    address: str
    key: bytes
    added_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgentRequest:
    """Which agent manages a request, and what it calls it."""

    request: str
    agent: str
    agent_request_id: str


class Agents(Protocol):
    """The rows of agents, of messages seen, and of who manages which request."""

    def add(self, agent: Agent) -> None:
        """Write a new one."""

    def get(self, agent: str) -> Agent | None:
        """Read one that has not ended."""

    def by_token(self, digest: str) -> Agent | None:
        """Find one that has not ended by its token's digest."""

    def all(self) -> Sequence[Agent]:
        """Read all, newest first."""

    def set_token(self, agent: str, digest: str) -> None:
        """Keep the digest of a new token in place of the one before."""

    def end(self, agent: str, at: datetime) -> bool:
        """Believe it no more; False when it had ended."""

    def see(self, mark: str, until: datetime, now: datetime) -> bool:
        """Remember a signature until it ends; False when it was seen before."""

    def manage(self, request: AgentRequest) -> None:
        """Write who manages a request."""

    def managed(self, request: str) -> AgentRequest | None:
        """Read who does."""
