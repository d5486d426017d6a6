"""Stage 2: from entries full of names to rules in which every list is spelled out."""

from collections.abc import Mapping
from types import MappingProxyType

from governance.policy.core import Activity, Prohibition, Recipient, Rules, Scope
from governance.policy.document import Document
from governance.policy.guards import ALWAYS, NEVER, Atom
from governance.policy.problems import Problem, problem, suggestion
from governance.policy.rulebook import (
    ActivitySource,
    Claim,
    CookieSource,
    ProhibitionSource,
    RetentionSource,
    Rule,
)
from governance.policy.selection import Selection
from governance.policy.sources import Path, Tree
from governance.retention import RetentionRule

SET_DEVICE = "set_device"
"""The action that a cookie entry permits."""


def resolve(document: Document) -> tuple[Rules, list[Problem]]:
    """Look up every name of a document; what could be resolved is in the rules, the rest in the problems."""
    resolver = _Resolver(document)
    rules = Rules(
        facts=MappingProxyType(resolver.selection.facts),
        recipients=MappingProxyType(resolver.recipients()),
        activities=MappingProxyType({**resolver.activities(), **resolver.cookies()}),
        prohibitions=MappingProxyType(resolver.prohibitions()),
        retention=MappingProxyType(resolver.retention()),
    )
    resolver.vocabulary()
    resolver.references()
    return rules, resolver.problems + resolver.selection.problems


class _Resolver:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.selection = Selection(document)
        self.problems: list[Problem] = []

    def recipients(self) -> dict[str, Recipient]:
        found = {}
        for name in self.document.recipient_details:
            self.selection.one("recipients", name, *self.document.place("recipient_details", name))
        for name, source in self.document.recipients.items():
            detail = self.document.recipient_details.get(name)
            found[name] = Recipient(
                name,
                source.label,
                source.role,
                detail.contract if detail else None,
                detail.country if detail else None,
                source.clauses,
            )
        return found

    def activities(self) -> dict[str, Activity]:
        return {
            name: self._activity(source, *self.document.place("activities", name))
            for name, source in self.document.activities.items()
        }

    def _activity(self, source: ActivitySource, tree: Tree, path: Path) -> Activity:
        purpose = self.selection.one("purposes", source.for_, tree, (*path, "for"))
        return Activity(
            id=source.id,
            label=source.label,
            scope=Scope(
                self.selection.many("actions", source.do, tree, (*path, "do")),
                self.selection.but("categories", source.on, source.not_on, tree, path, "on"),
                frozenset({purpose}),
                self.selection.many("recipients", source.to, tree, (*path, "to")),
            ),
            purpose=purpose,
            guard=ALWAYS if source.when is None else self.selection.guard(source.when, tree, (*path, "when")),
            bases=MappingProxyType(self._bases(source.basis, tree, (*path, "basis"))),
            duties=frozenset(
                self.selection.one("duties", duty, tree, (*path, "oblige", index))
                for index, duty in enumerate(source.oblige)
            ),
            clauses=source.clauses,
            enabled=self._enabled(source, tree, path),
            source=source.source,
            named_law=source.named_law,
            balancing_test=source.balancing_test,
        )

    def _bases(self, basis: str | dict[str, str], tree: Tree, path: Path) -> dict[str, str]:
        if isinstance(basis, str):
            self.selection.one("lawful_bases", basis, tree, path)
            return dict.fromkeys(self.document.regimes or ("any",), basis)
        for regime, name in basis.items():
            self.selection.one("regimes", regime, tree, (*path, regime))
            self.selection.one("lawful_bases", name, tree, (*path, regime))
        return basis

    def cookies(self) -> dict[str, Activity]:
        """Turn each cookie into the permit it stands for."""
        return {
            name: self._cookie(source, *self.document.place("cookies", name))
            for name, source in self.document.cookies.items()
        }

    def _cookie(self, source: CookieSource, tree: Tree, path: Path) -> Activity:
        purpose = self.selection.one("purposes", source.for_, tree, (*path, "for"))
        self.selection.one("actions", SET_DEVICE, tree, path)
        guard = ALWAYS
        if source.consent is not None:
            self.selection.one("consents", source.consent, tree, (*path, "consent"))
            if source.consent in self.document.consents:
                guard = Atom(f"consent.{source.consent}", frozenset({"given"}))
        return Activity(
            id=source.id,
            label=source.label,
            scope=Scope(
                frozenset({SET_DEVICE}),
                self.selection.many("categories", source.on, tree, (*path, "on")),
                frozenset({purpose}),
                self.selection.many("recipients", source.to, tree, (*path, "to")),
            ),
            purpose=purpose,
            guard=guard,
            bases=MappingProxyType(self._bases(source.basis, tree, (*path, "basis"))),
            duties=frozenset(),
            clauses=source.clauses,
            enabled=self._enabled(source, tree, path),
            source=source.source,
            named_law=source.named_law,
            balancing_test="",
        )

    def prohibitions(self) -> dict[str, Prohibition]:
        return {
            name: self._prohibition(source, *self.document.place("prohibitions", name))
            for name, source in self.document.prohibitions.items()
        }

    def _prohibition(self, source: ProhibitionSource, tree: Tree, path: Path) -> Prohibition:
        return Prohibition(
            id=source.id,
            label=source.label,
            scope=self.selection.scope(source, tree, path),
            guard=NEVER if source.unless is None else self.selection.guard(source.unless, tree, (*path, "unless")),
            clauses=source.clauses,
            enabled=self._enabled(source, tree, path),
            source=source.source,
        )

    def _enabled(self, rule: Rule, tree: Tree, path: Path) -> bool:
        test = rule.enabled_by
        if test is None or isinstance(test, bool):
            return test is not False
        self.document.parameter_uses.add((test.param, f"rules {rule.id} {test.is_}"))
        parameter = self.document.parameters.get(test.param)
        if parameter is None:
            if test.param not in self.document.names["parameters"]:
                fix = suggestion(test.param, self.document.parameters, "declare it under `parameters`.")
                self._add(tree, (*path, "enabled_by", "param"), "R01", f"there is no parameter `{test.param}`.", fix)
            return False
        # A rule that waits for a value which never comes would be off for good, and nobody would be told.
        choices: tuple[bool | str, ...] = (True, False) if parameter.type == "bool" else parameter.of
        if test.is_ not in choices:
            fix = "test a parameter of type bool or enum."
            if choices:
                fix = f"choose one of {', '.join(map(_quoted, choices))}."
            if isinstance(test.is_, str):
                fix = suggestion(test.is_, parameter.of, fix)
            self._add(tree, (*path, "enabled_by", "is"), "T03", f"`{test.param}` is never {_quoted(test.is_)}.", fix)
        return parameter.value == test.is_

    def retention(self) -> dict[str, RetentionRule]:
        found = {}
        for name, source in self.document.retention.items():
            tree, path = self.document.place("retention", name)
            of = self.selection.many("categories", source.of, tree, (*path, "of"))
            self._events(source, tree, path)
            if source.ceiling is None:
                continue
            found[name] = RetentionRule(
                id=name,
                of=tuple(sorted(of)),
                after=source.after,
                keep_seconds=source.keep,
                also_after=tuple((trigger.event, trigger.keep) for trigger in source.also_after),
                ceiling_from=source.ceiling.event,
                ceiling_seconds=source.ceiling.keep,
                then=source.then,
                legal_hold=source.legal_hold or "ignored",
                clauses=source.clauses,
                warn_seconds=source.warn,
            )
        return found

    def _events(self, source: RetentionSource, tree: Tree, path: Path) -> None:
        named = [(source.after, (*path, "after"))]
        named += [(trigger.event, (*path, "also_after", n, "event")) for n, trigger in enumerate(source.also_after)]
        if source.ceiling is not None:
            named.append((source.ceiling.event, (*path, "ceiling", "event")))
        known = self.document.names["events"]
        for event, at in named:
            if event not in known:
                fix = suggestion(event, known, "declare it under `events` in vocabulary.yaml.")
                self._add(tree, at, "K04", f"nobody tells of an event `{event}`.", fix)

    def vocabulary(self) -> None:
        """Check the names that the vocabulary's own entries use."""
        for name, category in self.document.categories.items():
            self._each("categories", category.derived_from, "categories", name, "derived_from")
        for name, consent in self.document.consents.items():
            tree, path = self.document.place("consents", name)
            self.selection.one("purposes", consent.purpose, tree, (*path, "purpose"))
            self._each("categories", consent.withdraw_erases, "consents", name, "withdraw_erases")
        for name, regime in self.document.regimes.items():
            tree, path = self.document.place("regimes", name)
            self.selection.guard(regime.applies_if, tree, (*path, "applies_if"))
        for name, transfer in self.document.transfers.items():
            tree, path = self.document.place("transfers", name)
            self.selection.one("recipients", transfer.recipient, tree, (*path, "recipient"))

    def references(self) -> None:
        """Check the names in rights and promises."""
        for regime in self.document.deadlines:
            self.selection.one("regimes", regime, *self.document.place("deadlines", regime))
        for name, right in self.document.rights.items():
            tree, path = self.document.place("rights", name)
            self._each("regimes", right.regimes, "rights", name, "regimes")
            if right.action:
                self.selection.one("actions", right.action, tree, (*path, "action"))
            known = right.fact in ("", "consent.*", *self.selection.facts)
            if not known and not self.selection.refused(right.fact):
                fix = suggestion(right.fact, self.selection.facts, "declare it under `facts`.")
                self._add(tree, (*path, "fact"), "R03", f"there is no fact `{right.fact}`.", fix)
        for name, promise in self.document.promises.items():
            tree, path = self.document.place("promises", name)
            claims = {key: getattr(promise, key) for key in ("never", "always_allow", "always_oblige")}
            stated = {key: claim for key, claim in claims.items() if claim is not None}
            if len(stated) != 1:
                self._add(tree, path, "T01", f"{name} makes {len(stated)} claims.", "make exactly one.")
            for key, claim in stated.items():
                self.selection.scope(claim, tree, (*path, key))
                self._conditions(claim, tree, (*path, key))

    def _conditions(self, claim: Claim, tree: Tree, path: Path) -> None:
        for key in ("where", "where_not"):
            condition: Mapping[str, object] | None = getattr(claim, key)
            if condition is not None:
                self.selection.guard(condition, tree, (*path, key))
        if claim.delete is not None and claim.delete.from_ != "any":
            self.selection.one("events", claim.delete.from_, tree, (*path, "delete", "from"))

    def _each(self, section: str, names: tuple[str, ...], owner: str, name: str, key: str) -> None:
        tree, path = self.document.place(owner, name)
        for index, entry in enumerate(names):
            self.selection.one(section, entry, tree, (*path, key, index))

    def _add(self, tree: Tree, path: Path, code: str, message: str, fix: str) -> None:
        self.problems.append(problem(tree.mark(path), code, message, fix))


def _quoted(value: bool | str) -> str:
    """Write a value so that the word true and the answer true can be told apart."""
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f'`"{value}"`'
