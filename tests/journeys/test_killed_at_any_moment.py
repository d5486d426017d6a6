"""Whatever is killed, and whenever: every document ends exactly once, and nothing of it stays anywhere."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from below import decoders, nurseries, work_horses
from governance.documents import ENDED, Stage
from governance.texts import PRESENT
from running import ROOT, Running, running_house
from scans import as_png, as_tiff, letter
from store.checkpoints import verify
from store.witness import read_witness

KILLS, FILES, SEED = int(os.environ.get("PROVISO_TEST_KILLS", "100")), 50, 20261123
TARGETS = {"work-horse": 30, "child": 22, "nursery": 10, "worker": 14, "valkey": 12, "clock": 12}
FIRST_NAMES = ("Ottilie", "Bartholomew", "Philippa", "Ignatius", "Cordelia")


def write_batch(folder: Path, round_: int) -> None:
    """Fifty files of which no two have the same content: one page, three pages, and one that is damaged."""
    folder.mkdir()
    for number in range(FILES):
        text = (
            f"{FIRST_NAMES[number % 5]} Quillfeather owes {number} pounds\nround {round_}, ring 01632 960 {number:03d}"
        )
        page = letter(text, width=800, height=300, size=24)
        content = as_tiff([page, page, page]) if number % 3 == 0 else as_png(page)
        (folder / f"{number:02d}").write_bytes(content[: len(content) // 2] if number == 17 else content)


class Watchman(threading.Thread):
    """Starts again what was killed, as the supervisor does."""

    def __init__(self, running: Running) -> None:
        super().__init__(daemon=True)
        self.running, self.done = running, threading.Event()
        self.starts: Counter[str] = Counter()

    def run(self) -> None:
        start = {
            "valkey": self.running.start_valkey,
            "worker": self.running.start_worker,
            "clock": self.running.start_clock,
        }
        while not self.done.wait(0.1):
            for name, again in start.items():
                if self.running.processes[name].poll() is not None:
                    self.starts[name] += 1
                    again()


class Killer:
    """Kills one process after the other, -9, each at a moment drawn from the seed."""

    def __init__(self, running: Running, seed: int) -> None:
        self.running, self.dice = running, random.Random(seed)
        self.killed: Counter[str] = Counter()

    def strike(self, going_on) -> bool:
        """Choose, wait for it to be there, wait a moment more, kill; False when the batch ended meanwhile."""
        name = self.dice.choices(list(TARGETS), list(TARGETS.values()))[0]
        delay = self.dice.uniform(0.0, 3.0 if name in ("work-horse", "child", "nursery") else 4.0)
        until = time.monotonic() + 120
        while time.monotonic() < until and going_on():
            if self.find(name) is not None:
                time.sleep(delay)
                if (process := self.find(name)) is not None:
                    with suppress(psutil.NoSuchProcess):
                        process.kill()
                        self.killed[name] += 1
                        return True
            time.sleep(0.005)
        return False

    def find(self, name: str) -> psutil.Process | None:
        with suppress(psutil.NoSuchProcess):
            if name in ("valkey", "worker", "clock"):
                process = psutil.Process(self.running.processes[name].pid)
                return process if process.is_running() and process.status() != psutil.STATUS_ZOMBIE else None
            worker = self.running.worker.pid
            horses = work_horses(worker)
            found = {
                "work-horse": horses,
                "child": [*decoders(worker), *(child for horse in horses for child in horse.children())],
                "nursery": nurseries(worker),
            }[name]
            return found[0] if found else None
        return None


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("engine", ["tesserocr", "pytesseract"])
def test_a_hundred_kills_over_batches_of_fifty(tmp_path: Path, engine: str) -> None:
    before = set(Path("/dev/shm").glob("proviso-page-*/*"))
    with running_house(
        tmp_path / "home", worker=True, clock=True, engine=engine, lease_seconds=4, ring_seconds=2, retry_seconds=1
    ) as running:
        watchman, killer = Watchman(running), Killer(running, SEED)
        watchman.start()
        outcomes: Counter[str] = Counter()
        rounds = 0
        try:
            while killer.killed.total() < KILLS:
                rounds += 1
                write_batch(tmp_path / f"batch-{rounds}", rounds)
                outcomes += submit_under_fire(running, killer, tmp_path / f"batch-{rounds}")
            settle(running)
        finally:
            watchman.done.set()
            watchman.join()
        tell(running, killer, watchman, outcomes, rounds)
        assert outcomes.total() == rounds * FILES
        assert outcomes["file-damaged"] == rounds
        assert_each_ended_once(running)
        assert_nothing_left(running, before)


def submit_under_fire(running: Running, killer: Killer, folder: Path) -> Counter[str]:
    """Send a folder through with `proviso submit` while things die; returns the outcomes of its files."""
    command = [sys.executable, "-m", "console.main", "submit", str(folder), "--json"]
    log = (running.home / "submit.log").open("ab")
    batch = subprocess.Popen(command, env=running.environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(batch.stdout), daemon=True)
    reader.start()
    while batch.poll() is None:
        if killer.killed.total() < KILLS:
            killer.strike(lambda: batch.poll() is None)
        else:
            time.sleep(0.2)
    reader.join()
    batch.stdout.close()
    log.close()
    assert batch.returncode in (0, 1), (running.home / "submit.log").read_text()[-2000:]
    *lines, last = map(json.loads, said)
    assert last["summary"]["whole"]
    assert len({line["file"] for line in lines}) == len(lines) == FILES
    return Counter(line["outcome"] for line in lines)


def settle(running: Running) -> None:
    """Wait until everything has ended and been deleted, and the orphans have been swept twice."""
    until = time.monotonic() + 400
    while time.monotonic() < until:
        with running.house.services.store.read() as unit:
            open_ = [*unit.documents.live(9), *unit.documents.to_delete(9), *unit.texts.waiting(9)]
        if not open_ and not list(running.house.blobs.items()):
            return
        time.sleep(0.5)
    raise AssertionError(f"not settled: {open_} {list(running.house.blobs.items())}")


def documents(running: Running):
    entries = [(kind, json.loads(body)["fields"]) for kind, body in running.ledger_entries()]
    names = [fields["document"] for kind, fields in entries if kind == "document.received"]
    with running.house.services.store.read() as unit:
        return entries, [unit.documents.get(name) for name in names]


def assert_each_ended_once(running: Running) -> None:
    entries, rows = documents(running)
    found = Counter((kind, fields.get("document")) for kind, fields in entries)
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.stage in ENDED
        assert row.deleted_at is not None
        assert (found["document.ended", row.id], found["document.deleted", row.id]) == (1, 1), row
        assert found["text.made", row.id] == (row.stage is Stage.COMPLETED), row
    report = verify(running.house.database, running.house.signer.public_key, read_witness(running.home))
    assert report.problems == ()


def assert_nothing_left(running: Running, before: set[Path]) -> None:
    assert list(running.valkey.scan_iter("proviso:key:*")) == []
    assert list(running.house.blobs.items()) == []
    with running.house.services.store.read() as unit:
        _entries, rows = documents(running)
        assert not [text for row in rows if (text := unit.texts.of_document(row.id)) and text.state in PRESENT]
    assert set(Path("/dev/shm").glob("proviso-page-*/*")) <= before
    assert [path for path in running.temp.rglob("*") if path.is_file()] == []
    for log in running.home.glob("*.log"):
        assert "Quillfeather" not in log.read_text(errors="replace")


def tell(running: Running, killer: Killer, watchman: Watchman, outcomes: Counter[str], rounds: int) -> None:
    _entries, rows = documents(running)
    ends = Counter(f"{row.stage.value} {row.end_code}".strip() for row in rows)
    print(f"\n{rounds} batches of {FILES}; seed {SEED}")
    print(f"killed: {dict(killer.killed)}; started again: {dict(watchman.starts)}")
    print(f"files: {dict(outcomes)}")
    print(f"documents: {len(rows)}: {dict(ends)}; most attempts: {max(row.attempt for row in rows)}")
