"""`proviso policy lint`: the notice examined against the rules of law for notices."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Final

import click

from console.policy.folder import FINDINGS, about_a_folder
from console.policy.table import say_table
from governance.policy import compile_policy
from governance.policy.lint import Verdict, as_json, lint
from governance.policy.lint_reader import Outcome
from store.policies import read_sources

OUTCOMES: Final[dict[Outcome, tuple[str, str | None, str]]] = {
    "pass": ("pass", "green", "told, or carried out"),
    "partial": ("partly", "yellow", "told in part"),
    "warn": ("look", "yellow", "for a person to look at"),
    "open": ("open", "yellow", "hangs on something that the policy does not tell"),
    "pages": ("pages", None, "to be seen on pages, not in the text"),
    "n/a": ("n/a", None, "does not apply here"),
    "fail": ("FAIL", "red", "missing or contradicted"),
}
GRAVE: Final = ("fail", "open", "partial", "warn")


@click.command("lint", short_help="The notice against 57 rules of law.")
@about_a_folder
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for dates in the text: today.")
@click.option("--all", "everything", is_flag=True, help="Also show the rules that pass or do not apply.")
@click.option("--json", "as_data", is_flag=True, help="Print every verdict as JSON.")
def lint_command(folder: Path, *, day: datetime | None, everything: bool, as_data: bool) -> None:
    """Examine the notice in FOLDER against 57 rules of GDPR, ePrivacy and California; exit 1 when one fails.

    A verdict says what stands where; whether the words are good enough is for a lawyer to judge.
    """
    verdicts = lint(compile_policy(read_sources(folder)), (day or datetime.now(UTC)).date())
    if as_data:
        click.echo(json.dumps(as_json(verdicts), indent=1, ensure_ascii=False))
    else:
        _say(verdicts, everything=everything)
    if any(verdict.outcome == "fail" for verdict in verdicts):
        sys.exit(FINDINGS)


def _say(verdicts: tuple[Verdict, ...], *, everything: bool) -> None:
    for law, group in groupby(verdicts, _law):
        rules = list(group)
        counts = Counter(verdict.outcome for verdict in rules)
        said = ", ".join(f"{counts[key]} {word}" for key, (word, _, _) in OUTCOMES.items() if counts[key])
        click.echo(click.style(f"{law}: {len(rules)} rules, {said}", bold=True))
        shown = [verdict for verdict in rules if everything or verdict.outcome in GRAVE]
        say_table(
            (
                (
                    verdict.id,
                    click.style(OUTCOMES[verdict.outcome][0], fg=OUTCOMES[verdict.outcome][1]),
                    verdict.weight,
                    f"{verdict.asks}: {verdict.found}. [{verdict.law}]{_where(verdict)}",
                )
                for verdict in shown
            ),
            indent="  ",
        )
        click.echo()
    counts = Counter(verdict.outcome for verdict in verdicts)
    say_table(
        [(str(counts[key]), word, said) for key, (word, _, said) in OUTCOMES.items() if counts[key]],
    )
    click.echo(
        f"{len(verdicts)} rules, {counts['fail']} of them fail.{'' if everything else ' --all shows every rule.'}"
    )


def _law(verdict: Verdict) -> str:
    return "California" if verdict.id.startswith("C") else "GDPR and ePrivacy"


def _where(verdict: Verdict) -> str:
    named = [name.removeprefix("c") for name in verdict.clauses[:3]]
    more = " and others" if len(verdict.clauses) > len(named) else ""
    return f" See {', '.join(named)}{more}." if named else ""
