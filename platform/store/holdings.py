"""Everything that is held about a person, read by the annotations of the tables."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, LargeBinary, func, select

from operations.holdings import PersonTable
from store.persons_rows import tables_about_people
from store.tables import DecisionEntry, DocumentRow, LedgerEntry, User, table_of

_PEOPLE, _DOCUMENTS, _LEDGER = table_of(User), table_of(DocumentRow), table_of(LedgerEntry)
_DECISIONS = table_of(DecisionEntry)

_HARMLESS: Final = frozenset(
    {
        "id", "user_id", "person", "name", "usage", "device_type", "scopes", "create_datetime", "lastuse_datetime",
        "created_at", "due_at", "used_on",
    }
)  # fmt: skip
"""Columns of log-ins that say when and by what, and open no door."""
_DOOR: Final = "it is held, and not shown: with it somebody could log in"
_SEALED: Final = "sealed; what it holds is elsewhere in this answer, or cannot be read by anybody"


class HoldingsRepository:
    """Implements `operations.holdings.Holdings` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: int) -> Sequence[PersonTable]:
        """Read the person's rows of every table that is about people."""
        found = []
        for table in tables_about_people():
            rows = self._connection.execute(table.rows_of(person)).mappings().all()
            if not rows:
                continue
            told = table.categories
            withheld = {name: why for name in told if (why := _withheld(table.table.columns[name], rows))}
            columns = list(table.table.columns)
            shown = [column.name for column in columns if column.name not in withheld and not _is_bytes(column)]
            found.append(PersonTable(table.name, told, [{name: row[name] for name in shown} for row in rows], withheld))
        return found

    def ledger(self, pseudonym: str) -> Sequence[Mapping[str, object]]:
        """Read the ledger's entries that speak of a pseudonym, oldest first."""
        wanted = select(_LEDGER.c.body).order_by(_LEDGER.c.number)
        if self._connection.dialect.name == "sqlite":
            wanted = wanted.where(func.instr(_LEDGER.c.body, pseudonym.encode()) > 0)
        else:
            wanted = wanted.where(func.strpos(func.encode(_LEDGER.c.body, "escape"), pseudonym) > 0)
        return [json.loads(bytes(body)) for body in self._connection.execute(wanted).scalars()]

    def opened_at(self, person: int) -> datetime | None:
        """Tell when the account was opened."""
        found = select(_PEOPLE.c.create_datetime).where(_PEOPLE.c.id == person)
        return self._connection.execute(found).scalar_one_or_none()

    def last_upload(self, person: int) -> datetime | None:
        """Tell when the person last sent a document; None when none is known."""
        found = select(func.max(_DOCUMENTS.c.received_at)).where(_DOCUMENTS.c.person == person)
        return self._connection.execute(found).scalar_one_or_none()

    def disclosures(self, person: int) -> Sequence[tuple[str, str, datetime]]:
        """Read recipient, category and last moment of everything of a person's that was passed on."""
        shared = (_DECISIONS.c.person == person, _DECISIONS.c.action == "share", _DECISIONS.c.allow)
        by = (_DECISIONS.c.recipient, _DECISIONS.c.category)
        found = select(*by, func.max(_DECISIONS.c.at)).where(*shared).group_by(*by).order_by(*by)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(found)]


def _withheld(column: Column[Any], rows: Sequence[Mapping[Any, Any]]) -> str:
    """Say why a column that is about the person is not shown; empty when it is, or when it is empty anyway."""
    if all(row[column.name] in (None, "", [], False) for row in rows):
        return ""
    if _is_bytes(column):
        return _SEALED
    return _DOOR if column.info["category"] == "account.credentials" and column.name not in _HARMLESS else ""


def _is_bytes(column: Column[Any]) -> bool:
    return isinstance(column.type, LargeBinary)
