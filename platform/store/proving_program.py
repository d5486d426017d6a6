"""The program that checks a draft: `python -m store.proving_program LIMITS`, files in, findings out, nothing else.

It reads one JSON object from its standard input (`draft` and `before`: file name to text; `day`), limits its own
memory, processor time, files and processes, and writes one JSON object. A policy is data that somebody uploaded, so
nothing of it is read in a process that serves people.
"""

import json
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from governance.errors import ProvisoError
from governance.policy import Policy, PolicyRefused, compile_policy
from governance.policy.certificate import certificate
from governance.policy.difference import difference
from governance.policy.difference_words import in_words
from governance.policy.lint import lint
from governance.policy.problems import Problem
from governance.policy.profiles import findings
from governance.policy.prover import Proof, prove
from governance.policy.worlds import read_world

_FAILS = ("fail", "partial", "warn")


def check(draft: Mapping[str, str], before: Mapping[str, str], day: date) -> dict[str, Any]:
    """Check, prove and compare one draft; `proved` is true only when nothing stands against publishing it."""
    try:
        policy = compile_policy(draft)
    except PolicyRefused as refused:
        return {"proved": False, "problems": [_problem(one) for one in refused.problems]}
    told: dict[str, Any] = {
        "proved": False,
        "version": policy.version,
        "digest": policy.digest,
        "effective": policy.effective.isoformat(),
        "problems": [_problem(one) for one in findings(draft, "draft", day)],
    }
    try:
        old = compile_policy(before)
        told["lint"] = _lint(policy, old, day)
        proof = prove(draft, time.perf_counter)
    except ProvisoError as fault:
        return told | {"fault": fault.code}
    found = difference(old, policy, read_world(draft, {})[1])
    sentences = [sentence.partition(": ") for sentence in in_words(found)]
    return told | {
        **_proof(proof),
        "proved": proof.complete and not found.unwritten and policy.digest != old.digest,
        "fault": "" if policy.digest != old.digest else "draft-same",
        "certificate": certificate(proof) if proof.complete else "",
        "changes": [{"mark": mark, "said": said} for mark, _, said in sentences],
        "reasons": list(found.reasons),
        "material": found.material,
        "notice_days": found.notice_days,
        "stale": list(found.stale_consents),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "promises": [
            {
                "id": result.id,
                "say": result.say,
                "proved": result.proved,
                "broken_by": _broken(result.counterexample) if result.counterexample else "",
            }
            for result in proof.results
        ],
        "laws": [{"id": law.id, "say": law.say, "proved": law.proved} for law in proof.theorems],
        "counts": {"cells": proof.cells, "points": proof.points, "solver": proof.solver},
    }


def _broken(found: Any) -> str:
    facts = ", ".join(f"{name} = {value}" for name, value in sorted(found.decision.request.facts.items()))
    return f"{found.explanation.headline}; known: {facts or 'nothing'}"


def _lint(policy: Policy, old: Policy, day: date) -> list[dict[str, Any]]:
    """Give the rules of law that the text does not wholly keep; `new` are those that the one before did keep."""
    before = {one.id for one in lint(old, day) if one.outcome in _FAILS}
    return [
        {
            "id": one.id,
            "law": one.law,
            "asks": one.asks,
            "outcome": one.outcome,
            "weight": one.weight,
            "found": one.found,
            "new": one.id not in before,
        }
        for one in lint(policy, day)
        if one.outcome in _FAILS
    ]


def _problem(problem: Problem) -> dict[str, Any]:
    plain = asdict(problem)
    said = {name: str(plain[name]) for name in ("code", "severity", "message", "fix")}
    return said | {"place": f"{problem.file}:{problem.line}"}


def main() -> None:
    """Close off, read, check, write."""
    memory, seconds = (int(word) for word in sys.argv[1:3])
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    asked = json.loads(sys.stdin.buffer.read())
    told = check(asked["draft"], asked["before"], date.fromisoformat(asked["day"]))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
