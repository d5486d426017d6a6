"""`proviso policy explain`: one request decided, with the sentences behind the answer and what would change it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from console.policy.decided import plain_decision
from console.policy.folder import FOLDER, say_refusal
from console.policy.table import say_paragraph, say_table
from governance.policy import Cell, Decision, Explanation, Policy, PolicyRefused, Request, compile_policy, decide
from governance.policy import explain as explained
from governance.policy.problems import suggestion
from governance.policy.why_not import Way, why_not
from governance.terms import duration_in_words
from store.policies import read_sources
from store.settings import load_settings

MOST_WAYS = 6
"""Ways to an allow that are printed; JSON has them all."""


@click.command(short_help="Decide one request, say why and what would help.", options_metavar="[OPTIONS] [FOLDER]")
@click.argument("words", nargs=-1, metavar="ACTION CATEGORY PURPOSE [RECIPIENT]")
@click.option("-f", "--fact", "facts", multiple=True, help="A fact that is known, as NAME=VALUE; all others are not.")
@click.option("--folder", type=FOLDER, help="The policy's folder, if it is not the first word.")
@click.option("--json", "as_data", is_flag=True, help="Print the decision as JSON.")
def explain(words: tuple[str, ...], facts: tuple[str, ...], folder: Path | None, *, as_data: bool) -> None:
    """Decide one request and say why: ACTION on CATEGORY for PURPOSE to RECIPIENT (nobody outside, if left out).

    For a denial it says every smallest set of facts that would have to be otherwise.
    """
    if folder is None and words and Path(words[0]).is_dir():
        folder, words = Path(words[0]), words[1:]
    if not 3 <= len(words) <= 4:
        raise click.UsageError("a request has three or four words: ACTION CATEGORY PURPOSE [RECIPIENT]")
    try:
        policy = compile_policy(read_sources(folder or load_settings().policy.folder))
    except PolicyRefused as refused:
        say_refusal(refused)
        return
    cell = Cell(*words)
    _known_words(policy, cell)
    decision = decide(policy, Request(cell, _known_facts(policy, facts)))
    told, ways = explained(policy, decision), why_not(policy, decision.request)
    if as_data:
        click.echo(json.dumps(_plain(policy, decision, told, ways), indent=1, ensure_ascii=False))
    else:
        _say(policy, decision, told, ways)


def _known_words(policy: Policy, cell: Cell) -> None:
    for kind, name, known in (
        ("action", cell.action, policy.actions),
        ("kind of data", cell.category, policy.categories),
        ("purpose", cell.purpose, policy.purposes),
        ("recipient", cell.recipient, policy.recipients),
    ):
        if name not in known:
            fix = suggestion(name, known, f"it has {', '.join(known)}.")
            raise click.UsageError(f"the policy has no {kind} {name}: {fix}")


def _known_facts(policy: Policy, facts: Iterable[str]) -> dict[str, str]:
    known = {}
    for fact in facts:
        name, _, value = fact.partition("=")
        if name not in policy.facts or value not in policy.facts[name].values:
            near = suggestion(name, policy.facts, "write NAME=VALUE.")
            if name in policy.facts:
                near = f"its values are {', '.join(policy.facts[name].values[1:])}."
            raise click.BadParameter(f"the policy has no fact {fact}; {near}", param_hint="--fact")
        known[name] = value
    return known


def _say(policy: Policy, decision: Decision, told: Explanation, ways: tuple[Way, ...]) -> None:
    say_paragraph(click.style(told.headline, bold=True), rest="  ")
    if told.sentences:
        click.echo("\nThe sentences behind it:")
        rows = [
            (sentence.rule, sentence.clause_id.removeprefix("c"), f"“{sentence.quote}”") for sentence in told.sentences
        ]
        # A rule is named on its first sentence only, so that the eye finds where the next one begins.
        shown = [(rule if at == 0 or rows[at - 1][0] != rule else "", *rest) for at, (rule, *rest) in enumerate(rows)]
        say_table(shown, indent="  ")
    if decision.allow:
        _say_duties(policy, decision)
    elif ways:
        _say_ways(ways)
    else:
        click.echo()
        for needed in told.needed:
            say_paragraph(needed, rest="  ")


def _say_duties(policy: Policy, decision: Decision) -> None:
    duties = [policy.duties[name].label for name in sorted(decision.obligations.flags)]
    dates = [
        f"have it gone {f'{duration_in_words(span)} after' if span else 'as soon as'} "
        f"{policy.events[event].label if event in policy.events else event}"
        for event, span in decision.obligations.delete_by.items()
    ]
    click.echo(f"\nIt rests on {', '.join(sorted({policy.bases[name].label for name in decision.bases}))}.")
    if duties or dates:
        click.echo("Whoever does it must:")
        for duty in (*duties, *dates):
            say_paragraph(duty, first="  - ", rest="    ")


def _say_ways(ways: tuple[Way, ...]) -> None:
    first = "It would be allowed if" if len(ways) == 1 else "It would be allowed in any of these ways. If"
    for number, way in enumerate(ways[:MOST_WAYS]):
        click.echo(f"\n{first}" if number == 0 else "or if")
        for changed in way:
            say_paragraph(changed.sentence, first="  - ", rest="    ")
    if len(ways) > MOST_WAYS:
        click.echo(f"… and {len(ways) - MOST_WAYS} ways more: --json has them all.")


def _plain(policy: Policy, decision: Decision, told: Explanation, ways: tuple[Way, ...]) -> dict[str, Any]:
    return {
        **plain_decision(decision),
        "headline": told.headline,
        "sentences": [
            {"rule": sentence.rule, "clause": sentence.clause_id, "quote": sentence.quote}
            for sentence in told.sentences
        ],
        "needed": list(told.needed),
        "ways": [
            [{"fact": c.fact, "now": c.now, "needs": list(c.needs), "sentence": c.sentence} for c in way]
            for way in ways
        ],
        "digest": policy.digest,
    }
