"""Tell recipients of what no erasure and no request tells (GDPR Article 19): one deleted text, a restriction by a hold.

The notices are written in the transaction of the act; who is told how is as in `tell_recipients`.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from governance.dating import dated
from governance.holds import ASKED, Hold, HoldKind
from governance.texts import HeldText
from operations.notice_ports import RecipientNotice
from operations.ports import Unit
from operations.services import Services
from operations.sharing_ports import Disclosure
from operations.tell_recipients import CHANGED, ERASED, let_word_go, passed_on, through_the_door

TEXT, HOLD = "text", "hold"
_KEPT_AS = "record.decision"
_ANSWER = "request.answer"


def tell_of_text(services: Services, unit: Unit, held: HeldText) -> int:
    """Note who may have got a text that its owner had deleted, in the caller's transaction; gives how many.

    Nobody is noted when a date or an erasure of the person ended it: an erasure tells of everything itself.
    """
    return _of_text(services, unit, held, TEXT, held.id) if unit.notices.owner_asked(held.id) else 0


def tell_of_hold(services: Services, unit: Unit, hold: Hold) -> int:
    """Note who may have got what an officer sets aside (Art. 18), in the caller's transaction; gives how many."""
    if hold.kind is not HoldKind.RESTRICTION or hold.ground not in ASKED:
        return 0
    if hold.item:
        text = unit.texts.of_document(hold.item) or unit.texts.get(hold.item)
        return 0 if text is None else _of_text(services, unit, text, HOLD, hold.id)
    return _note(
        services, unit, hold.person, HOLD, hold.id, passed_on(unit, hold.person), through_the_door(unit, hold.person)
    )


def note_notice_told(services: Services, unit: Unit, notice: RecipientNotice, *, by: str) -> bool:
    """Note that a recipient was told, in the caller's transaction; False when that was noted before."""
    at = services.now()
    told = unit.notices.tell(notice.id, at=at, by=by)
    if told:
        fields = {notice.what: notice.item, "notice": notice.id, "recipient": notice.recipient, "by": by}
        unit.ledger.append("recipient.told", at, fields)
    return told


def _of_text(services: Services, unit: Unit, text: HeldText, what: str, item: str) -> int:
    through = [each for each in unit.sharing.with_document(text.person, text.document) if not each.tells]
    # An answer that was asked for before the text was there does not hold it.
    mine = [each for each in through if not each.request or each.asked_at >= text.created_at]
    if what == TEXT:
        # Its key is gone: what no process had taken for sending by now never leaves any more; an answer holds it still.
        mine = [each for each in mine if each.request or each.state != "waiting" or each.attempts]
    arrived = {(each.recipient, each.category): each.asked_at for each in mine if each.may_have_arrived}
    door = {(each.recipient, each.category) for each in through}
    by_hand = [each for each in unit.notices.got(text.document) if each[:2] not in door]
    return _note(services, unit, text.person, what, item, [*by_hand, *((*to, at) for to, at in arrived.items())], mine)


def _note(
    services: Services,
    unit: Unit,
    person: int,
    what: str,
    item: str,
    recipients: Collection[tuple[str, str, datetime]],
    through: Collection[Disclosure],
) -> int:
    at = services.now()
    when = dated(services.policy, _KEPT_AS, {"data.created": at})
    for recipient, category, disclosed in sorted(recipients):
        notice = RecipientNotice(
            uuid.uuid4().hex, person, what, item, recipient, category, disclosed, at, when.due_at, when.rule,
            when.policy,
        )  # fmt: skip
        unit.notices.add(notice)
        fields = {what: item, "notice": notice.id, "recipient": recipient, "category": category}
        unit.ledger.append("recipient.to-be-told", at, fields)
        word = ERASED if what == TEXT else CHANGED
        let_word_go(services, unit, notice.id, word, person, recipient, given=category, among=through)
    return len(recipients)
