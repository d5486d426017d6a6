"""Promises as goals: what must hold for every possible request, with no name left to look up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from governance.policy.core import Scope
from governance.policy.document import Document
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard
from governance.policy.selection import Selection
from governance.retention import RetentionRule

Kind = Literal["never", "always_allow", "always_oblige"]
KINDS: Final[tuple[Kind, ...]] = ("never", "always_allow", "always_oblige")
ANY_EVENT: Final = "any"


@dataclass(frozen=True, slots=True)
class Goal:
    """A claim about the requests of a scope for which `where` holds and `where_not` does not.

    `withdrawn` gives, by purpose, the further condition that some consent for it was taken back; it is empty
    when the claim does not ask for that. A goal that obliges wants, among what `retention` makes of every
    allowed request, a date of deletion at most `at_most` seconds after one of `events`.
    """

    id: str
    kind: Kind
    scope: Scope
    where: Guard
    where_not: Guard
    withdrawn: Mapping[str, Guard]
    events: frozenset[str]
    at_most: int
    retention: tuple[RetentionRule, ...]

    def condition(self, purpose: str) -> Guard:
        """Give what must hold, besides `where_not` not holding, for a request of this purpose to be meant."""
        if not self.withdrawn:
            return self.where
        return AllOf((self.where, self.withdrawn.get(purpose, NEVER)))

    def obliged(self, category: str) -> bool:
        """Tell whether a category's dates of deletion are as early as the goal wants them."""
        kept = (rule.triggers for rule in self.retention if category in rule.of)
        return any(
            event in self.events and span <= self.at_most for triggers in kept for event, span in triggers.items()
        )


def goals_of(document: Document, retention: Mapping[str, RetentionRule]) -> tuple[Goal, ...]:
    """Read the promises of a document; their names have been checked when it was resolved."""
    selection = Selection(document)
    # A date that hangs on something which may never happen is no date, so `any` asks for an event that has happened.
    born = frozenset(name for name, event in document.events.items() if event.at_birth)
    found = []
    for name, promise in sorted(document.promises.items()):
        tree, path = document.place("promises", name)
        for kind in KINDS:
            claim = getattr(promise, kind)
            if claim is None:
                continue
            at = (*path, kind)
            withdrawn = {
                purpose: AnyOf(
                    tuple(
                        Atom(f"consent.{consent}", frozenset({"withdrawn"}))
                        for consent, entry in document.consents.items()
                        if entry.purpose == purpose
                    )
                )
                for purpose in document.purposes
            }
            bound = claim.delete
            found.append(
                Goal(
                    id=name,
                    kind=kind,
                    scope=selection.scope(claim, tree, at),
                    where=ALWAYS if claim.where is None else selection.guard(claim.where, tree, (*at, "where")),
                    where_not=NEVER
                    if claim.where_not is None
                    else selection.guard(claim.where_not, tree, (*at, "where_not")),
                    withdrawn=withdrawn if claim.where_any_withdrawn else {},
                    events=frozenset()
                    if bound is None
                    else born
                    if bound.from_ == ANY_EVENT
                    else frozenset({bound.from_}),
                    at_most=-1 if bound is None else bound.at_most,
                    retention=tuple(retention.values()),
                )
            )
    return tuple(found)
