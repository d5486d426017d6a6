"""Messages to people: what each one says, on whose account, and how its words are filled in.

Texts are in English here and marked for the catalogues; `{…}` are the names of what is filled in. A subject is the
same for everybody, so that nothing about a person stands where every mail server on the way can read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from governance.policy import Cell
from governance.request_letters import SUBJECT, TEXTS
from governance.spoken import spoken
from governance.support_letters import ANSWERS, SET_ASIDE


class MessageState(StrEnum):
    """What became of a message: it waits to be sent, is being sent, has been sent, or could not be."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a kind of message says; `purpose` is the policy's, and decides whether it may be sent at all."""

    purpose: str
    subject: str
    text: str


LETTERS: Final[Mapping[str, Letter]] = MappingProxyType(
    {
        "address-to-confirm": Letter(
            "communication",
            spoken("Please confirm your e-mail address"),
            spoken(
                "An account was opened with this e-mail address. Confirm that it is yours:\n\n{link}\n\n"
                "The address works until {until}. If you did not open the account, do nothing: nobody can use it "
                "without this confirmation, and it goes by itself."
            ),
        ),
        "new-address-to-confirm": Letter(
            "communication",
            spoken("Please confirm your new e-mail address"),
            spoken(
                "You want to use this e-mail address for your account. Log in and confirm it:\n\n{link}\n\n"
                "The address works for a day. If it was not you who asked, do nothing."
            ),
        ),
        "address-is-known": Letter(
            "communication",
            spoken("You have an account already"),
            spoken(
                "Somebody, perhaps you, wanted to open an account with this e-mail address. It has one already, and "
                "nothing about it was changed. You can log in here:\n\n{link}"
            ),
        ),
        "account-unused": Letter(
            "communication",
            spoken("Your account is about to be closed"),
            spoken(
                "Nobody has logged in to your account for a long time. On {until} it will be closed and everything in "
                "it erased. To keep it, log in before that day:\n\n{link}"
            ),
        ),
        "address-changed": Letter(
            "communication",
            spoken("The e-mail address of your account was changed"),
            spoken(
                "Your account now uses another e-mail address, and messages go there from now on. If it was not you "
                "who changed it, write to us at once: {contact}"
            ),
        ),
        "password-changed": Letter(
            "communication",
            spoken("The password of your account was changed"),
            spoken(
                "The password of your account was changed, and every other session was ended. If it was not you, set "
                "a new one at once:\n\n{link}"
            ),
        ),
        "password-to-reset": Letter(
            "communication",
            spoken("How to set a new password"),
            spoken(
                "Somebody, perhaps you, asked for a new password for your account. Set it here:\n\n{link}\n\n"
                "The address works until {until}, once. If it was not you, do nothing."
            ),
        ),
        "log-in-changed": Letter(
            "communication",
            spoken("The way you log in was changed"),
            spoken(
                "A passkey, the second step of your log-in or its recovery codes were added, renewed or taken away. "
                "If it was not you, look at your account at once:\n\n{link}"
            ),
        ),
        "account-closing": Letter(
            "subject_rights",
            spoken("Your account is being closed"),
            spoken(
                "You closed your account. What belonged to it will be gone by {until}, but for what the law makes us "
                "keep. If it was not you who closed it, write to us at once: {contact}"
            ),
        ),
        **{name: Letter("answering", *words) for name, words in ANSWERS.items()},
        **{name: Letter("subject_rights", *words) for name, words in SET_ASIDE.items()},
        "policy-changes": Letter(
            "communication",
            spoken("Our privacy policy changes"),
            spoken(
                "Our privacy policy changes on {until} in a way that matters. What changes, in plain sentences, and "
                "the new text are here:\n\n{link}\n\nWhere the change touches something that you agreed to, we ask you "
                "again; until you say yes it is not done. You can also object, take your data with you or close your "
                "account."
            ),
        ),
        **{name: Letter("subject_rights", SUBJECT, text) for name, text in TEXTS.items()},
        "news": Letter("marketing", spoken("News from us"), "{text}"),
    }
)
"""Every kind of message by its name."""

CATEGORY: Final[Mapping[str, str]] = MappingProxyType({"marketing": "message.promotional"})
"""The data category of a message of a purpose, where it is not that of ordinary ones."""


def category(purpose: str) -> str:
    """Tell to which data category a message of a purpose belongs."""
    return CATEGORY.get(purpose, "message.sent")


def sending(purpose: str) -> Cell:
    """The cell of writing to somebody for a purpose."""
    return Cell("contact", "account.identity", purpose)


def holding(purpose: str) -> Cell:
    """The cell of holding such a message until it has arrived and been read."""
    return Cell("store", category(purpose), purpose)


def written(letter: Letter, said: Callable[[str], str], data: Mapping[str, str]) -> tuple[str, str]:
    """Give subject and text in a language; KeyError when something that must be filled in is missing.

    `said` translates. Nothing is ever filled into a subject.
    """
    return said(letter.subject), said(letter.text).format(**data)
