"""`proviso policy schema`: what editors need to check policy files while somebody types."""

import sys
from pathlib import Path

import click

from console.policy.folder import FINDINGS
from governance.policy.schema import FILES, name_of, schema_text
from store.settings import load_settings


@click.command("schema", short_help="JSON Schemas for editors: are they current?")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write those that are not current.")
def schema_command(folder: Path | None, *, write: bool) -> None:
    """Compare the JSON Schemas in FOLDER with the code; exit 1 when one is stale.

    FOLDER is `schema` beside the policy in force unless another is given.
    """
    place = folder or load_settings().policy.folder.parent / "schema"
    stale = []
    for file in FILES:
        path, said = place / name_of(file), schema_text(file)
        if not path.exists() or path.read_text(encoding="utf-8") != said:
            stale.append(path)
            if write:
                place.mkdir(parents=True, exist_ok=True)
                path.write_text(said, encoding="utf-8")
    for path in stale:
        click.echo(f"{path} {'is written.' if write else 'is not current: proviso policy schema --write'}")
    if not stale:
        click.echo(f"All {len(FILES)} schemas in {place} are current.")
    elif not write:
        sys.exit(FINDINGS)
