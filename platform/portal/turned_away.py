"""Answers to who does not get as far as the portal's pages: whole pages of the house, written once at start."""

from collections.abc import Mapping
from http import HTTPStatus

from markupsafe import Markup

from governance.errors import ProvisoError
from portal.headers import HEADERS, HSTS

RETRY_SECONDS = 10

_STATUS = {"upload-too-slow": 408, "portal-full": 503, "length-missing": 411, "request-wrong": 400}
_PAGE = Markup(
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title} · Proviso</title><link rel="stylesheet" href="/static/app.css"></head>\n'
    '<body><main><div class="wrap"><p class="quiet mono">{status} · {code}</p><h1>{title}</h1>\n'
    "<p>{sentence}</p><p><strong>What you can do:</strong> {next_step}</p>\n"
    '<p><a href="/">The front page</a></p></div></main></body>\n</html>\n'
)


def answers(secure: bool) -> Mapping[str, bytes]:
    """Write the whole HTTP answer for each code; `secure` says that people come over TLS."""
    return {code: _answer(ProvisoError(code), status, secure=secure) for code, status in _STATUS.items()}


def _answer(error: ProvisoError, status: int, *, secure: bool) -> bytes:
    page = _PAGE.format(
        title=error.kind.title, status=status, code=error.code, sentence=error.sentence, next_step=error.next_step
    ).encode()
    headers = {
        **HEADERS,
        **({"Strict-Transport-Security": HSTS} if secure else {}),
        **({"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}),
        "Cache-Control": "no-store",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + page
