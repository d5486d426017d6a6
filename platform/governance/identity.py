"""How much proof of who asks a request takes: no more than its risk, and none where none may be asked for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.rights import Kind


class Channel(StrEnum):
    """By which door a request came."""

    ACCOUNT = "account"
    EMAIL = "email"
    AGENT = "agent"
    PARENT = "parent"


class Proof(StrEnum):
    """One thing that shows who asks."""

    LOGGED_IN_AGAIN = "logged_in_again"
    MAILED_CODE = "mailed_code"
    OPENING_MONTH = "opening_month"
    LAST_UPLOAD_DAY = "last_upload_day"
    DECLARATION = "declaration"
    PERSONS_WORD = "persons_word"
    """The person's own confirmation that the agent may ask (11 CCR 7063(a))."""
    PERMISSION = "permission"
    """The agent's signed permission, or the parent's evidence, accepted by the data protection officer."""


POINTS: Final = frozenset({Proof.MAILED_CODE, Proof.OPENING_MONTH, Proof.LAST_UPLOAD_DAY})
"""Points that are matched with what we hold (11 CCR 7062); each counts as one."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a request takes: all of `proofs`, and at least so many of the matched `points`."""

    proofs: frozenset[Proof] = frozenset()
    points: int = 0

    def missing(self, given: frozenset[Proof]) -> frozenset[Proof]:
        """Name what could still be shown; empty when it is enough."""
        short = self.proofs - given
        if len(POINTS & given) < self.points:
            short |= POINTS - given
        return short


def needed(kind: Kind, channel: Channel) -> Need:
    """Tell how much proof a request of this kind takes at this door.

    Opting out and limiting: none (11 CCR 7060(b)); an agent's permission alone (7026(j)). An account: logging in
    again (7061). Without one, two matched points for what does little harm, three and a signed declaration for
    pieces of data (7062(b), (c)); the GDPR's own measure (Art. 12(6)) is met by both.
    """
    if kind.at_once:
        return Need(frozenset({Proof.PERMISSION}) if channel is Channel.AGENT else frozenset())
    if channel is Channel.ACCOUNT:
        return Need(frozenset({Proof.LOGGED_IN_AGAIN}))
    proofs = {Proof.MAILED_CODE} | _BY_CHANNEL[channel]
    if channel is Channel.AGENT:
        # The person's word comes by a code to the address of the account: no more is asked of the agent.
        return Need(frozenset(proofs))
    if kind in _PIECES:
        return Need(frozenset(proofs | {Proof.DECLARATION}), 3)
    if kind in _HARMLESS:
        # Stopping a use harms nobody; the address it is about is enough.
        return Need(frozenset(proofs), 1)
    return Need(frozenset(proofs), 2)


_BY_CHANNEL: Final = {
    Channel.EMAIL: frozenset[Proof](),
    Channel.AGENT: frozenset({Proof.PERSONS_WORD, Proof.PERMISSION}),
    Channel.PARENT: frozenset({Proof.PERMISSION}),
}
_PIECES: Final = frozenset({Kind.ACCESS, Kind.KNOW_SPECIFIC, Kind.PORTABILITY})
_HARMLESS: Final = frozenset({Kind.OBJECTION, Kind.RESTRICTION, Kind.WITHDRAWAL})
