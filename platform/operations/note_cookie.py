"""Note which cookies the portal places, so that records can hold them against those that the policy declares."""

from collections.abc import Mapping

from operations.services import Services

DECLARED: Mapping[str, str] = {"proviso": "K-ESSENTIAL", "__Host-proviso": "K-ESSENTIAL"}
"""The cookies of this software, each with the policy's rule behind it."""


def note_cookie(services: Services, name: str) -> None:
    """Note that a cookie of this name was placed; its value is nobody's business here."""
    with services.store.begin() as unit:
        unit.register.placed(name[:80], services.now())
