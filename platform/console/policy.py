"""`proviso policy`: check the policy files before they run."""

import sys
from pathlib import Path

import click

from governance.policy import PolicyRefused, compile_policy
from store.policies import read_sources
from store.settings import load_settings


@click.group()
def policy() -> None:
    """Work with the policy."""


@policy.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check the policy in FOLDER (or the one in the settings); exit 1 when it is refused."""
    path = folder or load_settings().policy.folder
    try:
        checked = compile_policy(read_sources(path))
    except PolicyRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem))
        click.echo(f"{len(refused.problems)} problems: the gate does not load this policy.")
        sys.exit(1)
    click.echo(
        f"{checked.title} {checked.version}: {len(checked.clauses)} clauses, {len(checked.activities)} activities, "
        f"{len(checked.prohibitions)} prohibitions, {len(checked.retention)} retention rules.\n"
        f"Digest {checked.digest}. The gate loads it."
    )
