"""What the gate may know of accounts, and how the ledger calls them."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session
from sqlmodel import select as rows

from governance.accounts import to_the_policy
from operations.rows import Person
from store.tables import Role, User, table_of

_ROWS = table_of(User)


def pseudonym(ledger_salt: bytes, person: int) -> str:
    """Name a person for the ledger: once the account's salt is destroyed nobody can tell who it was."""
    return hmac.new(ledger_salt, f"ledger pseudonym {person}".encode(), hashlib.sha256).hexdigest()[:32]


_FACTS = select(
    _ROWS.c.ledger_salt,
    _ROWS.c.age_band,
    _ROWS.c.account_state,
    _ROWS.c.active,
    _ROWS.c.restricted,
    _ROWS.c.objected,
    _ROWS.c.opted_out_sale,
    _ROWS.c.limited,
    _ROWS.c.objected_to,
    _ROWS.c.due_at,
    _ROWS.c.guardian_at,
).where(_ROWS.c.id == bindparam("person"))


class PeopleRepository:
    """Implements `operations.ports.People` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person: int) -> Person | None:
        """Read one account's facts; an account that was switched off counts as closed."""
        row = self._connection.execute(_FACTS, {"person": person}).one_or_none()
        if row is None:
            return None
        state = to_the_policy(row.account_state) if row.active else "closed"
        return Person(
            person, pseudonym(row.ledger_salt, person), row.age_band, state, row.restricted, row.objected,
            row.opted_out_sale, row.limited, tuple(row.objected_to or ()), due_at=row.due_at,
            guardian=row.guardian_at is not None,
        )  # fmt: skip

    def address(self, person: int) -> str:
        """Read the e-mail address of an account; empty when there is none to write to, as after an erasure."""
        found = select(_ROWS.c.email).where(_ROWS.c.id == person, _ROWS.c.account_state != "purged")
        return self._connection.execute(found).scalar_one_or_none() or ""

    def language(self, person: int) -> str:
        """Read the language an account chose; empty when it chose none."""
        found = select(_ROWS.c.language).where(_ROWS.c.id == person)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def restricted(self) -> Sequence[int]:
        """Number the accounts whose data is set aside at their own word."""
        found = select(_ROWS.c.id).where(_ROWS.c.restricted, _ROWS.c.account_state != "purged").order_by(_ROWS.c.id)
        return list(self._connection.execute(found).scalars())

    def change(self, person: int, *, called: str | None = None, language: str | None = None) -> None:
        """Change what a person may add to their account; None leaves a part as it is."""
        given = {"called": called, "language": language}
        values = {name: value for name, value in given.items() if value is not None}
        if values:
            self._connection.execute(update(_ROWS).where(_ROWS.c.id == person).values(values))

    def objects_to(self, person: int, purposes: Sequence[str]) -> None:
        """Write which purposes a person objects to, all of them at once."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == person).values(objected_to=sorted(set(purposes))))

    def guarded(self, person: int, at: datetime | None) -> None:
        """Write when a guardian agreed for a person, or with None that nobody does."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == person).values(guardian_at=at))

    def is_confirmed(self, person: int) -> bool:
        """Tell whether an account's address has shown that it reads what is sent to it."""
        found = select(_ROWS.c.confirmed_at).where(_ROWS.c.id == person)
        return self._connection.execute(found).scalar_one_or_none() is not None

    def readdress(self, person: int, email: str, at: datetime) -> bool:
        """Give an account another, confirmed address; False when it is another account's."""
        if self.find(email) not in (None, person):
            return False
        values = {"email": email.lower(), "confirmed_at": at}
        return self._connection.execute(update(_ROWS).where(_ROWS.c.id == person).values(values)).rowcount == 1

    def find(self, email: str) -> int | None:
        """Find an account's number by its address; addresses are kept in lower case."""
        found = select(_ROWS.c.id).where(_ROWS.c.email == email.lower())
        return self._connection.execute(found).scalar_one_or_none()

    def add(self, email: str, password: str | None, age_band: str) -> Person:
        """Write an active account of the role subject; `password` is a hash, None lets nobody log in to it."""
        accounts = Session(self._connection)
        user = User(
            email=email.lower(),
            password=password,
            fs_uniquifier=secrets.token_hex(32),
            age_band=age_band,
            account_state="active",
            confirmed_at=None,
        )
        user.roles = list(accounts.exec(rows(Role).where(Role.name == "subject")))
        accounts.add(user)
        accounts.flush()
        number = int(user.id or 0)
        accounts.commit()  # hands the rows to the transaction around it, which alone commits
        person = self.get(number)
        assert person is not None  # noqa: S101 - it was written just now
        return person
