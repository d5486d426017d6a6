"""Codes by e-mail: eight digits, kept as a keyed digest, good for minutes and a few tries."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from governance.errors import ProvisoError
from operations.ports import Unit
from operations.request_details import details_of
from operations.requests import HeldRequest, SentCode
from operations.services import Services
from operations.tell_requester import mail

ASKER, PERSON, RETURN = "asker", "person", "return"
"""Who is sent a code: the asker, the person an agent speaks for, and whoever comes back with a reference."""


def send_code(services: Services, unit: Unit, held: HeldRequest, whom: str) -> None:
    """Make a new code and send it, in the caller's transaction; the one before is worthless from then on."""
    code = f"{secrets.randbelow(10**8):08d}"
    expires = services.now() + timedelta(seconds=services.desk.code_seconds)
    unit.requests.put_code(held.id, whom, SentCode(_digest(services, held.id, whom, code), 0, expires))
    details = details_of(services, unit, held)
    address = details.about_address if whom == PERSON else details.address
    mail(services, unit, held, f"request-code-{whom}", address=address, data={"code": f"{code[:4]} {code[4:]}"})


def check_code(services: Services, held: HeldRequest, whom: str, code: str) -> None:
    """Hold a code against what was sent; the try is counted before it is looked at, and a right code is used up.

    Raises ProvisoError code-wrong, which says no more, whatever was wrong with it.
    """
    with services.store.begin() as unit:
        sent = unit.requests.code(held.id, whom)
        tried = unit.requests.try_code(held.id, whom, most=services.desk.code_tries)
    digest = _digest(services, held.id, whom, "".join(sign for sign in code if sign.isdigit()))
    fits = sent is not None and hmac.compare_digest(digest, sent.digest)
    if sent is None or not tried or not fits or sent.expires_at <= services.now():
        raise ProvisoError("code-wrong")
    with services.store.begin() as unit:
        unit.requests.drop_code(held.id, whom)


def send_return_code(services: Services, reference: str) -> None:
    """Send a code to whoever comes back with a reference; says nothing about whether there is such a request."""
    with services.store.begin() as unit:
        held = unit.requests.by_reference(reference)
        if held is not None and details_of(services, unit, held).address:
            send_code(services, unit, held, RETURN)


def come_back(services: Services, reference: str, code: str) -> HeldRequest:
    """Give the request of a reference to whoever has the code that was sent; raises ProvisoError code-wrong."""
    with services.store.read() as unit:
        held = unit.requests.by_reference(reference)
    if held is None:
        raise ProvisoError("code-wrong")
    check_code(services, held, RETURN, code)
    return held


def _digest(services: Services, request: str, whom: str, code: str) -> bytes:
    return hmac.new(services.gate_secret, f"code {request} {whom} {code}".encode(), hashlib.sha256).digest()
