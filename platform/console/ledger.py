"""`proviso ledger`: check that the record was not changed."""

import sys

import click

from store.build import build_house
from store.settings import load_settings
from store.verify import verify


@click.group()
def ledger() -> None:
    """Check the ledger."""


@ledger.command("verify")
def verify_ledger() -> None:
    """Recompute every entry and every signed checkpoint; exit 1 when something does not fit."""
    house = build_house(load_settings())
    found = verify(house.database, house.signer.public_key)
    click.echo(f"{found.size} entries, {found.checkpoints} signed checkpoints, root {found.root}")
    for problem in found.problems:
        click.echo(f"  {problem}")
    if found.problems:
        click.echo("The ledger does not verify. Keep the database as it is and compare it with the last backup.")
        sys.exit(1)
    click.echo("The ledger verifies: no entry was changed, removed, added or moved.")
