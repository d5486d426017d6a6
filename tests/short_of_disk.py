"""A program that runs a house out of disk and says what became of its decisions; run by a test.

    python -m short_of_disk limit|sqlite|postgresql FOLDER

`limit` forbids this process to let any file grow; the others fill a small file system that the caller mounted on
FOLDER and that holds the database.
"""

import json
import os
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis
from sqlalchemy import func, select

from console.private_postgres import find_postgres, running_postgres
from desk import Desk, a_desk
from governance.errors import ProvisoError
from store.build import House, build_house
from store.settings import load_settings
from store.tables import DecisionEntry, table_of
from store.verify import verify
from valkey_process import running_valkey

TRIES = 60


def books(house: House) -> dict[str, object]:
    """Count what must go together: decisions and their entries, documents and what is kept of them."""
    with house.database.read() as unit:
        kinds = Counter(entry.kind for entry in unit.entries.entries())
        decisions = unit.connection.execute(select(func.count()).select_from(table_of(DecisionEntry))).scalar_one()
        documents = len(unit.documents.live(1000))
    with redis.Redis.from_url(house.settings.keys_url) as client:
        keys = sum(1 for name in client.scan_iter() if b"rq" not in name)
    return {
        "decisions": decisions,
        "decided": kinds["decision.allowed"] + kinds["decision.refused"],
        "documents": documents,
        "received": kinds["document.received"],
        "blobs": sum(1 for path in house.settings.blobs.rglob("*") if path.is_file()),
        "keys": keys,
        "sound": verify(house.database, house.signer.public_key).sound,
    }


def submit_until_refused(desk: Desk) -> tuple[int, str]:
    for accepted in range(TRIES):
        try:
            desk.submit()
        except ProvisoError as refusal:
            return accepted, refusal.code
    return TRIES, "never refused"


@contextmanager
def no_file_grows() -> Iterator[None]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    ballast = folder / "ballast"
    for size in (1 << 20, 1 << 12, 1):
        handle = os.open(ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            while os.write(handle, b"x" * size):
                pass
        except OSError:
            continue
        finally:
            os.close(handle)
    try:
        yield
    finally:
        ballast.unlink()


def main(kind: str, folder: Path) -> None:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/dev/shm")))
        valkey = stack.enter_context(running_valkey())
        short: Callable[[], object] = lambda: filled(folder)  # noqa: E731
        url = f"sqlite:///{folder / 'proviso.db'}"
        if kind == "limit":
            short = no_file_grows
        if kind == "postgresql":
            binaries = find_postgres()
            assert binaries is not None
            url = stack.enter_context(running_postgres(binaries, durable=True, below=str(folder))).make("short")
        house = build_house(
            load_settings({"PROVISO_HOME": str(home), "PROVISO_DATABASE_URL": url, "PROVISO_REDIS_URL": valkey})
        )
        stack.callback(house.database.close)
        desk = a_desk(house)
        desk.submit()
        with short():  # type: ignore[attr-defined]
            accepted, code = submit_until_refused(desk)
            again = submit_until_refused(desk)[1]
        short_of = books(house)
        desk.submit()
        told = {"accepted": accepted, "code": code, "again": again, "short": short_of, "after": books(house)}
        print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
