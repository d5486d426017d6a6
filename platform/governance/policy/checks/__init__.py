"""Stage 3: what a policy must satisfy beyond being readable, each check under its number.

`check` runs whenever a policy is compiled and refuses it; `inspect` searches a policy that compiles for everything
else of the catalogue (see `catalogue` and docs/policy-codes).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from governance.policy.checks import (
    bases,
    completeness,
    dead,
    promises,
    readings,
    regimes,
    sharing,
    text,
    words,
)
from governance.policy.checks.case import Case
from governance.policy.core import Rules
from governance.policy.document import Document
from governance.policy.problems import Problem

__all__ = ["Case", "check", "inspect"]

_SEARCHING: Final[tuple[Callable[[Case], Iterator[Problem]], ...]] = (
    text.quotes,
    text.reasons,
    text.vague,
    text.lawless,
    text.unrepeated,
    readings.decided,
    readings.contradictions,
    completeness.derived,
    completeness.holds,
    completeness.erasable,
    bases.objections,
    bases.consents,
    bases.devices,
    bases.walls,
    sharing.contracts,
    sharing.sales,
    sharing.enumerations,
    sharing.transfers,
    sharing.named,
    sharing.advertising,
    regimes.notice_items,
    regimes.answerable,
    regimes.reachable,
    regimes.fitting,
    regimes.ages,
    regimes.changes,
    dead.never,
    dead.idle,
    dead.shadowed,
    dead.clashing,
    dead.impossible,
    dead.at_war,
    words.unused,
    words.unenforced,
    promises.vacuous,
    promises.unpromised,
    promises.copied,
    promises.unguarded,
    promises.unreviewed,
)


def check(document: Document, rules: Rules, supplied: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Run the checks that every policy must pass; `supplied` are the facts that somebody can tell, with values."""
    return [
        *text.citations(document),
        *text.uncited(document),
        *text.sourceless(document),
        *words.parameters(document),
        *words.facts(document, supplied),
        *words.lineage(document),
        *completeness.retention(document, rules),
        *completeness.endings(document),
        *bases.bases(document, rules),
    ]


def inspect(case: Case) -> list[Problem]:
    """Run all other checks on a policy that compiles; what they find is weighed by a profile."""
    return [problem for search in _SEARCHING for problem in search(case)]
