"""`proviso policy prove`: what holds for every possible request."""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from console.policy.decided import plain_decision
from console.policy.folder import about_a_folder
from governance.errors import ProvisoError
from governance.policy.certificate import FILE, certificate
from governance.policy.prover import Counterexample, Proof, Result
from governance.policy.prover import prove as proof_of
from governance.terms import duration_in_words
from store.policies import read_sources

REFUTED = 3
DISAGREE = 4
ALONE = "default deny alone"


@click.command(short_help="Prove every promise, with two provers.")
@about_a_folder
@click.option("--write", is_flag=True, help=f"Write {FILE} into the folder when every promise is proved.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def prove(folder: Path, *, write: bool, as_json: bool) -> None:
    """Prove every promise of the policy in FOLDER for every request and every value of its parameters.

    Two provers, a solver and an exhaustive search, must agree. A refuted promise is shown with the simplest
    request that breaks it, and ends with exit code 3.
    """
    try:
        proof = proof_of(read_sources(folder), perf_counter)
    except ProvisoError as error:
        if error.code != "provers-disagree":
            raise
        click.echo(f"{error.sentence}\n{error.next_step}", err=True)
        sys.exit(DISAGREE)
    written = write and proof.complete
    if written:
        (folder / FILE).write_text(certificate(proof), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_plain(proof), indent=1, ensure_ascii=False))
    else:
        _say(proof)
        if written:
            click.echo(f"{folder / FILE} is written; the gate loads this policy.")
    if not proof.complete:
        sys.exit(REFUTED)


def _say(proof: Proof) -> None:
    for result in proof.results:
        mark = click.style("proved ", fg="green") if result.proved else click.style("REFUTED", fg="red")
        click.echo(f"{result.id} {mark} {result.say}")
        if result.counterexample is None:
            click.echo(f"            rests on {_support(result)}")
        else:
            _say_counterexample(proof, result, result.counterexample)
    for theorem in proof.theorems:
        mark = click.style("proved ", fg="green") if theorem.proved else click.style("FAILED ", fg="red")
        click.echo(f"{theorem.id:<3} {mark} {theorem.say}")
    seconds = proof.seconds
    proved = sum(result.proved for result in proof.results)
    click.echo(
        f"{proved} of {len(proof.results)} promises proved by both provers, in {len(proof.theory.worlds)} settings of "
        f"the parameters; {sum(theorem.proved for theorem in proof.theorems)} of {len(proof.theorems)} laws.\n"
        f"{proof.cells} cells; exhaustive: {proof.points} classes of requests in {seconds['exhaustive']:.2f} s; "
        f"{proof.solver}: {seconds['solver']:.2f} s, laws {seconds['theorems']:.2f} s; "
        f"reading all settings {seconds['reading']:.2f} s.\n"
        f"Policy {proof.policy.id} {proof.policy.version}, digest {proof.policy.digest}"
    )


def _support(result: Result) -> str:
    said = ", ".join(result.support) or ALONE
    if result.support_anywhere != result.support:
        said += f"; tuned otherwise on {', '.join(result.support_anywhere) or ALONE}"
    return said


def _say_counterexample(proof: Proof, result: Result, found: Counterexample) -> None:
    cell, facts = found.decision.request.cell, found.decision.request.facts
    click.echo(f"    The simplest request that breaks it knows {len(facts)} facts:")
    click.echo(f"      {cell.action} {cell.category} for {cell.purpose} to {cell.recipient}")
    for name, value in sorted(facts.items()):
        click.echo(f"      {name} = {value}")
    for name, value in _tuned(proof, found).items():
        click.echo(f"      with the parameter {name} = {value}")
    click.echo(f"    {found.explanation.headline}")
    for sentence in found.explanation.sentences:
        click.echo(f"      {sentence.rule} ({sentence.clause_id}): “{sentence.quote}”")
    for needed in found.explanation.needed:
        click.echo(f"      {needed}")
    if result.kind == "always_oblige":
        dates = found.decision.obligations.delete_by.items()
        said = ", ".join(f"{duration_in_words(span)} after {event}" for event, span in dates) or "no date at all"
        click.echo(f"      Its dates of deletion: {said}")
    click.echo(f"    It breaks {result.id}, which keeps {', '.join(proof.policy.promises[result.id].quote_of)}.")


def _tuned(proof: Proof, found: Counterexample) -> dict[str, Any]:
    """Give the settings that differ from the policy as written and can have to do with the answer."""
    choices = {name for name, parameter in proof.policy.parameters.items() if parameter.range is None}
    dates = bool(found.decision.obligations.delete_by)
    return {
        name: value
        for name, value in found.settings.items()
        if value != proof.policy.parameters[name].value and (name in choices or dates)
    }


def _plain(proof: Proof) -> dict[str, Any]:
    return {
        "policy": {"id": proof.policy.id, "version": proof.policy.version, "digest": proof.policy.digest},
        "complete": proof.complete,
        "solver": proof.solver,
        "cells": proof.cells,
        "points": proof.points,
        "seconds": {stage: round(seconds, 4) for stage, seconds in proof.seconds.items()},
        "worlds": [dict(settings) for settings in proof.theory.worlds.values()],
        "promises": [
            {
                "id": result.id,
                "say": result.say,
                "claim": result.kind,
                "proved": result.proved,
                "rests_on": list(result.support),
                "rests_on_if_tuned": list(result.support_anywhere),
                "points": result.points,
                "counterexample": result.counterexample and _plain_counterexample(proof, result.counterexample),
            }
            for result in proof.results
        ],
        "theorems": [{"id": law.id, "say": law.say, "proved": law.proved} for law in proof.theorems],
    }


def _plain_counterexample(proof: Proof, found: Counterexample) -> dict[str, Any]:
    return {
        "parameters": _tuned(proof, found),
        "decision": plain_decision(found.decision),
        "explanation": [found.explanation.headline, *found.explanation.needed],
    }
