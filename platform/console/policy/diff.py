"""`proviso policy diff`: what a new version of a policy changes for people."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import click

from console.policy.folder import FINDINGS, FOLDER, say_refusal
from console.policy.table import say_paragraph, say_table
from governance.policy import PolicyRefused, compile_policy
from governance.policy.difference import Difference, difference
from governance.policy.difference_words import as_json, in_words
from governance.policy.worlds import read_world
from store.policies import read_sources

MARKS: Final = {
    "ERROR": ("red", "rules changed under sentences that did not: reword these"),
    "NEW": ("yellow", "newly allowed, or new words"),
    "WEAKER": ("yellow", "duties, dates or terms that are weaker now"),
    "NO MORE": ("green", "no longer allowed"),
    "GONE": (None, "words that are gone"),
    "STRONGER": ("green", "duties or dates that are stronger now"),
    "CHANGED": (None, "terms changed otherwise"),
    "TEXT": (None, "sentences reworded, with the same rules"),
    "ASK AGAIN": ("yellow", "consents that no longer cover what is done"),
    "MATERIAL": ("yellow", ""),
    "NOT MATERIAL": ("green", ""),
}
"""The word that a sentence begins with: its colour, and what the count of such sentences is called."""


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
    counts: Counter[str] = Counter()
    for sentence in in_words(found):
        mark, _, said = sentence.partition(": ")
        counts[mark] += 1
        say_paragraph(f"{click.style(mark, fg=MARKS[mark][0])}: {said}", rest="    ")
    click.echo()
    say_table([(str(counts[mark]), said) for mark, (_, said) in MARKS.items() if counts[mark] and said])
