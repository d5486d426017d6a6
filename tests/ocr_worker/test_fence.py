"""The fence, tried from inside: each attempt runs in a process that has just been closed off."""

import os
import subprocess
import sys

import pytest

_FENCED = """
import ctypes, os, socket, sys
from ocr_worker.fence import close_off
close_off(memory=512 << 20, cpu_seconds=2, parent=os.getppid())
try:
    {attempt}
except BaseException as problem:
    print("refused", type(problem).__name__)
else:
    print("possible")
"""


def _attempt(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", _FENCED.format(attempt=code)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False, cwd="/",
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname').read()",
        "open('/tmp/left-behind', 'w')",
        "os.listdir('/')",
        "socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "socket.socket(socket.AF_UNIX)",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.dup(0)",
        "bytearray(600 << 20)",
    ],
)
def test_behind_the_fence_nothing_can_be_reached(code: str) -> None:
    assert _attempt(code).stdout.startswith("refused")


def test_behind_the_fence_one_can_still_compute() -> None:
    assert _attempt("bytearray(50 << 20); sum(range(10**6))").stdout.strip() == "possible"


def test_a_loop_without_end_is_ended_by_the_processor_clock() -> None:
    assert _attempt("while True: pass").returncode < 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a user to give away")
def test_root_becomes_nobody() -> None:
    code = "print(open('/proc/self/status').read())"
    before = _FENCED.replace("close_off(memory", "status = open('/proc/self/status'); close_off(memory")
    run = subprocess.run(
        [sys.executable, "-I", "-c", before.format(attempt=code.replace("open('/proc/self/status')", "status"))],
        capture_output=True, text=True, timeout=60, check=False, cwd="/",
    )  # fmt: skip

    assert "Uid:\t65534\t65534\t65534\t65534" in run.stdout
    assert "NoNewPrivs:\t1" in run.stdout


def test_a_child_whose_parent_is_gone_does_not_start() -> None:
    code = "import os; from ocr_worker.fence import close_off; close_off(memory=1<<29, cpu_seconds=2, parent=1 << 22)"

    assert subprocess.run([sys.executable, "-I", "-c", code], check=False, cwd="/").returncode == 1


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname').read()",
        "os.listdir('/')",
        "socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "socket.socket(socket.AF_UNIX)",
        "os.execv('/bin/true', ['true'])",
        "os.setuid(0) if os.geteuid() else os.open('/', 0)",
    ],
)
def test_a_nursery_can_make_children_and_reach_nothing(code: str) -> None:
    program = _FENCED.replace("import close_off", "import withdraw").replace(
        "close_off(memory=512 << 20, cpu_seconds=2, parent=os.getppid())", "withdraw(os.getppid())"
    )
    for attempt, said in ((code, "refused"), ("os.fork() or os._exit(0)", "possible")):
        run = subprocess.run(
            [sys.executable, "-I", "-c", program.format(attempt=attempt)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False, cwd="/",
        )  # fmt: skip
        assert run.stdout.startswith(said)
