"""Who the command acts as: an account of this machine's operator, without a password, so nobody logs in to it."""

import secrets

from sqlmodel import Session, select

from governance.errors import ProvisoError
from operations.facts import Actor
from store.build import House, build_house
from store.keys import KeyServer
from store.now import now
from store.settings import load_settings
from store.tables import Role, User

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
    """Give the operator's own account as an actor, opening it the first time.

    Whoever can start the house on this machine can run this; the ledger says that the account was opened.
    """
    account = find_account(house, LOCAL_ADDRESS)
    return Actor(role="owner", person=account or _open_account(house), encrypted=True, verified=True)


def find_account(house: House, email: str) -> int | None:
    """Find an account's id by its address."""
    with house.database.read() as unit:
        return Session(unit.connection).exec(select(User.id).where(User.email == email.lower())).first()


def _open_account(house: House) -> int:
    with house.database.begin() as unit:
        accounts = Session(unit.connection)
        user = User(email=LOCAL_ADDRESS, password=None, fs_uniquifier=secrets.token_hex(32), age_band="of_age")
        user.roles = list(accounts.exec(select(Role).where(Role.name == "subject")))
        accounts.add(user)
        accounts.flush()
        account = int(user.id or 0)
        person = unit.people.get(account)
        unit.ledger.append("account.opened", now(), {"subject": person.pseudonym if person else "", "by": "console"})
        accounts.commit()  # hands the rows to the transaction around it, which alone commits
    return account


def grant_role(house: House, account: int, role: str) -> None:
    """Give an account a role, with a ledger entry; doing it twice changes nothing."""
    with house.database.begin() as unit:
        accounts = Session(unit.connection)
        user = accounts.exec(select(User).where(User.id == account)).one()
        if any(held.name == role for held in user.roles):
            return
        user.roles += list(accounts.exec(select(Role).where(Role.name == role)))
        accounts.add(user)
        person = unit.people.get(account)
        unit.ledger.append(
            "role.granted", now(), {"subject": person.pseudonym if person else "", "role": role, "by": "console"}
        )
        accounts.commit()
