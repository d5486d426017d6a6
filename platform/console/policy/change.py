"""`proviso policy draft, drafts, approve, publish, recall, history`: change the policy of the running house."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any

import click

from console.acting import local_actor, running_house
from console.policy.folder import FINDINGS, FOLDER
from console.policy.table import say_paragraph, say_table
from governance.publishing import DraftState, coming
from operations.draft_policy import check_draft, draft_policy, withdraw_draft
from operations.policy_drafts import Draft
from operations.publish_policy import approve_draft, publish_policy, recall_policy
from store.build import House
from store.policy_bundle import files_of_folder
from store.proving import ProvingProgram


@click.command("draft", short_help="Make the folder's policy a draft of the next one, and check it.")
@click.argument("folder", type=FOLDER)
@click.option("--title", default="", help="What it is about.")
@click.option("--reason", default="", help="Why it is made; the second person reads it.")
@click.option("--json", "as_data", is_flag=True, help="Print what was found as JSON.")
def draft(folder: Path, title: str, reason: str, *, as_data: bool) -> None:
    """Check, prove and compare the policy in FOLDER as a draft of the next one; exit 1 when it cannot be used.

    The operator of this machine made it; a data protection officer has to approve it.
    """
    files = files_of_folder(folder)
    house = running_house()
    made = draft_policy(house.services, local_actor(house), title=title or folder.name, reason=reason, sources=files)
    check_draft(house.services, ProvingProgram(house.settings.policy).check, made.id)
    found = _read(house, made.id)
    while found.state in (DraftState.WAITING, DraftState.CHECKING):
        # A worker was faster, and is at it.
        sleep(1)
        found = _read(house, made.id)
    if as_data:
        click.echo(json.dumps(_plain(found), indent=1, ensure_ascii=False))
    else:
        _say(found)
    if found.state is DraftState.REFUSED:
        sys.exit(FINDINGS)


@click.command("drafts", short_help="List the drafts.")
def drafts() -> None:
    """List the drafts, the newest first."""
    with running_house().database.read() as unit:
        for one in unit.drafts.newest(50):
            click.echo(f"{one.id} {one.state.value:<9} {one.version or '?':<8} {one.title}")


@click.command("approve", short_help="Approve a draft that somebody else made.")
@click.argument("draft")
def approve(draft: str) -> None:
    """Approve DRAFT as the operator of this machine; refused for one that was made here."""
    house = running_house()
    approve_draft(house.services, local_actor(house), draft)
    click.echo("Approved. Give it its day: proviso policy publish " + draft)


@click.command("publish", short_help="Give an approved draft the day from which it counts.")
@click.argument("draft")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day (UTC); without it the first possible.")
def publish(draft: str, day: datetime | None) -> None:
    """Publish DRAFT: people are told where it matters, and from its day it decides, without a restart."""
    house = running_house()
    at = day.replace(tzinfo=UTC) if day else None
    term = publish_policy(house.services, local_actor(house), draft, at)
    click.echo(f"Version {_read(house, draft).version} counts from {term.effective_at:%Y-%m-%d %H:%M} UTC.")
    if term.material:
        click.echo(f"It matters to people: the clock writes to them, at least {term.notice_days} days before.")


@click.command("withdraw", short_help="Give a draft up.")
@click.argument("draft")
def withdraw(draft: str) -> None:
    """Give DRAFT up."""
    house = running_house()
    withdraw_draft(house.services, local_actor(house), draft)
    click.echo("Given up.")


@click.command("recall", short_help="Take a published policy back before its day.")
def recall() -> None:
    """Take back the policy that waits for its day; the one in force stays."""
    house = running_house()
    with house.database.read() as unit:
        waiting = coming(unit.policies.terms())
    if waiting is None:
        raise click.ClickException("No policy waits for its day.")
    recall_policy(house.services, local_actor(house), waiting.number)
    click.echo("Recalled; the policy in force stays.")


@click.command("history", short_help="Which policy decides since when.")
@click.option("--json", "as_data", is_flag=True, help="Print it as JSON.")
def history(*, as_data: bool) -> None:
    """List which policy decided, decides and will decide from when."""
    with running_house().database.read() as unit:
        versions = {one.digest: one.version for one in unit.policies.all()}
        versions |= {one.digest: one.version for one in unit.drafts.newest(1000) if one.digest}
        terms = unit.policies.terms()
    if as_data:
        rows = [
            {
                "term": term.number,
                "version": versions.get(term.digest, ""),
                "digest": term.digest,
                "draft": term.draft,
                "effective": term.effective_at.isoformat(),
                "taken": term.taken_at and term.taken_at.isoformat(),
                "recalled": term.recalled_at and term.recalled_at.isoformat(),
                "material": term.material,
                "stale_consents": list(term.stale),
            }
            for term in terms
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    say_table(
        [
            (
                versions.get(term.digest, "?"),
                "recalled"
                if term.recalled_at
                else f"since {term.taken_at:%Y-%m-%d %H:%M}"
                if term.taken_at
                else f"from {term.effective_at:%Y-%m-%d %H:%M}",
                term.digest[:16],
                ("asks again: " + ", ".join(term.stale)) if term.stale else "",
            )
            for term in terms
        ]
    )


CHANGING: tuple[click.Command, ...] = (draft, drafts, approve, publish, withdraw, recall, history)
"""In the order in which a change takes them."""


def _read(house: House, draft: str) -> Draft:
    with house.database.read() as unit:
        found = unit.drafts.get(draft)
    if found is None:
        raise click.ClickException("There is no such draft.")
    return found


def _plain(found: Draft) -> dict[str, Any]:
    checked = found.checked
    return {
        "draft": found.id,
        "state": found.state.value,
        "version": found.version,
        "digest": found.digest,
        "fault": checked.fault,
        "material": checked.material,
        "notice_days": checked.notice_days,
        "stale_consents": list(checked.stale),
        "changes": list(checked.changes),
        "problems": list(checked.problems),
        "lint": list(checked.lint),
        "refuted": [one for one in checked.promises if not one["proved"]],
    }


def _say(found: Draft) -> None:
    checked = found.checked
    for one in checked.problems:
        if one["severity"] == "error" or (found.state is DraftState.REFUSED and one["severity"] != "info"):
            say_paragraph(
                f"{one['place']} PL-{one['code']} {one['severity']}: {one['message']} {one['fix']}", rest="    "
            )
    refuted = [one for one in checked.promises if not one["proved"]]
    for one in refuted:
        say_paragraph(f"{one['id']} REFUTED: {one['say']} {one['broken_by']}", rest="    ")
    for change in checked.changes:
        say_paragraph(f"{change['mark']}: {change['said']}", rest="    ")
    if checked.fault:
        click.echo(f"It cannot be used: {checked.fault}.")
    proved = len(checked.promises) - len(refuted)
    click.echo(
        f"{proved} of {len(checked.promises)} promises proved; {len(checked.lint)} rules of law not wholly kept."
    )
    click.echo(f"Draft {found.id}: {found.state.value}" + ("" if found.state is DraftState.REFUSED else
               ". A data protection officer has to approve it: /dpo/policies"))  # fmt: skip
