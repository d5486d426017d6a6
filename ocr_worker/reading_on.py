"""Reading on: a work-horse whose document is done takes the next one while others wait."""

import time
from collections.abc import Callable

from ocr_worker.held import Held


def read_on(held: Held, until: float, following: Callable[[], str | None], read: Callable[[str], bool]) -> None:
    """Read one document after the other until none waits, one ends in a fault, or it is time to end.

    `until` is a moment of the monotonic clock after which none is begun, counted from the fork: who forked this
    process grants it the time of one job and a minute, and a document begun late would be taken from it in the middle.
    `following` gives the next document, None when there is none to be read here; `read` tells whether all went well.
    """
    held.read_on()
    while not held.stops and time.monotonic() < until:
        document = following()
        if document is None or not read(document):
            return
