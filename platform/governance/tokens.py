"""Tokens with which programs act for a person: how one is written, and what each of its scopes lets it do.

Nothing here is random or secret by itself: the bytes come from the caller, and only a digest of a token is ever kept.
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

PREFIX: Final = "ppt_"
"""How every token begins, so that people and scanners for leaked secrets know it for one."""
SECRET_BYTES: Final = 32
LONGEST_DAYS: Final = 90
"""Days after which a token has ended at the latest."""

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LETTERS: Final = 43
_CHECK_LETTERS: Final = 6

SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "documents:read": "See your documents, their state, and why each step was allowed or refused",
        "documents:write": "Send documents, cancel and delete them",
        "results:read": "Read texts and what was found in them, and take copies",
        "results:write": "Keep and delete texts and copies",
        "consents:read": "See your consents",
        "consents:write": "Take consents back",
        "requests:read": "See your requests about your rights",
        "requests:write": "Open requests about your rights, and take them back",
        "disclosures:read": "See what of yours was given to others, and to whom it can be given",
        "disclosures:write": "Have texts given to receivers, with what was found in them masked",
        "policy:read": "Read the policy with its rules",
        "decisions:read": "Look through the gate's decisions",
        "records:read": "Read records of processing",
        "records:write": "Have records of processing made",
        "ledger:read": "Read the ledger and its proofs",
    }
)
"""Every scope with what it lets a program do."""

_OWN: Final = ("subject",)
_NOUNS: Final = ("documents", "results", "consents", "requests", "disclosures")
_CHECKING: Final = ("dpo", "auditor")
ROLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **{
            f"{noun}:{verb}": _OWN
            for noun in ("documents", "results", "consents", "requests", "disclosures")
            for verb in ("read", "write")
        },
        "policy:read": ("subject", *_CHECKING),
        "decisions:read": _CHECKING,
        "records:read": _CHECKING,
        "records:write": _CHECKING,
        "ledger:read": _CHECKING,
    }
)
"""Which roles of an account may give a token a scope; the role is looked at again whenever the token is used."""


def scopes_for(roles: Iterable[str]) -> tuple[str, ...]:
    """List the scopes that an account with these roles may give to a token."""
    held = frozenset(roles)
    return tuple(scope for scope in SCOPES if held & frozenset(ROLES[scope]))


def write_token(secret: bytes) -> str:
    """Write 32 secret bytes as a token: a prefix, 43 digits to the base 62, and 6 digits of their CRC-32.

    Raises ValueError for another number of bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("a token is made of 32 bytes")
    body = _digits(int.from_bytes(secret, "big"), _SECRET_LETTERS)
    return f"{PREFIX}{body}{_check(body)}"


def is_well_written(token: str) -> bool:
    """Tell a token that could be one of ours from a typing error, without looking anything up."""
    body, check = token[len(PREFIX) : -_CHECK_LETTERS], token[-_CHECK_LETTERS:]
    whole = token.startswith(PREFIX) and len(body) == _SECRET_LETTERS
    return whole and all(letter in _DIGITS for letter in body) and check == _check(body)


def token_digest(token: str) -> str:
    """Give what is kept of a token: its SHA-256 in hexadecimal. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check(body: str) -> str:
    return _digits(zlib.crc32(body.encode()), _CHECK_LETTERS)


def _digits(number: int, length: int) -> str:
    written = ""
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written
