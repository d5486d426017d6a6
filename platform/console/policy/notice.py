"""`proviso policy notice`: the privacy notice that people read, drawn from the same files as the rules."""

import json
from pathlib import Path

import click

from console.policy.folder import about_a_folder
from governance.policy import compile_policy
from governance.policy.notice import as_json, notice
from governance.policy.notice_page import page, plain_text
from store.policies import read_sources


@click.command("notice", short_help="The privacy notice as text, page or data.")
@about_a_folder
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.option("--json", "as_data", is_flag=True, help="The same as --format json.")
@click.option("--enforced/--bare", default=True, help="With or without what carries each sentence out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead of printing it.")
def notice_command(folder: Path, *, form: str, as_data: bool, enforced: bool, out: Path | None) -> None:
    """Draw the notice of the policy in FOLDER: every sentence, and under it how it is enforced."""
    drawn = notice(compile_policy(read_sources(folder)))
    if as_data or form == "json":
        said = json.dumps(as_json(drawn), indent=1, ensure_ascii=False) + "\n"
    else:
        said = page(drawn, enforced=enforced) if form == "html" else plain_text(drawn, enforced=enforced)
    if out is None:
        click.echo(said, nl=False)
        return
    out.write_text(said, encoding="utf-8")
    click.echo(f"{out} is written ({len(said.encode()):,} bytes).")
