"""Install what is missing, for running or for the tests, from the locked and hashed package lists.

`python -m console.install run|test`, called by bin/_install on the system's bare Python: only the standard
library may be imported. Safe to stop at any moment and to run again: a stamp inside .venv is written last,
and only what it does not vouch for is done. No registry is named; pip and uv use their own configuration.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path

from console.machine import JAXB, JAXB_JARS, ROOT, Level, System, missing_packages, output_of, read_system

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLER_LOCK = ROOT / "config" / "installer.lock"
BUILD_LOCK = ROOT / "config" / "build.lock"
LOCKS = {Level.RUN: ROOT / "requirements.lock", Level.TEST: ROOT / "requirements-test.lock"}
_APT = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0")
_NO_CLUSTER = (
    "f=/etc/postgresql-common/createcluster.conf; "
    "test -e $f || { mkdir -p ${f%/*} && echo 'create_main_cluster = false' > $f; }"
)
_APT_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


class InstallError(Exception):
    """What stopped the installation; the text says what to do next."""


def say(line: str) -> None:
    """Tell the person one line."""
    sys.stdout.write(f"proviso: {line}\n")
    sys.stdout.flush()


def run(what: str, command: Sequence[str], *, cwd: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Run one step under one line of explanation; its own output is shown only when it fails.

    Raises InstallError with the last lines of the output.
    """
    say(f"{what} …")
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        done = subprocess.run(  # noqa: S603 - commands of this file, no shell
            command,
            cwd=cwd,
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log.seek(0)
        tail = log.read().splitlines()[-25:]
    if done.returncode:
        raise InstallError(f"{what}: failed with exit code {done.returncode}\n  " + "\n  ".join(tail))
    if (seconds := time.monotonic() - started) >= 3:
        say(f"  done in {seconds:.0f} s")


# ---- the system ----


def as_root(system: System, packages: Sequence[str]) -> list[str]:
    """Return the words that turn a command into root's: none for root, else sudo.

    Raises InstallError when neither is possible, with the command for somebody who may.
    """
    if os.geteuid() == 0:
        return []
    keep = [f"{key}={os.environ[key]}" for key in ("http_proxy", "https_proxy", "no_proxy") if key in os.environ]
    passing = ["env", *(f"{key}={value}" for key, value in _APT_ENVIRONMENT.items()), *keep]
    if sudo := shutil.which("sudo"):
        asked = [sudo, "-n", "true"]
        done = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
        if done.returncode and _has_terminal():
            say("your password is needed once, for apt-get")
            done = subprocess.run([sudo, "-v"], check=False)  # noqa: S603 - sudo itself asks on the terminal
        if done.returncode == 0:
            return [sudo, "-n", *passing]
    raise InstallError(
        "system packages are missing and this user may not install them. Run as root, then start again:\n"
        f"  {system.command(packages).removeprefix('sudo ')}"
    )


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def check_elsewhere(system: System, level: Level) -> None:
    """On a system we do not install on, make sure that everything is there already.

    Raises InstallError with the packages in that system's names, before anything was changed.
    """
    if system.installs_itself:
        return
    if missing := missing_packages(system, level):
        raise InstallError(
            f"{system.name} lacks packages that are needed here. Install them, then start again:\n"
            f"  {system.command(missing)}\n  Nothing was changed."
        )
    if level is Level.TEST and _jars_are_missing():
        say(f"the PDF validator needs {' and '.join(JAXB_JARS)} in {JAXB}, or its tests are skipped")


def install_packages(system: System, level: Level) -> None:
    """Install the system packages that are missing on Debian 12, as root or with sudo; elsewhere do nothing."""
    if not system.installs_itself:
        return
    missing = missing_packages(system, level)
    jars = level is Level.TEST and _jars_are_missing()
    if not missing and not jars:
        return
    root = as_root(system, missing or ["libjaxb-java"])
    run("reading the package lists", [*root, *_APT, "update"], environment=_APT_ENVIRONMENT)
    if any(name.startswith("postgresql") for name in missing):
        # The package would make a database and start it; the tests want its programs only.
        run("keeping PostgreSQL from starting by itself", [*root, "sh", "-c", _NO_CLUSTER])
    if missing:
        command = [*root, *_APT, "install", "--no-install-recommends", *missing]
        run(f"installing {' '.join(missing)}", command, environment=_APT_ENVIRONMENT)
    if jars:
        unpack_jaxb()


def _jars_are_missing() -> bool:
    return not all((JAXB / jar).is_file() for jar in JAXB_JARS)


def unpack_jaxb() -> None:
    """Fetch the two JAXB libraries the PDF validator lacks, without the 34 packages Debian ties to them."""
    with tempfile.TemporaryDirectory(prefix="proviso-jaxb-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        fetch = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", "libjaxb-java"]
        run("fetching two Java libraries for the PDF validator", fetch, cwd=place)
        archive = next(place.glob("libjaxb-java_*.deb"))
        run("unpacking them", ["dpkg", "-x", str(archive), str(place / "tree")])
        JAXB.mkdir(parents=True, exist_ok=True)
        for jar in JAXB_JARS:
            shutil.copyfile(place / "tree" / "usr" / "share" / "java" / jar, JAXB / f"{jar}.part")
            (JAXB / f"{jar}.part").replace(JAXB / jar)


# ---- the Python packages ----


def fingerprint(level: Level) -> str:
    """Hash all that decides what .venv must hold: the locks, the project file, the place, the interpreter."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n{sys.base_prefix}\n{level.value}\n".encode())
    locks = [INSTALLER_LOCK, BUILD_LOCK, LOCKS[Level.RUN], ROOT / "pyproject.toml"]
    for path in (*locks, *((LOCKS[Level.TEST],) if level is Level.TEST else ())):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamp(level: Level) -> Path:
    return VENV / f".proviso-{level.value}"


def is_current(level: Level) -> bool:
    """Say whether .venv already holds all of `level`, by its stamp; the tests' set covers the running set."""
    for stamped in {level, Level.TEST}:
        with contextlib.suppress(OSError):
            if _stamp(stamped).read_text(encoding="utf-8") == fingerprint(stamped) and PYTHON.exists():
                return True
    return False


def make_venv() -> None:
    """Make .venv with the locked installer in it, or keep the one that works."""
    wanted = INSTALLER_LOCK.read_text(encoding="utf-8").split()[0].replace("==", " ")
    version = output_of(str(PYTHON), "-c", "import sys, pip; print(*sys.version_info[:2])")
    if VENV.exists() and version.split() != ["3", "11"]:
        say("the old .venv is incomplete or of another Python: making it anew")
        shutil.rmtree(VENV)
    if not VENV.exists():
        run("making .venv", [sys.executable, "-m", "venv", str(VENV)])
    if not output_of(str(VENV / "bin" / "uv"), "--version").startswith(wanted):
        pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "-r"]
        run("installing the package installer", [*pip, str(INSTALLER_LOCK)])


def to_go(level: Level) -> list[str]:
    """Name the packages in .venv that the lock has no more, and those that something broke off without leaving a name.

    They are not taken out one by one: two packages may have written the same files, and those would go for both.
    """
    locked = {line.partition("==")[0] for line in LOCKS[level].read_text(encoding="utf-8").splitlines()}
    installer = {line.partition("==")[0] for line in INSTALLER_LOCK.read_text(encoding="utf-8").splitlines()}
    places = [str(place) for place in VENV.glob("lib/python*/site-packages")]
    names = (one.metadata["Name"] or "a package without a name" for one in distributions(path=places))
    found = {re.sub(r"[-_.]+", "-", name).lower() for name in names}
    return sorted(found - locked - installer - {"proviso", "pip", "setuptools"})


def install_python(level: Level) -> None:
    """Bring .venv to `level` exactly as locked, every package checked against its hash, and stamp it."""
    if is_current(level):
        return
    for stale in Level:
        _stamp(stale).unlink(missing_ok=True)
    make_venv()
    if next(VENV.glob("lib/python*/site-packages/pytest"), None):
        level = Level.TEST  # a start never takes away what the tests brought
    if names := to_go(level):
        say(f"the old .venv holds {', '.join(names)}, which nothing needs any more: making it anew")
        shutil.rmtree(VENV)
        make_venv()
    uv = [str(VENV / "bin" / "uv"), "pip"]
    where = ["--python", str(PYTHON), "--build-constraints", str(BUILD_LOCK)]
    run("installing the locked Python packages", [*uv, "sync", *where, "--require-hashes", str(LOCKS[level])])
    run("installing Proviso itself", [*uv, "install", *where, "--no-deps", "--editable", str(ROOT)])
    part = _stamp(level).with_suffix(".part")
    part.write_text(fingerprint(level), encoding="utf-8")
    part.replace(_stamp(level))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second installation in the same folder wait for the first."""
    (ROOT / ".tools").mkdir(exist_ok=True)
    with (ROOT / ".tools" / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another installation is at work in this folder; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str]) -> int:
    """Install for the level named by the one argument, `run` or `test`; return 0, or 1 with what to do."""
    level = Level(arguments[0]) if arguments else Level.RUN
    try:
        system = read_system()
        check_elsewhere(system, level)
        with one_at_a_time():
            install_packages(system, level)
            install_python(level)
    except InstallError as error:
        sys.stderr.write(f"proviso: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("proviso: stopped; run the same command again to go on\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
