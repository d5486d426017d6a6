"""A policy as an ODRL 2.2 Set: activities as permissions with duties, prohibitions with their exceptions turned round.

ODRL has no `unless`, so a prohibition's condition is negated here; what that means for a fact that is not known ODRL
does not say, and this is the gravest loss.
"""

from typing import Any, Final

from governance.policy.core import Policy, Scope
from governance.policy.guards import AllOf, Atom, Guard

LOST: Final = (
    "what an unknown fact means: with us it allows nothing, ODRL leaves it open",
    "lawful bases, which have no place in ODRL",
    "retention but for the latest date",
    "promises and examples",
)

_CONTEXT: Final = "http://www.w3.org/ns/odrl.jsonld"


def odrl(policy: Policy) -> dict[str, Any]:
    """Write a policy as an ODRL Set in which a prohibition wins over a permission."""
    return {
        "@context": [_CONTEXT, {"policy": f"urn:proviso:policy:{policy.id}:", "dct": "http://purl.org/dc/terms/"}],
        "@type": "Set",
        "uid": f"urn:proviso:policy:{policy.id}:{policy.version}",
        "profile": f"urn:proviso:policy:{policy.id}:",
        "conflict": "prohibit",
        "dct:description": f"Lost in this form: {'; '.join(LOST)}.",
        "dct:identifier": f"sha256:{policy.digest}",
        "permission": [
            {
                "uid": f"policy:{rule.id}",
                "dct:title": rule.label,
                "dct:source": list(rule.clauses),
                **_scope(rule.scope),
                "constraint": [*_outward(rule.scope), _constraint(rule.guard, holds=True)],
                "duty": [
                    *({"action": f"policy:duty/{name}"} for name in sorted(rule.duties)),
                    *_ends(policy, rule.scope),
                ],
            }
            for rule in sorted(policy.activities.values(), key=lambda rule: rule.id)
            if rule.enabled
        ],
        "prohibition": [
            {
                "uid": f"policy:{rule.id}",
                "dct:title": rule.label,
                "dct:source": list(rule.clauses),
                **_scope(rule.scope),
                "constraint": [*_outward(rule.scope), _constraint(rule.guard, holds=False)],
            }
            for rule in sorted(policy.prohibitions.values(), key=lambda rule: rule.id)
            if rule.enabled
        ],
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "target": [f"policy:category/{name}" for name in sorted(scope.categories)],
        "action": [f"policy:action/{name}" for name in sorted(scope.actions)],
    }


def _outward(scope: Scope) -> list[dict[str, Any]]:
    return [
        _compared("purpose", [f"policy:purpose/{name}" for name in sorted(scope.purposes)], "isAnyOf"),
        _compared("recipient", [f"policy:recipient/{name}" for name in sorted(scope.recipients)], "isAnyOf"),
    ]


def _compared(left: str, right: list[str], operator: str) -> dict[str, Any]:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _constraint(guard: Guard, *, holds: bool) -> dict[str, Any]:
    """Say a condition, or its opposite; one without parts is a list without constraints."""
    if isinstance(guard, Atom):
        operator = "isAnyOf" if holds else "isNoneOf"
        return _compared(f"policy:fact/{guard.fact}", sorted(guard.values), operator)
    every = isinstance(guard, AllOf) == holds
    return {"and" if every else "or": {"@list": [_constraint(part, holds=holds) for part in guard.parts]}}


def _ends(policy: Policy, scope: Scope) -> list[dict[str, Any]]:
    held = sorted({rule.id for rule in policy.retention.values() if scope.categories & set(rule.of)})
    return [
        {
            "action": "delete",
            "uid": f"policy:{name}",
            "constraint": [
                {
                    "leftOperand": "elapsedTime",
                    "operator": "lteq",
                    "rightOperand": {"@value": f"PT{policy.retention[name].ceiling_seconds}S", "@type": "xsd:duration"},
                }
            ],
        }
        for name in held
    ]
