"""`proviso policy compile`: what a policy becomes, and whether its reviewed surface is current."""

import json
import sys
from difflib import unified_diff
from pathlib import Path
from time import perf_counter

import click

from console.policy.folder import FINDINGS, about_a_folder
from console.policy.table import say_table
from governance.policy import Policy, compile_policy, surface
from store.policies import LOCK, read_lock, read_sources

SHOWN = 40
"""Lines of a stale surface's difference that are printed."""


@click.command("compile", short_help="What it becomes; is surface.lock current?")
@about_a_folder
@click.option("--write", is_flag=True, help=f"Write {LOCK} into the folder.")
@click.option("--json", "as_data", is_flag=True, help="Print it as JSON.")
def compile_command(folder: Path, *, write: bool, as_data: bool) -> None:
    """Compile the policy in FOLDER; exit 1 when surface.lock does not say what the policy now permits.

    A cell is one action on one kind of data for one purpose to one recipient. Only cells that some activity permits
    are kept; whatever is asked outside of them is denied. Cells with the same rules behind them share a shape.
    """
    began = perf_counter()
    policy = compile_policy(read_sources(folder))
    seconds = perf_counter() - began
    lock, said = folder / LOCK, surface(policy)
    before = read_lock(folder)
    if write and before != said:
        lock.write_text(said, encoding="utf-8")
    state = _state(before, said, write=write)
    told = {
        "policy": f"{policy.id} {policy.version}",
        "digest": policy.digest,
        "rules": len(policy.activities) + len(policy.prohibitions) + len(policy.retention),
        "cells": len(policy.table),
        "possible_cells": _possible(policy),
        "shapes": shapes(policy),
        "seconds": round(seconds, 3),
        LOCK: state,
    }
    if as_data:
        click.echo(json.dumps(told, indent=1))
    else:
        _say(policy, told)
        if state == "stale" and before is not None:
            changed = list(unified_diff(before.splitlines(), said.splitlines(), lineterm="", n=0))[2:]
            for line in changed[:SHOWN]:
                click.echo(f"  {line}")
            if len(changed) > SHOWN:
                click.echo(f"  … and {len(changed) - SHOWN} lines more")
            click.echo("Review that like code, then: proviso policy compile --write")
    if state in ("stale", "missing"):
        sys.exit(FINDINGS)


@click.command("surface", short_help="Print every permitted cell.")
@about_a_folder
@click.option("--write", is_flag=True, help=f"Write it to {LOCK} in the folder.")
def surface_command(folder: Path, *, write: bool) -> None:
    """Print every permitted cell of the policy in FOLDER with its conditions; exit 1 when surface.lock is stale."""
    said = surface(compile_policy(read_sources(folder)))
    lock = folder / LOCK
    if write:
        lock.write_text(said, encoding="utf-8")
        click.echo(f"{lock} is written; review its change like code.")
        return
    click.echo(said, nl=False)
    if read_lock(folder) != said:
        click.echo(f"{lock} is not current: proviso policy surface --write", err=True)
        sys.exit(FINDINGS)


def shapes(policy: Policy) -> int:
    """Count the different sets of rules that stand behind cells."""
    return len(
        {
            (
                tuple(rule.id for rule in rules.permits),
                tuple(rule.id for rule in rules.requirements),
                rules.retention.id if rules.retention else "",
            )
            for rules in policy.table.values()
        }
    )


def _possible(policy: Policy) -> int:
    return len(policy.actions) * len(policy.categories) * len(policy.purposes) * len(policy.recipients)


def _state(before: str | None, said: str, *, write: bool) -> str:
    if before == said:
        return "current"
    return "written" if write else "missing" if before is None else "stale"


def _say(policy: Policy, told: dict[str, object]) -> None:
    words = {
        "current": "says what the policy permits",
        "written": "is written anew; review its change like code",
        "missing": "is missing: proviso policy compile --write",
        "stale": "is stale; this is what would change in it:",
    }
    say_table(
        [
            ("policy", f"{policy.title} ({told['policy']})"),
            ("digest", policy.digest),
            (
                "rules",
                f"{len(policy.activities)} activities, {len(policy.prohibitions)} prohibitions, "
                f"{len(policy.retention)} retention rules",
            ),
            ("cells", f"{told['cells']} permitted of {told['possible_cells']:,} possible; all others are denied"),
            ("shapes", f"{told['shapes']} different sets of rules stand behind the cells"),
            ("time", f"{told['seconds']:.3f} s for reading, checking and compiling"),
            (LOCK, words[str(told[LOCK])]),
        ]
    )
