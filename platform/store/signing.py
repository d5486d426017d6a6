"""Signed notes over the ledger (C2SP signed-note, Ed25519): anybody with the public key can check them offline."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014 "


def key_hash(origin: str, public_key: Ed25519PublicKey) -> bytes:
    """Name a key in four bytes, as the signed-note format wants it."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()).digest()[:4]


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
        public = base64.b64encode(_ED25519 + self.public_key.public_bytes_raw()).decode()
        return f"{self.origin}+{key_hash(self.origin, self.public_key).hex()}+{public}"

    def sign(self, body: bytes) -> bytes:
        """Write a note: the body (which ends with a newline), an empty line, one signature line."""
        signature = key_hash(self.origin, self.public_key) + self.private_key.sign(body)
        return body + f"\n{_DASH}{self.origin} {base64.b64encode(signature).decode()}\n".encode()


def open_note(note: bytes, public_key: Ed25519PublicKey) -> tuple[str, bytes] | None:
    """Give the origin and the body of a note that carries a good signature by this key, else None.

    The origin is the body's first line and must be the name that signed.
    """
    body, gap, signatures = note.rpartition(b"\n\n")
    origin = body.partition(b"\n")[0].decode(errors="replace")
    if not gap:
        return None
    body += b"\n"
    for line in signatures.decode(errors="replace").splitlines():
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or name != origin:
            continue
        try:
            signature = base64.b64decode(encoded, validate=True)
            if signature[:4] == key_hash(origin, public_key):
                public_key.verify(signature[4:], body)
                return origin, body
        except (binascii.Error, InvalidSignature):
            continue
    return None
