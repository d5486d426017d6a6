"""The notice examined against the law: 57 rules, 36 of the GDPR and ePrivacy, 21 of California, each with a verdict.

A verdict says what stands where; whether words are good enough is for a person to judge. The numbers are those of
the rules' list and not those of the checks in `catalogue`.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from governance.policy.core import Policy
from governance.policy.lint_california import CALIFORNIA
from governance.policy.lint_conduct import CONDUCT
from governance.policy.lint_europe import TOLD
from governance.policy.lint_reader import Outcome, Reader, Rule, Weight


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's outcome, what was found in a sentence, and the sentences of the text that show it."""

    id: str
    law: str
    asks: str
    weight: Weight
    outcome: Outcome
    found: str
    clauses: tuple[str, ...] = ()


def lint(policy: Policy, on: date) -> tuple[Verdict, ...]:
    """Go through all rules on a day, in the order of their numbers."""
    reader = Reader(policy, on)
    rules = (*TOLD, *CONDUCT, *CALIFORNIA)
    return tuple(_verdict(rule, reader) for rule in rules)


def as_json(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """Give verdicts as plain data."""
    return [asdict(verdict) for verdict in verdicts]


def _verdict(rule: Rule, reader: Reader) -> Verdict:
    """Let a rule look; a sentence that shows two things is named once."""
    number, law, asks, weight, look = rule
    outcome, found, *cited = look(reader)
    clauses = dict.fromkeys(clause for group in cited for clause in group)
    return Verdict(number, law, asks, weight, outcome, found, tuple(clauses))
