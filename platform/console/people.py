"""`proviso people`: give an account a role, with an end and a scope for auditors, and take it back."""

from datetime import date, datetime, timedelta

import click

from console.acting import find_account, grant_role, running_house, take_role
from governance.auditing import DAYS, PARTS, scope_of

ROLES = ("subject", "dpo", "auditor")


@click.group()
def people() -> None:
    """Work with accounts."""


@people.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=f"Last day; for an auditor, {DAYS} days from now.")
@click.option("--scope", default="", help=f"For auditors, parts between commas: {', '.join(PARTS)}. Default: all.")
def grant(email: str, role: str, until: datetime | None, scope: str) -> None:
    """Give the account EMAIL the role ROLE; for an account that has it, change its end and scope."""
    house = running_house()
    account = find_account(house, email)
    if account is None:
        raise click.ClickException("No account has this address. Sign up in the portal first, then grant the role.")
    if role != "auditor" and (until or scope):
        raise click.UsageError("Only an auditor's role has an end and a scope.")
    try:
        parts = scope_of(scope)
    except ValueError as strange:
        raise click.UsageError(f"There is no part {strange}; there are {', '.join(PARTS)}.") from None
    last = _last(house.services.now().date(), until) if role == "auditor" else None
    grant_role(house, account, role, until=last, scope=",".join(sorted(parts)))
    click.echo(f"Done: the account now has the role {role}{f' until {last:%Y-%m-%d}' if last else ''}.")


def _last(today: date, until: datetime | None) -> date:
    return until.date() if until else today + timedelta(days=DAYS)


@people.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def revoke(email: str, role: str) -> None:
    """Take the role ROLE from the account EMAIL."""
    house = running_house()
    account = find_account(house, email)
    if account is None or not take_role(house, account, role):
        raise click.ClickException("No account with this address has this role.")
    click.echo(f"Done: the account no longer has the role {role}.")
