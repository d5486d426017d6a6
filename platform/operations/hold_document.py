"""Hold on to a document while it is read: its lease is lengthened however long a page takes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from governance.documents import Document
from operations.services import Services

_BEATS = 4
"""How often a lease is lengthened before it would run out: one that fails must not cost the document."""


@contextmanager
def held(services: Services, claimed: Document) -> Iterator[None]:
    """Lengthen the lease of this attempt from a thread of its own; a process that dies or freezes stops doing so."""
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(services, claimed, done), name="lease", daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _beat(services: Services, claimed: Document, done: threading.Event) -> None:
    lease = services.limits.lease_seconds
    while not done.wait(lease / _BEATS):
        try:
            with services.store.begin() as unit:
                until = services.now() + timedelta(seconds=lease)
                if not unit.documents.hold(claimed.id, attempt=claimed.attempt, lease_until=until):
                    return
        except Exception:  # noqa: BLE001, S112 - a storeroom that is away now may be back at the next beat
            continue
