"""Who a browser has shown itself to be for a request: by its account, or by a code of the last half hour."""

import time
from datetime import datetime, timedelta
from typing import Final

from flask import current_app, session
from flask_security import current_user

from governance.errors import ProvisoError
from operations.facts import Actor
from operations.requests import HeldRequest
from portal.doors import FRESH_SECONDS, encrypted, house

_KEY: Final = "requests"
_OPENED: Final = ""
_MOST: Final = 5
PROVEN_MINUTES: Final = 30


def remember(request: str, *, proven: bool) -> None:
    """Note in the session that this browser made a request, or proved that it may see one."""
    until = (house().now() + timedelta(minutes=PROVEN_MINUTES)).isoformat() if proven else _OPENED
    known = {name: value for name, value in session.get(_KEY, {}).items() if name != request}
    session[_KEY] = dict([*known.items(), (request, until)][-_MOST:])


def proven(held: HeldRequest) -> bool:
    """Tell whether this browser has proved just now that the request is its person's."""
    until = session.get(_KEY, {}).get(held.id)
    return bool(until) and datetime.fromisoformat(until) > house().now()


def own(held: HeldRequest) -> bool:
    """Tell whether the person logged in is the one that the request is about."""
    return bool(current_user.is_authenticated and held.person is not None and held.person == current_user.id)


def shown(request: str) -> HeldRequest:
    """Give a request that this browser may see; raises ProvisoError not-found for any other, there or not."""
    with house().store.read() as unit:
        held = unit.requests.get(request)
    if held is None or not (own(held) or held.id in session.get(_KEY, {})):
        raise ProvisoError("not-found")
    return held


def asker(held: HeldRequest, *, verified: bool) -> Actor:
    """Give whoever asked as an actor of the policy."""
    return Actor("owner", held.person, encrypted=encrypted(), verified=verified)


def address_in(text: str) -> str:
    """Bring an e-mail address into the one form it is kept in; empty when it is none."""
    mail = current_app.extensions["security"].mail_util
    try:
        return str(mail.validate(text.strip())).lower() if text.strip() else ""
    except ValueError:
        return ""


def password_fits(password: str) -> bool:
    """Tell whether the person logged in has shown once more who they are: by their password.

    Who logs in with a passkey alone has no password; for them a log-in of the last minutes counts.
    """
    if not current_user.is_authenticated:
        return False
    if not current_user.password:
        return time.time() - float(session.get("fs_paa", 0)) <= FRESH_SECONDS
    return bool(current_user.verify_and_update_password(password))
