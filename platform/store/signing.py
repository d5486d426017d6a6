"""Signed notes over the ledger (C2SP signed-note, Ed25519): anybody with the public key can check them offline."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014 "


def key_hash(origin: str, public_key: Ed25519PublicKey) -> bytes:
    """Name a key in four bytes, as the signed-note format wants it."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()).digest()[:4]


def verifier(origin: str, public_key: Ed25519PublicKey) -> str:
    """Write a public key with its name in one line (C2SP vkey)."""
    public = base64.b64encode(_ED25519 + public_key.public_bytes_raw()).decode()
    return f"{origin}+{key_hash(origin, public_key).hex()}+{public}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one ledger; `origin` is the ledger's name."""

    private_key: Ed25519PrivateKey = field(repr=False)
    origin: str

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that anybody may check with."""
        return self.private_key.public_key()

    @property
    def verifier(self) -> str:
        """The public key with its name, in one line (C2SP vkey)."""
        return verifier(self.origin, self.public_key)

    def sign(self, body: bytes) -> bytes:
        """Write a note: the body (which ends with a newline), an empty line, one signature line."""
        return body + b"\n" + self.line(body)

    def line(self, body: bytes) -> bytes:
        """Write the signature line alone, to stand below another one."""
        signature = key_hash(self.origin, self.public_key) + self.private_key.sign(body)
        return f"{_DASH}{self.origin} {base64.b64encode(signature).decode()}\n".encode()


def split_note(note: bytes) -> tuple[bytes, list[tuple[str, bytes, bytes]]]:
    """Part a note into its body and its signatures: name, key hash of four bytes, signature. Believes nothing."""
    body, gap, lines = note.rpartition(b"\n\n")
    return (body + b"\n", list(_signatures(lines))) if gap else (b"", [])


def _signatures(lines: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    for line in lines.decode(errors="replace").split("\n"):
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH):
            continue
        try:
            signature = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue
        yield name, signature[:4], signature[4:]


def signed_by(note: bytes, origin: str, public_key: Ed25519PublicKey) -> bool:
    """Tell whether a note carries a good signature by this key under this name."""
    body, signatures = split_note(note)
    for name, key, signature in signatures:
        if (name, key) != (origin, key_hash(origin, public_key)):
            continue
        try:
            public_key.verify(signature, body)
        except InvalidSignature:
            continue
        return True
    return False


def open_note(note: bytes, public_key: Ed25519PublicKey) -> tuple[str, bytes] | None:
    """Give the origin and the body of a note that carries a good signature by this key, else None.

    The origin is the body's first line and must be the name that signed.
    """
    body, _ = split_note(note)
    origin = body.partition(b"\n")[0].decode(errors="replace")
    return (origin, body) if body and signed_by(note, origin, public_key) else None
