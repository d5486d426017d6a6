"""The whole house starts on embedded defaults and, however it is ended, leaves no process and no open door."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from console.machine import ROOT
from console.up import port_is_free


class Started:
    """`proviso up` in a home and on a port of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        self.environ = {**os.environ, "PROVISO_HOME": str(home), "PROVISO_WEB_PORT": str(self.port)}
        self.lines: list[str] = []

    def start(self) -> None:
        command = [sys.executable, "-u", "-P", "-m", "console.main", "up", "--no-sample"]
        self.process = subprocess.Popen(
            command, env=self.environ, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if "Proviso is at" in line:
                return
        raise AssertionError("\n".join(self.lines))

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        finally:
            connection.close()

    def processes(self) -> list[psutil.Process]:
        """Every living process with this home in its environment or, like Valkey, in its command line."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                named = str(self.home) in " ".join(process.cmdline())
                if named or process.environ().get("PROVISO_HOME") == str(self.home):
                    found.append(process)
        return found

    def wait_until_gone(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < until, [process.cmdline() for process in left]
            time.sleep(0.1)
        assert port_is_free("127.0.0.1", self.port)


@pytest.fixture
def started(tmp_path):
    house = Started(tmp_path / "home")
    house.start()
    yield house
    house.process.stdout.close()
    for process in [house.process, *house.processes()]:
        with suppress(psutil.Error):
            process.kill()
    house.process.wait()


def test_ctrl_c_stops_everything_in_order_and_a_second_start_is_quick(started):
    told = [line.split()[0] for line in started.lines]
    assert told[:2] == ["valkey", "store"]
    assert sorted(told[2:5]) == ["clock", "web", "worker"]
    assert started.lines[-1] == f"Proviso is at http://localhost:{started.port} (Ctrl-C stops it)"
    assert started.healthy()
    assert len(started.processes()) >= 6
    started.process.send_signal(signal.SIGINT)
    rest = started.process.stdout.read()
    assert started.process.wait(30) == 0
    assert "stopped; no process is left" in rest
    started.wait_until_gone(0.5)
    assert not (started.home / "run" / "valkey.sock").exists()

    begun = time.monotonic()
    started.start()
    assert time.monotonic() - begun < 60
    assert started.healthy()
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(30) == 0
    started.wait_until_gone(0.5)


def test_a_killed_supervisor_takes_everything_with_it(started):
    assert started.healthy()
    started.process.kill()
    started.process.wait()
    started.wait_until_gone(15)


def test_a_killed_part_comes_back(started):
    (web,) = [p for p in psutil.Process(started.process.pid).children() if "gunicorn" in " ".join(p.cmdline())]
    web.kill()
    web.wait(10)
    until = time.monotonic() + 60
    back = False
    while not back:
        assert time.monotonic() < until
        time.sleep(0.3)
        with suppress(OSError, http.client.HTTPException):
            back = started.healthy()
    started.process.send_signal(signal.SIGHUP)
    assert started.process.wait(30) == 0
    started.wait_until_gone(0.5)
