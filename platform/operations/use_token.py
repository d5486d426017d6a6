"""Let a program in with its token: whose it is, what it may do now, and the day of its use."""

from dataclasses import dataclass

from governance.errors import ProvisoError
from governance.tokens import ROLES, is_well_written, token_digest
from operations.facts import Actor
from operations.services import Services
from operations.token_ports import Token


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program at the door: its token, and the roles that the account behind it has at this moment."""

    token: Token
    roles: frozenset[str]

    def may(self, scope: str) -> bool:
        """Tell whether the token has the scope and its account still a role that gives it."""
        return scope in self.token.scopes and bool(self.roles & frozenset(ROLES[scope]))

    def acting(self, scope: str, *, encrypted: bool) -> Actor:
        """Give the actor that the policy is told of: the owner for what is the person's own, else the role.

        Who presents a token has proved who they are, as far as whoever made it kept it to themselves.
        """
        role = next((name for name in ROLES[scope] if name in self.roles), "subject")
        return Actor("owner" if role == "subject" else role, self.token.person, encrypted=encrypted, verified=True)


def use_token(services: Services, letters: str) -> Bearer:
    """Look a token up and note the day; raises ProvisoError token-wrong for one that is not good, whatever the reason.

    A token of an account that is not open is not good either.
    """
    now = services.now()
    if not is_well_written(letters):
        raise ProvisoError("token-wrong")
    with services.store.read() as unit:
        token = unit.tokens.find(token_digest(letters), now)
        person = unit.people.get(token.person) if token else None
        roles = unit.tokens.roles(token.person) if token else frozenset()
    if token is None or person is None or person.account_state != "active":
        raise ProvisoError("token-wrong")
    if token.used_on != now.date():
        with services.store.begin() as unit:
            unit.tokens.use(token.number, now.date())
    return Bearer(token, roles)
