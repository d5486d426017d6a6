"""The nursery: has every decoder loaded and knows no document; each file is opened by a fenced child that it forks.

`python -I -m ocr_worker.nursery PARENT` is started by `store.nursery`, one beside each process that opens files, from
a clean start: nothing of that process is in its memory or environment. It fences itself before the first file.
Standard input is a socket whose every message asks for one child: the JSON that `ocr_worker.images` takes, and with
it three descriptors, of which only the child reads or writes the first two:

    in        the file comes through this pipe
    out       the answer leaves through this one
    lifeline  a socket; when its other end closes, the child is killed; when the child has ended, one line of JSON
              says how: {"code": its exit code, negative for a signal, "used": seconds of the processor}

The nursery ends when nobody holds the other end of its standard input any more, and with the process PARENT, where
one is named; its children die with it.
"""

import array
import gc
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress

from ocr_worker import images
from ocr_worker.fence import MOST_OPEN, withdraw

_LONGEST_WISH = 4096
_DESCRIPTORS = 3
_READ_END = select.POLLRDHUP
"""Only the end of a lifeline is waited for."""


class _Nursery:
    """The children that work, each with its lifeline."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._woken, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        # That a child ended is noticed in the same place where everything else is waited for.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self._poll = select.poll()
        self._poll.register(door, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        self._lines: dict[int, int] = {}
        """The lifeline's descriptor of each child."""
        self._children: dict[int, int] = {}
        """The other way round."""

    def tend(self) -> None:
        """Work until the door is closed."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor == self._woken:
                    self._bury()
                elif descriptor == self._door.fileno():
                    if not self._receive():
                        return
                elif descriptor in self._children:
                    # Nobody ever writes here: whoever asked has gone, or has had enough.
                    self._poll.unregister(descriptor)
                    os.kill(self._children[descriptor], signal.SIGKILL)

    def _receive(self) -> bool:
        message, ancillary, _, _ = self._door.recvmsg(
            _LONGEST_WISH, socket.CMSG_SPACE(_DESCRIPTORS * array.array("i").itemsize), socket.MSG_CMSG_CLOEXEC
        )
        if not message:
            return False
        given = array.array("i")
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                given.frombytes(data[: len(data) - len(data) % given.itemsize])
        file, answer, life = given
        nursery = os.getpid()
        child = os.fork()
        if child == 0:
            _work(message, file, answer, nursery)
        os.close(file)
        os.close(answer)
        self._lines[child] = life
        self._children[life] = child
        self._poll.register(life, _READ_END)
        return True

    def _bury(self) -> None:
        os.read(self._woken, 4096)
        while self._lines:
            child, status, usage = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            line = self._lines.pop(child)
            del self._children[line]
            with suppress(KeyError):  # whose lifeline was cut is not looked at any more
                self._poll.unregister(line)
            told = {"code": os.waitstatus_to_exitcode(status), "used": usage.ru_utime + usage.ru_stime}
            with suppress(OSError):  # nobody may want to know
                os.write(line, json.dumps(told).encode())
            os.close(line)


def _work(message: bytes, file: int, answer: int, nursery: int) -> None:
    """Be the child: keep three descriptors, open one file, end."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(file, 0)
        os.dup2(answer, 1)
        os.closerange(3, MOST_OPEN)
        images.open_one(json.loads(message), nursery)
        code = 0
    finally:
        # Without the interpreter's own end: it would run what the nursery has to do at its end.
        os._exit(code)


def main(parent: int) -> None:
    """Load, fence, freeze, and tend children until nobody asks any more."""
    images.load_all()
    nursery = _Nursery(socket.socket(fileno=os.dup(0)))
    withdraw(parent)
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the children
    nursery.tend()


if __name__ == "__main__":
    main(int(sys.argv[1]))
