"""The rounds of retention that remember something between two looks."""

import logging
import os
import socket
from datetime import datetime, timedelta

from operations.clock_ports import Beat
from operations.redate import Redated, redate
from operations.retention_ports import Ending
from operations.sweep import say_stopped, sweep
from store.build import House

_LOG = logging.getLogger(__name__)
_SAY_EVERY = timedelta(seconds=30)


class Sweeping:
    """Sweeps all kinds but those with a way of their own; says once when a kind is stopped by its cap."""

    def __init__(self, house: House) -> None:
        self._services = house.services
        self._stopped: frozenset[Ending] = frozenset()
        self._place = f"{socket.gethostname()}, process {os.getpid()}"
        self._since = house.services.now()
        self._said_at: datetime | None = None

    def run(self) -> int:
        """Sweep once; returns how many rows went."""
        swept = sweep(self._services)
        stopped = frozenset(one.ending for one in swept if one.stopped)
        for ending in sorted(stopped - self._stopped, key=lambda one: one.name):
            say_stopped(self._services, ending)
            _LOG.warning("%s: more is due than the cap allows; see `proviso retention due`", ending.name)
        self._stopped = stopped
        gone = sum(one.gone for one in swept)
        self._say(gone)
        return gone

    def _say(self, gone: int) -> None:
        """Note that we lead and swept; a sweep that found nothing is worth a row only now and then."""
        now = self._services.now()
        if gone or self._said_at is None or now - self._said_at >= _SAY_EVERY:
            with self._services.store.begin() as unit:
                unit.clockwork.beat(Beat(self._place, self._since, now, gone))
            self._said_at = now


class Redating:
    """Brings every date to the policy in force when this process begins to lead, later only what has no date yet."""

    def __init__(self, house: House) -> None:
        self._services = house.services
        self._done_for = ["", ""]

    def run(self) -> Redated:
        """Look once."""
        digest = self._services.policy.digest
        # Twice for a policy that has just taken over: a row may have been dated by the one before meanwhile.
        done = redate(self._services, undated=self._done_for == [digest, digest])
        self._done_for = [*self._done_for[1:], digest]
        return done
