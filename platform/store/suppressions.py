"""The list of the erased as the database knows it: it goes back with the database, the file beside it does not."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert, select

from operations.erasing import Suppressed
from store.tables import SuppressionRow, table_of

_ROWS = table_of(SuppressionRow)


class SuppressionRepository:
    """Implements `operations.erasing.Suppressions` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entries: Iterable[Suppressed]) -> int:
        """Write entries that are not there yet; returns how many."""
        added = 0
        for entry in entries:
            there = select(_ROWS.c.fingerprint).where(_ROWS.c.fingerprint == entry.fingerprint)
            if self._connection.execute(there).first() is None:
                row = {"fingerprint": entry.fingerprint, "kind": entry.kind, "until": entry.until}
                self._connection.execute(insert(_ROWS).values(row))
                added += 1
        return added

    def all(self) -> Mapping[str, Suppressed]:
        """Read every entry by its fingerprint."""
        rows = self._connection.execute(select(_ROWS.c.fingerprint, _ROWS.c.kind, _ROWS.c.until))
        return {row.fingerprint: Suppressed(row.fingerprint, row.kind, row.until) for row in rows}
