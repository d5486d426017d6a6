"""An account on its way from use to its end: one table of steps, with dates from the policy."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from governance.policy import Policy
from governance.retention import due

CATEGORY = "account.identity"
LAST_LOGIN, CLOSED_EVENT = "account.last_login", "account.closed"


class AccountState(StrEnum):
    """Where an account is; to the policy it is open until it is closed."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    WARNED = "warned"
    DELETION_REQUESTED = "deletion_requested"
    CLOSED = "closed"
    PURGED = "purged"


STEPS: Mapping[AccountState, frozenset[AccountState]] = MappingProxyType(
    {
        AccountState.ACTIVE: frozenset({AccountState.INACTIVE, AccountState.DELETION_REQUESTED, AccountState.CLOSED}),
        AccountState.INACTIVE: frozenset(
            {AccountState.ACTIVE, AccountState.WARNED, AccountState.DELETION_REQUESTED, AccountState.CLOSED}
        ),
        AccountState.WARNED: frozenset({AccountState.ACTIVE, AccountState.DELETION_REQUESTED, AccountState.CLOSED}),
        AccountState.DELETION_REQUESTED: frozenset({AccountState.ACTIVE, AccountState.CLOSED}),
        AccountState.CLOSED: frozenset({AccountState.PURGED}),
        AccountState.PURGED: frozenset(),
    }
)
"""The one transition table of accounts; whoever logs in is active again, and nothing leads back from closed."""

OPEN = frozenset({AccountState.ACTIVE, AccountState.INACTIVE, AccountState.WARNED})
_WORDS = frozenset(state.value for state in AccountState)
_TO_THE_POLICY: Mapping[str, str] = MappingProxyType({"inactive": "active", "warned": "active", "purged": "closed"})


def may_step(current: str, following: str) -> bool:
    """Tell whether an account may go from one state to the next; unknown words may not."""
    return current in _WORDS and following in STEPS[AccountState(current)]


def to_the_policy(state: str) -> str:
    """Say a state in the policy's words, which know accounts as open, about to be deleted, or closed."""
    return _TO_THE_POLICY.get(state, state)


def account_due(policy: Policy, last_login: datetime, closed: datetime | None) -> datetime:
    """When everything of the account must be gone: so long after its closing or after the last log-in."""
    events = {LAST_LOGIN: last_login} | ({CLOSED_EVENT: closed} if closed is not None else {})
    return due(policy.retention_for(CATEGORY), events)


def next_step(policy: Policy, state: str, due_at: datetime) -> tuple[AccountState, datetime] | None:
    """Tell which state comes next by time alone, and when; None where only a person's act leads on.

    An account nobody logs in to is inactive two warning times before its date, warned one before, and closed at it.
    Closed, it is purged at its date, which its closing has brought forward.
    """
    warning = timedelta(seconds=policy.retention_for(CATEGORY).warn_seconds)
    if state == AccountState.ACTIVE:
        return AccountState.INACTIVE, due_at - 2 * warning
    if state == AccountState.INACTIVE:
        return AccountState.WARNED, due_at - warning
    if state == AccountState.WARNED:
        return AccountState.CLOSED, due_at
    return (AccountState.PURGED, due_at) if state == AccountState.CLOSED else None
