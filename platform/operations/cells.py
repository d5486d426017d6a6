"""Every cell this house asks the gate for or, for accounts and the session, acts under; the rest is only declared."""

from collections.abc import Iterable, Mapping

from governance.copies import CopyKind
from governance.messages import LETTERS, category, holding, sending
from governance.policy import Cell, Policy
from governance.policy.core import Activity, Prohibition
from governance.registers.demands import CATEGORIES as HANDED_OVER
from governance.texts import KEPT_CATEGORY, SENSITIVE_CATEGORY, WAITING_CATEGORY, HeldText

TAKE_IN = Cell("collect", "document.image", "provide_service")
HOLD = Cell("store", "document.image", "provide_service")
PROCESS = Cell("process", "document.image", "provide_service")
ERASE = Cell("erase", "document.image", "legal_compliance")
MAKE_TEXT = Cell("collect", "text.result", "provide_service")
MAKE_RECORD = Cell("collect", "report.processing", "legal_compliance")
STORE_RECORD = Cell("store", "report.processing", "legal_compliance")
READ_DECISIONS = Cell("read", "record.decision", "legal_compliance")
READ_RECORD = Cell("read", "report.processing", "legal_compliance")
OPEN_ACCOUNT = tuple(
    Cell(action, category, "account_management")
    for category in ("account.identity", "account.credentials", "account.profile")
    for action in ("collect", "store")
)


MAKE_TOKEN = tuple(Cell(action, "account.credentials", "account_management") for action in ("collect", "store"))


KEEP_SESSION = tuple(
    Cell(action, "device.cookie", "run_website") for action in ("set_device", "collect", "store", "read")
)


TAKE_IN_REQUEST = tuple(Cell(action, "request.details", "subject_rights") for action in ("collect", "store"))
READ_REQUEST = Cell("read", "request.details", "subject_rights")
ERASE_REQUEST = Cell("erase", "request.details", "legal_compliance")
MAKE_ANSWER = tuple(Cell(action, "request.answer", "subject_rights") for action in ("collect", "store"))
READ_ANSWER = Cell("read", "request.answer", "subject_rights")
TAKE_ANSWER = Cell("export", "request.answer", "subject_rights", "user")
ERASE_ANSWER = Cell("erase", "request.answer", "legal_compliance")
REVIEW_REQUESTS = Cell("read", "record.request", "legal_compliance")
CORRECT = {name: Cell("update", name, "subject_rights") for name in ("account.identity", "account.profile")}


TAKE_IN_SUPPORT = tuple(Cell(action, "support.message", "answering") for action in ("collect", "store"))
READ_SUPPORT = Cell("read", "support.message", "answering")


def hand_over(category: str) -> Cell:
    """The cell of handing somebody a copy of what is held about them, because they asked for it by right."""
    return Cell("export", category, "subject_rights", "user")


_TEXTS = (WAITING_CATEGORY, KEPT_CATEGORY, SENSITIVE_CATEGORY)


def show_message(category: str) -> Cell:
    """The cell of showing a message to its recipient."""
    return _show_for(category, "communication")


def erase_message(category: str, *, by_the_house: bool) -> Cell:
    """The cell of erasing a message, at its date or at its recipient's word."""
    return _erase(category, by_the_house=by_the_house)


NOTE_CHOICE = Cell("store", "record.consent", "legal_compliance")
"""Noting what people choose."""


def keep_text(category: str) -> Cell:
    """The cell of keeping a text under the category that its findings give it."""
    return Cell("store", category, "provide_service")


def show_text(held: HeldText) -> Cell:
    """The cell of showing a text to its owner; a text that is gone is asked for as the result it was."""
    return _show(held.category or WAITING_CATEGORY)


def hand_out_text(held: HeldText) -> Cell:
    """The cell of giving a text to its owner as a file, to take along."""
    return _take_along(held.category or WAITING_CATEGORY)


def erase_text(held: HeldText, *, by_the_house: bool) -> Cell:
    """The cell of erasing a text that is there, at its date or at its owner's word."""
    return _erase(held.category, by_the_house=by_the_house)


def make_copy(kind: CopyKind) -> Cell:
    """The cell of making a copy of the pages and holding it from then on."""
    return Cell("collect", kind.category, "provide_service")


def hand_out_copy(kind: CopyKind) -> Cell:
    """The cell of handing a copy to its owner."""
    return _take_along(kind.category)


def share_text(category: str, recipient: str) -> Cell:
    """The cell of giving a text, with what was found in it masked, to a firm."""
    return Cell("share", category, "provide_service", recipient)


def tell_firm(category: str, recipient: str) -> Cell:
    """The cell of telling a firm what became of data that it got (GDPR Art. 19); `category` is the record."""
    return Cell("share", category, "subject_rights", recipient)


def carry_answer(recipient: str) -> Cell:
    """The cell of sending an answer straight to a service that its person has named (GDPR Art. 20(2))."""
    return Cell("share", "request.answer", "subject_rights", recipient)


def carries(policy: Policy, recipient: str) -> bool:
    """Tell whether a policy knows a recipient as a service that people may have their data carried to."""
    cell = carry_answer(recipient)
    return (cell.action, cell.category, cell.purpose, cell.recipient) in policy.table


def open_text(category: str) -> Cell:
    """The cell of opening a text to mask and send it."""
    return Cell("read", category, "provide_service")


def give_authority(category: str) -> Cell:
    """The cell of handing data of a category over to an authority."""
    return Cell("share", category, "legal_compliance", "authority")


def erase_token(*, by_the_house: bool) -> Cell:
    """The cell of ending a token, at its date or at its owner's word."""
    return _erase("account.credentials", by_the_house=by_the_house)


def erase_copy(kind: CopyKind, *, by_the_house: bool) -> Cell:
    """The cell of erasing a copy, at its date or at its owner's word."""
    return _erase(kind.category, by_the_house=by_the_house)


def erase_due(category: str) -> Cell:
    """The cell of erasing, at its date, data of any category."""
    return _erase(category, by_the_house=True)


def _show(category: str) -> Cell:
    return Cell("read", category, "provide_service", "user")


def _show_for(category: str, purpose: str) -> Cell:
    return Cell("read", category, purpose, "user")


def _take_along(category: str) -> Cell:
    return Cell("export", category, "provide_service", "user")


def _erase(category: str, *, by_the_house: bool) -> Cell:
    return Cell("erase", category, "legal_compliance" if by_the_house else "subject_rights")


STORE_PROOF = Cell("store", "proof.deletion", "legal_compliance")
READ_PROOF = Cell("export", "proof.deletion", "subject_rights", "user")
_AT_WORD = (
    "account.identity",
    "account.credentials",
    "account.profile",
    "findings.summary",
    "text.extracted",
    "support.message",
)


def erase_at_word(category: str) -> Cell:
    """The cell of erasing a category because its person wants it, which leaves alone what has to be kept."""
    return _erase(category, by_the_house=False)


def asked() -> Iterable[Cell]:
    """All of them."""
    yield from (TAKE_IN, HOLD, PROCESS, ERASE, MAKE_TEXT, MAKE_RECORD, STORE_RECORD, READ_RECORD)
    yield from (READ_DECISIONS, STORE_PROOF, READ_PROOF)
    yield from (erase_at_word(category) for category in _AT_WORD)
    yield from (*TAKE_IN_REQUEST, READ_REQUEST, ERASE_REQUEST, *MAKE_ANSWER, READ_ANSWER, TAKE_ANSWER, ERASE_ANSWER)
    yield REVIEW_REQUESTS
    yield from (*TAKE_IN_SUPPORT, READ_SUPPORT, hand_over("support.message"))
    yield from CORRECT.values()
    yield from (hand_over(kind.category) for kind in CopyKind)
    for handed in ("account.identity", "document.image", "findings.summary", "record.decision", *_TEXTS):
        yield hand_over(handed)
    yield from OPEN_ACCOUNT
    yield from KEEP_SESSION
    yield from (share_text(category, "cloud_hosting") for category in (WAITING_CATEGORY, KEPT_CATEGORY))
    yield from (tell_firm(category, "cloud_hosting") for category in ("record.erasure", "record.request"))
    yield carry_answer("chosen_service")
    yield from (open_text(category) for category in (WAITING_CATEGORY, KEPT_CATEGORY))
    yield from (give_authority(category) for category, _ in HANDED_OVER)
    yield from (erase_token(by_the_house=True), erase_token(by_the_house=False))
    for purpose in sorted({letter.purpose for letter in LETTERS.values()}):
        yield sending(purpose)
        yield holding(purpose)
        yield erase_message(category(purpose), by_the_house=True)
        yield erase_message(category(purpose), by_the_house=False)
    yield Cell("update", "account.profile", "account_management")
    yield Cell("update", "account.identity", "account_management")
    yield NOTE_CHOICE
    yield show_message("message.sent")
    yield from (keep_text(kept) for kept in _TEXTS[1:])
    for kind in CopyKind:
        yield make_copy(kind)
        yield hand_out_copy(kind)
    for held in (*_TEXTS, *(kind.category for kind in CopyKind)):
        yield _erase(held, by_the_house=True)
        yield _erase(held, by_the_house=False)
    for held in _TEXTS:
        yield _show(held)
        yield _take_along(held)


def asked_at(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """For each rule that a cell of ours falls under, the cells in words: where the gate is asked with it."""
    found: dict[str, dict[str, None]] = {}
    rules: list[Activity | Prohibition] = [*policy.activities.values(), *policy.prohibitions.values()]
    for cell in asked():
        for rule in rules:
            if rule.enabled and rule.scope.covers(cell.action, cell.category, cell.purpose, cell.recipient):
                words = f"{cell.action} {cell.category} for {cell.purpose}"
                found.setdefault(rule.id, {})[words + (f" to {cell.recipient}" if cell.recipient != "none" else "")] = (
                    None
                )
    return {rule: tuple(words) for rule, words in found.items()}


def connected(policy: Policy) -> frozenset[str]:
    """The policy's activities that this house can carry out: those that some asked cell falls under."""
    return frozenset(
        activity.id
        for activity in policy.activities.values()
        if activity.enabled
        and any(activity.scope.covers(c.action, c.category, c.purpose, c.recipient) for c in asked())
    )
