"""`proviso policy test`: the examples of a policy, each decided and compared with what it says."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from console.policy.folder import FINDINGS, about_a_folder
from console.policy.table import say_table
from governance.policy.compiler import outcomes
from store.policies import read_sources


@click.command("test", short_help="Run the examples, each with its reasons.")
@about_a_folder
@click.option("--json", "as_data", is_flag=True, help="Print every example as JSON.")
def run_examples(folder: Path, *, as_data: bool) -> None:
    """Decide every example of the policy in FOLDER; exit 1 when one fails.

    An example fails when it does not come out as written, or not because of the rules that it names.
    """
    found = outcomes(read_sources(folder))
    wrong = [outcome for outcome in found if outcome.problems]
    if as_data:
        click.echo(json.dumps([asdict(outcome) for outcome in found], indent=1, ensure_ascii=False))
    else:
        rows = [
            (
                click.style("FAILS", fg="red") if outcome.problems else click.style("ok", fg="green"),
                outcome.came,
                ", ".join(outcome.because or outcome.behind[:1]) or "nothing permits it",
                outcome.say,
            )
            for outcome in found
        ]
        if rows:
            say_table(rows, heads=("", "answer", "because of", "example"))
        for outcome in wrong:
            for problem in outcome.problems:
                click.echo(str(problem))
        click.echo(f"{len(found) - len(wrong)} of {len(found)} examples come out as written, for the reasons named.")
    if wrong:
        sys.exit(FINDINGS)
