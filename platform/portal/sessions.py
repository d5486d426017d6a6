"""Sessions on the server: a cookie holds a random key, and only while its row stands is anybody logged in."""

import secrets
from typing import Any

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user, user_logged_in, user_logged_out
from flask_security import current_user, password_changed, password_reset

from operations.facts import Actor
from operations.sessions import digest, end_sessions, open_session, use_session
from portal.doors import encrypted
from store.build import House
from store.tables import User

KEY = "key"
"""Where a session's key stands in its cookie."""
_STATIC = frozenset({"static", "bootstrap.static", "security.static"})
_WITH_ONE_STEP = frozenset(
    {
        "security.two_factor_setup",
        "security.two_factor_setup_validate",
        "security.two_factor_token_validation",
        "security.wan_register",
        "security.wan_register_response",
        "security.verify",
        "security.wan_verify",
        "security.wan_verify_response",
        "security.logout",
    }
)
"""What the staff may reach before a second step is set up: nothing but setting it up, and the way out."""


def own_key() -> str:
    """Give the key of the session at hand; empty when there is none."""
    return str(session.get(KEY, ""))


def keep_sessions(app: Flask, house: House, datastore: Any) -> None:
    """Write a row for each log-in, let nobody in without one, and ask the staff for a second step."""
    services = house.services

    def begin(sender: Flask, user: User) -> None:  # noqa: ARG001 - the signal's signature
        # Ours is another connection; what the framework has written must not keep it waiting.
        datastore.commit()
        session[KEY] = secrets.token_urlsafe(32)
        actor = Actor(role="owner", person=user.id, encrypted=encrypted(), verified=True)
        open_session(services, actor, session[KEY])

    def end(sender: Flask, user: User) -> None:  # noqa: ARG001
        if user is not None and (key := session.pop(KEY, None)):
            datastore.commit()
            end_sessions(services, int(user.id or 0), only=digest(key))

    def end_others(sender: Flask, user: User, **_more: object) -> None:  # noqa: ARG001
        datastore.commit()
        end_sessions(services, int(user.id or 0), but=session.get(KEY, ""))

    user_logged_in.connect(begin, app, weak=False)
    user_logged_out.connect(end, app, weak=False)
    password_changed.connect(end_others, app, weak=False)
    password_reset.connect(end_others, app, weak=False)

    @app.before_request
    def admit() -> ResponseReturnValue | None:
        if request.endpoint == "security.two_factor_rescue":
            # It would open an account by e-mail alone; recovery codes are there for that.
            abort(404)
        if request.endpoint in _STATIC or request.path.startswith("/api/v1/") or not current_user.is_authenticated:
            return None
        if request.endpoint == "security.two_factor_token_validation" and "tf_state" not in session:
            # The framework would end the session, and a page that is only opened must change nothing.
            return redirect(url_for("account.overview"), code=303)
        if not use_session(services, int(current_user.id), session.get(KEY, "")):
            session.pop(KEY, None)
            logout_user()
            return None
        one_step = current_user.on_the_staff and not (current_user.tf_primary_method or current_user.webauthn)
        if one_step and request.endpoint not in _WITH_ONE_STEP:
            return redirect(url_for("security.two_factor_setup"), code=303)
        return None
