"""`proviso policy diff`: what a new version of a policy changes for people."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from console.policy.folder import FINDINGS, FOLDER, say_refusal
from console.policy.table import say_paragraph, say_table
from governance.policy import PolicyRefused, compile_policy
from governance.policy.difference import Difference, difference
from governance.policy.difference_words import as_json, in_words
from governance.policy.worlds import read_world
from store.policies import read_sources

MARKS = {
    "ERROR": "red", "NEW": "yellow", "WEAKER": "yellow", "GONE": None, "NO MORE": "green", "STRONGER": "green",
    "CHANGED": None, "TEXT": None, "ASK AGAIN": "yellow", "MATERIAL": "yellow", "NOT MATERIAL": "green",
}  # fmt: skip


@click.command("diff", short_help="What a new version changes for people.")
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
    elif found.empty:
        click.echo("Nothing changed.")
    else:
        _say(found)
    if found.unwritten:
        sys.exit(FINDINGS)


def _say(found: Difference) -> None:
    for sentence in in_words(found):
        mark, _, said = sentence.partition(": ")
        say_paragraph(f"{click.style(mark, fg=MARKS.get(mark))}: {said}", rest="    ")
    rows: Sequence[tuple[str, str]] = (
        ("newly allowed", str(len(found.allowed))),
        ("newly denied", str(len(found.denied))),
        ("duties or dates weakened", str(len(found.weakened))),
        ("duties or dates strengthened", str(len(found.strengthened))),
        ("words of the policy", str(len(found.vocabulary))),
        ("sentences reworded, same rules", str(sum(change.text_only for change in found.text))),
        ("rules changed under the same sentences", str(len(found.unwritten))),
        ("consents to ask for again", ", ".join(found.stale_consents) or "none"),
        (
            "material",
            f"yes, tell people {found.notice_days} days before" if found.material else "no",
        ),
    )
    click.echo()
    say_table(rows)
