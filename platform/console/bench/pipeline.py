"""A whole house for a measurement: database and blobs on a disk, a key server, a queue and two workers."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from console.acting import local_actor
from console.bench.pages import Page
from console.processes import house_parts, start_valkey
from governance.documents import LIVE, Stage
from governance.errors import ProvisoError
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.queries import document_of
from operations.read_text import read_text
from operations.submit_document import submit_document
from store.build import House, build_house
from store.migrate import migrate
from store.settings import Settings, load_settings

WORKERS = 2
_READY_SECONDS = 600.0
_PATIENCE_SECONDS = 900.0
_LOOK_SECONDS, _LOOK_CLOSELY = 0.2, 0.03
"""How often it is looked whether the next page has come to its end, and how often when only the last ones are left:
looking costs the workers their processors, and looking late is counted as time."""
_PLACES = frozenset({"PROVISO_HOME", "PROVISO_DATABASE_URL", "PROVISO_REDIS_URL", "PROVISO_KEYS_URL", "PROVISO_BLOBS"})


@dataclass(slots=True)
class Pipeline:
    """A running house and the documents of its last turn."""

    house: House
    actor: Actor
    sent: list[str] = field(default_factory=list)

    def carry(self, pages: Sequence[Page]) -> None:
        """Hand in every page and wait until all of them are read, stored and their uploads deleted.

        Raises ProvisoError house-not-running when one does not come to its end.
        """
        services = self.house.services
        self.sent = [submit_document(services, self.actor, page.data).id for page in pages]
        until = time.monotonic() + _PATIENCE_SECONDS
        waiting = list(self.sent)
        while waiting:
            with services.store.read() as unit:
                row = unit.documents.get(waiting[0])
            if row is None or (row.stage not in LIVE and row.deleted_at is not None):
                waiting.pop(0)
            elif time.monotonic() > until:
                raise ProvisoError("house-not-running")
            else:
                time.sleep(_LOOK_SECONDS if len(waiting) > 2 * WORKERS else _LOOK_CLOSELY)

    def texts(self) -> list[str]:
        """Read the texts of the last turn, in its order, and delete them; nothing for a page that was not read."""
        services, found = self.house.services, []
        for document in self.sent:
            view = document_of(services, self.actor, document)
            if view.document.stage is not Stage.COMPLETED or view.text is None:
                found.append("")
                continue
            found.append(read_text(services, self.actor, document).text)
            delete_text(services, self.actor, view.text.id)
        self.sent = []
        return found


@contextmanager
def lone_settings(**changed: str) -> Iterator[tuple[Settings, Mapping[str, str]]]:
    """Give the installation's settings with a home of their own on a disk, and what to add to the environment.

    Files and keys of the installation are not touched; the home is removed at the end.
    """
    home = Path(tempfile.mkdtemp(prefix="proviso-bench-"))
    added = {"PROVISO_HOME": str(home), **changed}
    try:
        environ = {name: value for name, value in os.environ.items() if name not in _PLACES}
        yield load_settings({**environ, **added}), {**dict.fromkeys(_PLACES, ""), **added}
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running_pipeline(*, prepare: bool) -> Iterator[Pipeline]:
    """Start a house of its own with two workers that read in `fast`, and end it."""
    changed = {"PROVISO_OCR_PREPARE": str(prepare).lower(), "PROVISO_OCR_MODE": "fast"}
    with ExitStack() as stack:
        settings, added = stack.enter_context(lone_settings(**changed))
        stack.callback(_end, start_valkey(settings))
        migrate(settings)
        worker = next(part for part in house_parts(settings) if part.name == "worker")
        environ = {**os.environ, **(worker.environment or {}), **added}
        processes = []
        for _ in range(WORKERS):
            process = subprocess.Popen(worker.command, env=environ, stdin=subprocess.DEVNULL)  # noqa: S603 - our worker
            stack.callback(_end, process)
            processes.append(process)
        until = time.monotonic() + _READY_SECONDS
        for process in processes:
            while not worker.is_ready(process.pid, 0.0):
                if process.poll() is not None or time.monotonic() > until:
                    raise ProvisoError("process-failed", process=worker.name)
                time.sleep(0.1)
        house = build_house(settings)
        stack.callback(house.database.close)
        yield Pipeline(house, local_actor(house))


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
