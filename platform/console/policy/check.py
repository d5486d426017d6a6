"""`proviso policy check`: everything in the catalogue that a policy has."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from console.policy.folder import FINDINGS, about_a_folder
from governance.policy import Problem, compile_policy
from governance.policy.profiles import PROFILES, Profile, findings, waits_for_controller
from store.policies import read_lock, read_sources

MARKS = {"error": "red", "warning": "yellow", "info": None}


@click.command(short_help="Everything in the catalogue of checks.")
@about_a_folder
@click.option("--profile", type=click.Choice(PROFILES), default="draft", show_default=True, help="How strict to be.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for contracts and signatures: today.")
@click.option("--quiet", is_flag=True, help="Leave out what is only for information.")
@click.option("--json", "as_data", is_flag=True, help="Print the findings as JSON.")
def check(folder: Path, *, profile: Profile, day: datetime | None, quiet: bool, as_data: bool) -> None:
    """Search the policy in FOLDER for everything in the catalogue; exit 1 when a finding is an error.

    Each finding has a page of its own in docs/policy-codes: what to avoid, what to prefer, and why.
    """
    sources = read_sources(folder)
    found = findings(
        sources,
        profile,
        (day or datetime.now(UTC)).date(),
        lock=read_lock(folder),
    )
    if as_data:
        plain = [{**asdict(problem), "waits_for_controller": waits_for_controller(problem)} for problem in found]
        click.echo(json.dumps(plain, indent=1, ensure_ascii=False))
    else:
        _say(found, profile, quiet=quiet)
    if any(problem.severity == "error" for problem in found):
        sys.exit(FINDINGS)
    if not as_data:
        checked = compile_policy(sources)
        click.echo(
            f"{checked.title} {checked.version}: {len(checked.clauses)} clauses, {len(checked.activities)} activities, "
            f"{len(checked.prohibitions)} prohibitions, {len(checked.retention)} retention rules.\n"
            f"Digest {checked.digest}. To prove it: proviso policy prove --write"
        )


def _say(found: Sequence[Problem], profile: Profile, *, quiet: bool) -> None:
    for problem in found:
        if not (quiet and problem.severity == "info"):
            said = str(problem)
            mark = f"{problem.severity}:"
            click.echo(said.replace(mark, click.style(mark, fg=MARKS[problem.severity]), 1))
    counts = Counter(problem.severity for problem in found)
    errors, told = counts["error"], counts["info"]
    click.echo(
        f"{len(found)} findings under the profile {profile}, {errors} of them errors"
        f" ({counts['warning']} warnings, {told} for information)."
    )
    waiting = [problem for problem in found if problem.severity != "info" and waits_for_controller(problem)]
    grave = errors + counts["warning"]
    if waiting:
        all_of_them = len(waiting) == grave
        click.echo(
            f"{'All' if all_of_them else len(waiting)} of the {grave} errors and warnings wait for something that "
            "only the controller can supply: names, contracts, countries, signatures. They are shown, never invented."
        )
