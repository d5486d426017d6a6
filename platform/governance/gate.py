"""Permits: what the gate hands out after an allow, and what it takes to use one.

A permit is good for one item, one cell, one policy and a few seconds, and for one use (the storeroom counts
that). It means nothing as a Python object: only its tag, made with a secret of the gate, is believed.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.policy.decision import Cell


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to open one sealed item once; `id` is the decision that gave it."""

    id: str
    item: str
    cell: Cell
    policy: str
    expires_at: datetime
    tag: bytes


class PermitRefused(Exception):
    """A permit was not honoured; `reason` is one of forged, stale, other-policy, spent, denied-now."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def _tag(secret: bytes, identity: str, item: str, cell: Cell, policy: str, expires_at: datetime) -> bytes:
    fields = (
        identity,
        item,
        cell.action,
        cell.category,
        cell.purpose,
        cell.recipient,
        policy,
        expires_at.isoformat(),
    )
    # Lengths are written before the fields, so that no two different permits share one message.
    message = b"".join(len(part := field.encode()).to_bytes(4, "big") + part for field in fields)
    return hmac.new(secret, message, hashlib.sha256).digest()


def mint(secret: bytes, identity: str, *, item: str, cell: Cell, policy: str, now: datetime, seconds: int) -> Permit:
    """Make the permit of an allowed decision, good for `seconds` from `now`."""
    expires_at = now + timedelta(seconds=seconds)
    return Permit(identity, item, cell, policy, expires_at, _tag(secret, identity, item, cell, policy, expires_at))


def verify(secret: bytes, permit: Permit, *, now: datetime, policy: str) -> None:
    """Check tag, time and policy of a permit; raises PermitRefused with the first thing that is wrong."""
    expected = _tag(secret, permit.id, permit.item, permit.cell, permit.policy, permit.expires_at)
    if not hmac.compare_digest(expected, permit.tag):
        raise PermitRefused("forged")
    if permit.policy != policy:
        raise PermitRefused("other-policy")
    if now >= permit.expires_at:
        raise PermitRefused("stale")
