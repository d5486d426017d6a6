"""Read the mailbox: each letter becomes a message of a case, once, however often the mailbox gives it."""

import hashlib
import hmac

from governance.arrived import Arrived, read_letter
from operations.case_words import MAIL
from operations.facts import SERVICE
from operations.services import Services
from operations.support_cases import Letter, Mailbox, Written
from operations.take_message import take_message

UNREADABLE = "This letter could not be read."


def read_mail(services: Services, mailbox: Mailbox) -> int:
    """Take in every letter that lies there; returns how many. Raises OSError when the mailbox cannot be reached."""
    return mailbox.empty(lambda letter: _take(services, letter))


def _take(services: Services, letter: Letter) -> None:
    digest = hmac.new(services.gate_secret, b"letter " + letter.raw, hashlib.sha256).hexdigest()
    with services.store.read() as unit:
        if unit.support.knows(digest):
            # Taken in, and then the mailbox could not be told.
            return
    arrived = read_letter(letter.raw)
    if why := _ignored(services, arrived):
        with services.store.begin() as unit:
            unit.ledger.append("mail.ignored", services.now(), {"reason": why})
        return
    words = "\n\n".join(part for part in (arrived.subject, arrived.text) if part) or UNREADABLE
    left_out = [
        *([f"{arrived.attachments} attachments"] if arrived.attachments else []),
        *(["the end of a large letter"] if letter.cut else []),
    ]
    written = Written(words, arrived.address, left_out=", ".join(left_out))
    take_message(services, SERVICE, written, channel=MAIL, digest=digest)


def _ignored(services: Services, arrived: Arrived) -> str:
    """Say why a letter is not taken in; empty when it is."""
    if arrived.automatic:
        return "automatic"
    if not arrived.address:
        return "no sender"
    return "our own" if arrived.address == (services.policy.controller.email or "").lower() else ""
