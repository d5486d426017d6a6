"""How web workers receive: a connection takes a thread only when its request has wholly arrived.

gunicorn's threads wait for bodies themselves, so eight connections that announce one and send nothing stop the
portal. Here the worker's own loop receives them all, within deadlines and within a counted memory.
"""

import selectors
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from socket import SHUT_WR, socket
from typing import Any

from gunicorn.http.parser import RequestParser
from gunicorn.util import close
from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.arrival import FORM_BYTES, SMALL_BYTES, Arrival
from portal.turned_away import answers
from store.settings import load_settings

PIECE = 1 << 18
HEAD_SECONDS = 20.0
"""How long the part before the body may take as a whole."""
SEND_SECONDS = 60.0
"""How long a thread waits for somebody to take an answer."""
LINGER_SECONDS = 2.0
"""How long an answered connection is listened to, so that the answer is not cut off by what still comes."""
LOOK_SECONDS = 0.2


class Guest(TConn):  # type: ignore[misc]
    """A connection with the request that is arriving on it."""

    arrival: Arrival
    idle_until = 0.0
    end_by = 0.0
    counted = 0
    refused = ""
    leaving = False


class WaitingRoom(ThreadWorker):  # type: ignore[misc]
    """A threaded worker whose connections wait in its loop and not in its threads."""

    def init_process(self) -> None:
        """Read the bounds, then serve."""
        settings = load_settings()
        self.web = settings.web
        self.most = settings.limits.upload_bytes + FORM_BYTES
        self.answers = answers(settings.web.secure_cookies)
        self.room: set[Guest] = set()
        self.held = 0
        self.look_at = 0.0
        super().init_process()

    def accept(self, listener: socket) -> None:
        """Let a connection in and begin to receive."""
        try:
            visitor, address = listener.accept()
        except OSError:
            return
        self.nr_conns += 1
        guest = Guest(self.cfg, visitor, address, listener.getsockname())
        guest.initialized = True  # its parser is made with each request, here
        self._receive(guest)

    def handle_request(self, req: Any, conn: Guest) -> bool:
        """Answer a request that has arrived; who does not take the answer in time loses it."""
        conn.sock.settimeout(SEND_SECONDS)
        try:
            return bool(super().handle_request(req, conn))
        except TimeoutError:
            return False

    def finish_request(self, conn: Guest, fs: "Future[Any]") -> None:
        """Receive the next request of an answered connection, or see it out."""
        self.held -= conn.counted
        conn.counted = 0
        again = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        try:
            conn.sock.setblocking(False)
            self._receive(conn)
        except (OSError, ValueError):
            self._dismiss(conn)
            return
        if not again or not self.alive or conn.parser.followed:
            self._see_out(conn)

    def murder_pending(self) -> None:
        """End what takes too long."""
        now = time.monotonic()
        if now < self.look_at:
            return
        self.look_at = now + LOOK_SECONDS
        for guest in list(self.room):
            late = now > guest.idle_until or now > guest.end_by
            if guest.leaving or not guest.arrival.begun:
                if late or not self.alive:
                    self._dismiss(guest)
            elif late:
                self._turn_away(guest, "upload-too-slow")

    def _receive(self, guest: Guest) -> None:
        now = time.monotonic()
        before = getattr(guest, "arrival", None)
        guest.arrival = Arrival(self.most, 4 * self.most)
        guest.parser = _Parser(self.cfg, guest.arrival, guest.client)
        guest.parser.followed = before is not None and before.followed
        guest.idle_until = guest.end_by = now + (self.cfg.keepalive if before else self.web.idle_seconds)
        self.room.add(guest)
        self.poller.register(guest.sock, selectors.EVENT_READ, partial(self._arriving, guest))

    def _arriving(self, guest: Guest, _sock: socket) -> None:
        try:
            data = guest.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._dismiss(guest)
        elif not guest.leaving:
            self._take(guest, data)

    def _take(self, guest: Guest, data: bytes) -> None:
        now, arrival = time.monotonic(), guest.arrival
        if not arrival.begun:
            guest.end_by = now + HEAD_SECONDS
        in_head = arrival.length is None
        arrival.feed(data)
        if arrival.length is not None and in_head:
            guest.end_by = now + self.web.body_seconds
        guest.idle_until = now + self.web.idle_seconds
        if arrival.problem:
            self._turn_away(guest, arrival.problem)
            return
        self._count(guest)
        if self.held > self.web.arriving_bytes and (arrival.length or 0) > SMALL_BYTES and not arrival.dropping:
            guest.refused = "portal-full"
            arrival.drop()
            self._count(guest)
        if arrival.whole and guest.refused:
            self._turn_away(guest, guest.refused)
        elif arrival.whole:
            self.poller.unregister(guest.sock)
            self.room.discard(guest)
            self.enqueue_req(guest)
        elif arrival.waits_for_leave:
            arrival.waits_for_leave = False
            with suppress(OSError):
                guest.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _count(self, guest: Guest) -> None:
        self.held += guest.arrival.held - guest.counted
        guest.counted = guest.arrival.held

    def _turn_away(self, guest: Guest, code: str) -> None:
        with suppress(OSError):
            guest.sock.send(self.answers[code])
        self._see_out(guest)

    def _see_out(self, guest: Guest) -> None:
        """Say that nothing more comes from us, and listen for a moment without keeping anything."""
        guest.arrival.drop()
        self._count(guest)
        guest.leaving = True
        guest.idle_until = guest.end_by = time.monotonic() + LINGER_SECONDS
        with suppress(OSError):
            guest.sock.shutdown(SHUT_WR)

    def _dismiss(self, guest: Guest) -> None:
        if guest in self.room:
            self.room.discard(guest)
            with suppress(OSError, KeyError, ValueError):
                self.poller.unregister(guest.sock)
        self.held -= guest.counted
        guest.counted = 0
        self.nr_conns -= 1
        close(guest.sock)


class _Parser(RequestParser):  # type: ignore[misc]
    """gunicorn's parser over an arrival; `followed` tells that the request before had more behind it."""

    followed = False
