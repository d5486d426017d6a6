"""Become another program that dies with the process that started it: `tether.py PARENT SIGNAL COMMAND …`.

A file of its own, run before the command in the same process, so that it works whatever threads the parent has.
Linux keeps the death signal through exec (prctl(2), PR_SET_PDEATHSIG); elsewhere only the rest is done.
"""

import contextlib
import ctypes
import os
import resource
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, death_signal: int, command: list[str]) -> None:
    """Tie this process to `parent`, forbid core dumps (they would hold keys), and turn into `command`."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit(1)  # it died before it could be watched
    os.execv(command[0], command)  # noqa: S606 - the command is the supervisor's own


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
