"""`proviso retention`: what is due now, deleting it, and bringing dates to the policy in force.

Exit codes: 0 done or nothing due, 1 something is due and was only shown, or stopped by its cap, 2 usage, 3 refused.
"""

import json
import sys
from collections.abc import Iterator

import click

from console.acting import running_house
from operations.redate import redate
from operations.retention_ports import DueRow
from operations.services import Services
from operations.sweep import OWN_WAYS, kept_by, over_cap, sweep

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Say it for programs.")
SHOWN = 1_000_000


@click.group()
def retention() -> None:
    """See and delete what is due; the clock does the same by itself every few seconds."""


@retention.command("due")
@click.option("--dry-run", is_flag=True, help="Only print each id with its rule and clauses; exit 1 if any.")
@click.option("--beyond-cap", is_flag=True, help="Delete kinds of which more is due than the cap allows, too.")
@_AS_JSON
def due_now(*, dry_run: bool, beyond_cap: bool, as_json: bool) -> None:
    """Delete what is due, of every kind, or print what would go.

    Uploads, texts, copies, messages, sessions, tokens, accounts and what came with requests have rounds of their own;
    they are printed and left to the clock.
    """
    services = running_house().services
    if dry_run:
        found = list(_due(services))
        _print(services, found, as_json=as_json)
        sys.exit(1 if found else 0)
    swept = sweep(services, beyond_cap=beyond_cap)
    if as_json:
        told = [{"of": one.ending.name, "gone": one.gone, "stopped": one.stopped} for one in swept]
        click.echo(json.dumps(told, indent=1))
    for one in swept if not as_json else ():
        if one.stopped:
            click.echo(f"{one.ending.name}: stopped, more is due than the cap allows. Is this machine's clock right?")
        elif one.gone:
            click.echo(f"{one.ending.name}: {one.gone} deleted")
    if not as_json:
        click.echo(f"{sum(one.gone for one in swept)} rows deleted.")
    sys.exit(1 if any(one.stopped for one in swept) else 0)


def _due(services: Services) -> Iterator[DueRow]:
    with services.store.read() as unit:
        for ending in unit.dues.endings():
            yield from unit.dues.due(ending, services.now(), kept_by(services.policy), SHOWN)


def _print(services: Services, found: list[DueRow], *, as_json: bool) -> None:
    def clauses(row: DueRow) -> list[str]:
        rule = services.policy.retention.get(row.rule)
        return list(rule.clauses) if rule else []

    if as_json:
        rows = [
            {"of": row.ending.name, "id": row.key, "due": row.due_at.isoformat(), "rule": row.rule,
             "clauses": clauses(row), "policy": row.policy}
            for row in found
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=1))
        return
    for row in found:
        cited = ", ".join(clause.removeprefix("c") for clause in clauses(row))
        click.echo(f"{row.ending.name} {row.key} due {row.due_at:%Y-%m-%d %H:%M:%S} {row.rule} (clauses {cited})")
    stopped = [
        ending.name
        for ending in {row.ending: None for row in found}
        if ending.name not in OWN_WAYS and over_cap(services, ending, services.now())
    ]
    click.echo(f"{len(found)} due; nothing was deleted.")
    for name in stopped:
        click.echo(f"{name}: more is due than the cap allows, so the clock deletes nothing of it.")


@retention.command("redate")
@_AS_JSON
def redate_now(*, as_json: bool) -> None:
    """Bring every date to the policy in force: earlier ones at once, later ones only where the policy says so."""
    done = redate(running_house().services)
    told = {"earlier": done.earlier, "later": done.later, "first": done.first, "same": done.same}
    said = f"{done.earlier} dates came earlier, {done.later} later, {done.same} stayed, {done.first} rows had none."
    click.echo(json.dumps(told, indent=1) if as_json else said)
