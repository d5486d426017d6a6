"""Accounts over time: used, unused, warned, closed, purged, each step at the policy's date and on record."""

from datetime import UTC, datetime, timedelta

from governance.accounts import CATEGORY, CLOSED_EVENT, AccountState, account_due, next_step
from governance.dating import UNDATED_FROM, dated
from governance.errors import ProvisoError
from operations.account_ports import AgingAccount
from operations.dates import ending, happened
from operations.erase_person import HOUSE, erase_person
from operations.ports import Unit
from operations.send_message import send_message
from operations.services import Services
from operations.sweep import kept_by

BATCH = 200
_BY_TIME = (AccountState.ACTIVE.value, AccountState.INACTIVE.value, AccountState.WARNED.value)


def note_use(services: Services, unit: Unit, person: int) -> bool:
    """Note that somebody logged in, by the day alone; an account that fell asleep is active again.

    The account's date moves on with it, because the policy counts from the last log-in. False when the day was noted.
    """
    now = services.now()
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    rule = services.policy.retention_for(CATEGORY)
    return unit.accounts.use(person, day, dated(services.policy, CATEGORY, {rule.ceiling_from: day}))


def close_account(services: Services, person: int, *, by: str) -> bool:
    """Close an account: its sessions end, and everything that hangs on it gets its earlier date. False when it was.

    Purged it is at its date, by the clock. `by` names the door, or `time`.
    """
    with services.store.begin() as unit:
        account = unit.accounts.get(person)
        if account is None:
            return False
        return _close(services, unit, account, by=by)


def age_accounts(services: Services) -> int:
    """Take every step that time alone brings, and purge what is due; returns how many. May be interrupted and repeated.

    Each step is a transaction of its own. What a hold keeps is closed and not purged.
    """
    now = services.now()
    warning = timedelta(seconds=services.policy.retention_for(CATEGORY).warn_seconds)
    with services.store.read() as unit:
        near = unit.accounts.before(now + 2 * warning, BATCH, states=_BY_TIME)
    taken = sum(_step(services, account.person, now) for account in near)
    with services.store.read() as unit:
        due = unit.dues.due(ending(unit, "app_user.due_at"), now, kept_by(services.policy), BATCH)
    return taken + sum(_purge(services, int(row.key)) for row in due)


def _step(services: Services, person: int, now: datetime) -> bool:
    with services.store.begin() as unit:
        # Read again in the transaction: its owner may have logged in meanwhile.
        account = unit.accounts.get(person)
        following = next_step(services.policy, account.state, account.due_at) if account else None
        if account is None or following is None or following[1] > now:
            return False
        if following[0] is AccountState.CLOSED:
            return _close(services, unit, account, by="time")
        if not unit.accounts.step(person, account.state, following[0].value):
            return False
        if following[0] is AccountState.WARNED:
            _warn(services, unit, account)
        _say(services, unit, account, following[0].value, by="time")
        return True


def _warn(services: Services, unit: Unit, account: AgingAccount) -> None:
    until = account.due_at.astimezone(UTC).date().isoformat()
    found = unit.people.get(account.person)
    send_message(services, unit, "account-unused", person=found, data={"link": "/login", "until": until})


def _close(services: Services, unit: Unit, account: AgingAccount, *, by: str) -> bool:
    at = services.now()
    used = account.used_at or at
    due_at = min(account.due_at, account_due(services.policy, used, at))
    if not unit.accounts.close(account.person, at, due_at):
        return False
    happened(services, unit, account.person, CLOSED_EVENT, at)
    unit.sessions.end(account.person)
    _say(services, unit, account, AccountState.CLOSED.value, by=by)
    return True


def _purge(services: Services, person: int) -> bool:
    with services.store.read() as unit:
        account = unit.accounts.get(person)
    if account is None or account.state != AccountState.CLOSED or account.due_at >= UNDATED_FROM:
        return False
    closed_in_time = account.closed_at is not None and account.closed_at < account.due_at
    try:
        erase_person(services, HOUSE, person, trigger="account-closed" if closed_in_time else "account-inactive")
    except ProvisoError:
        # Refused (a hold on one thing) or not to be done now; the clock comes again.
        return False
    return True


def _say(services: Services, unit: Unit, account: AgingAccount, to: str, *, by: str) -> None:
    found = unit.people.get(account.person)
    unit.ledger.append(
        "account.stepped",
        services.now(),
        {
            "subject": found.pseudonym if found else "",
            "from": account.state,
            "to": to,
            "due": account.due_at,
            "by": by,
        },
    )
