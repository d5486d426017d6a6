"""Sealing with AES-256-GCM: contents under keys of their own, keys under the keys of the house.

What is sealed is bound to the item it belongs to, so that neither bytes nor keys can be put in another's place.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_TAG_BYTES = 16
KEY_BYTES = 32


class SealBroken(Exception):
    """Key, bytes and item do not belong together, or the bytes were changed."""


def fresh_key() -> bytes:
    """Make a key for one content."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, content: bytes, *, item: str, kind: str) -> bytes:
    """Seal content for an item as nonce, ciphertext and tag; `kind` says which copy of it this is.

    A key seals one content only, so a random nonce can never meet itself.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, _bound(kind, item))


def unseal(key: bytes, sealed: bytes, *, item: str, kind: str) -> bytes:
    """Give the content back; raises SealBroken."""
    if len(sealed) < _NONCE_BYTES + _TAG_BYTES or len(key) != KEY_BYTES:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(kind, item))
    except InvalidTag:
        raise SealBroken from None


def wrap(wrapping_key: bytes, key: bytes, *, item: str, kind: str) -> bytes:
    """Wrap an item's key; a wrapping key may do this 2^32 times (NIST SP 800-38D, 8.3, random nonces)."""
    return seal(wrapping_key, key, item=item, kind=f"key of {kind}")


def unwrap(wrapping_key: bytes, wrapped: bytes, *, item: str, kind: str) -> bytes:
    """Give the key back; raises SealBroken."""
    return unseal(wrapping_key, wrapped, item=item, kind=f"key of {kind}")


def _bound(kind: str, item: str) -> bytes:
    return f"proviso 1\n{kind}\n{item}".encode()
