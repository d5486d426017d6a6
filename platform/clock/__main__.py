"""The clock's process: `python -m clock`. Any number may run; one leads, the others wait to take over."""

import logging
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

from clock.rounds import Round, rounds
from governance.errors import ProvisoError
from store.build import build_house
from store.lead import Leadership
from store.log import write_log
from store.settings import load_settings

_LOG = logging.getLogger("clock")
_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 3600
_LOST = 3


def main() -> int:
    """Wait for leadership and keep time until told to stop; returns the exit code."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        settings = load_settings()
        write_log(settings.log)
        # Its own lines name every run of every job, and its errors bring tracebacks.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        house = build_house(settings)
    except ProvisoError as fault:
        sys.stderr.write(f"{fault.sentence} {fault.next_step}\n")
        return 1
    leadership = Leadership(settings.database_url, settings.home)
    try:
        while not leadership.take():
            if stop.wait(_LOOK_SECONDS):
                return 0
        _LOG.info("leading")
        return _keep_time(rounds(house), leadership, stop)
    finally:
        leadership.leave()
        house.database.close()


def _keep_time(to_do: tuple[Round, ...], leadership: Leadership, stop: threading.Event) -> int:
    scheduler = BackgroundScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS},
    )
    for each in to_do:
        scheduler.add_job(each.run, "interval", seconds=each.seconds, id=each.name, next_run_time=datetime.now(UTC))
    scheduler.start()
    lost = False
    while not lost and not stop.wait(_LOOK_SECONDS):
        lost = not leadership.holds()
    # What is running is waited for: each round is short, and its transactions end by themselves.
    scheduler.shutdown(wait=True)
    if lost:
        _LOG.warning("another leads now")
    return _LOST if lost else 0


if __name__ == "__main__":
    sys.exit(main())
