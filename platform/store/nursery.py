"""Where the programs that open files come from: a process that has their libraries loaded and knows no document.

It is `ocr_worker.nursery`, started from a clean start beside each process that opens files, so that no file pays for
an interpreter and its libraries. What is asked of it are descriptors and limits; the file itself goes to its child.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping

_PATIENCE_SECONDS = 60.0
_END_SECONDS = 5.0


class Nursery:
    """One process that forks a fenced child for each file; started when first needed, again when it is gone.

    It may be used by any number of threads, and by forked children of the process that started it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._starter = 0
        self._end: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Start it if it does not run; a fork that comes later shares it."""
        with self._lock:
            ours = self._starter == os.getpid()
            if self._door is None or (ours and self._process is not None and self._process.poll() is not None):
                self._renew()

    def bring_forth(self, wish: Mapping[str, object], file: int, answer: int) -> socket.socket:
        """Have a child made that reads the descriptor `file` and writes to `answer`; gives its lifeline.

        Closing the lifeline kills the child; when it has ended, the lifeline tells how. Raises RuntimeError when no
        nursery can be started.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                for _ in range(2):
                    self.start()
                    if self._sent(json.dumps(wish).encode(), [file, answer, theirs.fileno()]):
                        return ours
                    self.give_up()
        except BaseException:
            ours.close()
            raise
        ours.close()
        raise RuntimeError("the nursery of decoders did not start; is this package installed for this Python?")

    def give_up(self) -> None:
        """Let go of a nursery that does not do its work; the next wish starts another one."""
        with self._lock:
            self._close()

    def _sent(self, message: bytes, descriptors: list[int]) -> bool:
        with self._lock:
            if self._door is None:
                return False
            try:
                socket.send_fds(self._door, [message], descriptors)
            except OSError:
                return False
            return True

    def _renew(self) -> None:
        self._close()
        door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        door.settimeout(_PATIENCE_SECONDS)
        # The signal at a parent's death is sent when the thread that started it ends: only a main thread is one that
        # ends with its process. For the others the closed door is the sign.
        tied = os.getpid() if threading.current_thread() is threading.main_thread() else 0
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module, a number
                [sys.executable, "-I", "-m", "ocr_worker.nursery", str(tied)],
                stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                cwd="/", env={"LANG": "C.UTF-8"}, start_new_session=True,
            )  # fmt: skip
        self._door, self._starter = door, os.getpid()
        self._end = weakref.finalize(self, _end, door, self._process, self._starter)

    def _close(self) -> None:
        self._end()
        self._door = self._process = None


def _end(door: socket.socket, process: "subprocess.Popen[bytes]", starter: int) -> None:
    """Close the door; the process that started the nursery also waits until it is gone."""
    door.close()
    if starter != os.getpid():
        process.returncode = 0  # somebody else's child: there is nothing to wait for here
        return
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
