"""The running server: who sends slowly, too much or nothing does not keep anybody else from their pages."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from portal.waiting_room import LINGER_SECONDS
from repository import ROOT
from store.build import House

IDLE = 3
HOLDS = 3_000_000


@pytest.fixture(scope="module")
def server(house: House, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")},
        "PROVISO_HOME": str(home),
        "PROVISO_WEB_PORT": str(port),
        "PROVISO_WEB_IDLE_SECONDS": str(IDLE),
        "PROVISO_WEB_BODY_SECONDS": "6",
        "PROVISO_WEB_ARRIVING_BYTES": str(HOLDS),
    }
    log = tmp_path_factory.mktemp("web") / "web.log"
    command = (sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "portal.create_app:create_app()")
    with log.open("wb") as out:
        web = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=out, stderr=out)
    try:
        for _ in range(300):
            assert web.poll() is None, log.read_text()
            with suppress(OSError):
                page(port, "/healthz")
                break
            time.sleep(0.1)
        yield port
        assert log.read_text() == ""
    finally:
        web.terminate()
        web.wait(20)


def page(port: int, path: str = "/privacy") -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        answer.read()
        return int(answer.status)


def call(port: int, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(sent)
    return connection


def post(length: int, *more: str) -> bytes:
    lines = ("POST /login HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *more)
    return "\r\n".join([*lines, "", ""]).encode()


def answer(connection: socket.socket) -> bytes:
    """Everything that is answered until the server has nothing more to say."""
    found = b""
    with closing(connection), suppress(ConnectionError):
        while data := connection.recv(65536):
            found += data
    return found


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: loc", post(1000), post(40_000_000) + b"x" * 1000, post(200_000_000)],
    ids=["nothing", "half a head", "no body", "the beginning of a file", "the beginning of too much"],
)
def test_twenty_connections_that_stop_keep_nobody_from_a_page(server, sent):
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(closing(call(server, sent)))
        began = time.monotonic()
        assert page(server) == 200
        assert time.monotonic() - began < IDLE


def test_who_stops_sending_is_told_so(server):
    said = answer(call(server, post(1000) + b"a=b"))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"upload-too-slow" in said
    assert b"Content-Security-Policy: default-src 'none'" in said


def test_who_sends_a_byte_now_and_then_is_told_so_too(server):
    connection = call(server, post(1000))
    with suppress(ConnectionError):
        for _ in range(30):
            connection.sendall(b"a")
            time.sleep(0.4)
    assert answer(connection).startswith(b"HTTP/1.1 408 ")


def test_who_says_nothing_at_all_is_hung_up_on(server):
    assert answer(call(server, b"")) == b""


def test_large_bodies_beyond_what_is_held_are_asked_to_come_back(server):
    with closing(call(server, post(40_000_000) + b"x" * (HOLDS - 50_000))):
        time.sleep(0.5)
        said = answer(call(server, post(100_000) + b"y" * 100_000))
        assert said.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: 10" in said
        assert b"portal-full" in said
        assert answer(call(server, post(20, "Connection: close") + b"z" * 20)).startswith(b"HTTP/1.1 400 ")
    time.sleep(0.5)
    assert answer(call(server, post(100_000, "Connection: close") + b"y" * 100_000)).startswith(b"HTTP/1.1 400 ")


def test_a_body_without_a_length_is_not_waited_for(server):
    said = answer(call(server, post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")))
    assert said.startswith(b"HTTP/1.1 411 ")


def test_a_head_without_an_end_is_not_waited_for(server):
    assert answer(call(server, b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)).startswith(b"HTTP/1.1 400 ")


def test_who_waits_for_leave_to_send_gets_it(server):
    connection = call(server, post(3, "Expect: 100-continue", "Connection: close"))
    assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(b"a=b")
    assert b"HTTP/1.1 400 " in answer(connection)


def test_one_connection_serves_one_page_after_the_other(server):
    connection = call(server, b"")
    for _ in range(3):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        found = b""
        while b"ready\n" not in found:
            found += connection.recv(65536)
        assert found.startswith(b"HTTP/1.1 200 ")
    connection.close()


def test_what_follows_a_request_unasked_is_not_answered(server):
    twice = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2
    assert answer(call(server, twice)).count(b"HTTP/1.1 200 ") == 1


def test_answered_connections_that_do_not_hang_up_keep_nobody(server):
    with ExitStack() as stack:
        for _ in range(20):
            sent = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            stack.enter_context(closing(call(server, sent)))
        began = time.monotonic()
        assert page(server) == 200
        assert time.monotonic() - began < LINGER_SECONDS + 1
