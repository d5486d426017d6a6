"""Stage 3: what a policy must satisfy beyond being readable, each check under its number."""

from collections.abc import Iterator, Mapping
from typing import Any

from governance.policy.core import Rules
from governance.policy.document import Document
from governance.policy.guards import Atom, implies
from governance.policy.parse import TEXT
from governance.policy.problems import Mark, Problem, problem, suggestion
from governance.policy.sources import Path, Tree
from governance.terms import UNKNOWN

RULE_SECTIONS = ("activities", "prohibitions", "retention", "cookies")


def check(document: Document, rules: Rules, supplied: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Run every check; `supplied` are the facts that somebody can tell, with their values."""
    return [
        *_citations(document),
        *_uncited(document),
        *_sourceless(document),
        *_parameters(document),
        *_facts(document, supplied),
        *_lineage(document),
        *_retention(document, rules),
        *_endings(document),
        *_bases(document, rules),
    ]


def _cited(document: Document, *keys: str) -> Iterator[tuple[str, Tree, Path]]:
    """Every name in a list under one of the keys, wherever in the files it stands."""

    def walk(tree: Tree, value: Any, path: Path) -> Iterator[tuple[str, Tree, Path]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name not in keys or isinstance(inner, dict):
                    yield from walk(tree, inner, (*path, name))
                    continue
                for index, entry in enumerate(inner if isinstance(inner, list) else [inner]):
                    yield str(entry), tree, (*path, name, index) if isinstance(inner, list) else (*path, name)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(tree, inner, (*path, index))

    for tree in document.trees.values():
        yield from walk(tree, tree.value, ())


def _citations(document: Document) -> Iterator[Problem]:
    known = {clause.id for clause in document.clauses}
    for name, tree, path in _cited(document, "clauses", "quote_of"):
        if name not in known:
            fix = suggestion(name, known, "cite a clause of policy.md, such as c4.1.3.")
            yield problem(tree.mark(path), "C05", f"policy.md has no clause `{name}`.", fix)
    for name in document.informational:
        if name not in known:
            tree, path = document.place("informational", name)
            fix = suggestion(name, known, "remove it.")
            yield problem(tree.key(path), "C05", f"policy.md has no clause `{name}`.", fix)
    declared = document.names.get("ambiguities", set())
    settled = set()
    for name, tree, path in _cited(document, "resolves"):
        settled.add(name)
        if name not in declared:
            fix = suggestion(name, declared, "declare it under `ambiguities`.")
            yield problem(tree.mark(path), "R02", f"there is no ambiguity `{name}`.", fix)
    for name in sorted(declared - settled):
        yield problem(
            document.mark("ambiguities", name),
            "A01",
            f"nothing settles {name}.",
            f"write `resolves: [{name}]` at the parameter or rule that does.",
        )


def _uncited(document: Document) -> Iterator[Problem]:
    cited = {name for name, _, path in _cited(document, "clauses", "quote_of") if path[0] != "ambiguities"}
    for clause in document.clauses:
        reason = clause.id in document.informational
        if not (clause.heading or reason or clause.id in cited):
            yield problem(
                Mark(TEXT, clause.line),
                "C06",
                f"no rule carries out clause {clause.number}: “{clause.text[:60]}”.",
                f"cite {clause.id} in a rule, or say under `informational` in policy.yaml why none follows.",
            )
        elif reason and clause.id in cited:
            tree, path = document.place("informational", clause.id)
            yield problem(
                tree.key(path),
                "C07",
                f"clause {clause.number} is called informational, yet a rule cites it.",
                "keep one of the two.",
                "warning",
            )


def _sourceless(document: Document) -> Iterator[Problem]:
    for section in RULE_SECTIONS:
        for name, rule in getattr(document, section).items():
            if not rule.clauses and rule.source != "law":
                yield problem(
                    document.mark(section, name),
                    "C08",
                    f"{name} cites no clause.",
                    "cite the clauses it carries out, or write `source: law`.",
                )


def _parameters(document: Document) -> Iterator[Problem]:
    for name in document.parameters:
        if name not in document.used_parameters:
            yield problem(
                document.mark("parameters", name),
                "U04",
                f"the parameter `{name}` reaches no rule.",
                f"use it as `${name}`, or remove it.",
            )


def _facts(document: Document, supplied: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name, fact in document.facts.items():
        tree, path = document.place("facts", name)
        if UNKNOWN in fact.values:
            yield problem(
                tree.key((*path, "values", UNKNOWN)),
                "R06",
                f"`unknown` is a value of every fact, so of `{name}` too.",
                "leave it out here; say how it reads under `unknown:`.",
            )
        if name not in supplied:
            fix = suggestion(name, supplied, "supply it in governance/facts.py first.")
            yield problem(tree.key(path), "U06", f"nobody supplies the fact `{name}`.", fix)
            continue
        for value in fact.values:
            if value != UNKNOWN and value not in supplied[name]:
                fix = suggestion(value, supplied[name], f"it can be {', '.join(supplied[name])}.")
                yield problem(tree.key((*path, "values", value)), "U06", f"`{name}` is never `{value}`.", fix)


def _lineage(document: Document) -> Iterator[Problem]:
    """Find categories that are, through others, derived from themselves."""
    sources = {name: set(category.derived_from) for name, category in document.categories.items()}
    for name in sorted(sources):
        reached: set[str] = set()
        frontier = set(sources[name])
        while frontier:
            reached |= frontier
            frontier = {far for near in frontier for far in sources.get(near, ())} - reached
        if name in reached:
            yield problem(
                document.mark("categories", name, "derived_from"),
                "R05",
                f"`{name}` is derived from itself.",
                "take one step out of the circle.",
            )


def _retention(document: Document, rules: Rules) -> Iterator[Problem]:
    for name, source in document.retention.items():
        if source.ceiling is None:
            yield problem(
                document.mark("retention", name),
                "K02",
                f"{name} has no ceiling: it would wait for {source.after}.",
                "add `ceiling: {event: data.created, keep: …}`.",
            )
        elif (event := document.events.get(source.ceiling.event)) is not None and not event.at_birth:
            yield problem(
                document.mark("retention", name, "ceiling"),
                "K03",
                f"the ceiling of {name} hangs on `{source.ceiling.event}`, which may never happen.",
                "take an event that is `at_birth`.",
            )
    if document.names.get("retention", set()) != set(rules.retention):
        return  # a rule that could not be read may cover what seems uncovered
    kept: dict[str, str] = {}
    for rule in rules.retention.values():
        for category in rule.of:
            if category in kept:
                yield problem(
                    document.mark("retention", rule.id, "of"),
                    "K07",
                    f"`{category}` has two retention rules, {kept[category]} and {rule.id}.",
                    "keep one.",
                )
            kept.setdefault(category, rule.id)
    for activity in rules.activities.values():
        if activity.actions & {"collect", "store"}:
            for category in sorted(activity.categories - set(kept)):
                section = "activities" if activity.id in document.activities else "cookies"
                yield problem(
                    document.mark(section, activity.id, "on"),
                    "K01",
                    f"{activity.id} keeps `{category}`, which has no retention rule.",
                    "add the category to a rule in retention.yaml.",
                )


def _endings(document: Document) -> Iterator[Problem]:
    """See that an event such as job.ended stands for every way in which its fact can end."""
    for name, event in document.events.items():
        if event.ends is None:
            continue
        mark = document.mark("events", name, "ends")
        fact = document.facts.get(event.ends.fact)
        if fact is None:
            yield problem(mark, "R03", f"there is no fact `{event.ends.fact}`.", "name a declared fact.")
            continue
        named = [*event.ends.running, *event.ends.ended]
        for value in fact.values:
            if named.count(value) != 1:
                yield problem(
                    mark,
                    "K04",
                    f"`{name}` does not say once whether {event.ends.fact} `{value}` is an end.",
                    "put every value under either `running` or `ended`.",
                )
        for value in named:
            if value not in fact.values:
                fix = suggestion(value, fact.values, "remove it.")
                yield problem(mark, "R04", f"`{event.ends.fact}` is never `{value}`.", fix)


def _bases(document: Document, rules: Rules) -> Iterator[Problem]:
    for activity in rules.activities.values():
        cookie = document.cookies.get(activity.id)
        mark = document.mark("cookies" if cookie else "activities", activity.id, "basis")
        for regime in document.regimes:
            if regime not in activity.bases:
                yield problem(mark, "B01", f"{activity.id} has no basis under {regime}.", f"add `{regime}: …`.")
        named = [document.bases[basis] for basis in activity.bases.values() if basis in document.bases]
        asked = {need for basis in named for need in basis.requires}
        if "named_law" in asked and not activity.named_law:
            yield problem(mark, "B09", f"{activity.id} obeys a law that it does not name.", "add `named_law: …`.")
        if "balancing_test" in asked and not activity.balancing_test:
            yield problem(mark, "B03", f"{activity.id} weighs interests nowhere.", "add `balancing_test: …`.")
        if "consent" in activity.bases.values():
            fitting = [
                Atom(f"consent.{name}", frozenset({"given"}))
                for name, consent in document.consents.items()
                if consent.purpose == activity.purpose
            ]
            if not any(implies(activity.guard, atom) for atom in fitting):
                names = " or ".join(atom.fact for atom in fitting) or f"a consent for {activity.purpose}"
                yield problem(
                    mark,
                    "B02",
                    f"{activity.id} rests on consent, but its condition asks for none.",
                    f"add `{names}: given` to its condition.",
                )
        if cookie is not None and cookie.class_ != "essential" and cookie.basis != "consent":
            yield problem(
                mark, "B07", f"{activity.id} is not essential, so it needs consent.", "write `basis: consent`."
            )
