"""Signing certificates of deletion with the ledger's key, read afresh each time because it may have been changed."""

from collections.abc import Callable

from governance.deletion_certificate import signed_body
from store.rotation import load_signer
from store.settings import Settings
from store.unit_of_work import Database


def make_certifier(settings: Settings, database: Database) -> Callable[[bytes], tuple[str, str]]:
    """Make the function that signs a digest; it gives the signed note and the public key's line (C2SP vkey)."""

    def sign(digest: bytes) -> tuple[str, str]:
        signer = load_signer(settings, database)
        return signer.sign(signed_body(signer.origin, digest)).decode(), signer.verifier

    return sign
