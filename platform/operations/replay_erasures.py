"""After a backup was restored, erase again what had been erased since: before any door opens.

The list of the erased lies in the database and in a file that a restore of the database does not reach. What the file
knows and the database does not was undone by a restore; that is all that has to be looked for.
"""

from collections.abc import Collection
from dataclasses import dataclass

from governance.erasure import Trigger
from governance.errors import ProvisoError
from operations.delete_text import delete_text
from operations.disclose import end_disclosure
from operations.erase_person import HOUSE, erase_person
from operations.erasing import Suppressed
from operations.facts import SERVICE
from operations.holds import end_hold
from operations.level_lists import level_lists
from operations.services import Services

_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found: entries that the database had lost, and what of it was there again and erased again."""

    lost: int = 0
    people: int = 0
    texts: int = 0


def replay_erasures(services: Services) -> Replay:
    """Erase again what a restored backup brought back; costs two readings of the list when nothing was restored.

    Raises ProvisoError restore-unfinished when something could not be erased again, erased-list-damaged or
    storage-unavailable: no door may open then.
    """
    level_lists(services)
    known = services.erased.read()
    with services.store.read() as unit:
        there = unit.suppressions.all()
    lost = [entry for name, entry in known.items() if name not in there]
    if not lost:
        return Replay()
    people = _people(services, known.values())
    texts = _texts(services, known)
    for person in people:
        # A hold that the backup brought back had ended before the person was erased, and so had what waited to be sent.
        with services.store.read() as unit:
            holds = unit.holds.on(person, unit.rows.items(person), services.now())
        with services.store.begin() as unit:
            for hold in holds:
                end_hold(services, unit, hold, by="restore")
            for each in unit.sharing.of_person(person, _EVERY):
                if each.state == "waiting" and not each.tells:
                    end_disclosure(services, unit, each, "gone")
        erase_person(services, HOUSE, person, trigger=Trigger.RESTORED)
    with services.store.read() as unit:
        open_ = [each for person in people for each in unit.erasures.of_person(person) if each.done_at is None]
    if open_:
        raise ProvisoError("restore-unfinished")
    told = Replay(len(lost), len(people), texts)
    with services.store.begin() as unit:
        if unit.suppressions.add(lost):
            fields = {"lost": told.lost, "people": told.people, "texts": told.texts}
            unit.ledger.append("erasures.replayed", services.now(), fields)
    return told


def _people(services: Services, known: Collection[Suppressed]) -> list[int]:
    """Find accounts that were erased: the very account, or one of that address that is not younger than the erasure."""
    by_name = {entry.fingerprint: entry for entry in known}
    found = []
    with services.store.read() as unit:
        for account in unit.rows.accounts():
            address = by_name.get(services.erased.fingerprint("address", account.email.lower()))
            if services.erased.fingerprint("account", account.itself) in by_name or (
                address is not None and account.opened_at <= address.until
            ):
                found.append(account.person)
    return found


def _texts(services: Services, known: Collection[str]) -> int:
    """Delete kept texts that had been deleted before their date."""
    with services.store.read() as unit:
        kept = unit.rows.kept_texts()
    again = [text for text in kept if services.erased.fingerprint("text", text) in known]
    return sum(delete_text(services, SERVICE, text) for text in again)
