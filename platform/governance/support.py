"""What people write to us besides requests: kinds of cases, where each stands, and what may be done about it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class CaseKind(StrEnum):
    """What a message is about: a question (or anything else), or that a child uses an account."""

    QUESTION = "question"
    CHILD = "child"


class CaseState(StrEnum):
    """Where a case stands: it waits for us, we answered, it has ended, or a request about a right was made of it."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    TURNED = "turned"


class CaseAct(StrEnum):
    """What happens to a case."""

    WRITE_AGAIN = "write_again"
    ANSWER = "answer"
    CLOSE = "close"
    TURN = "turn"


_S, _A = CaseState, CaseAct
STEPS: Final[Mapping[CaseState, Mapping[CaseAct, CaseState]]] = MappingProxyType(
    {
        _S.OPEN: {
            _A.WRITE_AGAIN: _S.OPEN, _A.ANSWER: _S.ANSWERED, _A.CLOSE: _S.CLOSED, _A.TURN: _S.TURNED,
        },
        _S.ANSWERED: {
            _A.WRITE_AGAIN: _S.OPEN, _A.ANSWER: _S.ANSWERED, _A.CLOSE: _S.CLOSED, _A.TURN: _S.TURNED,
        },
        _S.CLOSED: {},
        _S.TURNED: {},
    }
)  # fmt: skip
"""The one table of cases; nothing leaves an end, so whoever writes again after it opens a new case."""

GOING = frozenset({CaseState.OPEN, CaseState.ANSWERED})
MOST_GOING: Final = 5
"""Cases of one sender that may be open; what comes after that joins the newest, and is not confirmed by a message."""
LETTERS: Final = 20_000
"""Characters of one message that are kept; about eight pages."""

_REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b")


def references(text: str) -> tuple[str, ...]:
    """Find what looks like references of ours in a message, in order."""
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))


def shortened(text: str) -> tuple[str, bool]:
    """Bring a message to what is kept of it, without signs that no page can show; tells whether it was cut."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable()).strip()
    return plain[:LETTERS], len(plain) > LETTERS
