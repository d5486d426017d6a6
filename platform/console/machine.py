"""What the machine itself must bring, how each thing is noticed, and the packages that bring it.

Runs on the system's bare Python, before anything is installed: only the standard library may be imported
here. The installer and `proviso doctor` read the same list, so they cannot disagree.
"""

import ctypes
import importlib.util
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
JAXB = ROOT / ".tools" / "jaxb"
POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin", "/usr/libexec/postgresql*", "/usr/bin", "/opt/homebrew/opt/postgresql*/bin",
)  # fmt: skip
"""Where the systems we know put PostgreSQL's server programs."""
JAXB_JARS = ("jaxb-runtime.jar", "jaxb-core.jar")


class Level(Enum):
    """How much is installed: what running needs, or what the tests need on top of it."""

    RUN = "run"
    TEST = "test"


class Family(Enum):
    """The package tool of a machine; the value is the command that installs, without the packages."""

    APT = "apt-get install --no-install-recommends"
    DNF = "dnf install"
    PACMAN = "pacman -S --needed"
    APK = "apk add"
    BREW = "brew install"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class System:
    """The operating system: its own name for itself, its package family, and whether we may install on it."""

    name: str
    family: Family
    installs_itself: bool

    def command(self, packages: Iterable[str]) -> str:
        """Write the line a person types to install `packages`; a plain list where the tool is unknown."""
        names = " ".join(packages)
        if self.family is Family.OTHER:
            return names
        sudo = "" if self.family is Family.BREW or os.geteuid() == 0 else "sudo "
        return f"{sudo}{self.family.value} {names}"


@dataclass(frozen=True, slots=True)
class Need:
    """A thing the machine must have: why, a probe that returns "" or what is wrong, packages by family."""

    name: str
    why: str
    probe: Callable[[], str]
    packages: Mapping[Family, tuple[str, ...]]
    level: Level = Level.RUN

    def packages_for(self, family: Family) -> tuple[str, ...]:
        """Return the packages of `family`; Debian's names where the family is not one we know."""
        return self.packages.get(family) or self.packages[Family.APT]


_FAMILIES = (
    ({"debian", "ubuntu"}, Family.APT),
    ({"fedora", "rhel", "centos"}, Family.DNF),
    ({"arch"}, Family.PACMAN),
    ({"alpine"}, Family.APK),
)


def read_system(os_release: str | None = None, kernel: str = sys.platform) -> System:
    """Name the operating system from the text of os-release, see os-release(5), and the kernel."""
    if kernel == "darwin":
        return System("macOS", Family.BREW, installs_itself=False)
    if os_release is None:
        try:
            os_release = Path("/etc/os-release").read_text(encoding="utf-8")
        except OSError:
            os_release = ""
    pairs = (line.partition("=") for line in os_release.splitlines() if "=" in line)
    fields = {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    likes = {fields.get("ID", ""), *fields.get("ID_LIKE", "").split()}
    family = next((family for names, family in _FAMILIES if names & likes), Family.OTHER)
    bookworm = fields.get("ID") == "debian" and fields.get("VERSION_ID") == "12"
    return System(fields.get("PRETTY_NAME", "this system"), family, installs_itself=bookworm)


def output_of(*command: str) -> str:
    """Return what `command` prints on both streams; empty when it is not there or fails."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands of this file, no shell
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout + done.stderr


def _venv() -> str:
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    return f"the Python module {' and '.join(lacking)} is not there" if lacking else ""


def _certificates() -> str:
    places = ssl.get_default_verify_paths()
    if places.cafile and Path(places.cafile).is_file():
        return ""
    folder = Path(places.capath) if places.capath else None
    return "" if folder and any(folder.glob("*.0")) else "no certificate authorities to check servers with"


def _tesseract() -> str:
    if shutil.which("tesseract") is None:
        return "the command tesseract is not there"
    languages = output_of("tesseract", "--list-langs").split()
    return "" if "eng" in languages else "tesseract has no English language data"


def _pango() -> str:
    return _lacking("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def _lacking(*libraries: str) -> str:
    """Name the libraries, as Linux spells them, that cannot be loaded here."""
    if sys.platform == "darwin":
        libraries = tuple(f"{name.partition('.so')[0]}.dylib" for name in libraries if "atomic" not in name)
    return "; ".join(f"{name} cannot be loaded" for name in libraries if not _loads(name))


def _loads(library: str) -> bool:
    for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/"):
        try:
            ctypes.CDLL(folder + library)
        except OSError:
            continue
        return True
    return False


def _fonts() -> str:
    folders = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "~/.local/share/fonts",
        "~/.fonts",
        "~/Library/Fonts",
    )
    for folder in (*folders, "/Library/Fonts"):
        if next(Path(folder).expanduser().rglob("DejaVuSans.ttf"), None):
            return ""
    return "the DejaVu fonts are not there"


def find_chromium() -> str:
    """Return the path of a Chromium-like browser, or "" when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), "")


def _chromium() -> str:
    return "" if find_chromium() else "no Chromium browser"


def _java() -> str:
    found = re.search(r"javac (\d+)", output_of("javac", "-version"))
    return "" if found and int(found[1]) >= 17 else "no Java compiler of version 17 or later"


def _postgres() -> str:
    found = any(next(Path("/").glob(f"{place[1:]}/initdb"), None) for place in POSTGRES_PLACES)
    return "" if found else "no PostgreSQL server programs"


def _commands(*names: str) -> Callable[[], str]:
    def probe() -> str:
        lacking = [name for name in names if shutil.which(name) is None]
        return f"the command {' and '.join(lacking)} is not there" if lacking else ""

    return probe


def _need(
    name: str, why: str, probe: Callable[[], str], *, apt: str, dnf: str, pacman: str, apk: str, brew: str,
    level: Level = Level.RUN,
) -> Need:  # fmt: skip
    spelled = {Family.APT: apt, Family.DNF: dnf, Family.PACMAN: pacman, Family.APK: apk, Family.BREW: brew}
    return Need(name, why, probe, MappingProxyType({k: tuple(v.split()) for k, v in spelled.items()}), level)


NEEDS: tuple[Need, ...] = (
    _need(
        "certificates", "to check the package registry's identity", _certificates,
        apt="ca-certificates", dnf="ca-certificates", pacman="ca-certificates", apk="ca-certificates",
        brew="ca-certificates",
    ),
    _need(
        "Python venv", "to keep the Python packages inside this folder", _venv,
        apt="python3-venv", dnf="python3.11", pacman="python311", apk="python3", brew="python@3.11",
    ),
    _need(
        "Tesseract", "the second text engine and its English data", _tesseract,
        apt="tesseract-ocr tesseract-ocr-eng", dnf="tesseract tesseract-langpack-eng",
        pacman="tesseract tesseract-data-eng", apk="tesseract-ocr tesseract-ocr-data-eng", brew="tesseract",
    ),
    _need(
        "Pango", "to set the type of the PDF records", _pango,
        apt="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", dnf="pango harfbuzz",
        pacman="pango harfbuzz", apk="pango harfbuzz-subset", brew="pango harfbuzz",
    ),
    _need(
        "fonts", "the typeface of the PDF records", _fonts,
        apt="fonts-dejavu-core", dnf="dejavu-sans-fonts", pacman="ttf-dejavu", apk="font-dejavu",
        brew="font-dejavu",
    ),
    _need(
        "Chromium", "the browser that walks the pages in the tests", _chromium,
        apt="chromium", dnf="chromium", pacman="chromium", apk="chromium", brew="chromium", level=Level.TEST,
    ),
    _need(
        "libatomic", "the driver of that browser is linked with it", lambda: _lacking("libatomic.so.1"),
        apt="libatomic1", dnf="libatomic", pacman="gcc-libs", apk="libatomic", brew="gcc", level=Level.TEST,
    ),
    _need(
        "Java", "to run the PDF validator", _java,
        apt="openjdk-17-jdk-headless", dnf="java-17-openjdk-devel", pacman="jdk17-openjdk",
        apk="openjdk17-jdk", brew="openjdk@17", level=Level.TEST,
    ),
    _need(
        "PostgreSQL", "the other database in the tests; they start one of their own", _postgres,
        apt="postgresql-15", dnf="postgresql-server", pacman="postgresql", apk="postgresql15", brew="postgresql@15",
        level=Level.TEST,
    ),
    _need(
        "PDF tools", "to look at PDF files as page images and as structure", _commands("pdftoppm", "qpdf"),
        apt="poppler-utils qpdf", dnf="poppler-utils qpdf", pacman="poppler qpdf", apk="poppler-utils qpdf",
        brew="poppler qpdf", level=Level.TEST,
    ),
)  # fmt: skip


def needs_of(level: Level) -> tuple[Need, ...]:
    """List the needs of `level`; the tests need everything that running needs, too."""
    return tuple(need for need in NEEDS if need.level is Level.RUN or level is Level.TEST)


def missing_packages(system: System, level: Level) -> list[str]:
    """List the packages, in the system's own names, that bring what is missing for `level`.

    On Debian 12 dpkg is asked first, because that is one quick question; what dpkg does not know is probed,
    since a person may have brought it another way.
    """
    installed = installed_packages() if system.installs_itself else frozenset()
    lacking: list[str] = []
    for need in needs_of(level):
        packages = need.packages_for(system.family)
        if not installed.issuperset(packages) and need.probe():
            lacking += [name for name in packages if name not in installed]
    return lacking


def installed_packages() -> frozenset[str]:
    """Return the names of all packages that dpkg has fully installed; empty where there is no dpkg."""
    lines = output_of("dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n").splitlines()
    return frozenset(line.removeprefix("installed ") for line in lines if line.startswith("installed "))
