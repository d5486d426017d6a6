"""A PostgreSQL of our own for a measurement or a test: a cluster on a private socket, thrown away afterwards."""

import os
import pwd
import re
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

from console.machine import POSTGRES_PLACES as PLACES

_HASTE = ("-c", "fsync=off", "-c", "full_page_writes=off")


def find_postgres() -> Path | None:
    """Where initdb and postgres lie, the newest version first; None where they are not installed."""
    found = [place for pattern in PLACES for place in Path("/").glob(f"{pattern[1:]}") if (place / "initdb").exists()]
    return max(found, key=_version, default=None)


def _version(place: Path) -> int:
    return max(map(int, re.findall(r"\d+", str(place))), default=0)


@contextmanager
def running_postgres(binaries: Path, *, durable: bool, below: str = "/tmp") -> Iterator["Cluster"]:  # noqa: S108 - the folder in it has a secret name
    """Start a cluster; PostgreSQL refuses to run as root, so root starts it as the user postgres.

    Commits reach the disk only when `durable`. `below` is a folder with a short name, for a socket lies in it, that
    the user postgres may enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=below))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = folder / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(  # noqa: S603 - a program of the system, fixed words
        [binaries / "initdb", "-D", data, "-U", "proviso", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, **quiet, **who,
    )  # fmt: skip
    options = ["-c", "listen_addresses=", *(() if durable else _HASTE), "-k", str(folder)]
    process = subprocess.Popen([binaries / "postgres", "-D", data, *options], **quiet, **who)  # noqa: S603 - likewise
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
        """Give the address of a database."""
        return f"postgresql://proviso@/{name}?host={self.folder}"

    def wait(self) -> None:
        """Wait until it answers; raises RuntimeError when it does not within 20 seconds."""
        for _ in range(400):
            try:
                with psycopg.connect(self.url("postgres")):
                    return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start")

    def make(self, name: str, *, like: str = "template1") -> str:
        """Make a database and give its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)

    def fresh(self, like: str) -> str:
        """Make a database under a name of its own."""
        self._made += 1
        return self.make(f"test_{self._made}", like=like)
