"""Sealed bytes and wrapped keys that lie in the database, of texts and of papers; for the vault alone."""

from sqlalchemy import Connection

from store.papers import SealedPapers
from store.texts import SealedTexts


class Seals:
    """Finds an item's seal wherever it lies; an id is either a text's or a paper's."""

    def __init__(self, connection: Connection) -> None:
        self._texts = SealedTexts(connection)
        self._papers = SealedPapers(connection)

    def get(self, item: str) -> tuple[bytes, bytes] | None:
        """Read sealed bytes and wrapped key; None when either is gone."""
        return self._texts.get(item) or self._papers.get(item)

    def put(self, text: str, sealed: bytes, wrapped_key: bytes) -> bool:
        """Write both for a text; tell whether there was a row to write them to."""
        return self._texts.put(text, sealed, wrapped_key)

    def clear(self, item: str) -> bool:
        """Erase both; tell whether there was anything."""
        return self._texts.clear(item) or self._papers.clear(item)

    def present(self, item: str) -> bool:
        """Tell whether either is still there."""
        return self._texts.present(item) or self._papers.present(item)
