"""The Data Rights Protocol 1.0: what an authorised agent may ask for people, and how our states are said in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from governance.rights import Kind, State

VERSION: Final = "1.0"
LONGEST: Final = timedelta(hours=1)
"""How long a signed message may be good for; the protocol advises ten minutes. Its mark is kept as long."""

EXERCISES: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "sale:opt-out": Kind.OPT_OUT,
        "deletion": Kind.DELETION,
        "access": Kind.ACCESS,
        "access:categories": Kind.KNOW_CATEGORIES,
        "access:specific": Kind.KNOW_SPECIFIC,
    }
)
"""What may be exercised. `sale:opt-in` is not offered: nothing is sold, and consent is the person's own act."""

_STATES: Final[Mapping[State, tuple[str, str]]] = MappingProxyType(
    {
        State.RECEIVED: ("open", ""),
        State.IDENTITY_ASKED: ("in_progress", "need_user_verification"),
        State.IDENTIFIED: ("in_progress", ""),
        State.IN_WORK: ("in_progress", ""),
        State.IN_REVIEW: ("in_progress", ""),
        State.REFUSAL_PROPOSED: ("in_progress", ""),
        State.ANSWERED: ("fulfilled", ""),
        State.PARTLY_REFUSED: ("fulfilled", ""),
        State.REFUSED: ("denied", "other"),
        State.WITHDRAWN: ("revoked", ""),
        State.EXPIRED: ("expired", ""),
    }
)
_GROUNDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cannot_identify": "no_match",
        "unverified": "insuf_verification",
        "excessive": "too_many_requests",
        "abusive": "suspected_fraud",
    }
)


def status_of(state: State, ground: str) -> tuple[str, str]:
    """Say a state in the protocol's words: its status, and a reason where it knows one (else empty)."""
    status, reason = _STATES[state]
    return status, _GROUNDS.get(ground, reason) if status == "denied" else reason


def is_meant(message: Mapping[str, Any], *, agent: str, business: str, now: datetime) -> bool:
    """Tell whether a signed message is from this agent, for us, and of this moment; the order is the protocol's."""
    if message.get("agent-id") != agent or message.get("business-id") != business:
        return False
    issued, expires = _moment(message.get("issued-at")), _moment(message.get("expires-at"))
    if issued is None or expires is None:
        return False
    return issued < now < expires and expires - issued <= LONGEST


def expiry(message: Mapping[str, Any]) -> datetime:
    """Give the moment at which a message that is meant for us ends; raises ValueError for one without."""
    found = _moment(message.get("expires-at"))
    if found is None:
        raise ValueError("the message does not say when it ends")
    return found


def _moment(written: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
