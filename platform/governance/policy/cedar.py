"""The rules of a policy as Cedar text, for tools that speak Cedar.

A permit becomes `permit … when`, a prohibition `forbid … unless`. What Cedar cannot say is lost: duties and dates of
deletion, lawful bases, clauses beyond an annotation, and the difference between a fact that is unknown and a wrong
request: the context must give every fact, `unknown` included, because Cedar skips a forbid that meets an error.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from governance.policy.core import Activity, Policy, Prohibition, Scope
from governance.policy.decision import Request
from governance.policy.guards import AllOf, Atom, Guard
from governance.terms import UNKNOWN

LOST: Final = (
    "duties and dates of deletion",
    "lawful bases",
    "the sentences behind rules, but for their numbers",
    "promises and examples",
    "that an unknown fact allows nothing: the context must hold every fact, if only as unknown",
)


def cedar(policy: Policy) -> str:
    """Write the enabled rules of a policy, in the order of their ids."""
    permits = sorted(policy.activities.values(), key=lambda rule: rule.id)
    forbids = sorted(policy.prohibitions.values(), key=lambda rule: rule.id)
    lines = [
        f"// {policy.id} {policy.version}, digest {policy.digest}",
        f"// Lost here: {'; '.join(LOST)}.",
    ]
    lines += [_rule(policy, rule, "permit", "when") for rule in permits if rule.enabled]
    lines += [_rule(policy, rule, "forbid", "unless") for rule in forbids if rule.enabled]
    return "\n\n".join(lines) + "\n"


def cedar_request(policy: Policy, request: Request) -> dict[str, object]:
    """Give a request in the form in which Cedar wants it, every fact of the policy in its context."""
    cell = request.cell
    facts = {name: request.facts.get(name, UNKNOWN) for name in policy.facts}
    return {
        "principal": {"type": "Proviso::Gate", "id": "gate"},
        "action": {"type": "Proviso::Action", "id": cell.action},
        "resource": {"type": "Proviso::Category", "id": cell.category},
        "context": {**facts, "purpose": cell.purpose, "recipient": cell.recipient},
    }


def _rule(policy: Policy, rule: Activity | Prohibition, effect: str, word: str) -> str:
    scope = rule.scope
    known: Mapping[str, frozenset[str]] = {
        "purpose": frozenset(policy.purposes),
        "recipient": frozenset(policy.recipients),
    }
    chosen = {"purpose": scope.purposes, "recipient": scope.recipients}
    # A permit names all that it covers, even where that is everything: a word that the policy does not have is in none.
    whole = effect == "permit"
    within = [
        f"{_list(chosen[part])}.contains(context[{_text(part)}])"
        for part in known
        if whole or chosen[part] != known[part]
    ]
    resources = _resources(policy, scope, whole=whole)
    about = [f"({resources})"] if resources else []
    condition = _condition(rule.guard)
    named = f"@id({_text(rule.id)})\n@clauses({_text(' '.join(rule.clauses))})"
    head = f"{named}\n{effect} (principal, {_action(policy, scope, whole=whole)}, resource)"
    if effect == "permit":
        return f"{head}\n{word} {{ {' && '.join([*about, *within, condition])} }};"
    meant = " && ".join([*about, *within])
    when = f"\nwhen {{ {meant} }}" if meant else ""
    return f"{head}{when}\n{word} {{ {condition} }};"


def _action(policy: Policy, scope: Scope, *, whole: bool) -> str:
    if not whole and scope.actions == frozenset(policy.actions):
        return "action"
    return f"action in [{', '.join(f'Proviso::Action::{_text(name)}' for name in sorted(scope.actions))}]"


def _resources(policy: Policy, scope: Scope, *, whole: bool) -> str:
    if not whole and scope.categories == frozenset(policy.categories):
        return ""
    return " || ".join(f"resource == Proviso::Category::{_text(name)}" for name in sorted(scope.categories)) or "false"


def _condition(guard: Guard) -> str:
    if isinstance(guard, Atom):
        return f"{_list(guard.values)}.contains(context[{_text(guard.fact)}])"
    joined = (" && " if isinstance(guard, AllOf) else " || ").join(_condition(part) for part in guard.parts)
    return f"({joined})" if joined else "true" if isinstance(guard, AllOf) else "false"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(_text(name) for name in sorted(names))}]"


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
