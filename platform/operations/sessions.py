"""Log-ins as rows: opened with the gate's leave, listed and ended by their owner, over at their date."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from governance.policy import Cell
from governance.retention import due
from operations.age_accounts import note_use
from operations.ask import GateRefused, ask
from operations.facts import Actor, facts_of
from operations.services import Services
from operations.session_rows import LoggedIn

KEEP = Cell("store", "device.cookie", "run_website")
UNUSED = timedelta(days=14)
"""How long a session lasts that nobody uses."""


def digest(key: str) -> str:
    """Tell by what the session of a cookie is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def open_session(services: Services, actor: Actor, key: str) -> None:
    """Keep that somebody logged in; raises GateRefused, after the refusal was recorded."""
    assert actor.person is not None  # noqa: S101 - only somebody logged in comes here
    now = services.now()
    rule = services.policy.retention_for("device.cookie")
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False, now=now)
        ruling = ask(services, unit, step="log-in", cell=KEEP, facts=facts, item=digest(key), person=person)
        if ruling.decision.allow:
            last = due(rule, {"data.created": now})
            unit.sessions.add(
                LoggedIn(digest(key), actor.person, now, _hour(now), last, rule.id, services.policy.digest)
            )
            note_use(services, unit, actor.person)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "session")


def use_session(services: Services, person: int, key: str) -> bool:
    """Tell whether the session of a cookie is open for a person; its use is noted once an hour."""
    now = services.now()
    with services.store.read() as unit:
        found = unit.sessions.get(digest(key))
    if found is None or found.person != person or found.due_at <= now or found.seen_at + UNUSED <= now:
        return False
    if found.seen_at < _hour(now):
        with services.store.begin() as unit:
            unit.sessions.see(found.id, _hour(now))
    return True


def end_sessions(services: Services, person: int, *, only: str = "", but: str = "") -> int:
    """End sessions of a person: one (`only`, by its id), all `but` the one of a cookie's key, or all."""
    with services.store.begin() as unit:
        ended = unit.sessions.end(person, only=only, but=digest(but) if but else "")
        found = unit.people.get(person)
        if ended:
            unit.ledger.append(
                "session.ended", services.now(), {"subject": found.pseudonym if found else "", "count": ended}
            )
    return ended


def sessions_of(services: Services, person: int) -> Sequence[LoggedIn]:
    """List a person's sessions, the one last used first."""
    with services.store.read() as unit:
        return unit.sessions.of_person(person)


def end_due_sessions(services: Services) -> int:
    """End all sessions whose date has come; returns how many."""
    with services.store.begin() as unit:
        return unit.sessions.end_due(services.now())


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
