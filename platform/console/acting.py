"""Who the command acts as: an account of this machine's operator, without a password, so nobody logs in to it."""

from datetime import date

from governance.auditing import Term, scope_of
from governance.errors import ProvisoError
from operations.facts import Actor
from operations.open_account import open_account
from store.build import House, build_house
from store.keys import KeyServer
from store.now import now
from store.settings import load_settings
from store.unit_of_work import UnitOfWork

LOCAL_ADDRESS = "operator@localhost"


def running_house() -> House:
    """Build the house of the settings, which must be up: ProvisoError house-not-running says how to start it."""
    settings = load_settings()
    try:
        KeyServer.of(settings).wait(2.0)
    except ProvisoError:
        raise ProvisoError("house-not-running") from None
    return build_house(settings)


def local_actor(house: House) -> Actor:
    """Give the operator's own account as an actor, opening it the first time, with the gate's leave like any other.

    Whoever can start the house on this machine can run this; the ledger says that the account was opened. Raises
    GateRefused.
    """
    open_account(house.services, LOCAL_ADDRESS, None, "of_age", encrypted=True, by="console")
    return Actor(role="owner", person=find_account(house, LOCAL_ADDRESS), encrypted=True, verified=True)


def find_account(house: House, email: str) -> int | None:
    """Find an account's id by its address."""
    with house.database.read() as unit:
        return unit.people.find(email)


def grant_role(house: House, account: int, role: str, *, until: date | None = None, scope: str = "") -> None:
    """Give an account a role, with its terms and a ledger entry; doing the same twice changes nothing."""
    with house.database.begin() as unit:
        if unit.accounts.term(account, role) == (wanted := Term(until, scope_of(scope))):
            return
        unit.accounts.grant(account, role, wanted)
        fields = {"role": role, "until": until.isoformat() if until else "", "scope": scope, "by": "console"}
        unit.ledger.append("role.granted", now(), {"subject": _pseudonym(unit, account), **fields})


def take_role(house: House, account: int, role: str) -> bool:
    """Take a role from an account, with a ledger entry; False when it has not got it."""
    with house.database.begin() as unit:
        taken = unit.accounts.revoke(account, role)
        if taken:
            fields = {"subject": _pseudonym(unit, account), "role": role, "by": "console"}
            unit.ledger.append("role.taken", now(), fields)
    return taken


def _pseudonym(unit: UnitOfWork, account: int) -> str:
    person = unit.people.get(account)
    return person.pseudonym if person else ""
