"""How a column says what it holds about a person."""

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from governance.dating import UNDATED

# Every constraint has a name that says what it is, so that a later migration can change it on either database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

NONE = "none"
"""The category of a column that says nothing about anybody."""


NAMES = "names"
"""The key under which a column's `info` says which column of another table it names, without a foreign key."""


def column(category: str, *, counted: bool = True, names: str = "", **options: Any) -> Any:
    """Make a column whose content belongs to a data category of the policy, or to NONE.

    The search for a person's data, the record of processing and the tests read it back from `Column.info`.
    `counted` is false for whole-number keys that the house numbers itself. `names` is for a column that names
    another table's row (`document.id`) without a foreign key, because it may be empty or outlive that row. Other
    arguments are those of `sqlmodel.Field`.
    """
    own = {} if counted else {"autoincrement": False}
    info = {"category": category} | ({NAMES: names} if names else {})
    return Field(sa_column_kwargs={"info": info, **own}, **options)


def dated_column(category: str, *, index: bool = True) -> Any:
    """Make the column of a date of deletion, never empty; indexed unless `still` gives it an index of its own.

    A row that is written without one gets a date in the far future and no rule, which the clock's next redating puts
    right and the record of processing shows as undated until then.
    """
    server = {"server_default": UNDATED.strftime("%Y-%m-%d %H:%M:%S.%f")}
    return Field(default=UNDATED, index=index, sa_column_kwargs={"info": {"category": category}, **server})


def still(table: str, at: str, ended: str) -> Index:
    """Index a date over those rows only whose ending has not come, for `__table_args__`.

    Rows that stay after their ending would otherwise pile up before what is due.
    """
    open_ = text(f"{ended} IS NULL")
    return Index(f"still_{table}_{at}", at, sqlite_where=open_, postgresql_where=open_)
