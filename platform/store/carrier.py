"""Taking messages out: through a mail server where one is set, else they stay and are read in the portal."""

import smtplib
from collections.abc import Callable
from contextlib import closing
from email.utils import formataddr
from pathlib import Path

from flask import Flask
from flask_mailman import EmailMessage, Mail

from governance.errors import ProvisoError
from operations.messages import Carrier, Post
from store.settings import Mail as MailSettings
from store.settings import Settings


def carrier_of(settings: Settings, sender: Callable[[], str]) -> Carrier:
    """Make the carrier of the settings; `sender` tells the policy's address, used where the settings name none.

    Raises ProvisoError secret-exposed when the password's file cannot be read.
    """
    mail = settings.mail
    return SmtpCarrier(mail, lambda: mail.sender or sender()) if mail.host else StayingCarrier()


class StayingCarrier:
    """For a house without a mail server: messages stay in the outbox, where their recipients read them."""

    outside = False

    def send(self, post: Post) -> None:
        """Do nothing: the message is where it is read."""


class SmtpCarrier:
    """Hands messages to a mail server, one connection each; encrypted unless the settings say it is this machine."""

    outside = True

    def __init__(self, mail: MailSettings, sender: Callable[[], str]) -> None:
        self._name, self._sender = mail.sender_name, sender
        # Flask-Mailman reads its settings from an application; this one serves nothing else.
        self._app = Flask("carrier")
        self._app.config.update(
            MAIL_SERVER=mail.host,
            MAIL_PORT=mail.port,
            MAIL_USERNAME=mail.user or None,
            MAIL_PASSWORD=_password(mail.password_file) or None,
            MAIL_USE_TLS=mail.security == "starttls",
            MAIL_USE_SSL=mail.security == "tls",
            MAIL_TIMEOUT=mail.seconds,
        )
        self._mail = Mail(self._app)

    def send(self, post: Post) -> None:
        """Hand one over; raises OSError when it was not taken, without anything of the message in it."""
        headers = {}
        sender = formataddr((self._name, self._sender())) if self._name else self._sender()
        if post.unsubscribe:
            # RFC 8058: one click in the mail program is enough, and nothing has to be read or logged into.
            headers = {
                "List-Unsubscribe": f"<{post.unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        try:
            with self._app.app_context(), closing(self._mail.get_connection()) as connection:
                message = EmailMessage(post.subject, _ending(post), sender, [post.address], headers=headers)
                connection.open()
                connection.send_messages([message])
        except (smtplib.SMTPException, OSError, ValueError) as fault:
            raise OSError(type(fault).__name__) from None


def _ending(post: Post) -> str:
    return f"{post.text}\n\n-- \n{post.unsubscribe}\n" if post.unsubscribe else f"{post.text}\n"


def _password(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ProvisoError("secret-exposed", name="mail.password_file") from None
