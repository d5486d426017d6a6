"""Write to everybody about a change that is published and matters; each account once, in any number of processes."""

from governance.publishing import Term, coming, postponed
from operations.decision_ports import Telling
from operations.ports import Unit
from operations.send_message import send_message
from operations.services import Services

LETTER = "policy-changes"
BATCH = 50
"""Accounts of one transaction."""


def announce_policy(services: Services) -> int:
    """Write to those who were not written to yet and return how many were; goes on where it was interrupted.

    How far it is stands in the row of the term and is written in the transaction of the messages, so nobody is left
    out and nobody is told twice. Who joins afterwards has read the announcement on the pages. When all were told, the
    day is put off if telling took so long that the days of notice would not be whole (`governance.publishing`).
    """
    told = 0
    while True:
        with services.store.begin() as unit:
            term = coming(unit.policies.terms())
            if term is None or not term.material or term.announced_at is not None:
                return told
            before = unit.policies.telling(term.number)
            people = unit.accounts.after(before.up_to, BATCH)
            if not people:
                _finish(services, unit, term, before)
                return told
            written = sum(_write(services, unit, term, person) for person in people)
            unit.policies.tell(term.number, Telling(people[-1], before.told + written))
            told += written


def _write(services: Services, unit: Unit, term: Term, person: int) -> bool:
    found = unit.people.get(person)
    # The console's own account and closed ones have nobody behind them who reads mail.
    if found is None or not unit.people.address(person) or unit.people.address(person).endswith("@localhost"):
        return False
    until = term.effective_at.strftime("%Y-%m-%d")
    data = {"link": "/privacy/changes", "until": until}
    return send_message(services, unit, LETTER, person=found, data=data) is not None


def _finish(services: Services, unit: Unit, term: Term, telling: Telling) -> None:
    now = services.now()
    day = postponed(term.effective_at, now, term.notice_days)
    unit.policies.announced(term.number, now, day)
    fields = {"term": term.number, "policy": term.digest, "told": telling.told, "effective": day}
    unit.ledger.append("policy.announced", now, fields | ({"put_off": True} if day != term.effective_at else {}))
