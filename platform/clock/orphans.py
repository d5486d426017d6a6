"""Sealed bytes that no row speaks of: a process died between sealing and writing its row.

Nobody can open them, since the vault opens nothing without a row, and their keys die by themselves; both are
destroyed all the same, within minutes. Keys are not searched by themselves: their server may serve others.
"""

from governance.copies import CopyState
from governance.documents import LIVE
from governance.texts import TextState
from store.build import House


class Orphans:
    """Remembers the orphans of its last round: only what is one twice is swept, so that a row may come late."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._before: frozenset[str] = frozenset()

    def sweep(self) -> int:
        """Look once; destroy what was an orphan the last time, too. Returns how many."""
        house = self._house
        found = frozenset(item for item in house.blobs.items() if not self._is_held(item))
        twice = found & self._before
        self._before = found
        return sum(house.services.vault.destroy(item) for item in twice)

    def _is_held(self, item: str) -> bool:
        with self._house.services.store.read() as unit:
            document, text, copy = unit.documents.get(item), unit.texts.get(item), unit.copies.get(item)
        living = document is not None and document.stage in LIVE
        waiting = text is not None and text.state in (TextState.WAITING, TextState.KEPT)
        return living or waiting or (copy is not None and copy.state is CopyState.READY)
