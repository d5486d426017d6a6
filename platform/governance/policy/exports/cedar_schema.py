"""The words of a policy as a Cedar schema, so that Cedar's own validator can check the exported rules."""

from typing import Any

from governance.policy.core import Policy

NAMESPACE = "Proviso"


def cedar_schema(policy: Policy) -> dict[str, Any]:
    """Declare gate, categories and actions, and the context that every request must bring: all facts, as texts."""
    facts = {name: {"type": "String", "required": True} for name in sorted((*policy.facts, "purpose", "recipient"))}
    applies = {
        "principalTypes": ["Gate"],
        "resourceTypes": ["Category"],
        "context": {"type": "Record", "attributes": facts},
    }
    return {
        NAMESPACE: {
            "entityTypes": {"Gate": {}, "Category": {}},
            "actions": {name: {"appliesTo": applies} for name in sorted(policy.actions)},
        }
    }
