"""The statement by which a ledger's key hands over to the next one; both sign it, so trust in either reaches both."""

import base64
import binascii
from dataclasses import dataclass

_TITLE = "key handover"
"""Holds a space, which the origin of a checkpoint cannot: the one can never pass for the other."""


@dataclass(frozen=True, slots=True)
class Handover:
    """Up to `size` entries with this root the old key signs, from there on the new one; keys are 32 raw bytes."""

    origin: str
    size: int
    root: bytes
    old: bytes
    new: bytes

    @property
    def body(self) -> bytes:
        """The six lines that both keys sign."""
        keys = (base64.b64encode(part).decode() for part in (self.root, self.old, self.new))
        return "\n".join((_TITLE, self.origin, str(self.size), *keys, "")).encode()

    @classmethod
    def from_body(cls, body: bytes) -> "Handover | None":
        """Read the six lines back; None for anything else. Signatures are for the caller to check."""
        try:
            title, origin, size, root, old, new, rest = body.decode().split("\n")
            found = cls(origin, int(size), *(base64.b64decode(part, validate=True) for part in (root, old, new)))
        except (ValueError, binascii.Error):
            return None
        lengths = {len(found.root), len(found.old), len(found.new)}
        return found if title == _TITLE and not rest and lengths == {32} and found.body == body else None
