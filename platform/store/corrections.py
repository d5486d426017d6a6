"""Changes of an account's row that a request asks for."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, update

from store.tables import User, table_of

_ROWS = table_of(User)


class CorrectionRepository:
    """Implements `operations.holdings.Corrections` on one transaction; each tells whether anything was changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def restrict(self, person: int, *, on: bool) -> bool:
        """Set or lift the restriction."""
        return self._change(person, _ROWS.c.restricted.is_not(on), restricted=on)

    def opt_out(self, person: int, *, on: bool) -> bool:
        """Set or take back the opt-out from sale and sharing."""
        return self._change(person, _ROWS.c.opted_out_sale.is_not(on), opted_out_sale=on)

    def limit(self, person: int, *, on: bool) -> bool:
        """Set or take back the limit on sensitive information."""
        return self._change(person, _ROWS.c.limited.is_not(on), limited=on)

    def address(self, person: int, value: str) -> bool:
        """Correct the e-mail address, which the caller has seen to be free."""
        return self._change(person, _ROWS.c.email != value, email=value)

    def age_band(self, person: int, value: str) -> bool:
        """Correct the age group."""
        return self._change(person, _ROWS.c.age_band != value, age_band=value)

    def _change(self, person: int, other: ColumnElement[bool], **values: Any) -> bool:
        changed = update(_ROWS).where(_ROWS.c.id == person, other).values(**values)
        return self._connection.execute(changed).rowcount == 1
