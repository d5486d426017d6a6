"""The rows of programs' tokens and of the answers they were given."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from operations.token_ports import Remembered, Token
from store.now import now
from store.tables import AnswerRow, Role, RolesUsers, TokenRow, table_of

_TOKENS = table_of(TokenRow)
_ANSWERS = table_of(AnswerRow)
_ROLES, _HELD = table_of(Role), table_of(RolesUsers)
_FIELDS = tuple(Token.__dataclass_fields__)
_SELECT = select(*(_TOKENS.c[name] for name in _FIELDS))
_ANSWER = select(*(_ANSWERS.c[name] for name in Remembered.__dataclass_fields__))


class TokenRepository:
    """Implements `operations.token_ports.Tokens` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, token: Token, digest: str) -> None:
        """Write a new row."""
        values = {name: getattr(token, name) for name in _FIELDS if name != "number"}
        self._connection.execute(insert(_TOKENS).values(values | {"digest": digest, "scopes": list(token.scopes)}))

    def find(self, digest: str, now: datetime) -> Token | None:
        """Find a token that has not ended by the digest of its letters."""
        return self._one(_SELECT.where(_TOKENS.c.digest == digest, _TOKENS.c.due_at > now))

    def get(self, token: str) -> Token | None:
        """Read one by its id."""
        return self._one(_SELECT.where(_TOKENS.c.id == token))

    def of_person(self, person: int) -> Sequence[Token]:
        """Read a person's tokens, newest first."""
        return self._all(_SELECT.where(_TOKENS.c.person == person).order_by(_TOKENS.c.number.desc()))

    def roles(self, person: int) -> frozenset[str]:
        """Read the roles that an account has now; one with a scope opens pages only, since programs know no parts."""
        found = (
            select(_ROLES.c.name)
            .join(_HELD, _HELD.c.role_id == _ROLES.c.id)
            .where(
                _HELD.c.user_id == person,
                _HELD.c.scope == "",
                or_(_HELD.c.until.is_(None), _HELD.c.until >= now().date()),
            )
        )
        return frozenset(self._connection.execute(found).scalars())

    def use(self, number: int, on: date) -> bool:
        """Note the day of use; False when that day was noted already."""
        other_day = or_(_TOKENS.c.used_on.is_(None), _TOKENS.c.used_on < on)
        noted = update(_TOKENS).where(_TOKENS.c.number == number, other_day).values(used_on=on)
        return self._connection.execute(noted).rowcount == 1

    def end(self, token: str) -> bool:
        """Remove a token; False when it had ended already."""
        found = select(_TOKENS.c.number).where(_TOKENS.c.id == token)
        self._connection.execute(delete(_ANSWERS).where(_ANSWERS.c.token.in_(found)))
        return self._connection.execute(delete(_TOKENS).where(_TOKENS.c.id == token)).rowcount == 1

    def due(self, now: datetime, limit: int) -> Sequence[Token]:
        """Read tokens whose time has come."""
        return self._all(_SELECT.where(_TOKENS.c.due_at <= now).order_by(_TOKENS.c.due_at).limit(limit))

    def _one(self, statement: Select[Any]) -> Token | None:
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _token(row)

    def _all(self, statement: Select[Any]) -> list[Token]:
        return [_token(row) for row in self._connection.execute(statement)]


class AnswerRepository:
    """Implements `operations.token_ports.Answers` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, token: int, key: str, values: Mapping[str, object]) -> tuple[Remembered, bool]:
        """Write that a request is worked on, or find the row that is there under this key; True for a new one.

        Writing transactions follow each other, so looking and writing in one of them is enough.
        """
        found = _ANSWER.where(_ANSWERS.c.token == token, _ANSWERS.c.key == key)
        row = self._connection.execute(found).one_or_none()
        if fresh := row is None:
            empty = {"status": 0, "location": "", "body": ""}
            self._connection.execute(insert(_ANSWERS).values({**empty, **values, "token": token, "key": key}))
            row = self._connection.execute(found).one()
        return Remembered(**row._mapping), fresh  # noqa: SLF001 - SQLAlchemy's public name for it

    def take_up(self, number: int, begun_before: datetime, now: datetime) -> bool:
        """Take over a request that somebody began and never answered; False when it was not there to take."""
        left = (_ANSWERS.c.number == number, _ANSWERS.c.status == 0, _ANSWERS.c.begun_at < begun_before)
        return self._connection.execute(update(_ANSWERS).where(*left).values(begun_at=now)).rowcount == 1

    def finish(self, number: int, *, status: int, location: str, body: str) -> None:
        """Keep the answer."""
        answer = {"status": status, "location": location, "body": body}
        self._connection.execute(update(_ANSWERS).where(_ANSWERS.c.number == number).values(answer))

    def forget(self, number: int) -> None:
        """Keep nothing: the same request may be made anew."""
        self._connection.execute(delete(_ANSWERS).where(_ANSWERS.c.number == number))

    def sweep(self, now: datetime) -> int:
        """Delete what is due; returns how many."""
        return self._connection.execute(delete(_ANSWERS).where(_ANSWERS.c.due_at <= now)).rowcount


def _token(row: Row[Any]) -> Token:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Token(**(values | {"scopes": tuple(values["scopes"])}))
