"""What holds of every policy in this language, checked anew for the one at hand.

M2 to M5 are statements about all requests, put to the solver; monotony is tried exhaustively as well. M9 and M10 are
read off the permitted cells. The other laws of the calculus are laws of the engine and live in its tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from governance.policy.core import Policy, Rules
from governance.policy.quotient import Quotient
from governance.policy.smt import Solver
from governance.policy.worlds import Theory

THEOREMS: Final[Mapping[str, str]] = {
    "M2": "What no activity permits is denied.",
    "M3": "A prohibition that is not satisfied denies, whatever permits.",
    "M4": "Neither order nor repetition of rules changes an answer.",
    "M5": "Learning what was unknown never takes an allow away.",
    "M9": "Every permit has clauses or a law, and a lawful basis under every regime.",
    "M10": "Whatever may be collected or stored has a ceiling that hangs on an event which has happened.",
}


@dataclass(frozen=True, slots=True)
class Theorem:
    """A law of the language and whether it holds of this policy."""

    id: str
    say: str
    proved: bool


def theorems_of(policy: Policy, theory: Theory, solver: Solver, quotient: Quotient) -> tuple[Theorem, ...]:
    """Check every law; one that fails is a fault of the engine or, for M9 and M10, of the checks before."""
    allowed = solver.allowed()
    active = [rule for rule in theory.rules.activities.values() if rule.enabled]
    required = [rule for rule in theory.rules.prohibitions.values() if rule.enabled]
    permitted = solver.any(solver.within(rule.scope) for rule in active)
    forbidden = solver.any(
        solver.all((solver.within(rule.scope), solver.negated(solver.holds(rule.guard)))) for rule in required
    )
    other = solver.other_facts()
    refined = solver.all(solver.refines(name, other[name]) for name in theory.facts)
    holds = {
        "M2": solver.impossible(allowed, solver.negated(permitted)),
        "M3": solver.impossible(allowed, forbidden),
        "M4": solver.impossible(solver.differ(allowed, solver.allowed(_disordered(theory.rules)))),
        "M5": solver.impossible(allowed, refined, solver.negated(solver.allowed(facts=other))) and quotient.monotone(),
        "M9": all(_founded(policy)),
        "M10": all(_dated(policy)),
    }
    return tuple(Theorem(name, say, holds[name]) for name, say in THEOREMS.items())


def _disordered(rules: Rules) -> Rules:
    """Give the same rules, last first and each twice."""
    activities = list(rules.activities.items())[::-1]
    prohibitions = list(rules.prohibitions.items())[::-1]
    return replace(
        rules,
        activities={f"{key}{again}": rule for again in ("", " again") for key, rule in activities},
        prohibitions={f"{key}{again}": rule for again in ("", " again") for key, rule in prohibitions},
    )


def _founded(policy: Policy) -> Iterable[bool]:
    for rules in policy.table.values():
        for rule in rules.permits:
            yield bool(rule.clauses or rule.source == "law") and set(policy.regimes) <= set(rule.bases)


def _dated(policy: Policy) -> Iterable[bool]:
    for (action, _, _, _), rules in policy.table.items():
        if action in ("collect", "store"):
            ceiling = policy.events.get(rules.retention.ceiling_from) if rules.retention else None
            yield ceiling is not None and ceiling.at_birth
