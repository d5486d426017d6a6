"""What is written to people who wrote to us, and to those of whose account it is said that a child uses it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from governance.spoken import spoken

_SUBJECT = spoken("Your message to us")

ANSWERS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "support-received": (
            _SUBJECT,
            spoken(
                "We have your message, and a person reads it. Its reference is {reference}: name it when you write "
                "again.\n\nIf you want a copy of your data, a correction or a deletion, you can ask for it here and "
                "get a date for the answer:\n\n{link}"
            ),
        ),
        "support-answer": (_SUBJECT, "{text}\n\n{reference}"),
        "support-turned": (
            _SUBJECT,
            spoken(
                "What you wrote to us under {reference} is a request about your rights. It has a reference of its own "
                "now and a date for the answer, of which you get another message."
            ),
        ),
    }
)
"""Subject and text of each letter by its name; an answer is what a person wrote."""

SET_ASIDE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "account-set-aside": (
            spoken("Your account is set aside for now"),
            spoken(
                "Somebody told us that your account is used by somebody too young for it. Until we have looked at "
                "this, nothing new is taken in and nothing you have here is used; it is still there for you. If it is "
                "not so, write to us:\n\n{link}"
            ),
        ),
        "restriction-lifted": (
            spoken("Your data is not set aside any longer"),
            spoken(
                "Your data, or a part of it, was set aside and not used. We end that now, and tell you before any of "
                "it is used again. What is past its date by now is deleted. If you do not agree, write to us:\n\n{link}"
            ),
        ),
        "guardian-asked": (
            spoken("A young person asks for your word"),
            spoken(
                "Somebody below the age at which they can agree alone says that you are their parent or guardian. "
                "Nothing that needs an agreement is done with their data unless you say yes. See what it is about, and "
                "say yes or no, here; you can change your mind at the same place:\n\n{link}"
            ),
        ),
        "account-released": (
            spoken("You can use your account again"),
            spoken("We have looked at what we were told about your account. From now on it works as before:\n\n{link}"),
        ),
    }
)
