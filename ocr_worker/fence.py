"""Take everything away from a process that is about to open a stranger's file.

It falls in two. The nursery withdraws once: no network, an unprivileged user, and no system calls but those of
making and ending children. Each child closes itself in: limits, death with the nursery, and a list of system calls
that only computes. Order matters: what a change of user would reset (the death signal) comes after it, and the
list of calls at the very end, because it forbids the steps before it. Every module that decoding needs must be
imported before: afterwards no file can be opened.

`python -m ocr_worker.fence` closes itself off and says in a line of JSON what it could still do.
"""

import contextlib
import ctypes
import json
import os
import pwd
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass

from ocr_worker.system_calls import allow_only_computing, allow_only_nursing

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_NOBODY = 65534
MOST_OPEN = 512
"""Descriptors of the nursery: one for each child that works, and some of its own."""

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Closed:
    """Which walls the kernel put up: the list of `calls`, a `network` without interfaces, an unprivileged `user`.

    The limits and the death signal stand on every Linux.
    """

    calls: bool
    network: bool
    user: bool


def close_off(*, memory: int, cpu_seconds: int, parent: int, threads: bool = False) -> Closed:
    """Leave this process only the three descriptors it was born with: both halves of the fence at once.

    Exits with 1 when the parent is already gone.
    """
    network = _leave_network()
    user = _become_nobody()
    calls = close_in(memory=memory, cpu_seconds=cpu_seconds, parent=parent, threads=threads)
    return Closed(calls, network, user)


def withdraw(parent: int) -> Closed:
    """Leave a process that only makes children and opens nothing itself what it needs for that.

    It ends with its `parent`, unless that is 0. Exits with 1 when the parent is already gone.
    """
    for what, most in ((resource.RLIMIT_NOFILE, MOST_OPEN), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    network = _leave_network()
    user = _become_nobody()
    _tie(parent)
    return Closed(allow_only_nursing(_libc), network, user)


def close_in(*, memory: int, cpu_seconds: int, parent: int, threads: bool = False) -> bool:
    """Leave this process nothing but computing; tell whether the kernel took the list of calls.

    `memory` bounds the address space in bytes, `cpu_seconds` the processor time; `parent` is the process that forked
    it: when that is gone, this one ends too. `threads` is for a decoder that cannot do without threads of its own.
    Exits with 1 when the parent is already gone.
    """
    _limit(memory, cpu_seconds, threads=threads)
    _tie(parent)
    calls = allow_only_computing(_libc, threads=threads)
    if threads and not calls:
        # Without the list of calls only this keeps it from making processes; then it cannot make threads either.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    return calls


def _tie(parent: int) -> None:
    _prctl(_PR_SET_DUMPABLE, 0)
    if parent:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _limit(memory: int, cpu_seconds: int, *, threads: bool) -> None:
    limits = [
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]
    if not threads:
        # It counts threads as processes, and those of all other decoders too: with threads, the calls decide.
        limits.append((resource.RLIMIT_NPROC, 0))
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # The processor's seconds end with a signal of their own, and only a second later with the one that anybody
        # may send: who waits for this process must be able to tell the two apart.
        room = hard == resource.RLIM_INFINITY or hard > most
        resource.setrlimit(what, (most, most + 1 if what == resource.RLIMIT_CPU and room else most))


def _leave_network() -> bool:
    """Move to a network namespace without interfaces; a kernel that refuses leaves it to the call filter."""
    spaces = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    return bool(_libc.unshare(ctypes.c_int(spaces)) == 0)


def _become_nobody() -> bool:
    if os.geteuid() != 0:
        return True
    try:
        nobody = pwd.getpwnam("nobody")
        user, group = nobody.pw_uid, nobody.pw_gid
    except (KeyError, OSError):
        user = group = _NOBODY
    # Root of a user namespace may have nobody to become; it is not the machine's root, so go on.
    with contextlib.suppress(OSError):
        os.setgroups([])
    with contextlib.suppress(OSError):
        os.setgid(group)
        os.setuid(user)
    return os.geteuid() != 0


def _prctl(option: int, value: int) -> None:
    _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def _can(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _tell() -> None:
    """Close off and say what stands and what is still possible; nothing should be."""
    closed = close_off(memory=1 << 29, cpu_seconds=5, parent=os.getppid())
    os.close(0)  # so that the number of descriptors alone would allow another one
    tried: dict[str, Callable[[], object]] = {
        "file": lambda: os.open("/", os.O_RDONLY),
        "socket": socket.socket,
        "process": os.fork,
    }
    possible = [name for name, attempt in tried.items() if _can(attempt)]
    told = {"calls": closed.calls, "network": closed.network, "user": closed.user, "possible": possible}
    os.write(1, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    _tell()
