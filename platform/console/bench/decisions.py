"""`proviso bench decide`: how long a decision takes, beside other engines on the same rules.

Rounds of all contenders take turns, so that a busy machine slows all of them alike; the ratios are what counts.
Other engines take part where they are installed (`pip install proviso[bench]`); they are needed for nothing else.
"""

import gc
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any

import click

from console.bench.contenders import EMPTY, OURS, Ask, Contender, ours
from console.bench.machine import described
from console.bench.others import others
from console.bench.requests import some_requests
from console.policy.folder import about_a_folder
from console.policy.table import say_table
from governance.policy import compile_policy, decide
from store.policies import read_sources


@click.command("decide")
@about_a_folder
@click.option("--requests", default=2000, show_default=True, help="Different requests.")
@click.option("--rounds", default=9, show_default=True, help="How often every contender takes its turn.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Also write everything there.")
def decide_command(folder: Path, *, requests: int, rounds: int, file: Path | None) -> None:
    """Time decisions of the policy in FOLDER, one by one: median and 99th percentile in microseconds.

    Before anything is timed, every other engine answers requests and must answer as we do.
    """
    policy = compile_policy(read_sources(folder))
    asked = some_requests(policy, requests)
    allowed = sum(decide(policy, request).allow for request in asked)
    entrants = [*ours(policy, asked), *others(policy, asked)]
    times = measured(entrants, len(asked), rounds)
    told: dict[str, Any] = {
        "machine": described(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "rules": sum(rule.enabled for rule in policy.activities.values())
        + sum(rule.enabled for rule in policy.prohibitions.values()),
        "facts": len(policy.facts),
        "requests": requests,
        "allowed": allowed,
        "rounds": rounds,
        "contenders": results(entrants, times),
    }
    _say(told)
    if file is not None:
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        click.echo(f"{file} is written.")


def measured(entrants: Iterable[Contender], number: int, rounds: int) -> dict[str, list[int]]:
    """Time all contenders, round by round in turn; nanoseconds of every single decision, by name."""
    ready = list(entrants)
    times: dict[str, list[int]] = {entrant.name: [] for entrant in ready}
    gc.disable()
    try:
        for _ in range(rounds):
            for entrant in ready:
                times[entrant.name] += timed(entrant.ask, max(1, int(number * entrant.share)))
    finally:
        gc.enable()
    return times


def timed(ask: Ask, number: int) -> list[int]:
    """Time every single call, in nanoseconds."""
    found = []
    for index in range(number):
        began = perf_counter_ns()
        ask(index)
        found.append(perf_counter_ns() - began)
    return found


def results(entrants: Iterable[Contender], times: Mapping[str, list[int]]) -> list[dict[str, Any]]:
    """Give median and 99th percentile in microseconds, less what an empty call costs, and the ratio to ours."""
    cost = median(times[EMPTY])
    unit = median(times[OURS]) - cost
    found = []
    for entrant in entrants:
        if entrant.name == EMPTY:
            continue
        taken = sorted(times[entrant.name])
        middle = max(median(taken) - cost, 0.0)
        late = max(taken[int(len(taken) * 0.99)] - cost, 0.0)
        found.append(
            {
                "name": entrant.name,
                "median_us": round(middle / 1000, 3),
                "p99_us": round(late / 1000, 3),
                "times_ours": round(middle / unit, 2),
                "decisions_timed": len(taken),
                "agreed_on": entrant.agreed,
            }
        )
    return found


def _say(told: Mapping[str, Any]) -> None:
    machine = told["machine"]
    click.echo(
        f"{told['rules']} rules, {told['facts']} facts, {told['requests']} requests of which {told['allowed']} are "
        f"allowed; {told['rounds']} rounds in turn\n{machine['processor']}, {machine['cores']} cores, load "
        f"{machine['load']}, {machine['system']}, Python {machine['python']}\n"
    )
    heads = ("microseconds a decision", "  median", "      p99", "times ours", "same answers")
    rows = [
        (
            entry["name"],
            f"{entry['median_us']:8.2f}",
            f"{entry['p99_us']:9.2f}",
            f"{entry['times_ours']:10.2f}",
            f"{entry['agreed_on']:,}" if entry["agreed_on"] else "-",
        )
        for entry in told["contenders"]
    ]
    say_table(rows, heads=heads)
    click.echo(f"“times ours” compares with “{OURS}”: the request is built from plain words and then decided.")
