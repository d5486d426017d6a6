"""Which policy decides at a moment: the database says so, and every process asks it."""

from datetime import datetime
from typing import Protocol

from governance.policy import Policy
from governance.publishing import Term
from operations.ports import Unit


class InForce(Protocol):
    """Gives the policy in force, compiled."""

    def at(self, now: datetime) -> Policy:
        """The policy in force for reading and showing; may lag by a second behind a change that nobody announced."""

    def within(self, unit: Unit, now: datetime) -> Policy:
        """The policy that decides in a writing transaction.

        When the time of a new one has come, it is taken up here, in this transaction, with its ledger entry. Writing
        transactions follow each other, so every decision before it was taken by the old policy and every later one is
        taken by the new one, in whichever process.
        """

    def coming(self, now: datetime) -> Term | None:
        """The change that is published and waits for its day, for saying so; may lag by a second."""


class OnlyThis:
    """Implements `InForce` with one policy that nothing takes over from, for trying a policy out."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def at(self, now: datetime) -> Policy:
        """Give it."""
        del now
        return self._policy

    def within(self, unit: Unit, now: datetime) -> Policy:
        """Give it."""
        del unit, now
        return self._policy

    def coming(self, now: datetime) -> Term | None:
        """Give none."""
        del now
        return None
