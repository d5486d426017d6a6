"""How a message to a receiver's address is signed and checked: the scheme of Standard Webhooks (HMAC-SHA256).

The signature covers the message's id, the moment of sending and every byte of the body, so that neither can be
changed and an old message is known for one.
"""

import base64
import hashlib
import hmac
from typing import Final

TOLERANCE_SECONDS: Final = 300
"""How far the moment of sending may lie from the receiver's clock."""


def written(secret: bytes) -> str:
    """Write a secret as receivers' libraries want it."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def sign(secret: bytes, identity: str, seconds: int, body: bytes) -> str:
    """Sign a message; `seconds` is the Unix time of sending."""
    signed = f"{identity}.{seconds}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()}"


def is_genuine(secret: bytes, identity: str, seconds: int, body: bytes, signatures: str, now: int) -> bool:
    """Tell whether one of the signatures fits and the message is fresh, as a receiver should."""
    mine = sign(secret, identity, seconds, body)
    fits = any(hmac.compare_digest(mine, each) for each in signatures.split(" "))
    return fits and abs(now - seconds) <= TOLERANCE_SECONDS
