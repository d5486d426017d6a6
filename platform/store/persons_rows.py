"""Whose data lies where, read from the annotations of the tables: one place for access, erasure and the sweep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, select

from store.tables import METADATA
from store.tables.about import ABOUT, About, Due
from store.tables.columns import NAMES, NONE

PEOPLE = "app_user"
"""The table that every path ends in."""


class Unannotated(Exception):
    """A table says nothing about its rows, or its path leads nowhere; the message names it."""


@dataclass(frozen=True, slots=True)
class PersonTable:
    """A table about a person, with what its annotation says."""

    table: Table
    about: About

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.table.name

    @property
    def dues(self) -> tuple[Due, ...]:
        """The endings that its rows come to."""
        return self.about.dues

    @property
    def categories(self) -> Mapping[str, str]:
        """The data category of each column that says something about a person."""
        named = {column.name: str(column.info["category"]) for column in self.table.columns}
        return {name: category for name, category in named.items() if category != NONE}

    @property
    def key(self) -> Column[object]:
        """The column of its primary key; tables with a date of their own have one column for it."""
        return next(iter(self.table.primary_key.columns))

    @property
    def owner(self) -> ColumnElement[object]:
        """The account's number that a row's path leads to, for use in statements on the table."""
        path = self.about.path or ()
        if not path:
            return self.table.c.id
        hops = list(steps(self.table, path))
        found: ColumnElement[object] = hops[-1][0]
        for column, target in reversed(hops[:-1]):
            found = select(found).where(target == column).correlate(column.table).scalar_subquery()
        return found

    def belongs_to(self, person: int) -> ColumnElement[bool]:
        """Give the condition that a row is about this person, for any statement on the table."""
        return _belongs(self.table, self.about.path or (), person)

    def rows_of(self, person: int) -> Select[tuple[object, ...]]:
        """Select the person's rows, whole."""
        return select(*self.table.columns).where(self.belongs_to(person))


def about(table: Table) -> About:
    """Give what a table says; raises Unannotated."""
    said = table.info.get(ABOUT)
    if not isinstance(said, About):
        raise Unannotated(f"{table.name} does not say whose data its rows are")
    return said


def tables_about_people() -> tuple[PersonTable, ...]:
    """List every table about a person, those that others refer to last, so that rows can be deleted in this order."""
    told = ((table, about(table)) for table in reversed(METADATA.sorted_tables))
    return tuple(PersonTable(table, said) for table, said in told if said.path is not None)


def table_about(name: str) -> PersonTable:
    """Give one table about a person by its name; raises KeyError."""
    return PersonTable(METADATA.tables[name], about(METADATA.tables[name]))


def steps(table: Table, path: tuple[str, ...]) -> Iterator[tuple[Column[object], Column[object]]]:
    """Follow a path: each of its columns with the column it points to. Raises Unannotated where it leads nowhere."""
    here = table
    for name in path:
        column = here.columns.get(name)
        if column is None:
            raise Unannotated(f"{table.name}: the path has no column {here.name}.{name}")
        target = points_to(column)
        if target is None:
            raise Unannotated(f"{table.name}: {here.name}.{name} points to no row")
        yield column, target
        here = target.table
    if here.name != PEOPLE:
        raise Unannotated(f"{table.name}: the path ends in {here.name}, not at a person")


def points_to(column: Column[Any]) -> Column[Any] | None:
    """Give the column that a column points to, by its foreign key or by what it names; None when it points nowhere."""
    for key in column.foreign_keys:
        return key.column
    named = column.info.get(NAMES)
    if not named:
        return None
    table, _, name = str(named).partition(".")
    found = METADATA.tables.get(table)
    return None if found is None else found.columns.get(name)


def _belongs(table: Table, path: tuple[str, ...], person: int) -> ColumnElement[bool]:
    hops = list(steps(table, path))
    if not hops:
        return table.c.id == person
    condition: ColumnElement[bool] = hops[-1][0] == person
    for column, target in reversed(hops[:-1]):
        condition = column.in_(select(target).where(condition))
    return condition
