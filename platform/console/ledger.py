"""`proviso ledger`: check that the record was not changed."""

import sys

import click

from governance.errors import ProvisoError
from store.migrate import migrate
from store.secrets import load_secrets
from store.settings import load_settings
from store.signing import Signer
from store.unit_of_work import Database
from store.verify import verify
from store.witness import read_witness


@click.group()
def ledger() -> None:
    """Check the ledger."""


@ledger.command("verify")
def verify_ledger() -> None:
    """Recompute every entry and every signed checkpoint; exit 1 when something does not fit.

    Needs the database and the ledger's key only: the house need not be running.
    """
    settings = load_settings()
    database = Database(settings.database_url)
    if database.on_sqlite and not (settings.home / "proviso.db").is_file() and "proviso.db" in settings.database_url:
        raise ProvisoError("ledger-missing", folder=str(settings.home))
    migrate(settings)
    signer = Signer(load_secrets(settings).ledger, settings.ledger.origin)
    found = verify(database, signer.public_key, read_witness(settings.home))
    click.echo(f"{found.size} entries, {found.checkpoints} signed checkpoints, root {found.root}")
    for problem in found.problems:
        click.echo(f"  {problem}")
    if found.problems:
        click.echo("The ledger does not verify. Keep the database as it is and compare it with the last backup.")
        sys.exit(1)
    click.echo("The ledger verifies: no entry was changed, removed, added or moved.")
