"""`proviso people`: give an account a role."""

import click

from console.acting import find_account, grant_role, running_house

ROLES = ("subject", "dpo", "auditor")


@click.group()
def people() -> None:
    """Work with accounts."""


@people.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def grant(email: str, role: str) -> None:
    """Give the account EMAIL the role ROLE."""
    house = running_house()
    account = find_account(house, email)
    if account is None:
        raise click.ClickException("No account has this address. Sign up in the portal first, then grant the role.")
    grant_role(house, account, role)
    click.echo(f"Done: the account now has the role {role}.")
