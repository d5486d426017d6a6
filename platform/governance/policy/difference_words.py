"""A difference of two versions for people, one sentence a change with its clauses, and for programs."""

from collections.abc import Iterable, Mapping
from typing import Any

from governance.policy.core import Policy, Scope
from governance.policy.difference import Change, Difference, DutyChange
from governance.policy.phrases import choice
from governance.terms import duration_in_words, listed


def in_words(difference: Difference) -> tuple[str, ...]:
    """Say a difference, the gravest first; nothing changed gives no sentences."""
    old, new = difference.old, difference.new
    said = [f"ERROR: {_rule(old, new, name)}" for name in difference.unwritten]
    said += [f"NEW: {sentence}" for sentence in _changes(new, old, difference.allowed)]
    said += [f"WEAKER: {sentence}" for sentence in _duties(new, old, difference.weakened)]
    said += [f"WEAKER: {term.sentence}{_quoted(new, term.clauses)}" for term in difference.terms if _weaker(term)]
    said += [
        f"{'NEW' if word.added else 'GONE'}: the {word.kind.replace('_', ' ')} {word.id} ({word.label})."
        for word in difference.vocabulary
    ]
    said += [f"NO MORE: {sentence}" for sentence in _changes(old, new, difference.denied)]
    said += [f"STRONGER: {sentence}" for sentence in _duties(new, old, difference.strengthened)]
    said += [f"CHANGED: {term.sentence}{_quoted(new, term.clauses)}" for term in difference.terms if not _weaker(term)]
    said += [f"TEXT: {_clause(change.id)} was {change.kind}." for change in difference.text if change.text_only]
    if difference.stale_consents:
        names = listed([new.consents[name].label for name in difference.stale_consents], "and")
        said.append(f"ASK AGAIN: more is done than was consented to with: {names}.")
    if difference.material:
        days = f" at least {difference.notice_days} days before" if difference.notice_days else ""
        said.append(f"MATERIAL: people are told{days}, because of: {_reasons(difference.reasons)}.")
    elif not difference.empty:
        said.append("NOT MATERIAL: the new text is shown; nobody has to be told before.")
    return tuple(said)


def as_json(difference: Difference) -> dict[str, Any]:
    """Give a difference as plain data, in a fixed order."""
    return {
        "old": {"version": difference.old.version, "digest": difference.old.digest},
        "new": {"version": difference.new.version, "digest": difference.new.digest},
        "allowed": [_plain_change(change) for change in difference.allowed],
        "denied": [_plain_change(change) for change in difference.denied],
        "weakened": [_plain_duty(change) for change in difference.weakened],
        "strengthened": [_plain_duty(change) for change in difference.strengthened],
        "terms": [
            {"kind": term.kind, "id": term.id, "sentence": term.sentence, "reasons": list(term.reasons),
             "clauses": list(term.clauses)}
            for term in difference.terms
        ],
        "vocabulary": [
            {"kind": word.kind, "id": word.id, "label": word.label, "added": word.added}
            for word in difference.vocabulary
        ],
        "text": [
            {"clause": change.id, "kind": change.kind, "old": change.old, "new": change.new,
             "text_only": change.text_only}
            for change in difference.text
        ],
        "unwritten": list(difference.unwritten),
        "reasons": list(difference.reasons),
        "material": difference.material,
        "notice_days": difference.notice_days,
        "stale_consents": list(difference.stale_consents),
        "sentences": list(in_words(difference)),
    }  # fmt: skip


def _plain_scope(scope: Scope) -> dict[str, list[str]]:
    return {
        "actions": sorted(scope.actions),
        "categories": sorted(scope.categories),
        "purposes": sorted(scope.purposes),
        "recipients": sorted(scope.recipients),
    }


def _plain_change(change: Change) -> dict[str, Any]:
    return {
        **_plain_scope(change.scope),
        "facts": {name: list(values) for name, values in change.facts.items()},
        "rules": list(change.rules),
        "clauses": list(change.clauses),
        "breaks": list(change.breaks),
    }


def _plain_duty(change: DutyChange) -> dict[str, Any]:
    return {
        "duty": change.duty,
        "deadline": change.deadline,
        **_plain_scope(change.scope),
        "facts": {name: list(values) for name, values in change.facts.items()},
        "before": change.before,
        "after": change.after,
    }


def _changes(here: Policy, there: Policy, changes: Iterable[Change]) -> Iterable[str]:
    """Say requests in the words of the version that allows them, one sentence for each scope."""
    together: dict[tuple[Scope, tuple[str, ...], tuple[str, ...]], list[Change]] = {}
    for change in changes:
        together.setdefault((change.scope, change.rules, change.breaks), []).append(change)
    for (scope, rules, breaks), alike in together.items():
        said = f"{_scope(here, scope)}{_alternatives(here, there, [change.facts for change in alike])}."
        said += f" Because of {listed(list(rules), 'and')}"
        cited = (here.clauses.get(name) or there.clauses.get(name) for name in alike[0].clauses)
        first = next((clause for clause in cited if clause), None)
        said += f" ({_clause(first.id)}: “{first.text}”)." if first else "."
        if breaks:
            quotes = [clause for name in breaks for clause in here.promises[name].quote_of]
            said += f" Breaks {listed(list(breaks), 'and')}{_quoted(here, quotes[:1])}"
        yield said


def _alternatives(here: Policy, there: Policy, cubes: list[Mapping[str, tuple[str, ...]]]) -> str:
    """Say what all cubes have in common once, and then each one's own conditions."""
    common = {name: values for name, values in cubes[0].items() if all(cube.get(name) == values for cube in cubes)}
    said = _conditions(here, there, common)
    own = [{name: values for name, values in cube.items() if name not in common} for cube in cubes]
    ways = [_conditions(here, there, cube).removeprefix(", ") for cube in own]
    return f"{said}, and either {'; or '.join(ways)}" if len(ways) > 1 else said


def _scope(policy: Policy, scope: Scope) -> str:
    actions = listed([_label(policy.actions, name) for name in sorted(scope.actions)])
    data = listed([_label(policy.categories, name) for name in sorted(scope.categories)], "and")
    purposes = listed([_label(policy.purposes, name) for name in sorted(scope.purposes)])
    outside = [name for name in sorted(scope.recipients) if policy.recipients[name].role != "self"]
    to = f" (recipient: {listed([policy.recipients[name].label for name in outside])})" if outside else ""
    return f"{actions} {data}{to} to {purposes}"


def _label(section: Mapping[str, Any], name: str) -> str:
    return str(section[name].label) if name in section else name


def _conditions(here: Policy, there: Policy, facts: Mapping[str, tuple[str, ...]]) -> str:
    return choice({**there.facts, **here.facts}, facts)


def _duties(here: Policy, there: Policy, changes: Iterable[DutyChange]) -> Iterable[str]:
    """Say duties; a date that moved is one sentence for all data that it concerns."""
    moved: dict[tuple[str, int | None, int | None], set[str]] = {}
    for change in changes:
        if change.deadline:
            moved.setdefault((change.duty, change.before, change.after), set()).update(change.scope.categories)
            continue
        when = f"{_scope(here, change.scope)}{_conditions(here, there, change.facts)}"
        yield f"the duty to {_label(here.duties, change.duty)} ({change.duty}), when we {when}."
    for (event, before, after), categories in moved.items():
        data = listed([_label(here.categories, name) for name in sorted(categories)], "and")
        late = f"gone {_span(after)} after {_label(here.events, event)} ({event}), until now {_span(before)}"
        yield f"{data}: {late}."


def _span(seconds: int | None) -> str:
    return "no set time" if seconds is None else duration_in_words(seconds)


def _rule(old: Policy, new: Policy, name: str) -> str:
    from_new = new.activities.get(name) or new.prohibitions.get(name) or new.retention.get(name)
    from_old = old.activities.get(name) or old.prohibitions.get(name) or old.retention.get(name)
    rule = from_new or from_old
    clauses = rule.clauses if rule else ()
    return f"{name} changed, but none of its sentences did{_quoted(new, clauses)} Reword what it carries out."


def _weaker(term: Any) -> bool:
    return "obligation_weakened" in term.reasons


def _quoted(policy: Policy, clauses: Iterable[str]) -> str:
    said = [f"{_clause(name)}: “{policy.clauses[name].text}”" for name in clauses if name in policy.clauses]
    return f" ({'; '.join(said)})." if said else "."


def _clause(name: str) -> str:
    return f"clause {name.removeprefix('c')}"


def _reasons(reasons: tuple[str, ...]) -> str:
    return ", ".join(reason.replace("_", " ") for reason in reasons)
