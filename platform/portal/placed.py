"""Notes the names of the cookies that answers place, so that an undeclared one is found by records and by Today."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Flask

from governance.errors import ProvisoError
from operations.note_cookie import note_cookie
from operations.services import Services

_MOST = 1000
"""Names that one process notes in a day; a portal that places more is broken in another way."""


def watch_cookies(app: Flask, services: Services) -> None:
    """Note each name once a day for each process, as it leaves the house; values are never looked at."""
    noted: dict[str, date] = {}
    answer = app.wsgi_app

    def watched(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def starting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            today = services.now().date()
            for header, value in headers:
                name = value.partition("=")[0].strip()
                if header.lower() == "set-cookie" and noted.get(name) != today and len(noted) < _MOST:
                    # A storage that is away must not keep the answer from leaving; the next one notes it.
                    with suppress(ProvisoError):
                        note_cookie(services, name)
                        noted[name] = today
            return start(status, headers, *more)

        return answer(environ, starting)

    app.wsgi_app = watched  # type: ignore[method-assign, assignment]
