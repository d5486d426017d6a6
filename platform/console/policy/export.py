"""`proviso policy export`: a policy in the words of other systems."""

import json
from pathlib import Path

import click

from console.policy.folder import about_a_folder
from console.policy.table import say_table
from governance.policy import compile_policy
from governance.policy.exports import FORMATS, exports
from store.policies import read_sources


@click.command("export", short_help="W3C DPV, ODRL, Cedar, Rego and fideslang.")
@about_a_folder
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), help="Where to write the files.")
@click.option("--only", type=click.Choice(FORMATS), help="Only this format; without --to it is printed.")
@click.option("--json", "as_data", is_flag=True, help="Print all files as JSON instead of writing them.")
def export(folder: Path, *, target: Path | None, only: str | None, as_data: bool) -> None:
    """Write the policy in FOLDER as W3C DPV (JSON-LD), ODRL, Cedar, Rego and fideslang.

    No other language can say everything that a policy says; each file tells what is lost in it.
    """
    written = [found for found in exports(compile_policy(read_sources(folder))) if only in (None, found.format)]
    if as_data:
        plain = {
            found.file: {"format": found.format, "lost": list(found.lost), "text": found.text} for found in written
        }
        click.echo(json.dumps(plain, indent=1, ensure_ascii=False))
        return
    if target is None and only is not None:
        for found in written:
            click.echo(found.text, nl=False)
        return
    if target is None:
        raise click.UsageError("say where the files go: --to FOLDER (or --only FORMAT to print one)")
    target.mkdir(parents=True, exist_ok=True)
    for found in written:
        (target / found.file).write_text(found.text, encoding="utf-8")
    click.echo(f"{len(written)} files are written into {target}. None of them can say everything:")
    say_table([(found.file, "; ".join(found.lost)) for found in written], heads=("file", "what is lost in it"))
