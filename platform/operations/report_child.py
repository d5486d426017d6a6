"""That a child uses an account: the account is set aside at once, and an officer has it erased or lets it go on."""

import uuid
from dataclasses import replace
from datetime import timedelta

from governance.erasure import Erasure, Trigger
from governance.errors import ProvisoError
from governance.holds import Hold, HoldKind
from governance.support import CaseKind
from operations.erase_person import HOUSE, erase_person
from operations.holds import end_hold, write_hold
from operations.ports import Unit
from operations.send_message import send_message
from operations.services import Services
from operations.support_cases import HeldCase

GROUND = "child-reported"
OWNER = "data protection officer"
CALM = timedelta(days=365)
"""How long after an officer's decision no further report sets the account aside by itself: an officer looks first."""


def report_child(services: Services, unit: Unit, case: HeldCase, address: str, *, by: str) -> HeldCase:
    """Set the account of an address aside in the caller's transaction; the case leads to it from then on.

    Where there is no such account, or an officer decided about it lately, nothing is set aside, and whoever reported
    it is told no difference.
    """
    person = unit.people.find(address)
    found = unit.people.get(person) if person is not None else None
    hold = None
    if person is not None and found is not None and found.account_state == "active":
        now = services.now()
        past = unit.holds.of_ground(person, GROUND)
        hold = next((one for one in past if one.active(now)), None)
        if hold is None and not any(one.released_at is not None and one.released_at > now - CALM for one in past):
            span = timedelta(seconds=services.policy.retention_for("support.message").ceiling_seconds)
            hold = Hold(uuid.uuid4().hex, HoldKind.RESTRICTION, person, "", GROUND, OWNER, now, now + span)
            write_hold(services, unit, hold, by=by)
            send_message(services, unit, "account-set-aside", person=found, data={"link": "/contact"})
    after = replace(case, kind=CaseKind.CHILD, hold=hold.id if hold else "")
    unit.support.move(case, after)
    fields = {"case": case.id, "subject": found.pseudonym if found else "", "set_aside": hold is not None, "by": by}
    unit.ledger.append("child.reported", services.now(), fields)
    return after


def release_account(services: Services, unit: Unit, case: HeldCase, *, by: str) -> None:
    """Let an account that was set aside go on, in the caller's transaction, and tell its person first (Art. 18(3))."""
    hold = _hold(unit, case)
    person = unit.people.get(hold.person)
    send_message(services, unit, "account-released", person=person, data={"link": "/"})
    end_hold(services, unit, hold, by=by)
    _decided(services, unit, case, "released", person.pseudonym if person else "", by)


def erase_account(services: Services, case: HeldCase, *, by: str) -> Erasure:
    """Have the account that a report led to erased; what cannot be erased at once the clock goes on with.

    Raises ProvisoError not-found where the report led to no account.
    """
    with services.store.begin() as unit:
        hold = _hold(unit, case)
        # The entry names no pseudonym, as that of the erasure does not.
        _decided(services, unit, case, "erased", "", by)
    return erase_person(services, HOUSE, hold.person, trigger=Trigger.CHILD)


def _hold(unit: Unit, case: HeldCase) -> Hold:
    hold = unit.holds.get(case.hold) if case.hold else None
    if hold is None:
        raise ProvisoError("not-found")
    return hold


def _decided(services: Services, unit: Unit, case: HeldCase, outcome: str, subject: str, by: str) -> None:
    fields = {"case": case.id, "outcome": outcome, "subject": subject, "by": by}
    unit.ledger.append("child.decided", services.now(), fields)
