"""A policy as it was read: typed entries by section, and where each stands."""

from dataclasses import dataclass, field
from typing import Any

from governance.policy import rulebook as rules
from governance.policy import vocabulary as words
from governance.policy.clauses import Clause
from governance.policy.problems import Mark
from governance.policy.sources import Path, Tree


@dataclass(slots=True)
class Document:
    """A policy as written: typed entries by section; `names` also knows entries that were refused.

    `places` says where each section's entry stands: (file, path in that file); `parameter_uses` pairs each
    parameter with the entries it reaches, `spoken_parameters` are those that the text names.
    """

    trees: dict[str, Tree] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[Tree, Path]] = field(default_factory=dict)
    spoken_parameters: set[str] = field(default_factory=set)
    parameter_uses: set[tuple[str, str]] = field(default_factory=set)
    text: str = ""
    clauses: tuple[Clause, ...] = ()
    header: words.Header | None = None
    controller: words.Controller | None = None
    children: words.Children | None = None
    change_notification: words.ChangeNotification | None = None
    cookie_controls: rules.CookieControls | None = None
    parameters: dict[str, words.Parameter] = field(default_factory=dict)
    ambiguities: dict[str, words.Ambiguity] = field(default_factory=dict)
    informational: dict[str, str] = field(default_factory=dict)
    regimes: dict[str, words.Regime] = field(default_factory=dict)
    kinds: dict[str, words.Labelled] = field(default_factory=dict)
    actions: dict[str, words.Labelled] = field(default_factory=dict)
    categories: dict[str, words.Category] = field(default_factory=dict)
    purposes: dict[str, words.Purpose] = field(default_factory=dict)
    recipients: dict[str, words.RecipientSource] = field(default_factory=dict)
    bases: dict[str, words.Basis] = field(default_factory=dict)
    consents: dict[str, words.Consent] = field(default_factory=dict)
    duties: dict[str, words.Duty] = field(default_factory=dict)
    events: dict[str, words.Event] = field(default_factory=dict)
    facts: dict[str, words.FactSource] = field(default_factory=dict)
    activities: dict[str, rules.ActivitySource] = field(default_factory=dict)
    prohibitions: dict[str, rules.ProhibitionSource] = field(default_factory=dict)
    retention: dict[str, rules.RetentionSource] = field(default_factory=dict)
    recipient_details: dict[str, rules.RecipientDetail] = field(default_factory=dict)
    transfers: dict[str, rules.Transfer] = field(default_factory=dict)
    cookies: dict[str, rules.CookieSource] = field(default_factory=dict)
    rights: dict[str, rules.Right] = field(default_factory=dict)
    deadlines: dict[str, dict[str, str]] = field(default_factory=dict)
    rights_scope: str = "everyone"
    promises: dict[str, rules.Promise] = field(default_factory=dict)
    kept_elsewhere: dict[str, str] = field(default_factory=dict)
    allow: list[words.Allowance] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    examples: list[rules.Example] = field(default_factory=list)

    def place(self, section: str, name: str) -> tuple[Tree, Path]:
        """Tell where an entry stands."""
        return self.places[section, name]

    def mark(self, section: str, name: str, *inner: str | int) -> Mark:
        """Give the mark of an entry, or of something inside it."""
        tree, path = self.place(section, name)
        return tree.mark((*path, *inner))
