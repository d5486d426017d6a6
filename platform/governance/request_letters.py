"""What is written to people about their requests. A message names no data, no kind of data and no reason."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from governance.spoken import spoken

_LOOK = spoken("Look here, with the reference {reference}:\n\n{link}")
SUBJECT: Final = spoken("About your request")

TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "request-received": spoken(
            "We have your request. Its reference is {reference}, and you have our answer by {due}. See how it stands "
            "here:\n\n{link}"
        ),
        "request-code-asker": spoken(
            "Somebody, perhaps you, made a request to us with this e-mail address. To go on with it, enter this code "
            "on the page that is open:\n\n{code}\n\nIts reference is {reference}. If it was not you, do nothing."
        ),
        "request-code-person": spoken(
            "Somebody says that they may make a request to us in your name. If that is so, enter the reference "
            "{reference} and this code here:\n\n{link}\n\n{code}\n\nIf it is not so, do nothing: without your word "
            "nothing is done."
        ),
        "request-code-return": spoken(
            "This code opens the page of the request {reference}:\n\n{code}\n\nIf it was not you who asked for it, do "
            "nothing."
        ),
        "corrected-address": spoken(
            "Somebody, perhaps you, wants this to be the e-mail address of their account. If it is yours, say so "
            "here:\n\n{link}\n\nIf not, do nothing: nothing is changed without it."
        ),
        "request-extended": spoken(
            "Your request {reference} takes us longer than usual. You have our answer by {due}. The reason is "
            "here:\n\n{link}"
        ),
        "request-refused": spoken(
            "We have decided about your request {reference}. The decision, its reason, and where you can complain are "
            "here:\n\n{link}"
        ),
        "request-answered": spoken("Our answer to your request {reference} is here:\n\n{link}"),
        "deletion-begun": spoken(
            "As you asked under {reference}, your account is closed and everything in it is being erased, but for what "
            "the law makes us keep. This is our last message, and it is erased here once it left. See how it ended "
            "here:\n\n{link}"
        ),
        "request-withdrawn": spoken("You took your request {reference} back. Nothing more is done about it."),
        "request-expired": spoken(
            "We could not find out whether it was you who made the request {reference}, so nothing was done. You can "
            "make it again:\n\n{link}"
        ),
    }
)
"""The text of each letter by its name; all of them have the same subject."""
