"""An order to let go what a cap had stopped counts from its moment on, and not for long."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from governance.caps import LASTS, LetGo

ORDERED = datetime(2026, 3, 1, 9, tzinfo=UTC)


@given(st.timedeltas(min_value=-3 * LASTS, max_value=3 * LASTS))
def test_an_order_counts_from_its_moment_until_its_time_is_over(later: timedelta) -> None:
    order = LetGo("account", ORDERED, "absence")
    assert order.covers(ORDERED + later) == (timedelta(0) <= later < LASTS)


def test_an_order_counts_at_its_first_moment_and_not_at_its_last() -> None:
    order = LetGo("account", ORDERED, "absence")
    assert order.covers(ORDERED)
    assert not order.covers(ORDERED + LASTS)
