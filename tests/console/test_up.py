"""The supervisor with real processes: everything comes up in order, stays up, and nothing is left behind."""

import contextlib
import fcntl
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
import redis

from console.machine import ROOT
from console.processes import Part, answers, house_parts, start, start_valkey, uses_bundled_valkey, valkey_part
from console.supervisor import Supervisor
from console.up import address, port_is_free
from governance.errors import ProvisoError
from store.settings import load_settings

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


def part(name: str, code: str = "", *, ready: float = 0.05, **extra) -> Part:
    command = (sys.executable, "-c", code) if code else SLEEP
    return Part(name, command, lambda _pid, age: age >= ready, "is up", **extra)


@pytest.fixture
def settings(tmp_path):
    return load_settings({"PROVISO_HOME": str(tmp_path / "home")})


@pytest.fixture
def born():
    """Give the living children of this process that were not there before the test."""
    before = set(psutil.Process().children())
    return lambda: [child for child in psutil.Process().children() if child not in before]


def told(lines: list[str], words: str) -> bool:
    return any(words in line for line in lines)


def interrupt_when(holds) -> None:
    until = time.monotonic() + 30
    try:
        while not holds() and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        os.kill(os.getpid(), signal.SIGINT)


def later(seconds: float, number: int) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), number)).start()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_process(number, born):
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    with supervisor.listening():
        assert supervisor.bring_up(part("first"))
        assert supervisor.bring_up(part("second"), part("third"))
        children = born()
        assert len(children) == 3
        later(0.1, number)
        assert supervisor.watch() == 0
    assert not any(child.is_running() for child in children)
    assert lines[0].startswith("first")


def test_what_came_up_first_ends_last(tmp_path):
    code = f"""
import pathlib, signal, sys, time
def end(*_):
    with open({str(tmp_path / "order")!r}, "a") as log: log.write(sys.argv[1] + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
pathlib.Path({str(tmp_path)!r}, sys.argv[1]).touch()
time.sleep(600)
"""

    def named(name: str) -> Part:
        made = tmp_path / name
        return Part(name, (sys.executable, "-c", code, name), lambda _pid, _age: made.exists(), "is up")

    supervisor = Supervisor(lambda _line: None)
    with supervisor.listening():
        supervisor.bring_up(named("keys"))
        supervisor.bring_up(named("worker"), named("clock"))
    order = (tmp_path / "order").read_text().split()
    assert sorted(order) == ["clock", "keys", "worker"]
    assert order[-1] == "keys"


def test_a_process_that_dies_is_started_again(born):
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    with supervisor.listening():
        supervisor.bring_up(part("worker"))
        (first,) = born()
        first.kill()
        # One look at the children each time: the dead one may be gone before a second look.
        threading.Thread(target=interrupt_when, args=(lambda: any(one.pid != first.pid for one in born()),)).start()
        supervisor.watch()
        (second,) = born()
        assert second.pid != first.pid
    assert told(lines, "ended by SIGKILL; starting it again in 0.5 s")


def test_a_process_that_dies_again_and_again_stops_everything_with_its_last_words(monkeypatch, born):
    monkeypatch.setattr("console.supervisor.FIRST_DELAY", 0.01)
    lines: list[str] = []
    supervisor = Supervisor(lines.append)
    broken = part("broken", "print('no model on this machine'); raise SystemExit(4)", ready=60)
    with supervisor.listening():
        supervisor.bring_up(part("sound"))
        with pytest.raises(ProvisoError) as caught:
            supervisor.bring_up(broken)
    assert caught.value.code == "process-failed"
    assert caught.value.data == {"process": "broken"}
    assert told(lines, "broken  | no model on this machine")
    assert not born()


@pytest.mark.parametrize("verbose", [False, True])
def test_only_warnings_are_passed_on_unless_everything_is_asked_for(verbose, tmp_path):
    done = tmp_path / "written"
    code = (
        "print('INFO all is well'); print('WARNING the disk is full', flush=True); "
        f"import pathlib, time; pathlib.Path({str(done)!r}).touch(); time.sleep(600)"
    )
    lines: list[str] = []
    supervisor = Supervisor(lines.append, verbose=verbose)
    with supervisor.listening():
        supervisor.bring_up(Part("clock", (sys.executable, "-c", code), lambda _pid, _age: done.exists(), "is up"))
    assert told(lines, "the disk is full")
    assert told(lines, "all is well") is verbose


def test_a_process_that_will_not_end_is_killed_with_all_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr("console.supervisor.GRACE_SECONDS", 0.3)
    code = (
        "import signal, subprocess, sys, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], process_group=0); "
        f"pathlib.Path({str(tmp_path / 'grandchild')!r}).write_text(str(p.pid)); time.sleep(600)"
    )
    supervisor = Supervisor(lambda _line: None)
    with supervisor.listening():
        made = tmp_path / "grandchild"
        stubborn = Part(
            "stubborn", (sys.executable, "-c", code), lambda _p, _a: made.exists() and made.stat().st_size, ""
        )
        supervisor.bring_up(stubborn)
        grandchild = psutil.Process(int(made.read_text()))
    with contextlib.suppress(psutil.NoSuchProcess):
        grandchild.wait(5)
    assert not psutil.pid_exists(grandchild.pid) or grandchild.status() == psutil.STATUS_ZOMBIE


def test_a_task_is_watched_until_it_ends_and_gives_its_exit_code():
    supervisor = Supervisor(lambda _line: None)
    with supervisor.listening():
        supervisor.bring_up(part("web"))
        assert supervisor.watch(start(part("sample", "raise SystemExit(3)"), output=None)) == 3


def test_a_signal_ends_the_task_too():
    supervisor = Supervisor(lambda _line: None)
    with supervisor.listening():
        task = start(part("sample"), output=None)
        later(0.1, signal.SIGTERM)
        supervisor.watch(task)
        assert task.returncode == -signal.SIGTERM


def test_children_die_with_a_killed_supervisor_and_leave_no_core_file(tmp_path):
    code = f"""
import pathlib, sys, time
from console.processes import Part, start
children = [start(Part(str(n), {SLEEP!r}, lambda p, a: True, "")) for n in range(3)]
pathlib.Path({str(tmp_path / "pids")!r}).write_text(" ".join(str(child.pid) for child in children))
time.sleep(600)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", code])
    until = time.monotonic() + 20
    while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    children = [psutil.Process(int(pid)) for pid in (tmp_path / "pids").read_text().split()]
    time.sleep(0.3)
    assert resource.prlimit(children[0].pid, resource.RLIMIT_CORE) == (0, 0)
    supervisor.kill()
    supervisor.wait()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]


def test_the_bundled_valkey_keeps_nothing_and_opens_to_nobody_else(settings):
    valkey = start_valkey(settings)
    try:
        connection = redis.Redis.from_url(settings.redis_url)
        assert connection.config_get("save", "appendonly", "port", "maxmemory-policy") == {
            "save": "", "appendonly": "no", "port": "0", "maxmemory-policy": "noeviction",
        }  # fmt: skip
        connection.close()
        assert stat.S_IMODE(settings.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(settings.socket.parent.stat().st_mode) == 0o700
        with pytest.raises(ProvisoError) as caught:
            start_valkey(settings)
        assert caught.value.code == "house-running-already"
        assert answers(settings.redis_url)
    finally:
        valkey.kill()
        valkey.wait()
    assert not answers(settings.redis_url)
    restarted = start_valkey(settings)  # over the socket that the killed one left
    restarted.kill()
    restarted.wait()


def test_a_home_too_deep_for_a_socket_gets_a_short_private_one(tmp_path):
    deep = load_settings({"PROVISO_HOME": str(tmp_path / ("deep" * 25))})
    valkey = start_valkey(deep)
    valkey.kill()
    valkey.wait()
    assert len(os.fsencode(deep.socket)) <= 100
    assert stat.S_IMODE(deep.socket.parent.stat().st_mode) == 0o700


def test_an_own_key_server_is_used_instead_of_the_bundled_one(settings, tmp_path):
    assert uses_bundled_valkey(settings)
    own = {"PROVISO_HOME": str(tmp_path / "home"), "PROVISO_REDIS_URL": "redis://localhost:1/0"}
    assert not uses_bundled_valkey(load_settings(own))
    assert uses_bundled_valkey(load_settings({**own, "PROVISO_KEYS_URL": settings.redis_url}))
    assert [made.name for made in (valkey_part(settings), *house_parts(settings))] == [
        "valkey",
        "web",
        "worker",
        "clock",
    ]


def test_a_second_start_in_the_same_home_is_refused_and_touches_nothing(tmp_path):
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True)
    with (home / "run" / "up.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = run_up(home, "--once")
    assert done.returncode == 3
    assert "house-running-already" in done.stderr
    assert sorted(path.name for path in home.rglob("*")) == ["run", "up.lock"]


def test_a_taken_port_is_said_with_the_way_out(tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        done = run_up(tmp_path / "home", "--once", PROVISO_WEB_PORT=str(port))
    assert done.returncode == 3
    assert "PROVISO_WEB_PORT" in done.stderr
    assert port_is_free("127.0.0.1", port)


def test_the_address_told_is_the_one_that_works(settings):
    assert address(settings) == "http://localhost:8000"
    assert address(load_settings({"PROVISO_HOME": str(settings.home), "PROVISO_WEB_PORT": "9000"})).endswith(":9000")


def run_up(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "console.main", "up", *arguments]
    environ = {**os.environ, "PROVISO_HOME": str(home), **environment}
    return subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
