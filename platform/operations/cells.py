"""Every cell this house asks the gate for or, for accounts and the session, acts under; the rest is only declared."""

from collections.abc import Iterable

from governance.policy import Cell, Policy
from governance.texts import CATEGORY, TextState

TAKE_IN = Cell("collect", "document.image", "provide_service")
HOLD = Cell("store", "document.image", "provide_service")
PROCESS = Cell("process", "document.image", "provide_service")
ERASE = Cell("erase", "document.image", "legal_compliance")
MAKE_TEXT = Cell("collect", "text.result", "provide_service")
KEEP_TEXT = Cell("store", "text.extracted", "provide_service")
MAKE_RECORD = Cell("collect", "report.processing", "legal_compliance")
STORE_RECORD = Cell("store", "report.processing", "legal_compliance")
READ_DECISIONS = Cell("read", "record.decision", "legal_compliance")
READ_RECORD = Cell("read", "report.processing", "legal_compliance")
OPEN_ACCOUNT = tuple(
    Cell(action, category, "account_management")
    for category in ("account.identity", "account.credentials", "account.profile")
    for action in ("collect", "store")
)


KEEP_SESSION = tuple(
    Cell(action, "device.cookie", "run_website") for action in ("set_device", "collect", "store", "read")
)


def show_text(state: TextState) -> Cell:
    """The cell of showing a text to its owner; a text that is gone is asked for as the result it was."""
    return Cell("read", CATEGORY.get(state, "text.result"), "provide_service", "user")


def hand_out_text(state: TextState) -> Cell:
    """The cell of giving a text to its owner as a file, to take along."""
    return Cell("export", CATEGORY.get(state, "text.result"), "provide_service", "user")


def erase_text(state: TextState, *, by_the_house: bool) -> Cell:
    """The cell of erasing a text, at its date or at its owner's word."""
    return Cell("erase", CATEGORY[state], "legal_compliance" if by_the_house else "subject_rights")


def asked() -> Iterable[Cell]:
    """All of them."""
    yield from (TAKE_IN, HOLD, PROCESS, ERASE, MAKE_TEXT, KEEP_TEXT, MAKE_RECORD, STORE_RECORD, READ_RECORD)
    yield READ_DECISIONS
    yield from OPEN_ACCOUNT
    yield from KEEP_SESSION
    for state in CATEGORY:
        yield show_text(state)
        yield hand_out_text(state)
        yield erase_text(state, by_the_house=True)
        yield erase_text(state, by_the_house=False)


def connected(policy: Policy) -> frozenset[str]:
    """The policy's activities that this house can carry out: those that some asked cell falls under."""
    return frozenset(
        activity.id
        for activity in policy.activities.values()
        if activity.enabled
        and any(activity.scope.covers(c.action, c.category, c.purpose, c.recipient) for c in asked())
    )
