"""A person at a browser, and what journeys do again and again."""

import gzip
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from passlib.totp import TOTP
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
MOST_BYTES = 100_000
TOO_MANY = 429
DESKTOP, ZOOMED, NARROW = (1280, 900), (640, 450), (320, 640)


def until(condition, seconds: float, what: str):
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {what}")


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


def log_in(visitor: Visitor, email: str, password: str = "four quiet grey herons") -> None:
    """Fill in the log-in page that is open; who is told to try again later does so."""
    page, opened = visitor.page, visitor.page.url
    while True:
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        # A click does not wait for the page that it leads to, and what comes next looks at the address.
        with page.expect_navigation() as led:
            page.get_by_role("button", name="Log in").click()
        answer = led.value
        if answer is None or answer.status != TOO_MANY:
            break
        print(f"told to wait {answer.headers['retry-after']} s before the next log-in")
        time.sleep(int(answer.headers["retry-after"]))
        page.goto(opened)
    second_step(visitor, email)


_KEYS: dict[str, TOTP] = {}
_USED: dict[str, int] = {}


def second_step(visitor: Visitor, email: str) -> None:
    """Set up or take the second step of a log-in, where one is asked for."""
    page = visitor.page
    if "/tf-setup" in page.url:
        with page.expect_navigation():
            page.get_by_role("button", name="Set it up with an app").click()
        _KEYS[email] = TOTP(key=page.locator("#second-step-key").inner_text())
        page.get_by_label("The six digits").fill(_digits(email))
        with page.expect_navigation():
            page.get_by_role("button", name="Check them").click()
    elif "/tf-validate" in page.url:
        page.get_by_label("The six digits").fill(_digits(email))
        with page.expect_navigation():
            page.get_by_role("button", name="Log in").click()


def _digits(email: str) -> str:
    """Digits that were not used yet; those of the next half minute are taken, too."""
    now = int(time.time() // 30)
    counter = max(now, _USED.get(email, 0) + 1)
    until(lambda: counter <= int(time.time() // 30) + 1, 60, "fresh digits")
    _USED[email] = counter
    return _KEYS[email].generate(counter * 30).token
