"""What the gate may know of accounts, and how the ledger calls them."""

import hashlib
import hmac

from sqlalchemy import Connection, select

from operations.rows import Person
from store.tables import User, table_of

_ROWS = table_of(User)


def pseudonym(ledger_salt: bytes, person: int) -> str:
    """Name a person for the ledger: once the account's salt is destroyed nobody can tell who it was."""
    return hmac.new(ledger_salt, f"ledger pseudonym {person}".encode(), hashlib.sha256).hexdigest()[:32]


class PeopleRepository:
    """Implements `operations.ports.People` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person: int) -> Person | None:
        """Read one account's facts; an account that was switched off counts as closed."""
        row = self._connection.execute(
            select(
                _ROWS.c.ledger_salt,
                _ROWS.c.age_band,
                _ROWS.c.account_state,
                _ROWS.c.active,
                _ROWS.c.restricted,
                _ROWS.c.objected,
            ).where(_ROWS.c.id == person)
        ).one_or_none()
        if row is None:
            return None
        state = row.account_state if row.active else "closed"
        return Person(person, pseudonym(row.ledger_salt, person), row.age_band, state, row.restricted, row.objected)
