"""The certificate of a proof: what was proved of which policy, and by which provers; canonical, so it can be diffed."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from governance.policy.core import Policy
from governance.policy.problems import Mark, Problem, problem
from governance.policy.prover import Proof, Result
from governance.policy.theorems import THEOREMS

FILE: Final = "certificate.json"
SCHEMA: Final = "proviso-certificate/1"
MEND: Final = "run `proviso policy prove --write` on this folder."


def certificate(proof: Proof) -> str:
    """Write down a proof; the same policy proved by the same provers gives the same text."""
    content = {
        "schema": SCHEMA,
        "policy": {"id": proof.policy.id, "version": proof.policy.version, "digest": proof.policy.digest},
        "provers": {"exhaustive": {"cells": proof.cells, "points": proof.points}, "solver": proof.solver},
        "worlds": [dict(settings) for settings in proof.theory.worlds.values()],
        "promises": {result.id: _entry(result) for result in proof.results},
        "theorems": {theorem.id: theorem.proved for theorem in proof.theorems},
    }
    return _written({**content, "seal": _seal(content)})


def _entry(result: Result) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "claim": result.kind,
        "proved": result.proved,
        "points": result.points,
        "rests_on": list(result.support),
    }
    if result.support_anywhere != result.support:
        entry["rests_on_if_tuned"] = list(result.support_anywhere)
    return entry


def verify(policy: Policy, text: str | None) -> tuple[Problem, ...]:
    """Say everything for which a certificate does not stand for this policy; nothing when it does.

    The text may be anything; None stands for a certificate that is not there.
    """
    return tuple(_wrong(policy, text))


def _wrong(policy: Policy, text: str | None) -> Iterator[Problem]:
    mark = Mark(FILE)
    if text is None:
        yield problem(mark, "N01", f"{policy.id} {policy.version} has no certificate.", MEND)
        return
    content = _read(text)
    if content is None:
        yield problem(mark, "N02", "the certificate is damaged or was edited by hand.", MEND)
        return
    found = content["policy"].get("digest")
    if found != policy.digest:
        said = f"the certificate is for {str(found)[:12]}…, the policy is {policy.digest[:12]}…: it was changed since."
        yield problem(mark, "N03", said, MEND)
        return
    promised, entries = set(policy.promises), content["promises"]
    missing = sorted(promised - set(entries))
    refuted = sorted(name for name in promised & set(entries) if not _proved(entries[name]))
    if missing:
        yield problem(mark, "N04", f"it says nothing of {', '.join(missing)}.", MEND)
    if refuted:
        yield problem(mark, "N04", f"{', '.join(refuted)} was refuted.", "mend the rules, then prove them again.")
    open_laws = sorted(name for name in THEOREMS if content["theorems"].get(name) is not True)
    if open_laws:
        yield problem(mark, "N04", f"the laws {', '.join(open_laws)} are not proved.", MEND)
    if not {"exhaustive", "solver"} <= set(content["provers"]):
        yield problem(mark, "N04", "only one of the two provers has seen it.", MEND)


def _proved(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("proved") is True


def _read(text: str) -> dict[str, Any] | None:
    """Read a certificate; None unless it is sealed and has every part."""
    try:
        content = json.loads(text)
        seal = content.pop("seal")
        whole = seal == _seal(content) and content["schema"] == SCHEMA
        parts = all(isinstance(content[part], dict) for part in ("policy", "provers", "promises", "theorems"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return content if whole and parts else None


def _seal(content: dict[str, Any]) -> str:
    """Bind the parts together; it keeps out slips of hand and merge, the digest binds them to the policy."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
