"""The clocks of one request: which terms run under which regime, and the strictest where several may apply."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.deadlines import (
    ACKNOWLEDGE_DAYS,
    EXTENDED_DAYS,
    EXTENDED_MONTHS,
    OPT_OUT_DAYS,
    Term,
    california_business_term,
    california_term,
    european_term,
    paused,
)
from governance.rights import Kind, Regime


class Place(StrEnum):
    """Whose holidays a count asks for."""

    CONTROLLER = "controller"
    CALIFORNIA = "california"


Holidays = Mapping[Place, Set[date]]


@dataclass(frozen=True, slots=True)
class Clock:
    """The dates of a request: confirm receipt, answer, tell of an extension, answer when extended.

    `extend_by` is the last day on which an extension may be told. `extended` is None where the law has none: an
    opt-out is carried out, whatever it takes.
    """

    acknowledge: Term
    respond: Term
    extend_by: date
    extended: Term | None


def clock_of(kind: Kind, regimes: Set[Regime], received: date, holidays: Holidays, identity_days: int = 0) -> Clock:
    """Work out the dates of a request that reached any of our official channels on a day, whatever the hour.

    `identity_days` is how long proof of identity was waited for; California's clock does not stop for it. Raises
    ValueError without a regime under which the kind exists.
    """
    clocks = [_CLOCKS[regime](kind, received, holidays, identity_days) for regime in sorted(regimes & kind.regimes)]
    if not clocks:
        raise ValueError(f"{kind.value} exists under none of these regimes")
    strictest = clocks[0]
    for other in clocks[1:]:
        strictest = _both(strictest, other)
    return strictest


def _both(one: Clock, other: Clock) -> Clock:
    return Clock(
        one.acknowledge.strictest(other.acknowledge),
        one.respond.strictest(other.respond),
        min(one.extend_by, other.extend_by),
        one.extended and other.extended and one.extended.strictest(other.extended),
    )


def _european(kind: Kind, received: date, holidays: Holidays, identity_days: int) -> Clock:  # noqa: ARG001
    here = holidays[Place.CONTROLLER]
    respond = european_term(received, here)
    return Clock(
        # No term of its own: who asks is told at once, and in any case with the answer.
        acknowledge=respond,
        respond=paused(respond, identity_days, here),
        # The first month, not what a pause makes of it: a notice that comes later helps nobody.
        extend_by=respond.target,
        extended=paused(european_term(received, here, EXTENDED_MONTHS), identity_days, here),
    )


def _californian(kind: Kind, received: date, holidays: Holidays, identity_days: int) -> Clock:  # noqa: ARG001
    here = holidays[Place.CALIFORNIA]
    acknowledge = california_business_term(received, ACKNOWLEDGE_DAYS, here)
    if kind.at_once:
        stop = california_business_term(received, OPT_OUT_DAYS, here)
        return Clock(acknowledge, stop, stop.target, None)
    respond = california_term(received)
    return Clock(acknowledge, respond, respond.target, california_term(received, EXTENDED_DAYS))


_CLOCKS = {Regime.GDPR: _european, Regime.CCPA: _californian}
