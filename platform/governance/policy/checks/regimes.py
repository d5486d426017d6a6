"""What the GDPR and the CCPA ask of a policy: G01 to G09."""

from collections.abc import Iterable, Iterator
from typing import Final

from governance.policy.articles import items
from governance.policy.checks.bases import CONSENT
from governance.policy.checks.case import Case
from governance.policy.checks.completeness import BEST, bound_by_law, in_the_best_case, owners_region
from governance.policy.checks.entries import found
from governance.policy.cubes import Cube
from governance.policy.guards import atoms
from governance.policy.law import (
    CONSENT_AGES,
    HIGHEST_CONSENT_AGE,
    LEAST_NOTICE_DAYS,
    LONGEST,
    RIGHTS_BY_BASIS,
    looser,
)
from governance.policy.problems import Problem
from governance.terms import UNKNOWN, listed

TOLD: Final = frozenset(
    {"identity", "dpo", "purposes", "interests", "recipients", "transfers", "retention", "rights", "complaint",
     "withdrawal"}
)  # fmt: skip
"""The items of Art. 13 that every notice has."""
AGE: Final = "subject.age_band"
OWN_STATE: Final = ("job.", "text.", "data.", "legal.")
"""Facts about the data itself; all others are about the person and the circumstances."""


def notice_items(case: Case) -> Iterator[Problem]:
    """G01: what Art. 13 asks a notice to tell, one finding for each thing that it does not."""
    for item in items(case.policy):
        if item.key in TOLD and item.state != "present":
            message = f"GDPR Art. {item.article}, {item.title}: {item.said}."
            fix = "state it; what only the controller knows stays UNSTATED until it does."
            yield found(case.document, *item.place, "G01", message, fix)


def answerable(case: Case) -> Iterator[Problem]:
    """G02 and G03: a right has something that carries it out, a channel and a time, none longer than the law's."""
    document = case.document
    for name, right in document.rights.items():
        if not (right.action or right.fact or right.informational):
            fix = "add the `action` or `fact` that carries it out, or `informational: true`."
            yield found(document, "rights", name, "G02", f"nothing carries out {name}.", fix)
        if "@" not in case.policy.controller.email:
            yield found(document, "rights", name, "G02", f"{name} has no channel.", "give the controller an `email`.")
        step = "opt_out" if right.right == "opt_out_sale" else "respond"
        late = [regime for regime in right.regimes if not document.deadlines.get(regime, {}).get(step)]
        if late and right.within is None and not right.informational:
            fix = f"add `{step}` under `deadlines` for {listed(late, 'and')}."
            yield found(document, "rights", name, "G02", f"{name} has no time limit under {late[0]}.", fix)
    for regime, steps in document.deadlines.items():
        for step, limit in LONGEST.get(regime, {}).items():
            if step in steps and looser(steps[step], limit):
                message = f"under {regime}, to {step} takes {steps[step]}, which can be longer than {limit}."
                fix = f"write `{step}: {limit}` or less."
                yield found(document, "deadlines", regime, "G03", message, fix, step)


def reachable(case: Case) -> Iterator[Problem]:
    """G04: the proven owner can have a copy and an erasure, whatever the state of account, consents and objections."""
    open_fields = [field for name, field in case.space.fields.items() if not name.startswith(OWN_STATE)]
    for name, right in case.document.rights.items():
        if not right.action:
            continue
        for category in case.document.categories:
            if not case.holding(category) or bound_by_law(case, category):
                continue
            allowed = owners_region(case, right.action, category)
            if not allowed:
                continue  # K09 tells of what cannot be had at all
            best = (in_the_best_case(case),)
            denied = case.space.minus(best, allowed)
            hopeless = tuple(_widened(cube, open_fields) for cube in denied)
            if case.space.covers(hopeless, best):
                state = _said(case, denied)
                message = f"{right.label} is denied for `{category}` to its proven owner, such as when {state}."
                fix = "let the activity or prohibition that stops it except the purpose of the rights."
                yield found(case.document, "rights", name, "G04", message, fix)
                break


def _widened(cube: int, fields: list[int]) -> int:
    for field in fields:
        cube |= field
    return cube


def _said(case: Case, denied: Iterable[Cube]) -> str:
    """Name something about the person that stops them.

    There is such a fact: were all denials about the data alone, nothing would be allowed at all (K09).
    """
    name, values = next(
        (name, values)
        for cube in denied
        for name, values in case.space.choice(cube).items()
        if name not in BEST and not name.startswith(OWN_STATE)
    )
    fact = case.policy.facts[name]
    return f"{fact.label} {fact.phrases[values[0]]}"


def fitting(case: Case) -> Iterator[Problem]:
    """G05: the rights that follow from the bases in use are granted, and none that follows from no basis."""
    if "gdpr" not in case.document.regimes:
        return
    articles = {case.article(basis) for rule in case.activities for basis in rule.bases.values()}
    due = {right for article in articles for right in RIGHTS_BY_BASIS.get(article, ())}
    granted = {right.right: name for name, right in case.document.rights.items()}
    for right in sorted(due - granted.keys()):
        basis = next(article for article in sorted(articles) if right in RIGHTS_BY_BASIS.get(article, ()))
        message = f"processing rests on Art. {basis}, and the right `{right}` that follows is missing."
        fix = f"add it to rights.yaml with `right: {right}`."
        yield found(case.document, "policy", "", "G05", message, fix)
    known = {right for rights in RIGHTS_BY_BASIS.values() for right in rights}
    for right in sorted((granted.keys() & known) - due):
        message = f"{granted[right]} grants `{right}`, which follows from none of the bases in use."
        fix = "drop it, or grant it in words that say that it is more than the law asks."
        yield found(case.document, "rights", granted[right], "G05", message, fix)


def ages(case: Case) -> Iterator[Problem]:
    """G06 and G07: nobody consents alone below their country's age, and an unknown age allows nothing."""
    document, children = case.document, case.document.children
    asking = [rule for rule in case.policy.activities.values() if case.rests_on(rule, CONSENT)]
    if children is None or not asking:
        return
    for country, age in CONSENT_AGES.items():
        stated = children.digital_consent_age.get(country)
        if stated is not None and stated < age:
            message = f"in {country} people consent for themselves from {age}, not from {stated}."
            fix = f"write `{country}: {age}`."
            yield found(document, "children", "", "G06", message, fix, "digital_consent_age", country)
    if children.default_consent_age < HIGHEST_CONSENT_AGE:
        message = f"where no country is known, {children.default_consent_age} may be below its age of consent."
        fix = f"write `default_consent_age: {HIGHEST_CONSENT_AGE}`."
        yield found(document, "children", "", "G06", message, fix, "default_consent_age")
    if AGE not in case.space.fields:
        return
    unknown = case.space.cube({AGE: (UNKNOWN,)})
    told = set()
    for key, region in case.regions.items():
        excepted = key[2] in _excepted(case) or all(
            case.article(basis) == "6(1)(c)" for rule in case.policy.table[key].permits for basis in rule.bases.values()
        )
        if key[0] == "collect" and key[2] not in told and not excepted and case.space.both(region, (unknown,)):
            told.add(key[2])
            message = f"`{' '.join(key)}` is allowed while the age is unknown."
            fix = f"let a prohibition ask for `{AGE}`, or except the purpose there with a `note` that says why."
            yield found(document, "children", "", "G07", message, fix)


def _excepted(case: Case) -> set[str]:
    """Give the purposes that a prohibition about age leaves out on purpose: it says so in a note."""
    return {
        purpose
        for name, source in case.document.prohibitions.items()
        if source.note and any(atom.fact == AGE for atom in atoms(case.policy.prohibitions[name].guard))
        for purpose in source.not_for
    }


def changes(case: Case) -> Iterator[Problem]:
    """G08 and G09: going on is no consent, and a new version leaves time to react."""
    document, rules, header = case.document, case.document.change_notification, case.document.header
    if rules is not None and rules.continued_use.is_consent:
        message = "going on to use the service is taken for consent, which under the GDPR it never is."
        fix = "write `is_consent: false` and ask again."
        yield found(document, "change_notification", "", "G08", message, fix, "continued_use", "is_consent")
    if rules is not None and rules.then.notice_days < LEAST_NOTICE_DAYS:
        message = f"{rules.then.notice_days} days of notice leave nobody time to react."
        fix = f"write at least {LEAST_NOTICE_DAYS}."
        yield found(document, "change_notification", "", "G09", message, fix, "then", "notice_days")
    if header is not None and header.supersedes and header.effective <= header.last_updated:
        days = f"on {header.effective}, and was written on {header.last_updated}"
        message = f"version {header.version} takes over from {header.supersedes} {days}."
        fix = "let `effective` lie as many days after `last_updated` as notice is given."
        yield found(document, "policy", "", "G09", message, fix, "effective")
