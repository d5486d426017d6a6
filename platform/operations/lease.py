"""Hold on to work while it is done: its lease is lengthened however long a step of it takes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from operations.ports import Unit
from operations.services import Services

_BEATS = 4
"""How often a lease is lengthened before it would run out: one that fails must not cost the work."""

Lengthen = Callable[[Unit, datetime], bool]
"""Lengthens a lease until a moment; False when the work is somebody else's by now."""


def lease_until(services: Services) -> datetime:
    """Tell until when work that is taken now is held."""
    return services.now() + timedelta(seconds=services.limits.lease_seconds)


@contextmanager
def held(services: Services, lengthen: Lengthen) -> Iterator[None]:
    """Lengthen a lease from a thread of its own; a process that dies or freezes stops doing so."""
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(services, lengthen, done), name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _beat(services: Services, lengthen: Lengthen, done: threading.Event) -> None:
    while not done.wait(services.limits.lease_seconds / _BEATS):
        try:
            with services.store.begin() as unit:
                if not lengthen(unit, lease_until(services)):
                    return
        except Exception:  # noqa: BLE001, S112 - a storeroom that is away now may be back at the next beat
            continue
