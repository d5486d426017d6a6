"""Who may come in: one decorator for pages, and who the policy is told is acting."""

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import ParamSpec, cast

from flask import abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.utils import url_for_security

from governance.errors import ProvisoError
from operations.facts import Actor
from operations.services import Services

HOME = (("dpo", "today.today"), ("auditor", "auditor.evidence"), ("subject", "subject.documents"))
"""Where each role begins; somebody with several roles begins with the first of these."""

FRESH_SECONDS = 900
"""How long ago one may have proved who one is for acts that matter."""

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def house() -> Services:
    """Give the services that the app was made with."""
    return cast(Services, current_app.extensions["proviso"])


P = ParamSpec("P")


def needs(role: str, part: str = "") -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let a page be seen only by somebody logged in who has the role.

    Anonymous visitors are sent to log in and come back; everybody else without the role gets 403. `part` is what of
    the house the page belongs to, for auditors: who was let in for other parts, or is past the last day, gets 403 too.
    """

    def around(page: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(page)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                # What was being sent is not repeated after the log-in, so only pages that show come back.
                back = {"next": request.full_path.rstrip("?")} if request.method == "GET" else {}
                return redirect(url_for_security("login", **back), code=303)
            if not current_user.has_role(role):
                abort(403)
            if role == "auditor":
                admit(part)
            return page(*args, **kwargs)

        guarded.role = role  # type: ignore[attr-defined]
        return guarded

    return around


def admit(part: str) -> None:
    """Hold an auditor to the terms of the engagement; raises ProvisoError audit-not-agreed."""
    with house().store.read() as unit:
        term = unit.accounts.term(current_user.id, "auditor")
    if term is None or not term.holds(house().now().date()) or not term.covers(part):
        raise ProvisoError("audit-not-agreed")


def signed_in(page: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let a page be seen by anybody logged in, whatever the role; others are sent to log in and come back."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            back = {"next": request.full_path.rstrip("?")} if request.method == "GET" else {}
            return redirect(url_for_security("login", **back), code=303)
        return page(*args, **kwargs)

    return guarded


def fresh(page: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let a page be used only by somebody who proved who they are a short while ago; others are asked once more."""

    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if time.time() - float(session.get("fs_paa", 0)) > FRESH_SECONDS:
            back = request.full_path.rstrip("?") if request.method == "GET" else request.path
            return redirect(url_for_security("verify", next=back), code=303)
        return page(*args, **kwargs)

    return guarded


def acting(role: str) -> Actor:
    """Give the person logged in as an actor of the policy in one of its roles."""
    return Actor(role=role, person=current_user.id, encrypted=encrypted(), verified=True)


def local() -> bool:
    """Tell whether who asks sits at this machine, which is where the portal says that people reach it."""
    return not current_app.config["SESSION_COOKIE_SECURE"] and on_this_machine()


def on_this_machine() -> bool:
    """Tell whether who asks is on this machine, and no proxy that hands on what came over a network."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def encrypted() -> bool:
    """Tell whether what was sent came over TLS, or never left this machine.

    A request that a proxy handed on may have crossed a network before it, wherever the proxy stands, so
    then only TLS counts; likewise where the settings say that people come over TLS.
    """
    return request.is_secure or local()


def home() -> str:
    """Give the address where the person logged in begins."""
    for role, endpoint in HOME:
        if current_user.has_role(role):
            return url_for(endpoint)
    return url_for("public.policy")
