"""What the clock does and how often: each round calls one operation, or one part of the storeroom."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from clock.orphans import Orphans
from clock.retention import Redating, Sweeping
from governance.errors import ProvisoError
from operations.age_accounts import age_accounts
from operations.announce_policy import announce_policy
from operations.certify import delete_due_certificates
from operations.delete_due import delete_due, end_keyless
from operations.disclose import sweep_disclosures
from operations.draft_policy import ring_for_drafts
from operations.erase_message import erase_due_messages
from operations.erase_person import finish_erasures
from operations.level_lists import level_lists
from operations.make_token import end_due_tokens
from operations.publish_policy import take_up_policy
from operations.read_mail import read_mail
from operations.recover import ring_again, see_to_records, take_back
from operations.release_hold import end_expired_holds
from operations.see_to_requests import carry_on, erase_due, expire_unproved, warn_of_late
from operations.send_disclosures import send_disclosures
from operations.send_message import deliver_messages
from operations.sessions import end_due_sessions
from store.build import House
from store.checkpoints import checkpoint
from store.courier import HttpsCourier
from store.mailbox import mailbox_of
from store.rotation import load_signer
from store.tally import count_new
from store.witness import keep_witness, read_witness

_LOG = logging.getLogger(__name__)
_MINUTE = 60
_DISCLOSING = 5


@dataclass(frozen=True, slots=True)
class Round:
    """Something to do every so many seconds; the first time at once."""

    name: str
    seconds: int
    work: Callable[[], object]

    def run(self) -> None:
        """Do it; a failure is told by its type alone, since messages may quote data, and the clock goes on."""
        try:
            self.work()
        except Exception as fault:  # noqa: BLE001 - whatever it was, the other rounds must not stop
            code = fault.code if isinstance(fault, ProvisoError) else ""
            _LOG.error("the round %s failed: %s %s", self.name, type(fault).__name__, code)


def rounds(house: House) -> tuple[Round, ...]:
    """List the rounds of a house."""
    services, clock = house.services, house.settings.clock
    mailbox = mailbox_of(house.settings)
    courier = HttpsCourier(house.settings.sharing)
    return (
        Round("delete what is due", clock.sweep_seconds, lambda: delete_due(services)),
        Round("take back what a dead worker held", clock.sweep_seconds, lambda: take_back(services)),
        Round("ring again", clock.sweep_seconds, lambda: ring_again(services, older_than=clock.ring_seconds)),
        Round("take up a policy whose day has come", clock.sweep_seconds, lambda: take_up_policy(services)),
        Round("tell people of a policy that changes", clock.ring_seconds, lambda: announce_policy(services)),
        Round("ring for drafts of the policy", clock.sweep_seconds, lambda: ring_for_drafts(services)),
        Round("see to records", clock.sweep_seconds, lambda: _see_to_records(house)),
        Round("send disclosures", _DISCLOSING, lambda: send_disclosures(services, courier)),
        Round("forget disclosures", _MINUTE, lambda: sweep_disclosures(services)),
        Round("end tokens", _MINUTE, lambda: end_due_tokens(services)),
        Round("send messages", house.settings.mail.every_seconds, lambda: deliver_messages(services)),
        Round("read the mailbox", house.settings.mailbox.every_seconds, lambda: read_mail(services, mailbox)),
        Round("erase messages", _MINUTE, lambda: erase_due_messages(services)),
        Round("end sessions", _MINUTE, lambda: end_due_sessions(services)),
        Round("carry requests on", clock.ring_seconds, lambda: carry_on(services)),
        Round("expire unproved requests", _MINUTE, lambda: expire_unproved(services)),
        Round("warn of late requests", _MINUTE, lambda: warn_of_late(services)),
        Round("erase what came with requests", _MINUTE, lambda: erase_due(services)),
        Round("delete what is due of every other kind", clock.sweep_seconds, Sweeping(house).run),
        Round("take accounts a step further", _MINUTE, lambda: age_accounts(services)),
        Round("end holds whose time is over", _MINUTE, lambda: end_expired_holds(services)),
        Round("date what changed", _MINUTE, Redating(house).run),
        Round("end what lost its key", _MINUTE, lambda: end_keyless(services)),
        Round("count decisions", _MINUTE, lambda: count_new(house.database)),
        Round("sign the ledger", clock.checkpoint_seconds, lambda: sign_ledger(house)),
        Round("finish erasures", clock.sweep_seconds, lambda: finish_erasures(services)),
        Round("level the lists of the erased", _MINUTE, lambda: level_lists(services)),
        Round("delete certificates that are due", _MINUTE, lambda: delete_due_certificates(services)),
        Round("sweep orphaned blobs", _MINUTE, Orphans(house).sweep),
        Round("empty the database's journal", _MINUTE, house.database.scrub),
    )


def _see_to_records(house: House) -> int:
    limits, clock = house.settings.limits, house.settings.clock
    # Twice the time it may take, since it may have waited in the queue before.
    return see_to_records(house.services, older_than=clock.ring_seconds, patience=2 * limits.record_seconds)


def sign_ledger(house: House) -> bool:
    """Sign what is new in the ledger and keep the note beside the database; False when nothing was new.

    A ledger that does not go on from the kept note is not signed, and the note stays: it is the evidence.
    """
    home = house.settings.home
    # The key is read each time: it may have been changed since this process began.
    signer = load_signer(house.settings, house.database)
    signed = checkpoint(house.database, signer, house.services.now(), read_witness(home))
    if signed is not None:
        keep_witness(home, signed.note)
    return signed is not None
