import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from governance.documents import Stage
from operations.services import Services
from store.build import House
from store.checkpoints import newest, verify
from store.places import CHECKOUT
from storeroom import CANARY, a_document, make_person


class Clock:
    """A clock's process and what it writes."""

    def __init__(self, house: House, log: Path) -> None:
        self.log = log
        environ = {key: value for key, value in os.environ.items() if not key.startswith("PROVISO_")}
        environ |= {
            "PROVISO_HOME": str(house.settings.home),
            "PROVISO_DATABASE_URL": house.settings.database_url,
            "PROVISO_REDIS_URL": house.settings.redis_url,
            "PROVISO_CLOCK_SWEEP_SECONDS": "1",
            "PROVISO_CLOCK_CHECKPOINT_SECONDS": "1",
            "PYTHONPATH": f"{CHECKOUT / 'platform'}:{CHECKOUT}",
        }
        with log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-m", "clock"], env=environ, stdout=out, stderr=out)

    @property
    def leads(self) -> bool:
        return "leading" in self.log.read_text()


@contextmanager
def clocks(house: House, folder: Path, count: int) -> Iterator[list[Clock]]:
    running = [Clock(house, folder / f"clock-{index}.log") for index in range(count)]
    try:
        yield running
    finally:
        for clock in running:
            with suppress(ProcessLookupError):
                clock.process.kill()
            clock.process.wait(10)


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def stage(services: Services, item: str) -> tuple[Stage, bool]:
    with services.store.read() as unit:
        row = unit.documents.get(item)
    assert row is not None
    return row.stage, row.deleted_at is not None


def test_the_clock_ends_what_is_due_and_seals_the_ledger_and_stops_when_told(house: House, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    person = make_person(house.database)
    overdue, keyless, abandoned = "a" * 32, "b" * 32, "c" * 32
    with house.database.begin() as unit:
        for item, due in ((overdue, now), (keyless, now + timedelta(hours=1)), (abandoned, now + timedelta(hours=1))):
            unit.documents.add(a_document(person, item, received_at=now - timedelta(minutes=1), due_at=due))
        unit.documents.claim(abandoned, now=now, lease_until=now)
    for item in (overdue, abandoned):
        house.services.vault.seal(item, CANARY, seconds=3600)
    with clocks(house, tmp_path, 1) as (clock,):
        until(lambda: stage(house.services, overdue) == (Stage.EXPIRED, True))
        until(lambda: stage(house.services, keyless) == (Stage.LOST, True))
        until(lambda: stage(house.services, abandoned)[0] is Stage.QUEUED)
        until(lambda: newest(house.database) is not None)
        assert not house.services.vault.alive(overdue)
        assert house.services.vault.alive(abandoned)
        clock.process.send_signal(signal.SIGTERM)
        assert clock.process.wait(20) == 0
    assert verify(house.database, house.signer.public_key).sound
    said = clock.log.read_text()
    assert CANARY.decode() not in said
    assert "Traceback" not in said


def test_one_clock_leads_and_another_takes_over_when_it_is_killed(house: House, tmp_path: Path) -> None:
    with clocks(house, tmp_path, 2) as both:
        until(lambda: any(clock.leads for clock in both))
        time.sleep(2)
        (leader,) = [clock for clock in both if clock.leads]
        (other,) = [clock for clock in both if clock is not leader]
        leader.process.kill()
        leader.process.wait(10)
        until(lambda: other.leads)
        other.process.send_signal(signal.SIGTERM)
        assert other.process.wait(20) == 0


def test_a_clock_that_waits_can_be_stopped(house: House, tmp_path: Path) -> None:
    with clocks(house, tmp_path, 2) as both:
        until(lambda: any(clock.leads for clock in both))
        (waiting,) = [clock for clock in both if not clock.leads]
        time.sleep(3)
        waiting.process.send_signal(signal.SIGTERM)
        assert waiting.process.wait(20) == 0


@pytest.mark.parametrize("setting", ["PROVISO_CLOCK_SWEEP_SECONDS"])
def test_a_clock_with_a_wrong_setting_says_which_and_stops(tmp_path: Path, setting: str) -> None:
    environ = {**os.environ, "PROVISO_HOME": str(tmp_path), setting: "soon"}
    environ["PYTHONPATH"] = f"{CHECKOUT / 'platform'}:{CHECKOUT}"
    done = subprocess.run([sys.executable, "-m", "clock"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert setting in done.stderr
    assert "Traceback" not in done.stderr
