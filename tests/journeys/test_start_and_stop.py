"""The whole house starts on embedded defaults and, however it is ended, leaves no process and no open door."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib.resources import files
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
        self.temp = home.parent / "temp"
        self.temp.mkdir()
        own = {"PROVISO_HOME": str(home), "PROVISO_WEB_PORT": str(self.port), "TMPDIR": str(self.temp)}
        # Programs that name themselves (setproctitle) would write over the environment that they are found by.
        self.environ = {**os.environ, **own, "PYTHONUNBUFFERED": "1", "SPT_NOENV": "1"}
        self.lines: list[str] = []

    def start(self, *options: str, until: str = "Proviso is at") -> None:
        command = [sys.executable, "-P", "-m", "console.main", "up", *options]
        self.process = subprocess.Popen(
            command, env=self.environ, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if until in line:
                return
        raise AssertionError("\n".join(self.lines))

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        finally:
            connection.close()

    def wait_until_healthy(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                if self.healthy():
                    return
            time.sleep(0.3)
        raise AssertionError("the portal does not answer")

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
def house(tmp_path):
    house = Started(tmp_path / "home")
    yield house
    house.process.stdout.close()
    for process in [house.process, *house.processes()]:
        with suppress(psutil.Error):
            process.kill()
    house.process.wait()


def test_everything_comes_up_in_order_a_killed_part_comes_back_and_ctrl_c_stops_it_all(house):
    house.start("--no-sample")
    told = [line.split()[0] for line in house.lines]
    assert told[:2] == ["valkey", "store"]
    assert sorted(told[2:5]) == ["clock", "web", "worker"]
    assert house.lines[-1] == f"Proviso is at http://localhost:{house.port} (Ctrl-C stops it)"
    assert house.healthy()
    assert len(house.processes()) >= 6

    (web,) = [p for p in psutil.Process(house.process.pid).children() if "gunicorn" in " ".join(p.cmdline())]
    web.kill()
    web.wait(10)
    house.wait_until_healthy(90)

    house.process.send_signal(signal.SIGINT)
    rest = house.process.stdout.read()
    assert house.process.wait(30) == 0
    assert "web     ended by SIGKILL; starting it again" in rest
    assert "stopped; no process is left" in rest
    house.wait_until_gone(0.5)
    assert not (house.home / "run" / "valkey.sock").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_ended_in_mid_reading_it_leaves_no_process_and_no_plaintext(house, number):
    house.start(until="goes through the house")
    scan = files("console").joinpath("sample-scan.jpg").read_bytes()
    blobs = house.home / "blobs"
    until = time.monotonic() + 60
    while not [path for path in blobs.rglob("*") if path.is_file()]:
        assert time.monotonic() < until, "the sample never arrived"
        time.sleep(0.02)
    time.sleep(0.5)
    house.process.send_signal(number)
    house.process.wait(40)
    house.wait_until_gone(15)
    middle = len(scan) // 2
    for path in [*house.home.rglob("*"), *house.temp.rglob("*"), *Path("/dev/shm").rglob("*")]:
        with suppress(OSError):
            content = path.read_bytes() if path.is_file() else b""
            for canary in (scan[middle : middle + 48], b"Whitcombe", b"Okafor"):
                assert canary not in content, path
