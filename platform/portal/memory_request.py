"""Requests whose uploads stay in memory: nothing that a person sends is ever spooled to a disk."""

from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge


class MemoryRequest(Request):
    """A request that parses file parts into memory, whatever their size; the app bounds the whole body."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the framework's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


class Drain:
    """Reads on, without keeping anything, when an answer leaves before the body has arrived.

    A server that closes the connection on a browser that is still sending makes the browser show its own
    failure instead of our page. `most` bytes are read and forgotten; a body larger than that is cut off.
    """

    CHUNK = 1 << 16

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, request: Request) -> int:
        """Read the rest of a request's body and return how many bytes were thrown away."""
        body, most = self._body(request)
        seen = 0
        while seen < most:
            try:
                chunk = body.read(min(self.CHUNK, most - seen))
            except (OSError, RequestEntityTooLarge):
                break
            if not chunk:
                break
            seen += len(chunk)
        return seen

    def _body(self, request: Request) -> tuple[IO[bytes], int]:
        if "stream" in request.__dict__:
            # Somebody has begun to read: this one knows how much is left and never waits for more than that.
            return request.stream, self.most
        raw: IO[bytes] = request.environ["wsgi.input"]
        if request.content_length is not None:
            return raw, min(self.most, request.content_length)
        return raw, self.most if request.environ.get("wsgi.input_terminated") else 0
