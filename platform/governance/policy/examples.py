"""Examples: decisions that are part of a policy, run whenever it is compiled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.policy.core import Policy
from governance.policy.decide import decide
from governance.policy.decision import Cell, Decision, Request
from governance.policy.document import Document
from governance.policy.guards import Atom
from governance.policy.problems import Problem, problem
from governance.policy.rulebook import Example
from governance.policy.selection import Selection
from governance.terms import UNKNOWN


def run_examples(document: Document, policy: Policy) -> list[Problem]:
    """Decide every example and report each that does not come out as written, or not for the reasons named."""
    return [
        found for index, example in enumerate(document.examples) for found in _run(document, policy, index, example)
    ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An example and how it came out; `behind` are the rules behind the answer, `problems` what is not as written."""

    say: str
    expect: str
    came: str
    because: tuple[str, ...]
    behind: tuple[str, ...]
    problems: tuple[Problem, ...]


def outcome(document: Document, policy: Policy, index: int) -> Outcome:
    """Decide the example with a number, counted from 0."""
    example = document.examples[index]
    asked = example.request
    facts = {name: _written(value) for name, value in {**document.given, **asked.facts}.items()}
    decision = decide(policy, Request(Cell(asked.do, asked.on, asked.for_, asked.to), facts))
    return Outcome(
        example.say,
        example.expect,
        "allow" if decision.allow else "deny",
        example.because,
        _behind(decision),
        tuple(_run(document, policy, index, example)),
    )


def _written(value: Any) -> str:
    """Give the value of a fact as a request has it; of several the first, so that the answer is always the same."""
    first = value[0] if isinstance(value, list) and value else value
    return str(first).lower() if isinstance(first, bool) else str(first)


def _behind(decision: Decision) -> tuple[str, ...]:
    rules = (*decision.permits, *decision.denied_by, *(miss.rule for miss in decision.missing))
    return tuple(dict.fromkeys(rules))


def _run(document: Document, policy: Policy, index: int, example: Example) -> Iterator[Problem]:
    tree, path = document.place("examples", str(index))
    asked = example.request
    selection = Selection(document)
    at = (*path, "request")
    for section, name, key in (
        ("actions", asked.do, "do"),
        ("categories", asked.on, "on"),
        ("purposes", asked.for_, "for"),
        ("recipients", asked.to, "to"),
    ):
        selection.one(section, name, tree, (*at, key))
    common = document.trees[tree.file]
    facts = {
        **_values(selection, document.given, common, ("given",)),
        **_values(selection, asked.facts, tree, (*at, "facts")),
    }
    if selection.problems:
        yield from selection.problems
        return
    decision = decide(policy, Request(Cell(asked.do, asked.on, asked.for_, asked.to), facts))
    if decision.allow != (example.expect == "allow"):
        outcome = "allow" if decision.allow else "deny"
        yield problem(
            tree.mark((*path, "expect")),
            "E01",
            f"“{example.say}” comes out as {outcome}: {_reason(decision)}.",
            "mend the rules, or the example if it is wrong.",
        )
    behind = _behind(decision)
    for rule in example.because:
        if rule not in behind:
            yield problem(
                tree.mark((*path, "because")),
                "E01",
                f"“{example.say}” is not because of {rule}.",
                f"the rules behind it are {', '.join(sorted(behind)) or 'none: nothing permits it'}.",
            )


def _values(selection: Selection, facts: Mapping[str, Any], tree: Any, path: tuple[str | int, ...]) -> dict[str, str]:
    found = {}
    for name, value in facts.items():
        guard = None if value == UNKNOWN else selection.atom(name, value, tree, (*path, name))
        if guard is None or (isinstance(guard, Atom) and guard.values):
            found[name] = _written(value)
    return found


def _reason(decision: Decision) -> str:
    if decision.allow:
        return f"permitted by {', '.join(decision.permits)}"
    if decision.missing:
        miss = decision.missing[0]
        return f"{miss.rule} needs {miss.fact} to be {' or '.join(miss.needs)}, it is {miss.found}"
    return f"forbidden by {', '.join(decision.denied_by)}" if decision.denied_by else "no activity permits it"
