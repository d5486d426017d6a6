"""A decision as plain data."""

from typing import Any

from governance.policy import Decision


def plain_decision(decision: Decision) -> dict[str, Any]:
    """Give a decision as plain data."""
    cell = decision.request.cell
    return {
        "allow": decision.allow,
        "request": {
            "do": cell.action,
            "on": cell.category,
            "for": cell.purpose,
            "to": cell.recipient,
            "facts": dict(sorted(decision.request.facts.items())),
        },
        "permits": list(decision.permits),
        "denied_by": list(decision.denied_by),
        "missing": [
            {"rule": miss.rule, "fact": miss.fact, "found": miss.found, "needs": list(miss.needs)}
            for miss in decision.missing
        ],
        "bases": list(decision.bases),
        "delete_by": dict(decision.obligations.delete_by),
        "flags": sorted(decision.obligations.flags),
        "clauses": list(decision.clauses),
        "policy": decision.policy,
    }
