"""Tell recipients that what they got is erased (GDPR Article 19): what waits to be told, and that it was."""

from collections.abc import Sequence

from governance.errors import ProvisoError
from operations.erasing import Notice
from operations.services import Services


def recipients_to_tell(services: Services) -> Sequence[Notice]:
    """List who has still to be told of an erasure, oldest first."""
    with services.store.read() as unit:
        return unit.erasures.notices(unsent=True)


def note_told(services: Services, notice: str, *, by: str) -> bool:
    """Note that a recipient was told, and which way (`letter`, `mail`, `call`); False when that was noted before.

    Raises ProvisoError not-found for a notice that is none.
    """
    with services.store.begin() as unit:
        found = next((each for each in unit.erasures.notices() if each.id == notice), None)
        if found is None:
            raise ProvisoError("not-found")
        at = services.now()
        told = unit.erasures.tell(notice, at=at, by=by)
        if told:
            fields = {"erasure": found.erasure, "notice": notice, "recipient": found.recipient, "by": by}
            unit.ledger.append("recipient.told", at, fields)
    return told
