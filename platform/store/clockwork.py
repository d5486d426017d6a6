"""The row of the leading clock, and the orders to let go."""

from sqlalchemy import Connection, delete, insert, select

from governance.caps import LetGo
from operations.clock_ports import Beat
from store.tables import ClockRow, LetGoRow, table_of

_CLOCK, _ORDERS = table_of(ClockRow), table_of(LetGoRow)
_ONLY = 1


class ClockworkRepository:
    """Implements `operations.clock_ports.Clockwork` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beat(self, beat: Beat) -> None:
        """Write what the clock says of itself."""
        self._connection.execute(delete(_CLOCK))
        said = {"place": beat.place[:120], "leading_since": beat.leading_since, "swept_at": beat.swept_at}
        self._connection.execute(insert(_CLOCK).values(number=_ONLY, gone=beat.gone, **said))

    def last(self) -> Beat | None:
        """Read it."""
        found = select(*(_CLOCK.c[name] for name in Beat.__dataclass_fields__)).where(_CLOCK.c.number == _ONLY)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else Beat(*row)

    def order(self, order: LetGo) -> None:
        """Write an order."""
        self._connection.execute(delete(_ORDERS).where(_ORDERS.c.of == order.of))
        said = {"of": order.of, "ordered_at": order.ordered_at, "reason": order.reason}
        self._connection.execute(insert(_ORDERS).values(said))

    def ordered(self, of: str) -> LetGo | None:
        """Read the newest order for a kind."""
        found = select(_ORDERS.c.of, _ORDERS.c.ordered_at, _ORDERS.c.reason).where(_ORDERS.c.of == of)
        row = self._connection.execute(found).one_or_none()
        return None if row is None else LetGo(*row)
