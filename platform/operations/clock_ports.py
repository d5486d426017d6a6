"""What the work needs of the storeroom about the leading clock and orders to let go what a cap had stopped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.caps import LetGo


@dataclass(frozen=True, slots=True)
class Beat:
    """What the leading clock last said: where it runs, since when it leads, its last sweep and what went with it."""

    place: str
    leading_since: datetime
    swept_at: datetime
    gone: int


class Clockwork(Protocol):
    """The clock's own word of itself, and orders for it."""

    def beat(self, beat: Beat) -> None:
        """Write what the clock says of itself; the newest word is the only one."""

    def last(self) -> Beat | None:
        """Read it; None when no clock ever led."""

    def order(self, order: LetGo) -> None:
        """Write an order; an older one of the same kind goes."""

    def ordered(self, of: str) -> LetGo | None:
        """Read the newest order for a kind."""
