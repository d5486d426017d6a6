"""`proviso policy mutate`: whether something notices when a rule is weakened."""

import json
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from console.policy.folder import FINDINGS, about_a_folder
from governance.policy import compile_policy
from governance.policy.mutation import Mutant
from governance.policy.mutation import mutate as mutants_of
from governance.policy.worlds import theory_of
from store.policies import read_sources


@click.command(short_help="Weaken every rule: does something notice?")
@about_a_folder
@click.option("--scopes/--no-scopes", default=True, help="Also narrow and widen scopes, name by name (slower).")
@click.option("--json", "as_json", is_flag=True, help="Print every mutant as JSON.")
def mutate(folder: Path, *, scopes: bool, as_json: bool) -> None:
    """Weaken every rule of the policy in FOLDER in every single way; something must notice each time.

    A mutant is noticed when it breaks a promise or changes surface.lock, and is no loss when it allows nothing
    more. Survivors end with exit code 1.
    """
    sources = read_sources(folder)
    began = perf_counter()
    mutants = list(mutants_of(compile_policy(sources), theory_of(sources), scopes=scopes))
    if as_json:
        click.echo(json.dumps([_plain_mutant(mutant) for mutant in mutants], indent=1))
    else:
        _say_mutants(mutants, perf_counter() - began)
    if any(mutant.fate == "survivor" for mutant in mutants):
        sys.exit(FINDINGS)


def _say_mutants(mutants: list[Mutant], seconds: float) -> None:
    table: Counter[tuple[str, str, str]] = Counter((mutant.kind, mutant.how, mutant.fate) for mutant in mutants)
    fates = ("promise", "surface", "equivalent", "survivor")
    click.echo(f"{'weakened':<28}{'breaks a promise':>18}{'surface.lock only':>19}{'no loss':>9}{'survives':>10}")
    for kind, how in sorted({(kind, how) for kind, how, _ in table}):
        counts = [table[kind, how, fate] for fate in fates]
        click.echo(f"{kind + ', ' + how:<28}{counts[0]:>18}{counts[1]:>19}{counts[2]:>9}{counts[3]:>10}")
    for mutant in mutants:
        if mutant.fate == "survivor":
            click.echo(f"SURVIVES: {mutant.rule}, {mutant.how}: {mutant.detail}")
    survivors = sum(mutant.fate == "survivor" for mutant in mutants)
    click.echo(f"{len(mutants)} mutants in {seconds:.1f} s; survivors: {survivors}")


def _plain_mutant(mutant: Mutant) -> dict[str, Any]:
    return {
        "rule": mutant.rule,
        "kind": mutant.kind,
        "how": mutant.how,
        "detail": mutant.detail,
        "fate": mutant.fate,
        "promises": list(mutant.promises),
    }
