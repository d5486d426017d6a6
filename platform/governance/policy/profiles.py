"""Findings about a policy, weighed by a profile: what a draft may have, and what each law and good sense ask for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, Literal, get_args

from governance.facts import SUPPLIED
from governance.policy.catalogue import CODES
from governance.policy.checks import Case, inspect
from governance.policy.checks.entries import found
from governance.policy.compiler import compile_policy
from governance.policy.document import Document
from governance.policy.parse import parse
from governance.policy.problems import PolicyRefused, Problem, Severity, suggestion

Profile = Literal["draft", "gdpr", "ccpa", "strict"]
"""draft: findings are warnings. gdpr, ccpa: errors, but what only the other law asks for. strict: warnings, too."""
PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)


def findings(
    policy: Mapping[str, str],
    profile: Profile,
    on: date,
    *,
    supplied: Mapping[str, tuple[str, ...]] = SUPPLIED,
    enforced: Collection[str] | None = None,
    lock: str | None = None,
) -> tuple[Problem, ...]:
    """Search the texts of a policy (file name to content) for everything in the catalogue, in reading order.

    `on` is the day for which contracts, signatures and acceptances count. `supplied` are the facts that somebody can
    tell, `enforced` the duties that somebody carries out and `lock` the reviewed surface; what is None is not asked.
    What keeps a policy from compiling is an error in every profile, cannot be accepted, and comes alone: the other
    searches need a policy that compiles.
    """
    try:
        compiled = compile_policy(policy, supplied=supplied)
    except PolicyRefused as refused:
        return refused.problems
    document, _ = parse(policy)
    searched = inspect(Case(document, compiled, on, enforced, lock))
    weighed = [_weighed(problem, profile) for problem in dict.fromkeys([*compiled.warnings, *searched])]
    return tuple(sorted(_accepted(document, weighed, profile, on)))


def severity(code: str, profile: Profile, stated: Severity = "error") -> Severity:
    """Weigh a finding; `stated` is what the check itself says, which may be milder than the catalogue."""
    known = CODES.get(code)
    if known is None:
        return stated
    grave: Severity = known.severity if stated == "error" else stated
    if grave == "info":
        return "info"
    if profile == "draft":
        return "warning"
    if profile == "strict":
        return "error"
    return "warning" if known.law not in ("", profile) else grave


WAITS_FOR_CONTROLLER: Final = {
    "A03": "signature and has none",
    "S01": "no contract with it is named",
    "G01": "stated",
}
"""Findings that only the controller can mend, and the words in which they say that something was never given."""


def waits_for_controller(problem: Problem) -> bool:
    """Tell whether a finding waits for a name, contract, country or signature that only the controller has."""
    return problem.code in WAITS_FOR_CONTROLLER and WAITS_FOR_CONTROLLER[problem.code] in problem.message


def _weighed(problem: Problem, profile: Profile) -> Problem:
    return replace(problem, severity=severity(problem.code, profile, problem.severity))


def _accepted(document: Document, problems: Iterable[Problem], profile: Profile, on: date) -> Iterable[Problem]:
    """Take back what the document accepts for now: it stays as information, with the reason and the last day."""
    matched = set()
    for problem in problems:
        for index, allowance in enumerate(document.allow):
            if allowance.code == problem.code and allowance.about in ("", problem.about):
                matched.add(index)
                if on <= allowance.until:
                    said = f"{problem.message} Accepted until {allowance.until}: {allowance.reason}"
                    problem = replace(problem, severity="info", message=said)
                    break
        yield problem
    for index, allowance in enumerate(document.allow):
        entry = str(index)
        if allowance.code not in CODES:
            fix = suggestion(allowance.code, CODES, "name a check of the catalogue.")
            message = f"there is no check {allowance.code} to accept."
            yield found(document, "allow", entry, "L03", message, fix, "code")
        elif on > allowance.until:
            message = f"{allowance.code} was accepted until {allowance.until}."
            yield found(document, "allow", entry, "L01", message, "mend it, or decide anew.", "until")
        elif index not in matched:
            message = f"nothing is found under {allowance.code} that could be accepted."
            told = found(document, "allow", entry, "L02", message, "remove the entry.", "code")
            yield _weighed(told, profile)
