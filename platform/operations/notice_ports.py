"""What the work needs of the storeroom for telling recipients of what no erasure and no request tells (Article 19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RecipientNotice:
    """A recipient who has to hear that one text was deleted, or that data was set aside by a hold: open, or told.

    `what` is `text` or `hold`, `item` the id of that, `category` what the recipient got. `person` is None once the
    person was erased.
    """

    id: str
    person: int | None
    what: str
    item: str
    recipient: str
    category: str
    disclosed_at: datetime
    noted_at: datetime
    due_at: datetime
    rule: str
    policy: str
    told_at: datetime | None = None
    told_by: str = ""


class RecipientNotices(Protocol):
    """The rows of recipients to be told of one text or of a hold."""

    def add(self, notice: RecipientNotice) -> None:
        """Write one."""

    def named(self, notice: str) -> RecipientNotice | None:
        """Read one by its id."""

    def untold(self) -> Sequence[RecipientNotice]:
        """Read those that nobody was told of yet, oldest first."""

    def tell(self, notice: str, *, at: datetime, by: str) -> bool:
        """Note that a recipient was told, and by which way; False when that was noted before."""

    def got(self, document: str) -> Sequence[tuple[str, str, datetime]]:
        """Who the gate let have something of one document, what, and when last."""

    def owner_asked(self, text: str) -> bool:
        """Tell whether its owner had a text deleted: the gate allowed that, whoever carries it to its end."""
