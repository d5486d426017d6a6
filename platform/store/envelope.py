"""Short texts in the database, sealed: messages, and what addresses carry that must name nobody."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.sealing import KEY_BYTES, SealBroken, seal, unseal

_KIND = "envelope"


class SealedEnvelope:
    """Implements `operations.messages.Envelope` with a key of its own, drawn from the key of kept texts.

    One key may seal 2^32 texts (NIST SP 800-38D, 8.3, random nonces); each is bound to its item.
    """

    def __init__(self, master: bytes) -> None:
        self._key = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"proviso 1 envelope").derive(master)

    def close(self, item: str, text: str) -> bytes:
        """Seal a text for one item."""
        return seal(self._key, text.encode(), item=item, kind=_KIND)

    def open(self, item: str, sealed: bytes) -> str:
        """Give it back; raises ValueError for what does not belong together."""
        try:
            return unseal(self._key, sealed, item=item, kind=_KIND).decode()
        except SealBroken:
            raise ValueError("this was not sealed here for that") from None
