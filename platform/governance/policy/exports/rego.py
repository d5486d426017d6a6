"""The rules of a policy as Rego, the language of OPA: what it allows, and which rules stand behind a denial.

A fact that is not in the input is undefined in Rego, and a body with something undefined does not hold; so here, as
with us, what is not known allows nothing.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from governance.policy.core import Policy, Scope
from governance.policy.decision import Request
from governance.policy.guards import AllOf, Atom, Guard

LOST: Final = (
    "duties and dates of deletion",
    "lawful bases",
    "the sentences behind rules, but for their numbers",
    "promises and examples",
)
RULE: Final = "data.proviso.allow"
"""What to ask for: true, or false by default."""


def rego(policy: Policy) -> str:
    """Write the enabled rules of a policy, in the order of their ids."""
    writer = _Writer()
    for activity in sorted(policy.activities.values(), key=lambda rule: rule.id):
        if activity.enabled:
            body = [*writer.scope(activity.scope), *writer.guard(activity.guard)]
            writer.rule(activity.id, activity.label, activity.clauses, "permitted", body)
    for rule in sorted(policy.prohibitions.values(), key=lambda rule: rule.id):
        if rule.enabled:
            name = writer.named(rule.guard)
            body = [*writer.scope(rule.scope), f"not {name}"]
            writer.rule(rule.id, rule.label, rule.clauses, "denied", body)
    head = [
        f"# {policy.id} {policy.version}, digest {policy.digest}",
        f"# Lost here: {'; '.join(LOST)}.",
        "package proviso",
        "",
        "import rego.v1",
        "",
        "default allow := false",
        "",
        "default permitted := false",
        "",
        "default denied := false",
        "",
        "allow if {\n\tpermitted\n\tnot denied\n}",
        "",
    ]
    return "\n".join([*head, *writer.lines]) + "\n"


def rego_request(request: Request) -> dict[str, Any]:
    """Give a request as the input that the rules expect."""
    cell = request.cell
    return {
        "action": cell.action,
        "category": cell.category,
        "purpose": cell.purpose,
        "recipient": cell.recipient,
        "facts": dict(request.facts),
    }


class _Writer:
    """Collects rules; a choice inside a condition becomes a rule of its own, because Rego has no `or`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.choices: dict[Guard, str] = {}

    def rule(self, name: str, label: str, clauses: Iterable[str], head: str, body: list[str]) -> None:
        """Write a rule with its label and its sentences above it, in one line whatever lines the label has."""
        said = " ".join(label.split())
        self.lines += [f"# {name}: {said} ({', '.join(clauses)})", self._body(head, body), ""]

    def scope(self, scope: Scope) -> list[str]:
        """Say the cells of a rule, even where they are all: a word that the policy does not have lies in none."""
        parts = (
            ("action", scope.actions),
            ("category", scope.categories),
            ("purpose", scope.purposes),
            ("recipient", scope.recipients),
        )
        return [f"input.{part} in {_set(chosen)}" for part, chosen in parts]

    def guard(self, guard: Guard) -> list[str]:
        """Say a condition as lines that all must hold."""
        if isinstance(guard, Atom):
            return [f"input.facts[{json.dumps(guard.fact)}] in {_set(guard.values)}"]
        if isinstance(guard, AllOf):
            return [line for part in guard.parts for line in self.guard(part)]
        return [self.named(guard)]

    def named(self, guard: Guard) -> str:
        """Give a condition a name that holds when it does."""
        if guard not in self.choices:
            name = f"condition_{len(self.choices) + 1}"
            self.choices[guard] = name
            ways = [guard] if isinstance(guard, Atom | AllOf) else list(guard.parts)
            written = [self._body(name, self.guard(way)) for way in ways]
            # Without a way it never holds; Rego still wants the name to be known.
            self.lines += [*(written or [f"{name} if false"]), ""]
        return self.choices[guard]

    @staticmethod
    def _body(head: str, body: list[str]) -> str:
        inside = "\n".join(f"\t{line}" for line in body) or "\ttrue"
        return f"{head} if {{\n{inside}\n}}"


def _set(names: Iterable[str]) -> str:
    found = ", ".join(json.dumps(name, ensure_ascii=False) for name in sorted(names))
    return f"{{{found}}}" if found else "set()"
