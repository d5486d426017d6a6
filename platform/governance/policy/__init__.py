"""A policy: its texts are parsed, resolved, checked and compiled here, and then it decides and explains.

Stages, each a pure function in a file of its own: `parse`, `resolve`, `checks`, `compiler`; then `decide`,
`explain` and `surface` over the compiled policy.
"""

from governance.policy.clauses import Clause
from governance.policy.compiler import compile_policy
from governance.policy.core import Activity, Policy, Prohibition, Recipient
from governance.policy.decide import decide
from governance.policy.decision import Cell, Decision, Obligations, Request, Unmet
from governance.policy.explain import Explanation, Sentence, explain
from governance.policy.problems import PolicyRefused, Problem
from governance.policy.surface import surface
from governance.retention import RetentionRule

__all__ = [
    "Activity",
    "Cell",
    "Clause",
    "Decision",
    "Explanation",
    "Obligations",
    "Policy",
    "PolicyRefused",
    "Problem",
    "Prohibition",
    "Recipient",
    "Request",
    "RetentionRule",
    "Sentence",
    "Unmet",
    "compile_policy",
    "decide",
    "explain",
    "surface",
]
