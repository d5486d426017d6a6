"""The folder that a policy command is about, and how a refusal of it is said."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from governance.policy import PolicyRefused
from store.settings import load_settings

FINDINGS = 1
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def about_a_folder(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument FOLDER, by default the policy in force, and exit 1 with every finding in it."""

    @click.argument("folder", required=False, type=FOLDER)
    @wraps(command)
    def told(folder: Path | None, **options: Any) -> None:
        with_folder = folder or load_settings().policy.folder
        try:
            command(folder=with_folder, **options)
        except PolicyRefused as refused:
            say_refusal(refused)

    return told


def say_refusal(refused: PolicyRefused) -> None:
    """Print every finding on a line of its own, and end with exit code 1."""
    for problem in refused.problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in refused.problems)
    click.echo(f"{errors} of {len(refused.problems)} findings are errors: the gate does not load this policy.")
    sys.exit(FINDINGS)
