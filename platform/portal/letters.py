"""The framework's e-mails, sent as ours: through the gate, in the person's language, with nothing personal in them."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_security import MailUtil

from operations.send_message import send_message
from portal.doors import house
from portal.formats import moment_in_words

_LETTERS: Mapping[str, tuple[str, str, timedelta]] = MappingProxyType(
    {
        "confirmation_instructions": ("address-to-confirm", "confirmation_link", timedelta(days=5)),
        "reset_instructions": ("password-to-reset", "reset_link", timedelta(hours=1)),
        "reset_notice": ("password-changed", "", timedelta(0)),
        "change_notice": ("password-changed", "", timedelta(0)),
    }
)
"""Which letter of ours says what a template of the framework would, which link it carries, how long that works."""


class AccountLetters(MailUtil):
    """Hands the framework's e-mails to `send_message`."""

    def send_mail(self, template: str, *_args: Any, **context: Any) -> None:
        """Put the letter into the outbox; one that we have no letter for is not sent, and that is a fault of ours."""
        letter, named, within = _LETTERS[template.rsplit("/", 1)[1]]
        link = _path(str(context[named])) if named else "/reset"
        person = int(context["user"].id)
        # The framework's session may hold the write lock of the database.
        current_app.extensions["security"].datastore.commit()
        services = house()
        with services.store.begin() as unit:
            until = moment_in_words(services.now() + within)
            send_message(services, unit, letter, person=unit.people.get(person), data={"link": link, "until": until})


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
