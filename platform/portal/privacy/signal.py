"""The signal of a browser that its person's data is not to be sold or shared (Global Privacy Control)."""

from flask import Flask, request
from flask_security import current_user

from operations.choose_uses import opt_out_of_sale
from portal.doors import acting, house

SUPPORT = {"gpc": True, "lastUpdate": "2026-11-28"}
"""What `/.well-known/gpc.json` says: the signal is heeded here, and since when this was last looked at."""


def signalled() -> bool:
    """Tell whether the browser says so; of several headers one that says exactly 1 is enough."""
    return any(value.strip() == "1" for value in ",".join(request.headers.getlist("Sec-GPC")).split(","))


def heed(app: Flask) -> None:
    """Let the signal count at once: for this browser, and for the account whose person looks through it.

    A browser that stops saying it takes nothing back (11 CCR 7025(c)(7)(C)).
    """

    @app.before_request
    def note() -> None:
        if not signalled() or request.path.startswith("/api/v1/") or request.endpoint in {"static", None}:
            return
        if current_user.is_authenticated and not current_user.opted_out_sale:
            opt_out_of_sale(house(), acting("owner"), on=True, by="gpc")
