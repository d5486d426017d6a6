"""`proviso report verify`: hold a file against its seal and against the ledger."""

import sys
from pathlib import Path

import click

from console.acting import running_house
from operations.match_paper import match_paper
from reports.seal import PaperSeal


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_paper(file: Path) -> None:
    """Tell whether FILE was handed out here and no byte of it was changed: by its seal, and by the ledger.

    Exit codes: 0 the ledger names it and, for a PDF, its seal is ours and holds; 1 not.
    """
    house = running_house()
    content = file.read_bytes()
    found = match_paper(house.services, content)
    click.echo(f"SHA-256 {found.sha256}")
    good = found.entry is not None
    if found.entry is not None:
        called = f", record {found.record.number}" if found.record else ""
        click.echo(f"Entry {found.entry.number} of the ledger names it ({found.entry.kind}{called}).")
    else:
        click.echo("No entry of the ledger names it: it was never handed out here, or was changed since.")
    if content.startswith(b"%PDF"):
        seal = PaperSeal(house.secrets.papers).check(content)
        good = good and seal.whole and seal.known
        if seal.whole and seal.known:
            click.echo("Its seal is this installation's own and covers every byte.")
        elif seal.whole:
            click.echo("Its seal holds, and is somebody else's.")
        else:
            click.echo(
                "It carries no seal that holds." if seal.certificate else "It carries no seal that could be read."
            )
    if not good:
        sys.exit(1)
