"""Finding and erasing everything about a person in the database, by what the tables say of themselves."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, delete, func, insert, select, update

from governance.dating import UNDATED
from governance.erasure import stays_linked
from governance.texts import TextState
from operations.erasing import Account, Holding
from store.persons_rows import PEOPLE, PersonTable, points_to, table_about, tables_about_people
from store.tables import CopyRow, DocumentRow, TextRow, User, table_of
from store.tables.columns import NONE

_PEOPLE = table_of(User)
_DOCUMENTS, _TEXTS, _COPIES = (table_of(row) for row in (DocumentRow, TextRow, CopyRow))
_NOBODY = "nobody@erased.invalid"
"""Address of the one account that rows point to which must name some account, and no longer say whose they were."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_BLUNTED = {"consent": ("document", "at")}
"""Columns of evidence that would lead on to other rows or entries: the item is taken out, the moment cut to its day."""


class PersonsRowsRepository:
    """Implements `operations.erasing.PersonsRows` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def survey(self, person: int) -> Sequence[Holding]:
        """Count the rows of each table that are about a person; empty tables are left out."""
        found = []
        for each in tables_about_people():
            rows = self._count(each, person)
            if rows:
                found.append(Holding(each.name, frozenset(each.categories.values()), rows))
        return found

    def erase(self, person: int, erasable: Collection[str]) -> Mapping[str, int]:
        """Erase what belongs to the data categories named; rows by table."""
        erased: Counter[str] = Counter()
        tables = [each for each in tables_about_people() if each.name != PEOPLE]
        for each in tables:
            kept = {category for category in each.categories.values() if category not in erasable}
            if not kept:
                gone = delete(each.table).where(each.belongs_to(person))
                erased[each.name] += self._connection.execute(gone).rowcount
            elif blank := _blank(each, erasable):
                emptied = update(each.table).where(each.belongs_to(person)).values(blank)
                erased[each.name] += self._connection.execute(emptied).rowcount
            if any(map(stays_linked, kept)):
                self._blunt(each, person)
        # Only when everything was reached along the paths are they cut.
        for each in tables:
            kept = {category for category in each.categories.values() if category not in erasable}
            if kept and not any(map(stays_linked, kept)):
                self._cut_off(each.table, person)
        return {name: count for name, count in erased.items() if count}

    def residue(self, person: int, kept: Collection[str]) -> int:
        """Count the rows that still say something about the person outside the categories that were kept."""
        found = 0
        for each in tables_about_people():
            blank = _blank(each, frozenset(each.categories.values()) - frozenset(kept))
            if each.name == PEOPLE or not set(each.categories.values()) & set(kept):
                found += self._count(each, person)
            elif blank:
                rows = select(*(each.table.c[name] for name in blank)).where(each.belongs_to(person))
                found += sum(tuple(row) != tuple(blank.values()) for row in self._connection.execute(rows))
        return found

    def kept_texts(self) -> Sequence[str]:
        """Name every text that is kept, whose ever it is."""
        found = select(_TEXTS.c.id).where(_TEXTS.c.state == TextState.KEPT.value)
        return list(self._connection.execute(found).scalars())

    def close(self, person: int, at: datetime) -> bool:
        """Shut an account at a moment: nobody logs in."""
        shut = update(_PEOPLE).where(_PEOPLE.c.id == person, _PEOPLE.c.active)
        values = {"active": False, "account_state": "closed", "fs_uniquifier": secrets.token_hex(32), "password": None}
        values["closed_at"] = func.coalesce(_PEOPLE.c.closed_at, at)
        return self._connection.execute(shut.values(values)).rowcount == 1

    def account(self, person: int) -> Account | None:
        """Read what identifies an account."""
        return next(iter(self._accounts(_PEOPLE.c.id == person)), None)

    def accounts(self) -> Iterator[Account]:
        """Read every account that still says who it is."""
        return self._accounts(_PEOPLE.c.account_state != "purged")

    def forget(self, person: int, at: datetime) -> bool:
        """Empty an account to a shell that says nothing of anybody, with another salt; False for a shell."""
        account = table_about(PEOPLE)
        shell = update(_PEOPLE).where(_PEOPLE.c.id == person, _PEOPLE.c.account_state != "purged")
        said = _blank(account, frozenset(account.categories.values()))
        values = said | _nobody(f"{secrets.token_hex(16)}@erased.invalid", at)
        return self._connection.execute(shell.values(values)).rowcount == 1

    def items(self, person: int) -> Sequence[str]:
        """Name everything sealed that ever was the person's: documents, their texts and copies."""
        named: list[str] = []
        for rows in (_DOCUMENTS, _TEXTS, _COPIES):
            found = select(rows.c.id).where(rows.c.person == person, rows.c.id.is_not(None))
            named += self._connection.execute(found).scalars()
        return named

    def _accounts(self, condition: Any) -> Iterator[Account]:
        columns = (_PEOPLE.c.id, _PEOPLE.c.email, _PEOPLE.c.ledger_salt, _PEOPLE.c.create_datetime)
        for row in self._connection.execute(select(*columns).where(condition)).all():
            yield Account(row.id, row.email, row.ledger_salt, row.create_datetime)

    def _count(self, each: PersonTable, person: int) -> int:
        condition = each.belongs_to(person)
        if each.name == PEOPLE:
            condition &= _PEOPLE.c.account_state != "purged"
        return int(self._connection.execute(select(func.count()).select_from(each.table).where(condition)).scalar_one())

    def _blunt(self, each: PersonTable, person: int) -> None:
        if each.name not in _BLUNTED:
            return
        item, at = (each.table.c[name] for name in _BLUNTED[each.name])
        key = next(iter(each.table.primary_key))
        for number, moment in self._connection.execute(select(key, at).where(each.belongs_to(person))).all():
            day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
            self._connection.execute(update(each.table).where(key == number).values({item: "", at: day}))

    def _cut_off(self, table: Table, person: int) -> None:
        for column in table.columns:
            if points_to(column) is not _PEOPLE.c.id:
                continue
            instead = None if column.nullable else self._nobody()
            self._connection.execute(update(table).where(column == person).values({column: instead}))

    def _nobody(self) -> int:
        found = self._connection.execute(select(_PEOPLE.c.id).where(_PEOPLE.c.email == _NOBODY)).scalar_one_or_none()
        if found is not None:
            return int(found)
        made = self._connection.execute(insert(_PEOPLE).values(_nobody(_NOBODY, _BEGINNING)))
        return int(made.inserted_primary_key[0])  # type: ignore[index]


def _nobody(email: str, at: datetime) -> dict[str, object]:
    return {
        "email": email,
        "active": False,
        "fs_uniquifier": secrets.token_hex(32),
        "account_state": "purged",
        "age_band": "unknown",
        "restricted": False,
        "objected": False,
        "create_datetime": _BEGINNING,
        "update_datetime": _BEGINNING,
        "last_used_at": None,
        "closed_at": None,
        "ledger_salt": secrets.token_bytes(32),
        "due_at": UNDATED,
        "purged_at": at,
    }


def _blank(each: PersonTable, erasable: Collection[str]) -> dict[str, object]:
    """Give the value that says nothing for each column of the categories; keys and references stay."""
    return {
        column.name: None if column.nullable else _nothing(column)
        for column in each.table.columns
        if column.info["category"] != NONE
        and column.info["category"] in erasable
        and not column.primary_key
        and points_to(column) is None
    }


def _nothing(column: Column[Any]) -> object:
    inner = getattr(column.type, "impl_instance", column.type)
    if isinstance(inner, JSON):
        return {}
    kind = inner.python_type
    return {datetime: _BEGINNING, date: _BEGINNING.date()}.get(kind) or kind()
