"""`proviso policy`: check the policy files, prove them, see what they permit, compare them, and ask them."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from console.policy_folder import FINDINGS, FOLDER, about_a_folder, say_refusal
from console.proving import mutate, plain_decision, prove
from governance.policy import Cell, PolicyRefused, Request, compile_policy, decide, explain, surface
from governance.policy.difference import difference
from governance.policy.difference_words import as_json, in_words
from governance.policy.profiles import PROFILES, Profile, findings
from governance.policy.worlds import read_world
from store.policies import LOCK, read_lock, read_sources
from store.settings import load_settings


@click.group()
def policy() -> None:
    """Work with the policy; FOLDER is the one in the settings unless another is given.

    Exit codes: 0 all is well, 1 findings, 2 wrong usage, 3 a promise is refuted, 4 the two provers disagree.
    """


policy.add_command(prove)
policy.add_command(mutate)


@policy.command()
@about_a_folder
@click.option("--profile", type=click.Choice(PROFILES), default="draft", show_default=True, help="How strict to be.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day for contracts and signatures: today.")
@click.option("--json", "as_data", is_flag=True, help="Print the findings as JSON.")
def check(folder: Path, *, profile: Profile, day: datetime | None, as_data: bool) -> None:
    """Search the policy in FOLDER for everything in the catalogue; exit 1 when a finding is an error."""
    sources = read_sources(folder)
    found = findings(sources, profile, (day or datetime.now(UTC)).date(), lock=read_lock(folder))
    errors = sum(problem.severity == "error" for problem in found)
    if as_data:
        click.echo(json.dumps([asdict(problem) for problem in found], indent=1, ensure_ascii=False))
    else:
        for problem in found:
            click.echo(str(problem))
        click.echo(f"{len(found)} findings under the profile {profile}, {errors} of them errors.")
    if errors:
        sys.exit(FINDINGS)
    if not as_data:
        checked = compile_policy(sources)
        click.echo(
            f"{checked.title} {checked.version}: {len(checked.clauses)} clauses, {len(checked.activities)} activities, "
            f"{len(checked.prohibitions)} prohibitions, {len(checked.retention)} retention rules.\n"
            f"Digest {checked.digest}. To prove it: proviso policy prove --write"
        )


@policy.command("surface")
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


@policy.command("explain")
@click.argument("action")
@click.argument("category")
@click.argument("purpose")
@click.argument("recipient", default="none")
@click.option("-f", "--fact", "facts", multiple=True, help="A fact that is known, as NAME=VALUE; all others are not.")
@click.option("--folder", type=FOLDER, help="The policy's folder.")
@click.option("--json", "as_data", is_flag=True, help="Print the decision as JSON.")
def explain_command(
    action: str,
    category: str,
    purpose: str,
    recipient: str,
    facts: tuple[str, ...],
    folder: Path | None,
    *,
    as_data: bool,
) -> None:
    """Decide one request and say why: ACTION on CATEGORY for PURPOSE to RECIPIENT."""
    try:
        asked = compile_policy(read_sources(folder or load_settings().policy.folder))
    except PolicyRefused as refused:
        say_refusal(refused)
        return
    known = {}
    for fact in facts:
        name, _, value = fact.partition("=")
        if name not in asked.facts or value not in asked.facts[name].values:
            raise click.BadParameter(f"the policy has no fact {fact}; write NAME=VALUE", param_hint="--fact")
        known[name] = value
    decision = decide(asked, Request(Cell(action, category, purpose, recipient), known))
    told = explain(asked, decision)
    if as_data:
        data = {**plain_decision(decision), "headline": told.headline, "needed": list(told.needed)}
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
        return
    click.echo(told.headline)
    for sentence in told.sentences:
        click.echo(f"  {sentence.rule} ({sentence.clause_id}): “{sentence.quote}”")
    for needed in told.needed:
        click.echo(f"  {needed}")


@policy.command("diff")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--json", "as_data", is_flag=True, help="Print the difference as JSON.")
def diff(old: Path, new: Path, *, as_data: bool) -> None:
    """Say what the policy in NEW changes against the one in OLD; exit 1 for a change that its text does not say."""
    try:
        sources = read_sources(new)
        found = difference(compile_policy(read_sources(old)), compile_policy(sources), read_world(sources, {})[1])
    except PolicyRefused as refused:
        say_refusal(refused)
        return
    if as_data:
        click.echo(json.dumps(as_json(found), indent=1, ensure_ascii=False))
    else:
        for line in in_words(found):
            click.echo(line)
        if found.empty:
            click.echo("Nothing changed.")
    if found.unwritten:
        sys.exit(FINDINGS)
