"""How a register is described: its fields, which of them must be filled before an entry is final, and how to check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

Values = Mapping[str, str]
"""What stands in an entry, by field; what nobody filled in is not there. Many choices stand between commas."""

TEXT, LONG, DAY, MOMENT, CHOICE, MANY, YES = "text", "long", "day", "moment", "choice", "many", "yes"
"""Kinds of field: a line, a paragraph, YYYY-MM-DD, YYYY-MM-DDTHH:MM (UTC), one of, some of, yes or no."""

MOST = {TEXT: 200, LONG: 4000, DAY: 10, MOMENT: 16, CHOICE: 40, MANY: 400, YES: 3}
"""Letters that each kind may hold."""

YES_OR_NO = (("yes", "yes"), ("no", "no"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its words, the law that asks for it, and whether a final entry needs it.

    `needed` holds always, or where `when` (a field and the values of it that count) is so. `shown` fields may stand in
    records, which hold nothing about single people.
    """

    key: str
    label: str
    law: str
    kind: str = TEXT
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    when: tuple[str, frozenset[str]] | None = None
    shown: bool = False
    hint: str = ""

    def is_needed(self, values: Values) -> bool:
        """Tell whether an entry with these values needs the field."""
        if self.when is not None:
            key, counting = self.when
            return bool(counting & set(values.get(key, "").split(",")))
        return self.needed

    def fits(self, value: str) -> bool:
        """Tell whether a value is one of this kind."""
        if len(value) > MOST[self.kind] or "\x00" in value:
            return False
        if self.kind in (CHOICE, YES, MANY):
            known = {code for code, _ in (YES_OR_NO if self.kind == YES else self.choices)}
            given = value.split(",") if self.kind == MANY else [value]
            return set(given) <= known
        if self.kind == DAY:
            return read_day(value) is not None
        return self.kind != MOMENT or read_moment(value) is not None


@dataclass(frozen=True, slots=True)
class Register:
    """One register: `second` says that another officer has to agree before an entry counts."""

    code: str
    title: str
    one: str
    law: str
    sentence: str
    letter: str
    fields: tuple[Field, ...]
    second: bool = False

    def wrong(self, values: Values) -> tuple[str, ...]:
        """Name the fields whose value does not fit, and keys that are none."""
        known = {one.key: one for one in self.fields}
        return tuple(key for key, value in values.items() if key not in known or not known[key].fits(value))

    def gaps(self, values: Values) -> tuple[Field, ...]:
        """Name what is needed and not there, in order."""
        return tuple(one for one in self.fields if one.is_needed(values) and not values.get(one.key, "").strip())

    def shown(self, values: Values) -> dict[str, str]:
        """Keep what may stand in a record."""
        return {one.key: values[one.key] for one in self.fields if one.shown and one.key in values}


def read_day(value: str) -> date | None:
    """Read YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(value) if len(value) == MOST[DAY] else None
    except ValueError:
        return None


def read_moment(value: str) -> datetime | None:
    """Read YYYY-MM-DDTHH:MM, in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if len(value) == MOST[MOMENT] else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else None
