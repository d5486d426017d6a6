"""How often one may try: log-in, sign-up and upload; counted in the queue's server, never with an address."""

import hashlib
import hmac
import time
from typing import cast

from flask import Flask, abort, current_app, g, request
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_security import current_user
from flask_security.utils import url_for_security

RATES = {
    "login": "10 per minute",
    "register": "40 per hour",
    "upload": "30 per minute",
    "request": "20 per hour",
    "contact": "10 per hour",
    "proof": "30 per hour",
    "second-step": "10 per minute",
    "letter": "10 per hour",
    "certificate": "20 per hour",
}
"""How often, where no setting says it."""

GUESSED = (
    *("two_factor_token_validation", "two_factor_setup_validate", "mf_recovery", "verify", "reset_password"),
    *("wan_signin", "wan_signin_response", "wan_verify_response", "change_password"),
)
"""Where a password or a second step could be guessed at."""
PROVING = ("back", "confirm", "address", "code", "points", "again", "answer", "carry")
"""Where a code, a password, or points about an account, could be guessed at."""
WRITING = ("security.forgot_password", "security.send_confirmation", "account.email", "guardian.ask")
"""What makes us write to somebody."""


def counted_as() -> str:
    """Name who is counted: the account, else a keyed hash of the address that cannot be turned back."""
    if current_user and current_user.is_authenticated:
        return f"account:{current_user.id}"
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"rate {request.remote_addr}".encode(), hashlib.sha256).hexdigest()[:24]


def _token() -> str:
    return f"token:{g.bearer.token.number}"


def _showing() -> bool:
    return request.method != "POST"


def seconds_left() -> int:
    """Tell in how many seconds what was tried too often may be tried again (RFC 9110, section 10.2.3)."""
    limiters = current_app.extensions["limiter"]
    ends = [one.current_limit.reset_at for one in limiters if one.current_limit]
    return max(1, int(max(ends, default=time.time() + 60) - time.time()))


def limit(app: Flask) -> None:
    """Put the limits on the pages that are worth attacking.

    When the counting server does not answer, the log-in is closed (guessing must not become free) and
    everything else stays open.
    """
    limiter = Limiter(
        counted_as,
        app=app,
        storage_uri=app.config["PORTAL_COUNTER"],
        strategy="fixed-window",
        swallow_errors=True,
        headers_enabled=False,
    )
    api = app.extensions["proviso-house"].settings.api
    by_setting = {
        "programs": f"{api.requests_per_minute} per minute",
        "sending": f"{api.documents_per_minute} per minute",
    }
    rates = {**RATES, **by_setting, **app.config.get("PORTAL_RATES", {})}
    for endpoint, rate in (
        ("security.login", rates["login"]),
        *((f"security.{name}", rates["second-step"]) for name in GUESSED),
        *((name, rates["letter"]) for name in WRITING),
        ("registration.register", rates["register"]),
        ("subject.new", rates["upload"]),
        ("certificates.of_erasure", rates["certificate"]),
        ("requests.new", rates["request"]),
        ("contact.write", rates["contact"]),
        *((f"requests.{name}", rates["proof"]) for name in PROVING),
    ):
        page = app.view_functions[endpoint]
        app.view_functions[endpoint] = cast(RouteCallable, limiter.limit(rate, exempt_when=_showing)(page))

    # Programs are counted by their token, so that one that runs wild stops itself and nobody else.
    programs = limiter.shared_limit(rates["programs"], scope="api", key_func=_token)
    for endpoint, page in list(app.view_functions.items()):
        if endpoint.startswith("api."):
            app.view_functions[endpoint] = cast(RouteCallable, programs(page))
    sending = limiter.limit(rates["sending"], key_func=_token)
    app.view_functions["api.send_document"] = cast(RouteCallable, sending(app.view_functions["api.send_document"]))

    @app.before_request
    def guard_the_log_in() -> None:
        if request.method == "POST" and request.path == url_for_security("login") and not _counting(limiter):
            abort(503)


def _counting(limiter: Limiter) -> bool:
    try:
        return bool(limiter.storage.check())
    except Exception:  # noqa: BLE001 - whatever is wrong with the counter, the log-in stays closed
        return False
