"""What people agreed to and took back; rows are only added, the newest word counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from governance.consent_records import Word
from governance.dating import Dated
from governance.retention import overdue
from store.tables import ConsentRow, table_of

_ROWS = table_of(ConsentRow)
_WORDS = select(*(_ROWS.c[name] for name in Word.__dataclass_fields__))
# Every decision asks for several: the statement is put together once, and seeks each word in the index.
_NEWEST = select(_ROWS.c.consent, _ROWS.c.document, _ROWS.c.number, _ROWS.c.given, _ROWS.c.due_at).where(
    _ROWS.c.number.in_(
        select(func.max(_ROWS.c.number))
        .where(
            _ROWS.c.person == bindparam("person"),
            _ROWS.c.consent.in_(bindparam("consents", expanding=True)),
            _ROWS.c.document.in_(bindparam("documents", expanding=True)),
        )
        .group_by(_ROWS.c.consent, _ROWS.c.document)
    )
)


class ConsentRepository:
    """Implements `operations.ports.Consents` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(
        self,
        *,
        person: int,
        consent: str,
        given: bool,
        at: datetime,
        policy: str,
        document: str = "",
        language: str = "en",
        by: str = "portal",
        shown: str = "",
        dated: Dated | None = None,
    ) -> None:
        """Write that a consent was given or withdrawn, for everything or for one document; `dated` is the row's end."""
        values = {"person": person, "consent": consent, "given": given, "at": at, "policy": policy}
        values |= {"document": document, "language": language, "by": by, "shown": shown}
        if dated is not None:
            values |= {"due_at": dated.due_at, "rule": dated.rule, "due_policy": dated.policy}
        self._connection.execute(insert(_ROWS).values(values))

    def words(self, person: int) -> Sequence[Word]:
        """Read everything a person said, newest first."""
        found = _WORDS.where(_ROWS.c.person == person).order_by(_ROWS.c.number.desc())
        return [Word(**row._mapping) for row in self._connection.execute(found)]  # noqa: SLF001

    def newest(self, person: int, consent: str, document: str = "") -> Word | None:
        """Read the newest word on a consent that is about everything, or about one document."""
        found = _WORDS.where(_ROWS.c.person == person, _ROWS.c.consent == consent, _ROWS.c.document == document)
        row = self._connection.execute(found.order_by(_ROWS.c.number.desc()).limit(1)).first()
        return None if row is None else Word(**row._mapping)  # noqa: SLF001

    def state(self, person: int, consent: str, document: str = "", *, now: datetime) -> str:
        """Tell `given`, `withdrawn` or `never`: the newest word on that document, else on everything.

        A withdrawal for everything also ends what was given for single documents before it. A word past its date
        says nothing any more, and none that is older comes back in its place.
        """
        return self.states(person, (consent,), document, now=now)[consent]

    def states(self, person: int, consents: Sequence[str], document: str = "", *, now: datetime) -> Mapping[str, str]:
        """Tell of several consents at once what `state` tells of one."""
        asked = {"person": person, "consents": list(consents), "documents": list({"", document})}
        newest = {(row.consent, row.document): row for row in self._connection.execute(_NEWEST, asked)}
        return {
            name: _state(newest.get((name, "")), newest.get((name, document)) if document else None, now)
            for name in consents
        }


def _state(everything: Row[*tuple[Any, ...]] | None, single: Row[*tuple[Any, ...]] | None, now: datetime) -> str:
    withdrawn_since = everything and single and not everything.given and everything.number > single.number
    word = everything if single is None or withdrawn_since else single
    if word is None or overdue(word.due_at, now):
        return "never"
    return "given" if word.given else "withdrawn"
