"""A real PostgreSQL for tests: a private cluster on a socket of its own, thrown away afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg


def find_postgres() -> Path | None:
    """Where initdb and postgres lie, newest version first; None where they are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    return next((place for place in reversed(found) if (place / "initdb").exists()), None)


@contextmanager
def running_postgres(binaries: Path) -> Iterator["Cluster"]:
    """Start a cluster; PostgreSQL refuses to run as root, so root starts it as the user postgres."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "proviso", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, **quiet, **who,
    )  # fmt: skip
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-k", str(folder)]
    process = subprocess.Popen([binaries / "postgres", "-D", data, *options], **quiet, **who)
    try:
        cluster = Cluster(folder)
        cluster.wait()
        yield cluster
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A running cluster."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def url(self, name: str) -> str:
        return f"postgresql://proviso@/{name}?host={self.folder}"

    def wait(self) -> None:
        for _ in range(400):
            try:
                with psycopg.connect(self.url("postgres")):
                    return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError("PostgreSQL did not start")

    def make(self, name: str, *, like: str = "template1") -> str:
        """Make a database and give its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)

    def fresh(self, like: str) -> str:
        """Make a database under a name of its own."""
        self._made += 1
        return self.make(f"test_{self._made}", like=like)
