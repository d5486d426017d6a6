"""How a table says whose data its rows are, and when they go.

Every table carries one of these words in its `info`. The search for a person's data (access, erasure), the sweep of
what is due and the tests read them back; `store.persons_rows` turns them into statements.
"""

from dataclasses import dataclass
from typing import Any

ABOUT = "about"
"""The key under which a table's `info` holds its word."""


@dataclass(frozen=True, slots=True)
class Due:
    """One ending that a table's rows come to: the data category whose retention rule dates it, and where that stands.

    `at`, `rule` and `policy` are columns: the date (indexed), the rule that gave it and the digest of the policy that
    the rule was read from; the clauses follow from rule and digest. `born` is the column with the moment of the event
    that carries the rule's ceiling (`data.created`, mostly), and `events` pairs further events of the rule with their
    columns, so that the date can be worked out anew; where `born` is empty the row does not tell, and its date stays.
    `ended` is the column that is set when the ending has come and
    the row stays; where it is empty the row itself is deleted.
    """

    category: str
    at: str = "due_at"
    rule: str = "rule"
    policy: str = "policy"
    ended: str = ""
    born: str = "created_at"
    events: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a table says. `path` leads from a row to the account: column after column, each followed to its row.

    It is empty for the table of accounts itself, and None for tables about nobody. `goes_with` names the table with
    whose row a row goes, for tables without a date of their own. `reason` says why there is no path or no date.
    """

    path: tuple[str, ...] | None
    dues: tuple[Due, ...] = ()
    goes_with: str = ""
    reason: str = ""


def about_person(path: str, *dues: Due, goes_with: str = "", reason: str = "") -> dict[str, Any]:
    """Say that rows are about a person, for `__table_args__`: `person`, or `document.person` through another table.

    A column of the path is followed by its foreign key, or by what it `names` (see `columns.column`).
    """
    return _info(About(tuple(path.split(".")) if path else (), dues, goes_with, reason))


def about_nobody(reason: str) -> dict[str, Any]:
    """Say that no row is about anybody, or that nobody can be found by it, and why."""
    return _info(About(None, reason=reason))


def _info(about: About) -> dict[str, Any]:
    return {"info": {ABOUT: about}}
