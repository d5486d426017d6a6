"""A large ledger checked from end to end, by the house and by the verifier that stands alone.

Each is a process of its own, started as an auditor would start it, so that time and memory are all its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep

from sqlalchemy import insert

import reports.verify
from governance.ledger import leaf_hash
from store.checkpoints import checkpoint
from store.ledger import entry_body
from store.migrate import migrate
from store.rotation import load_signer
from store.settings import load_settings
from store.tables import LedgerEntry, table_of
from store.unit_of_work import Database

_KIND = "document.ended"
_BATCH = 10_000
"""Entries below each checkpoint: a busy quarter of an hour."""

_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to the whole ledger: seconds of the wall, the process's largest memory in MiB."""

    act: str
    entries: int
    seconds: float
    memory: int | None = None

    @property
    def rate(self) -> float:
        """Entries per second."""
        return self.entries / self.seconds

    def as_dict(self) -> dict[str, object]:
        """The same for programs."""
        return asdict(self) | {"entries_per_second": round(self.rate)}

    def __str__(self) -> str:
        memory = f", {self.memory} MiB at most" if self.memory is not None else ""
        return f"{self.act}: {self.entries} entries in {self.seconds:.1f} s, {self.rate:.0f} a second{memory}"


def measure_whole(url: str, entries: int, tell: Callable[[Step], None]) -> list[Step]:
    """Write so many entries with their checkpoints, then verify, export, and verify what was exported.

    Raises RuntimeError when a verifier does not find the ledger whole and sound.
    """
    found: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="proviso-bench-") as folder:
        for step in _steps(url, entries, Path(folder)):
            tell(step)
            found.append(step)
    return found


def _steps(url: str, entries: int, folder: Path) -> Iterator[Step]:
    environ = {"PROVISO_HOME": str(folder / "home"), "PROVISO_DATABASE_URL": url}
    began = perf_counter()
    key = _fill(environ, entries)
    yield Step("written in bulk and signed", entries, perf_counter() - began)
    house = (sys.executable, "-m", "console.main", "ledger")
    package = folder / "ledger.zip"
    program = str(reports.verify.__file__)
    yield _run("proviso ledger verify", entries, (*house, "verify", "--json"), environ)
    yield _run("proviso ledger export", entries, (*house, "export", str(package), "--json"), environ)
    alone = (sys.executable, "-I", "-S", program, str(package), "--key", key, "--json")
    yield _run("verify.py alone", entries, alone, {})


def _fill(environ: dict[str, str], entries: int) -> str:
    settings = load_settings(environ)
    migrate(settings)
    database = Database(settings.database_url)
    try:
        signer = load_signer(settings, database)
        for first in range(1, entries + 1, _BATCH):
            rows = [_row(number) for number in range(first, min(first + _BATCH, entries + 1))]
            with database.begin() as unit:
                unit.connection.execute(insert(table_of(LedgerEntry)), rows)
            checkpoint(database, signer, datetime.now(UTC))
        return signer.verifier
    finally:
        database.close()


def _row(number: int) -> dict[str, object]:
    at = datetime.now(UTC)
    body = entry_body(number, _KIND, at, {"document": f"{number:032x}", "stage": "completed", "code": ""})
    return {"number": number, "kind": _KIND, "at": at, "body": body, "leaf_hash": leaf_hash(body)}


def _run(act: str, entries: int, command: tuple[str, ...], environ: dict[str, str]) -> Step:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")}
    path = os.pathsep.join(place for place in sys.path if place)
    began = perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(  # noqa: S603 - our own programs, fixed words
            command, stdout=out, env={**bare, **environ, "PYTHONPATH": path}
        )
        memory = 0
        while process.poll() is None:
            memory = _most_memory(process.pid) or memory
            sleep(_LOOK)
        seconds = perf_counter() - began
        out.seek(0)
        told = json.loads(out.read() or b"{}")
    if process.returncode or told.get("size", told.get("entries")) != entries:
        raise RuntimeError(f"{act} did not find the ledger whole and sound")
    return Step(act, entries, round(seconds, 2), memory >> 10)


def _most_memory(pid: int) -> int:
    """Read a process's high-water mark in KiB; what `wait4` tells begins with the memory of who started it."""
    try:
        status = Path("/proc", str(pid), "status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) if found else 0
