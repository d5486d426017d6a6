"""`proviso up`: the whole house on this machine, the sample scan sent through it, until Ctrl-C."""

import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from console.processes import Part, house_parts, start, uses_bundled_valkey, valkey_part
from console.supervisor import Supervisor
from governance.errors import ProvisoError
from store.migrate import migrate
from store.reading import check_reading, reads_once
from store.rooms import owned_folder
from store.settings import Settings, load_settings

REFUSED = 3
_PORT_SECONDS = 4.0
"""How long a port may stay taken by the portal of an earlier start that is just ending."""


@click.command()
@click.option("--once", is_flag=True, help="Stop after the sample scan; the exit code says how it went.")
@click.option("--no-sample", is_flag=True, help="Start without sending the sample scan through.")
@click.option("--verbose", is_flag=True, help="Show everything the processes write, not only warnings.")
def up(*, once: bool, no_sample: bool, verbose: bool) -> None:
    """Start everything on this machine and send the bundled sample scan through it.

    Database, queue, keys and blobs are embedded defaults; Ctrl-C stops all of it and leaves nothing behind.
    """
    settings = load_settings()
    check_reading(settings)
    if notice := reads_once(settings):
        _say(notice)
    supervisor = Supervisor(_say, verbose=verbose)
    with _only_one(settings), supervisor.listening():
        code = _run(supervisor, settings, once=once, sample=not no_sample)
        _say("stopping …")
    _say("stopped; no process is left")
    sys.exit(code)


def _run(supervisor: Supervisor, settings: Settings, *, once: bool, sample: bool) -> int:
    _wait_for_port(settings.web.host, settings.web.port)
    if uses_bundled_valkey(settings) and not supervisor.bring_up(valkey_part(settings)):
        return 0
    migrate(settings)
    _say("store   the database has its tables")
    if not supervisor.bring_up(*house_parts(settings)):
        return 0
    code = 0
    if sample:
        code = supervisor.watch(start(_SAMPLE, output=None))
        if code and not supervisor.is_told_to_stop:
            _say(f"the sample scan did not go through (exit code {code}); `proviso doctor` may know why")
    if once or supervisor.is_told_to_stop:
        return code
    _say(f"Proviso is at {address(settings)} (Ctrl-C stops it)")
    return supervisor.watch()


def address(settings: Settings) -> str:
    """Name the address a person types into the browser of this machine."""
    if settings.web.host in ("127.0.0.1", "::1", "localhost"):
        return f"http://localhost:{settings.web.port}"
    return settings.web.address


def _say(line: str) -> None:
    # A terminal that went away (SIGHUP) must not keep the rest from being stopped.
    try:
        click.echo(line)
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the home folder for this start; the lock dies with its holder.

    Raises ProvisoError house-running-already.
    """
    with (owned_folder(settings.home / "run") / "up.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ProvisoError("house-running-already", folder=str(settings.home)) from None
        yield


def _wait_for_port(host: str, port: int) -> None:
    until = time.monotonic() + _PORT_SECONDS
    while not port_is_free(host, port):
        if time.monotonic() > until:
            raise ProvisoError("port-taken", host=host, port=port)
        time.sleep(0.2)


def port_is_free(host: str, port: int) -> bool:
    """Say whether the portal could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


_SAMPLE = Part("sample", (sys.executable, "-P", "-m", "console.up"), lambda _pid, _age: True, "")
"""The sample runs as a process of its own, so that it can be stopped at any moment, too."""


def _send_sample() -> int:
    from console.sample import run_sample

    try:
        return run_sample(load_settings())
    except ProvisoError as refusal:
        click.echo(f"{refusal.code}: {refusal.sentence}\n{refusal.next_step}", err=True)
        return REFUSED


if __name__ == "__main__":
    sys.exit(_send_sample())
