"""Take everything away from a process that is about to open a stranger's file.

Order matters: limits first, then the network, then the user, then what a change of user would reset (the
death signal), and at the very end the list of system calls, because it forbids the steps before it.
Every module that decoding needs must be imported before `close_off`: afterwards no file can be opened.
"""

import contextlib
import ctypes
import os
import platform
import pwd
import resource
import signal
import struct

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_NOBODY = 65534

# What decoding from memory into a pipe needs, by number; anything else answers "not permitted".
# read write close fstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn readv
# writev sched_yield mremap madvise nanosleep getpid exit gettimeofday getrusage sigaltstack gettid futex
# sched_getaffinity clock_gettime clock_getres clock_nanosleep exit_group tgkill getrandom membarrier rseq
_X86_64_CALLS = (
    *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 24, 25, 28, 35, 39, 60, 96, 98, 131, 186, 202),
    *(204, 228, 229, 230, 231, 234, 318, 324, 334),
)
_AUDIT_ARCH_X86_64 = 0xC000003E

_libc = ctypes.CDLL(None, use_errno=True)


def close_off(*, memory: int, cpu_seconds: int, parent: int) -> None:
    """Leave this process only the three descriptors it was born with.

    `memory` bounds the address space in bytes, `cpu_seconds` the processor time; `parent` is the process
    that asked for the work: when it is gone, this one ends too. Exits with 1 when the parent is already gone.
    """
    _limit(memory, cpu_seconds)
    _leave_network()
    _become_nobody()
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _allow_only_computing()


def _limit(memory: int, cpu_seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _leave_network() -> None:
    """Move to a network namespace without interfaces; a kernel that refuses leaves it to the call filter."""
    spaces = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    _libc.unshare(ctypes.c_int(spaces))


def _become_nobody() -> None:
    if os.geteuid() != 0:
        return
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


def _prctl(option: int, value: int) -> None:
    _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def _allow_only_computing() -> None:
    """Install a seccomp filter: no call that opens, connects, forks, executes or signals anyone else."""
    if platform.machine() != "x86_64" or os.name != "posix":
        return

    def step(code: int, when: int, otherwise: int, value: int) -> bytes:
        return struct.pack("HBBI", code, when, otherwise, value)

    load, equal, answer = 0x20, 0x15, 0x06
    program = [step(load, 0, 0, 4), step(equal, 1, 0, _AUDIT_ARCH_X86_64), step(answer, 0, 0, 0)]
    program.append(step(load, 0, 0, 0))
    left = len(_X86_64_CALLS)
    for number in _X86_64_CALLS:
        program.append(step(equal, left, 0, number))
        left -= 1
    program.append(step(answer, 0, 0, 0x00050000 | 1))  # EPERM
    program.append(step(answer, 0, 0, 0x7FFF0000))  # allowed

    code = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    _libc.prctl(
        ctypes.c_int(_PR_SET_SECCOMP), ctypes.c_ulong(_SECCOMP_MODE_FILTER),
        ctypes.c_char_p(head), ctypes.c_ulong(0), ctypes.c_ulong(0),
    )  # fmt: skip
