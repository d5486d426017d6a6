"""What the work needs for copies of pages: rows of the storeroom, and something that makes the files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from governance.copies import CopyOrder, CopyState, HeldCopy, MadeCopy
from governance.dating import Dated
from governance.findings import Finding, PageText

if TYPE_CHECKING:
    from operations.ports import PageImage


class Copies(Protocol):
    """The rows of copies, one for each kind that was asked for; their sealed bytes are the vault's."""

    def ask(self, document: str, person: int, orders: Sequence[CopyOrder]) -> None:
        """Write a row for every copy that is asked for with an upload."""

    def of_document(self, document: str) -> Sequence[HeldCopy]:
        """The copies of a document, whatever became of them."""

    def get(self, copy: str) -> HeldCopy | None:
        """The finished copy that is sealed under this id."""

    def finish(self, copy: HeldCopy, counts: Dated | None = None) -> bool:
        """Make an asked copy ready, with everything its row says; False when it was no longer asked for.

        `counts` says when the counts of what was found in it go.
        """

    def refuse(self, copy: HeldCopy, *, code: str, at: datetime) -> bool:
        """Note that an asked copy could not be made, and why."""

    def give_up(self, document: str, *, code: str, at: datetime) -> int:
        """Note the same of every copy of a document that is still asked for; returns how many there were."""

    def end(self, copy: str, *, to: CopyState, at: datetime) -> bool:
        """Bring a ready copy to an end; False when it was not ready any more."""

    def due(self, now: datetime, limit: int) -> Sequence[HeldCopy]:
        """Ready copies whose date has come."""

    def ready(self, limit: int) -> Sequence[HeldCopy]:
        """Copies that are ready."""


class Copier(Protocol):
    """Reads pages like a reader and keeps their pictures until the copies are made."""

    def read(self, page: "PageImage") -> tuple[PageText, tuple[Finding, ...]]:
        """Read one page, as `Reader.read` does, and keep its picture the way it was read."""

    def make(self, order: CopyOrder, pulse: Callable[[], None]) -> MadeCopy:
        """Make one copy of all pages read so far; `pulse` is called before every page.

        Raises ProvisoError copy-failed or page-timed-out, and whatever `pulse` raises.
        """
