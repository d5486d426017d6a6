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
from governance.policy.lint_reader import Outcome, Reader, Weight


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
    return tuple(Verdict(number, law, asks, weight, *look(reader)) for number, law, asks, weight, look in rules)


def as_json(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """Give verdicts as plain data."""
    return [asdict(verdict) for verdict in verdicts]
