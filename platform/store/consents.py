"""What people agreed to and took back; rows are only added, the newest word counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from governance.consent_records import Word
from governance.dating import Dated
from governance.retention import overdue
from store.tables import ConsentRow, table_of

_ROWS = table_of(ConsentRow)
_WORDS = select(*(_ROWS.c[name] for name in Word.__dataclass_fields__))
# Every decision asks for several: the statement is put together once.
_NEWEST = (
    select(_ROWS.c.number, _ROWS.c.given, _ROWS.c.due_at)
    .where(
        _ROWS.c.person == bindparam("person"),
        _ROWS.c.consent == bindparam("consent"),
        _ROWS.c.document == bindparam("document"),
    )
    .order_by(_ROWS.c.number.desc())
    .limit(1)
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
        everything = self._newest(person, consent, "")
        single = self._newest(person, consent, document) if document else None
        withdrawn_since = everything and single and not everything[1] and everything[0] > single[0]
        word = everything if single is None or withdrawn_since else single
        if word is None or overdue(word[2], now):
            return "never"
        return "given" if word[1] else "withdrawn"

    def _newest(self, person: int, consent: str, document: str) -> tuple[int, bool, datetime] | None:
        asked = {"person": person, "consent": consent, "document": document}
        row = self._connection.execute(_NEWEST, asked).first()
        return None if row is None else (row.number, row.given, row.due_at)
