"""A request as it comes in over a connection: kept in memory until it is whole, and only then given to a thread."""

import re
from collections import deque

FORM_BYTES = 1_000_000
"""What a form may weigh besides its file; a body above file and form together is refused and never kept."""
HEAD_BYTES = 1 << 16
"""What may stand before a body."""
SMALL_BYTES = 1 << 16
"""Bodies up to this size are never refused because of others: log-ins, choices, deletions."""

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
_WAITS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_PIECE = 1 << 16


class Arrival:
    """One request: bytes go in with `feed`; gunicorn's parser takes them out with `recv`, as if from a socket.

    A body of more than `most` bytes is dropped as it comes and still waited for, so that the browser reads our
    answer and not a broken connection; beyond `patience` bytes it is not waited for either.
    """

    def __init__(self, most: int, patience: int) -> None:
        self.most, self.patience = most, patience
        self.length: int | None = None
        self.seen = 0
        self.held = 0
        self.problem = ""
        self.waits_for_leave = False
        self.dropping = False
        self.followed = False
        """More came than the request: whoever sends the next one without waiting is not listened to."""
        self._head = bytearray()
        self._pieces: deque[bytes] = deque()

    @property
    def begun(self) -> bool:
        """Tell whether anything has come."""
        return self.length is not None or bool(self._head)

    @property
    def whole(self) -> bool:
        """Tell whether there is nothing more to wait for."""
        return self.length is not None and self.seen >= min(self.length, self.patience)

    def feed(self, data: bytes) -> None:
        """Take in what came; `problem` names the error of a request that cannot be followed."""
        if self.length is None:
            searched = max(0, len(self._head) - 3)
            self._head += data
            end = self._head.find(b"\r\n\r\n", searched)
            if end < 0 or end > HEAD_BYTES:
                self.problem = "request-wrong" if len(self._head) > HEAD_BYTES else ""
                return
            data = bytes(self._head[end + 4 :])
            self._begin(bytes(self._head[: end + 4]))
        wanted = (self.length or 0) - self.seen
        self.followed = self.followed or len(data) > wanted
        data = data[:wanted]
        self.seen += len(data)
        if data and not self.dropping:
            self._keep(data)

    def drop(self) -> None:
        """Forget the body, and keep nothing of what still comes."""
        self.dropping = True
        self._pieces.clear()
        self.held = 0

    def recv(self, size: int) -> bytes:
        """Give up to `size` bytes of what came; nothing when all of it was taken."""
        if not self._pieces:
            return b""
        piece = self._pieces.popleft()
        if len(piece) > size:
            self._pieces.appendleft(piece[size:])
        return piece[:size]

    def _begin(self, head: bytes) -> None:
        self._head.clear()
        lengths = _LENGTH.findall(head)
        if _CHUNKED.search(head):
            # Nobody knows how long it will be, and no browser sends a form this way.
            self.problem = "length-missing"
        # What is said twice or is no number, gunicorn's parser refuses by itself.
        self.length = int(lengths[0]) if len(lengths) == 1 else 0
        self.waits_for_leave = bool(_WAITS.search(head)) and self.length > 0
        self._keep(head)
        # The head stays: the portal answers from it.
        self.dropping = self.length > self.most

    def _keep(self, data: bytes) -> None:
        self.held += len(data)
        self._pieces.extend(data[at : at + _PIECE] for at in range(0, len(data), _PIECE))
