"""The policies that were ever in force, with the sources they were compiled from."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection, select

from store.tables import PolicyRow, table_of

_ROWS = table_of(PolicyRow)


class PolicyRepository:
    """Implements `operations.ports.Policies` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sources(self, digest: str) -> Mapping[str, str] | None:
        """Read the files of one policy; None when it never was in force here."""
        found = self._connection.execute(select(_ROWS.c.sources).where(_ROWS.c.digest == digest)).scalar_one_or_none()
        return None if found is None else MappingProxyType(dict(found))
