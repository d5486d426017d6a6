"""Send a message: ask the gate by its purpose, write it into the outbox; the clock takes it from there."""

import base64
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from governance.errors import ProvisoError
from governance.messages import LETTERS, Letter, MessageState, category, holding, sending, written
from governance.retention import due
from operations.ask import ask
from operations.facts import SERVICE, facts_of
from operations.messages import Message, Post
from operations.ports import Unit
from operations.rows import Person
from operations.services import Services

_UNSUBSCRIBE = "unsubscribe"


def send_message(
    services: Services,
    unit: Unit,
    letter: str,
    *,
    person: Person | None = None,
    address: str = "",
    language: str = "",
    data: Mapping[str, str] | None = None,
    copy_to: str = "",
) -> str | None:
    """Write a message into the outbox, in the caller's transaction, and give its id; None when the gate refused.

    It goes to an account (`person`), at its address of the moment it is sent, or else to an `address`; people
    without an account can be written to about their rights only. `language` is a code, empty: the account's, else
    English. `copy_to` is another address of the same person, where the message goes instead. `data` fills in the
    text: `link` is a path of ours and becomes an address; never put personal data into it. Raises KeyError for a
    letter nobody knows, or data that is missing.
    """
    kind = LETTERS[letter]
    now = services.now()
    item = uuid.uuid4().hex
    facts = facts_of(services, unit, SERVICE, person=person, overdue=False, purpose=kind.purpose, now=now)
    rulings = [
        ask(services, unit, step=step, cell=cell, facts=facts, item=item, person=person)
        for step, cell in (("write", sending(kind.purpose)), ("hold-message", holding(kind.purpose)))
    ]
    if not all(ruling.decision.allow for ruling in rulings):
        return None
    chosen = language or (unit.people.language(person.id) if person is not None else "")
    chosen = chosen if chosen in services.languages.known else services.languages.known[0]
    _, text = _written(services, kind, chosen, data or {})
    rule = services.policy.retention_for(category(kind.purpose))
    unit.messages.add(
        Message(
            id=item,
            person=person.id if person is not None else None,
            address=copy_to.lower() if person is not None else address.lower(),
            letter=letter,
            purpose=kind.purpose,
            language=chosen,
            state=MessageState.WAITING,
            sealed=services.envelope.close(item, text),
            created_at=now,
            due_at=due(rule, {"data.created": now}),
            rule=rule.id,
            policy=services.policy.digest,
            not_before=now,
        )
    )
    unit.ledger.append(
        "message.written",
        now,
        {
            "message": item,
            "letter": letter,
            "purpose": kind.purpose,
            "subject": person.pseudonym if person else "",
            "decision": rulings[0].id,
        },
    )
    return item


def send_farewell(
    services: Services, unit: Unit, letter: str, *, person: Person, data: Mapping[str, str]
) -> str | None:
    """Write the last message to somebody whose account goes, in the caller's transaction; None when the gate refused.

    The row names nobody: the address lies sealed with the text, and both are erased once the message left, was given
    up, or reached its date. Without a mail server it lies in the outbox like any other, and goes with the account.
    """
    if not services.carrier.outside:
        return send_message(services, unit, letter, person=person, data=data)
    address = unit.people.address(person.id)
    item = send_message(services, unit, letter, address=address, language=unit.people.language(person.id), data=data)
    written = unit.messages.get(item) if item is not None else None
    if written is not None:
        text = services.envelope.open(written.id, written.sealed)
        unit.messages.readdress(written.id, services.envelope.close(written.id, f"{address}\n{text}"))
    return item


def _written(services: Services, kind: Letter, language: str, data: Mapping[str, str]) -> tuple[str, str]:
    filled = {name: services.site.url + value if name == "link" else value for name, value in data.items()}
    filled.setdefault("contact", services.policy.controller.email or services.policy.controller.name)
    return written(kind, lambda said: services.languages.said(language, said), filled)


def subject_of(services: Services, message: Message) -> str:
    """The subject line of a message, in its language."""
    return services.languages.said(message.language, LETTERS[message.letter].subject)


def deliver_messages(services: Services, *, most: int = 50, hold: int = 120) -> int:
    """Send what waits and return how many left; safe in any number of processes at once.

    Each is taken by a counted change first, for `hold` seconds. What the mail server does not take is tried again
    after one, two, four … minutes until it has been tried `attempts` times or its date has come; then it is given
    up, and the ledger says so. A message to a closed account, or one that the gate refuses by now, is not sent.
    """
    now = services.now()
    with services.store.read() as unit:
        waiting = unit.messages.to_send(now, most)
    return sum(_deliver(services, message.id, hold) for message in waiting)


def deliver_now(services: Services, message: str) -> bool:
    """Send one message at once, because nobody may write to its recipient any more afterwards."""
    return _deliver(services, message, 120)


def _deliver(services: Services, message: str, hold: int) -> bool:
    with services.store.begin() as unit:
        now = services.now()
        if not unit.messages.claim(message, now=now, until=_after(now, hold)):
            return False
        row = unit.messages.get(message)
        if row is None:
            return False
        post = _post(services, unit, row)
        if post is None:
            unit.messages.finish(message, state=MessageState.FAILED, at=now)
            unit.ledger.append("message.given-up", now, {"message": message, "reason": "not allowed any more"})
            _forget(unit, row)
            return False
    try:
        services.carrier.send(post)
    except OSError as fault:
        _later(services, row, type(fault).__name__)
        return False
    with services.store.begin() as unit:
        at = services.now()
        if unit.messages.finish(message, state=MessageState.SENT, at=at):
            unit.ledger.append("message.sent", at, {"message": message, "outside": services.carrier.outside})
            _forget(unit, row)
    return True


def _post(services: Services, unit: Unit, row: Message) -> Post | None:
    """Make what leaves the house, if it may still leave."""
    person = unit.people.get(row.person) if row.person is not None else None
    late = row.due_at <= services.now()
    facts = facts_of(services, unit, SERVICE, person=person, overdue=late, purpose=row.purpose)
    ruling = ask(services, unit, step="send", cell=sending(row.purpose), facts=facts, item=row.id, person=person)
    text = services.envelope.open(row.id, row.sealed)
    address = row.address or (unit.people.address(row.person) if row.person is not None else "")
    if row.is_farewell:
        address, _, text = text.partition("\n")
    if not ruling.decision.allow or not address:
        return None
    unsubscribe = ""
    if row.purpose == "marketing" and row.person is not None:
        unsubscribe = f"{services.site.url}/unsubscribe/{unsubscribe_token(services, row.person)}"
    return Post(address, subject_of(services, row), text, unsubscribe)


def _later(services: Services, row: Message, fault: str) -> None:
    with services.store.begin() as unit:
        now = services.now()
        tried = row.attempts
        again = _after(now, 60 * 2 ** min(tried - 1, 8))
        if tried >= services.limits.mail_attempts or again >= row.due_at:
            if unit.messages.finish(row.id, state=MessageState.FAILED, at=now):
                unit.ledger.append("message.given-up", now, {"message": row.id, "reason": fault})
                _forget(unit, row)
        else:
            unit.messages.finish(row.id, state=MessageState.WAITING, at=now, not_before=again)


def _forget(unit: Unit, row: Message) -> None:
    """Erase a last message, whatever became of it: nobody is left who could read it here."""
    if row.is_farewell:
        unit.messages.erase(row.id)


def _after(now: datetime, seconds: int) -> datetime:
    return now + timedelta(seconds=seconds)


def unsubscribe_token(services: Services, person: int) -> str:
    """Make what stands in the address that ends promotional messages: sealed, so that it names nobody."""
    return base64.urlsafe_b64encode(services.envelope.close(_UNSUBSCRIBE, str(person))).decode().rstrip("=")


def unsubscribed(services: Services, token: str) -> int:
    """Tell whose token it is; raises ProvisoError not-found for one that we did not make."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return int(services.envelope.open(_UNSUBSCRIBE, sealed))
    except ValueError:
        raise ProvisoError("not-found") from None
