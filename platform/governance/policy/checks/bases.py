"""Why something may be done at all: B01 to B09."""

from collections.abc import Iterator
from itertools import product

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found, in_rules
from governance.policy.core import Activity, Rules
from governance.policy.document import Document
from governance.policy.guards import Atom, implies
from governance.policy.problems import Problem
from governance.terms import listed

CONSENT, CONTRACT, INTERESTS = "6(1)(a)", "6(1)(b)", "6(1)(f)"
SENSITIVE = "special categories"
TRAIN, SET_DEVICE, STORE = "train", "set_device", "store"
NOT_OBJECTED = Atom("subject.objected", frozenset({"false"}))


def bases(document: Document, rules: Rules) -> Iterator[Problem]:
    """Find activities without a basis, or without what their basis asks for: B01, B02, B03, B07, B09."""
    for activity in rules.activities.values():
        cookie = document.cookies.get(activity.id)
        section = in_rules(document, activity.id)

        def about(code: str, message: str, fix: str, section: str = section, name: str = activity.id) -> Problem:
            return found(document, section, name, code, message, fix, "basis")

        for regime in document.regimes:
            if regime not in activity.bases:
                yield about("B01", f"{activity.id} has no basis under {regime}.", f"add `{regime}: …`.")
        if not activity.bases and not document.regimes:
            yield about("B01", f"{activity.id} has no basis.", "name one of `lawful_bases`.")
        named = [document.bases[basis] for basis in activity.bases.values() if basis in document.bases]
        asked = {need for basis in named for need in basis.requires}
        if "named_law" in asked and not activity.named_law:
            yield about("B09", f"{activity.id} obeys a law that it does not name.", "add `named_law: …`.")
        if "balancing_test" in asked and not activity.balancing_test:
            fix = (
                "rest it on another basis, since a cookie has no `balancing_test`."
                if cookie
                else "add `balancing_test: …`."
            )
            yield about("B03", f"{activity.id} weighs interests nowhere.", fix)
        # A consent that could not be read may well be the one that is asked for.
        if any(basis.gdpr == CONSENT for basis in named) and document.names["consents"] == set(document.consents):
            fitting = [
                Atom(f"consent.{name}", frozenset({"given"}))
                for name, consent in document.consents.items()
                if consent.purpose == activity.purpose
            ]
            if not any(implies(activity.guard, atom) for atom in fitting):
                message = f"{activity.id} rests on consent, but its condition asks for none."
                asked_for = listed([f"`{atom.fact}: given`" for atom in fitting])
                declare = f"declare a consent for {activity.purpose}, and ask for it in the condition."
                yield about("B02", message, f"add {asked_for} to its condition." if fitting else declare)
        if cookie is not None and cookie.class_ != "essential" and any(basis.gdpr != CONSENT for basis in named):
            yield about("B07", f"{activity.id} is not essential, so it needs consent.", "write `basis: consent`.")


def objections(case: Case) -> Iterator[Problem]:
    """B03: an objection stops what rests on legitimate interests, or it is said why it does not."""
    for activity in case.activities:
        source = case.document.activities.get(activity.id)
        if source is None or source.overrides_objection or not case.rests_on(activity, INTERESTS):
            continue
        loose = [key for key in _cells(activity) if not _stopped(case, activity, key)]
        if loose:
            message = (
                f"{activity.id} rests on legitimate interests, and an objection does not stop `{' '.join(loose[0])}`."
            )
            fix = "add its purpose to a prohibition unless `subject.objected: false`, or say `overrides_objection: …`."
            yield found(case.document, "activities", activity.id, "B03", message, fix)


def _cells(activity: Activity) -> Iterator[tuple[str, str, str, str]]:
    return product(
        sorted(activity.actions), sorted(activity.categories), [activity.purpose], sorted(activity.recipients)
    )


def _stopped(case: Case, activity: Activity, key: tuple[str, str, str, str]) -> bool:
    if implies(activity.guard, NOT_OBJECTED):
        return True
    return any(implies(rule.guard, NOT_OBJECTED) for rule in case.policy.table[key].requirements)


def consents(case: Case) -> Iterator[Problem]:
    """B04 to B06: a consent is for one thing, explicit where it must be, ends, and can be taken back."""
    document = case.document
    for name, consent in document.consents.items():
        asking = [rule for rule in case.policy.activities.values() if name in case.consents_of(rule)]
        purposes = sorted({rule.purpose for rule in asking} | {consent.purpose})
        if len(purposes) > 1:
            message = f"the consent `{name}` is asked for {' and '.join(purposes)} at once."
            yield found(document, "consents", name, "B04", message, "ask for each purpose by itself.")
        grave = sorted(
            rule.id
            for rule in asking
            if TRAIN in rule.actions
            or any(SENSITIVE in document.categories[category].may_contain for category in rule.categories)
        )
        if grave and not consent.explicit:
            message = f"`{name}` is no explicit consent, and {', '.join(grave)} cannot do without one."
            yield found(document, "consents", name, "B05", message, "write `explicit: true`.", "explicit")
        yield from _ending(case, name, asking)


def _ending(case: Case, name: str, asking: list[Activity]) -> Iterator[Problem]:
    document, consent = case.document, case.document.consents[name]
    if consent.lifetime == 0:
        message = f"the consent `{name}` has no lifetime."
        yield found(document, "consents", name, "B06", message, "say after how long it is asked for again.")
    if not any(right.fact in ("consent.*", f"consent.{name}") for right in document.rights.values()):
        message = f"no right lets people take the consent `{name}` back."
        yield found(document, "consents", name, "B06", message, "add a right with `fact: consent.*`.")
    held = {category for rule in asking if rule.enabled and STORE in rule.actions for category in rule.categories}
    ending = {c for rule in case.policy.retention.values() if "consent.withdrawn" in rule.triggers for c in rule.of}
    if left := sorted(held - set(consent.withdraw_erases) - ending):
        message = f"taking back the consent `{name}` leaves `{left[0]}` where it is."
        yield found(document, "consents", name, "B06", message, f"add `withdraw_erases: [{', '.join(left)}]`.")


def devices(case: Case) -> Iterator[Problem]:
    """B07: an activity, too, places things on a device only with consent, unless they are essential."""
    for activity in case.activities:
        if activity.id in case.document.cookies or SET_DEVICE not in activity.actions:
            continue
        if not case.rests_on(activity, CONSENT):
            message = f"{activity.id} places something on a device without consent."
            fix = "make it a cookie of class essential, or rest it on consent."
            yield found(case.document, "activities", activity.id, "B07", message, fix, "basis")


def walls(case: Case) -> Iterator[Problem]:
    """B08: what people have a contract for is not to be had for a consent only."""
    for name in case.document.purposes:
        serving = [rule for rule in case.activities if rule.purpose == name]
        if any(case.rests_on(rule, CONTRACT) for rule in serving) and all(case.consents_of(rule) for rule in serving):
            asked = sorted({consent for rule in serving for consent in case.consents_of(rule)})
            message = f"nothing is done to {case.document.purposes[name].label} without the consent {asked[0]}."
            fix = "let at least one activity of the purpose do without consent: the service may not hang on it."
            yield found(case.document, "purposes", name, "B08", message, fix)
