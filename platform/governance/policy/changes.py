"""What a new version changes besides the answer to requests: words, sentences, terms, and rules behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from governance.policy.core import Activity, CellKey, Policy, Prohibition
from governance.policy.cubes import NOWHERE, Region, Space
from governance.retention import RetentionRule
from governance.terms import duration_in_words, listed

SECTIONS: Final = {
    "categories": "category",
    "purposes": "purpose",
    "recipients": "recipient",
    "consents": "consent",
    "actions": "action",
    "bases": "lawful_basis",
    "regimes": "regime",
    "rights": "right",
    "cookies": "cookie",
    "facts": "fact",
}
"""The words that a version can bring or drop, with what one of them is called."""
SOFTER: Final = ("crypto_shred_and_delete", "delete", "anonymise")
"""What is done with data at its end, from the strictest to the softest."""
WEAKER: Final = "obligation_weakened"
FIRMER: Final = "obligation_strengthened"

Rule = Activity | Prohibition | RetentionRule


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary that came or went; `kind` is what it is, such as category."""

    kind: str
    id: str
    label: str
    added: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term that changed without changing any answer, in a sentence; `reasons` are the kinds of change it is."""

    kind: str
    id: str
    sentence: str
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A sentence that came, went or was reworded; `text_only` when no rule that cites it changed."""

    id: str
    kind: Literal["added", "removed", "reworded"]
    old: str
    new: str
    text_only: bool


def vocabulary(old: Policy, new: Policy) -> tuple[Word, ...]:
    """List the words that only one of the versions has."""
    found = []
    for section, kind in SECTIONS.items():
        before, after = getattr(old, section), getattr(new, section)
        for name in sorted(before.keys() ^ after.keys()):
            entry = after.get(name) or before[name]
            found.append(Word(kind, name, entry.label, name in after))
    return tuple(found)


def rules_of(policy: Policy) -> dict[str, Rule]:
    """Give the rules that decide or oblige, by id."""
    return {**policy.activities, **policy.prohibitions, **policy.retention}


def moved_rules(space: Space, old: Policy, new: Policy, touched: Mapping[CellKey, Region]) -> dict[str, bool]:
    """Give the rules that are not the same in both versions, and whether anything came of it.

    `touched` are the requests that are answered otherwise; a rule written differently with the same effect has none.
    """
    before, after = rules_of(old), rules_of(new)
    found = {}
    for name in sorted(before.keys() | after.keys()):
        was, is_ = before.get(name), after.get(name)
        if meaning(was) != meaning(is_):
            found[name] = _felt(space, was, is_, touched)
    return found


def meaning(rule: Rule | None) -> Any:
    """Give what a rule says apart from its label and its sentences."""
    if rule is None:
        return None
    if isinstance(rule, RetentionRule):
        return (frozenset(rule.of), dict(rule.triggers), rule.then, rule.legal_hold)
    if isinstance(rule, Activity):
        return (rule.scope, rule.guard, rule.enabled, dict(rule.bases), rule.duties)
    return (rule.scope, rule.guard, rule.enabled)


def _felt(space: Space, was: Rule | None, is_: Rule | None, touched: Mapping[CellKey, Region]) -> bool:
    if isinstance(was, RetentionRule) or isinstance(is_, RetentionRule):
        return True
    if isinstance(was, Activity) and isinstance(is_, Activity) and was.bases != is_.bases:
        return True
    obliges = isinstance(was, Activity) and isinstance(is_, Activity) and was.duties != is_.duties
    for key, region in touched.items():
        one, other = _reach(space, was, is_, key), _reach(space, is_, was, key)
        apart = (*space.minus(one, other), *space.minus(other, one), *(one if obliges else ()))
        if space.both(region, apart):
            return True
    return False


def _reach(space: Space, rule: Rule | None, twin: Rule | None, key: CellKey) -> Region:
    """Give where a rule allows in a cell; a prohibition that is silent there leaves everything."""
    kind = rule or twin
    silent: Region = NOWHERE if isinstance(kind, Activity) else (space.full,)
    if rule is None or isinstance(rule, RetentionRule) or not rule.enabled or not rule.scope.covers(*key):
        return silent
    return space.of(rule.guard)


def text(old: Policy, new: Policy, moved: Iterable[str]) -> tuple[ClauseChange, ...]:
    """List the sentences that differ, in reading order of the new version."""
    rules = [rules_of(policy)[name] for policy in (old, new) for name in moved if name in rules_of(policy)]
    cited = {clause for rule in rules for clause in rule.clauses}
    found = []
    for name in dict.fromkeys((*new.clauses, *old.clauses)):
        was, is_ = old.clauses.get(name), new.clauses.get(name)
        before, after = was.text if was else "", is_.text if is_ else ""
        if was is None or is_ is None:
            found.append(ClauseChange(name, "added" if was is None else "removed", before, after, name not in cited))
        elif before != after:
            found.append(ClauseChange(name, "reworded", before, after, name not in cited))
    return tuple(found)


def unwritten(old: Policy, new: Policy, moved: Mapping[str, bool], said: tuple[ClauseChange, ...]) -> tuple[str, ...]:
    """Name the rules that now do something else although every sentence they cite, then and now, stayed the same."""
    spoken = {change.id for change in said}
    found = []
    for name, felt in moved.items():
        rules = [rules_of(policy)[name] for policy in (old, new) if name in rules_of(policy)]
        cited = {clause for rule in rules for clause in rule.clauses}
        if felt and cited and not cited & spoken:
            found.append(name)
    return tuple(found)


def terms(old: Policy, new: Policy) -> tuple[Term, ...]:
    """List the terms that changed: ends, holds, grounds, transfers, consents, rights, children, notice."""
    return tuple(
        Term(kind, name, sentence, reasons, clauses)
        for kind, name, sentence, reasons, clauses in (
            *_ends(old, new),
            *_grounds(old, new),
            *_transfers(old, new),
            *_consents(old, new),
            *_rights(old, new),
            *_people(old, new),
        )
    )


Found = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]


def _ends(old: Policy, new: Policy) -> Iterable[Found]:
    for name in sorted(old.retention.keys() & new.retention.keys()):
        was, is_ = old.retention[name], new.retention[name]
        if was.then != is_.then:
            way = WEAKER if SOFTER.index(is_.then) > SOFTER.index(was.then) else FIRMER
            said = f"At its end, what {name} keeps is now {_end(is_.then)}, before it was {_end(was.then)}."
            yield "retention", name, said, (way,), is_.clauses
        if was.legal_hold != is_.legal_hold:
            way = WEAKER if is_.legal_hold == "suspends" else FIRMER
            said = f"A legal hold now {is_.legal_hold.replace('ignored', 'does not suspend')} the deletion of {name}."
            yield "retention", name, said, (way,), is_.clauses


def _end(then: str) -> str:
    return {"anonymise": "made anonymous", "delete": "deleted"}.get(then, "destroyed with its key")


def _grounds(old: Policy, new: Policy) -> Iterable[Found]:
    for name in sorted(old.activities.keys() & new.activities.keys()):
        was, is_ = old.activities[name], new.activities[name]
        for regime in sorted({*was.bases, *is_.bases}):
            before, after = was.bases.get(regime, "nothing"), is_.bases.get(regime, "nothing")
            if before != after:
                grounds = f"{_label(new, after)} under {regime}, before on {_label(old, before)}"
                said = f"{is_.label} ({name}) rests on {grounds}."
                yield "basis", name, said, ("basis_changed",), is_.clauses


def _label(policy: Policy, basis: str) -> str:
    return policy.bases[basis].label if basis in policy.bases else basis


def _transfers(old: Policy, new: Policy) -> Iterable[Found]:
    for name in sorted(old.transfers.keys() | new.transfers.keys()):
        was, is_ = old.transfers.get(name), new.transfers.get(name)
        before, after = set(was.zones if was else ()), set(is_.zones if is_ else ())
        entry = is_ or was
        if entry is None or (before == after and was and is_ and was.mechanism == is_.mechanism):
            continue
        how = is_.mechanism.replace("_", " ") if is_ else "none"
        zones = listed(sorted(after), "and") or "nowhere"
        said = f"{entry.label} ({name}) may now take data to: {zones}; what makes it lawful: {how}."
        reasons = ("transfer_wider", WEAKER) if after - before else ("transfer_changed",)
        yield "transfer", name, said, reasons, entry.clauses


def _consents(old: Policy, new: Policy) -> Iterable[Found]:
    for name in sorted(old.consents.keys() & new.consents.keys()):
        was, is_ = old.consents[name], new.consents[name]
        if was.lifetime != is_.lifetime:
            way = WEAKER if is_.lifetime > was.lifetime else FIRMER
            span, before = duration_in_words(is_.lifetime), duration_in_words(was.lifetime)
            yield "consent", name, f"A consent to {is_.label} now holds {span}, before {before}.", (way,), is_.clauses
        if was.explicit != is_.explicit:
            way, said = (FIRMER, "must now") if is_.explicit else (WEAKER, "need no longer")
            yield "consent", name, f"A consent to {is_.label} {said} be explicit.", (way,), is_.clauses
        if gone := sorted(set(was.withdraw_erases) - set(is_.withdraw_erases)):
            said = f"Taking back the consent to {is_.label} no longer erases {listed(gone, 'and')}."
            yield "consent", name, said, (WEAKER,), is_.clauses


def _rights(old: Policy, new: Policy) -> Iterable[Found]:
    for name in sorted(old.rights.keys() - new.rights.keys()):
        yield "right", name, f"The right of {old.rights[name].label} is gone.", (WEAKER,), old.rights[name].clauses
    for regime in sorted({*old.deadlines, *new.deadlines}):
        before, after = old.deadlines.get(regime, {}), new.deadlines.get(regime, {})
        for step in sorted({*before, *after}):
            was, is_ = before.get(step, "not limited"), after.get(step, "not limited")
            if was != is_:
                # Which of two spans in different units is longer depends on the calendar, so people look at it.
                said = f"Under {regime}, the time to {step.replace('_', ' ')} is now {is_}, before it was {was}."
                yield "right", regime, said, (WEAKER,), ()
    if old.rights_scope != new.rights_scope:
        said = f"Rights are now granted to: {new.rights_scope.replace('_', ' ')}."
        yield "right", "scope", said, (FIRMER if new.rights_scope == "everyone" else WEAKER,), ()


def _people(old: Policy, new: Policy) -> Iterable[Found]:
    was, is_ = old.children, new.children
    if was and is_ and was.floor != is_.floor:
        way = WEAKER if is_.floor < was.floor else FIRMER
        yield "children", "floor", f"Nothing is taken in below the age of {is_.floor}.", (way,), is_.clauses
    if was and is_ and was.digital_consent_age != is_.digital_consent_age:
        names = sorted({*was.digital_consent_age, *is_.digital_consent_age})
        for country in (name for name in names if was.consent_age(name) != is_.consent_age(name)):
            way = WEAKER if is_.consent_age(country) < was.consent_age(country) else FIRMER
            said = f"In {country} people consent for themselves from {is_.consent_age(country)} on."
            yield "children", country, said, (way,), is_.clauses
    told, tells = old.change_notification, new.change_notification
    if told and tells and told.then.notice_days != tells.then.notice_days:
        way = WEAKER if tells.then.notice_days < told.then.notice_days else FIRMER
        said = f"Material changes are now announced {tells.then.notice_days} days before."
        yield "notice", "notice_days", said, (way,), tells.clauses
