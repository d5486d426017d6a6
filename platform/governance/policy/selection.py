"""Looking up names: exact, `prefix.*`, `*` and `role:…`, with a suggestion for every name that does not exist."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance.policy.core import Fact, Scope
from governance.policy.document import Document
from governance.policy.guards import NEVER, AllOf, AnyOf, Atom, Guard
from governance.policy.parameters import REFERENCE
from governance.policy.problems import Problem, problem, suggestion
from governance.policy.rulebook import Claim, ProhibitionSource
from governance.policy.sources import Path, Tree
from governance.terms import CONSENT_STATES, FALSE, TRUE, UNKNOWN

SINGULAR = {
    "actions": "action",
    "categories": "category",
    "purposes": "purpose",
    "recipients": "recipient",
    "lawful_bases": "lawful basis",
    "duties": "duty",
    "events": "event",
    "consents": "consent",
    "regimes": "regime",
}


class Selection:
    """Looks names up in one document and collects what is wrong with them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.facts = facts_of(document)

    def one(self, section: str, name: str, tree: Tree, path: Path) -> str:
        """Check a single exact name of a section."""
        known = self.document.names[section]
        if name not in known:
            kind = SINGULAR[section]
            fix = suggestion(name, known, f"declare it under `{section}`.")
            self._add(tree, path, "R02", f"there is no {kind} `{name}`.", fix)
        return name

    def many(self, section: str, names: Sequence[str], tree: Tree, path: Path) -> frozenset[str]:
        """Spell out a list of selectors; an empty one is a problem, never everything."""
        if not names:
            self._add(tree, path, "R02", "this list is empty.", 'name something, or write "*" for everything.')
        found: set[str] = set()
        for index, name in enumerate(names):
            chosen = self._chosen(section, name)
            at = (*path, index)
            if not chosen and self._written(section, name):
                continue
            if not chosen and ("*" in name or name.startswith("role:")):
                self._add(tree, at, "R02", f"`{name}` selects nothing.", "correct it or leave it out.")
            elif not chosen:
                self.one(section, name, tree, at)
            found |= chosen
        return frozenset(found)

    def _chosen(self, section: str, name: str) -> set[str]:
        known: Mapping[str, Any] = getattr(self.document, section)
        if name == "*":
            return set(known)
        if name.endswith(".*"):
            return {entry for entry in known if entry.startswith(name[:-1])}
        if section == "recipients" and name.startswith("role:"):
            return {entry for entry, recipient in known.items() if recipient.role == name[5:]}
        return {name} & set(known)

    def scope(self, source: ProhibitionSource | Claim, tree: Tree, path: Path) -> Scope:
        """Spell out the cells that a prohibition or a promise speaks about."""
        return Scope(
            self.many("actions", source.do, tree, (*path, "do")),
            self.but("categories", source.on, source.not_on, tree, path, "on"),
            self.but("purposes", source.for_, source.not_for, tree, path, "for"),
            self.many("recipients", source.to, tree, (*path, "to")),
        )

    def but(
        self, section: str, names: Sequence[str], but: Sequence[str], tree: Tree, path: Path, key: str
    ) -> frozenset[str]:
        """Spell out a list of selectors without those of its `not_` list."""
        chosen = self.many(section, names, tree, (*path, key))
        if not but:
            return chosen
        left = chosen - self.many(section, but, tree, (*path, f"not_{key}"))
        if chosen and not left:
            self._add(
                tree, (*path, f"not_{key}"), "R02", f"this takes away everything that `{key}` names.", "name less."
            )
        return left

    def guard(self, source: Mapping[str, Any], tree: Tree, path: Path) -> Guard:
        """Read a condition: all of its entries must hold."""
        parts: list[Guard] = []
        for name, value in source.items():
            at = (*path, name)
            if name in ("any", "all"):
                parts.append(self._group(name, value, tree, at))
            else:
                parts.append(self.atom(name, value, tree, at))
        if not parts:
            self._add(tree, path, "R02", "this condition is empty.", "name a fact, or leave the condition out.")
            return NEVER
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _group(self, name: str, value: Any, tree: Tree, path: Path) -> Guard:
        if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
            self._add(tree, path, "T01", f"`{name}` takes a list of conditions.", f"write `{name}: [{{fact: value}}]`.")
            return NEVER
        parts = tuple(self.guard(part, tree, (*path, index)) for index, part in enumerate(value))
        return AnyOf(parts) if name == "any" else AllOf(parts)

    def atom(self, name: str, value: Any, tree: Tree, path: Path) -> Guard:
        """Read one fact with the values that are allowed for it."""
        fact = self.facts.get(name)
        if fact is None:
            if not self.refused(name):
                fix = suggestion(name, self.facts, "declare it under `facts` in vocabulary.yaml.")
                self._add(tree, path, "R03", f"there is no fact `{name}`.", fix)
            return NEVER
        words = [_word(part) for part in (value if isinstance(value, list) else [value])]
        if not words:
            self._add(tree, path, "R02", f"no value is named for `{name}`.", "name the values that are allowed.")
        for index, word in enumerate(words):
            at = (*path, index)
            if word == UNKNOWN:
                self._add(
                    tree,
                    at,
                    "R06",
                    f"`unknown` may not satisfy `{name}`.",
                    "name the values that allow; what is not known never does.",
                )
            elif word not in fact.values and not REFERENCE.fullmatch(word):
                fix = suggestion(word, fact.values[1:], f"its values are {', '.join(fact.values[1:])}.")
                self._add(tree, at, "R04", f"`{name}` is never `{word}`.", fix)
        return Atom(name, frozenset(words) & frozenset(fact.values[1:]))

    def _written(self, section: str, name: str) -> bool:
        """Tell whether a selector would choose entries with mistakes that were told of already."""
        names = self.document.names[section]
        return name in names or (name.endswith(".*") and any(entry.startswith(name[:-1]) for entry in names))

    def refused(self, fact: str) -> bool:
        """Tell whether a fact is declared, but in an entry with mistakes that were told of already."""
        names = self.document.names
        return fact in names["facts"] or fact.removeprefix("consent.") in names["consents"]

    def _add(self, tree: Tree, path: Path, code: str, message: str, fix: str) -> None:
        self.problems.append(problem(tree.mark(path), code, message, fix))


def _word(value: Any) -> str:
    if value is None:
        return "null"
    return (TRUE if value else FALSE) if isinstance(value, bool) else str(value)


def facts_of(document: Document) -> dict[str, Fact]:
    """Give the facts of a document: those declared, and one for each consent."""
    found = {
        name: Fact(name, source.label, (UNKNOWN, *source.values), {UNKNOWN: source.unknown, **source.values})
        for name, source in document.facts.items()
        if UNKNOWN not in source.values
    }
    said = {
        UNKNOWN: "is not known",
        "never": "was never given",
        "given": "is given",
        "withdrawn": "was taken back",
        "stale": "was given before the policy changed",
        "expired": "is too old",
    }
    for name, consent in document.consents.items():
        found[f"consent.{name}"] = Fact(
            f"consent.{name}", f"consent to {consent.label}", (UNKNOWN, *CONSENT_STATES), said
        )
    return found
