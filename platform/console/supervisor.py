"""Keep a set of processes up, and leave none behind: start, watch, restart, stop in order."""

import contextlib
import os
import re
import selectors
import signal
import socket
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from console.processes import Part, start
from governance.errors import ProvisoError

GRACE_SECONDS = 10.0
"""How long a process may take to end by itself before it is killed."""
READY_SECONDS = 120.0
"""How long a process may take to become ready; loading the language model takes most of it on a slow disk."""
TOO_OFTEN = (5, 120.0)
"""So many deaths of one process within so many seconds, and the supervisor gives up."""
FIRST_DELAY, LAST_DELAY = 0.5, 15.0
_HEARD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_WORTH_SAYING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b")


@dataclass(slots=True)
class _Child:
    """A part and the process that plays it now; `due` is when it is to be started again."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_OFTEN[0]))
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    unfinished: bytes = b""

    @property
    def is_ready(self) -> bool:
        process = self.process
        if process is None or process.poll() is not None:
            return False
        return self.part.is_ready(process.pid, time.monotonic() - self.started)


class Supervisor:
    """Runs parts as children of this process, from the main thread; use `listening` around everything.

    `say` gets one line at a time. What the children write is passed on when `verbose`, else only what calls
    itself a warning or worse; the last lines are told when a child does not stay up.
    """

    def __init__(self, say: Callable[[str], None], *, verbose: bool = False) -> None:
        self._say = say
        self._verbose = verbose
        self._groups: list[list[_Child]] = []
        self._signals: list[int] = []
        self._selector = selectors.DefaultSelector()

    @property
    def _children(self) -> list[_Child]:
        return [child for group in self._groups for child in group]

    @property
    def is_told_to_stop(self) -> bool:
        """Whether a signal asked for the end."""
        return bool(self._signals)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals that ask for the end, and stop every child whatever happens inside."""
        inner, outer = socket.socketpair()
        for end in (inner, outer):
            end.setblocking(False)
        self._selector.register(inner, selectors.EVENT_READ)
        before = {number: signal.signal(number, self._hear) for number in (*_HEARD, signal.SIGCHLD)}
        wakeup = signal.set_wakeup_fd(outer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            self.stop()
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._selector.close()
            inner.close()
            outer.close()

    def bring_up(self, *parts: Part) -> bool:
        """Start parts together and wait until each is ready; False when a signal came first.

        Raises ProvisoError process-failed when one does not stay up or is not ready in time.
        """
        waiting = [_Child(part) for part in parts]
        self._groups.append(list(waiting))
        until = time.monotonic() + READY_SECONDS
        while waiting and not self.is_told_to_stop:
            self._tend(0.1)
            for child in [child for child in waiting if child.is_ready]:
                waiting.remove(child)
                self._say(f"{child.part.name:<7} {child.part.saying}")
            if waiting and time.monotonic() > until:
                self._give_up(waiting[0])
        return not self.is_told_to_stop

    def watch(self, task: subprocess.Popen[bytes] | None = None) -> int:
        """Keep everything up until a signal asks for the end, or until `task` ends; return its exit code or 0."""
        try:
            while not self.is_told_to_stop:
                self._tend(1.0)
                if task is not None and task.poll() is not None:
                    return task.returncode
        finally:
            if task is not None:
                end([task], GRACE_SECONDS)
        return 0

    def stop(self) -> None:
        """End the children: those brought up together end together, the last brought up first.

        A second signal meanwhile shortens the grace to nothing.
        """
        while self._groups:
            group = self._groups[-1]
            living = [child.process for child in group if child.process is not None]
            end(living, GRACE_SECONDS, lambda: len(self._signals) > 1)
            for child in group:
                self._let_go(child)
            self._groups.pop()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self._signals.append(number)

    def _tend(self, seconds: float) -> None:
        """Wait for something to happen, at most so long; read what was written; restart what died."""
        now = time.monotonic()
        waits = [child.due - now for child in self._children if child.process is None]
        for key, _events in self._selector.select(max(0.0, min([seconds, *waits]))):
            if isinstance(key.data, _Child):
                self._read(key.data)
            elif isinstance(key.fileobj, socket.socket):
                with contextlib.suppress(BlockingIOError):
                    key.fileobj.recv(4096)
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.process is None and now >= child.due and not self.is_told_to_stop:
                self._start(child)

    def _start(self, child: _Child) -> None:
        child.process = start(child.part)
        child.started = time.monotonic()
        if child.process.stdout is not None:
            os.set_blocking(child.process.stdout.fileno(), False)
            self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _bury(self, child: _Child, now: float) -> None:
        """Note a death; plan the next start, later each time, or give up."""
        process, code = child.process, child.process.returncode if child.process else 0
        if process is not None:
            end([process], 0.0)
        self._let_go(child)
        if self.is_told_to_stop:
            return
        child.deaths.append(now)
        most, within = TOO_OFTEN
        if len(child.deaths) == most and now - child.deaths[0] < within:
            self._give_up(child)
        recent = sum(1 for died in child.deaths if now - died < within)
        delay = min(FIRST_DELAY * 2 ** (recent - 1), LAST_DELAY)
        child.due = now + delay
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        self._say(f"{child.part.name:<7} ended {how}; starting it again in {delay:g} s")

    def _give_up(self, child: _Child) -> None:
        self._read(child)
        for line in child.tail:
            self._say(f"{child.part.name:<7} | {line}")
        raise ProvisoError("process-failed", process=child.part.name)

    def _let_go(self, child: _Child) -> None:
        self._read(child)
        if child.process is not None and child.process.stdout is not None:
            self._close(child.process.stdout)
        child.process = None

    def _close(self, pipe: IO[bytes]) -> None:
        if not pipe.closed:
            self._selector.unregister(pipe)
            pipe.close()

    def _read(self, child: _Child) -> None:
        pipe = child.process.stdout if child.process is not None else None
        if pipe is None or pipe.closed:
            return
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(pipe.fileno(), 65536):
                *lines, child.unfinished = (child.unfinished + chunk).split(b"\n")
                for line in lines:
                    self._pass_on(child, line.decode(errors="replace").rstrip())
            self._close(pipe)  # its end was read: it would be readable for ever

    def _pass_on(self, child: _Child, line: str) -> None:
        if not line:
            return
        child.tail.append(line)
        if self._verbose or (child.part.warnings_matter and _WORTH_SAYING.search(line)):
            self._say(f"{child.part.name:<7} | {line}")


def end(processes: list[subprocess.Popen[bytes]], grace: float, hurry: Callable[[], bool] = lambda: False) -> None:
    """Ask processes to end, wait for `grace` seconds at most, then kill them and whatever they started.

    `hurry` cuts the waiting short.
    """
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    until = time.monotonic() + grace
    while any(process.poll() is None for process in processes) and time.monotonic() < until and not hurry():
        time.sleep(0.02)
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()
    _end_sessions({process.pid for process in processes})


def _end_sessions(sessions: set[int]) -> None:
    """Kill what is left of sessions whose leaders are gone; only Linux can tell (proc(5), field 6 of stat)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) in sessions:
                os.kill(int(stat.parent.name), signal.SIGKILL)
