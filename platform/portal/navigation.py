"""The links at the top of every page, for whoever is looking."""

from dataclasses import dataclass

from flask import request, url_for
from flask_security import current_user


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the main navigation; `here` marks the page one is on."""

    name: str
    address: str
    here: bool


_BY_ROLE = {
    "subject": (
        ("Your documents", "subject.documents"),
        ("Upload", "subject.new"),
        ("Your rights", "requests.requests"),
    ),
    "dpo": (
        ("Today", "today.today"),
        ("Requests", "desk.board"),
        ("Messages", "cases.board"),
        ("Reviews", "reviews.reviews"),
        ("Records", "dpo.records"),
        ("Retention", "retention.calendar"),
        ("Decisions", "decisions.decisions"),
        ("Registers", "registers.registers"),
        ("Receivers", "receivers.register"),
        ("Policy", "policies.desk"),
        ("Notice and law", "verdicts.verdicts"),
    ),
    "auditor": (
        ("Evidence", "auditor.evidence"),
        ("Packages", "packages.packages"),
        ("Ledger", "entries.entries"),
        ("Decisions", "replays.decisions"),
        ("Samples", "samples.samples"),
        ("Registers", "audited.registers"),
        ("Accesses", "accesses.accesses"),
        ("Match a file", "matching.ask"),
    ),
}


def navigation() -> list[Link]:
    """Give the links that the person looking may follow."""
    chosen = [link for role, links in _BY_ROLE.items() if _has(role) for link in links]
    if chosen:
        chosen.append(("API tokens", "tokens.tokens"))
    chosen.append(("Privacy policy", "public.policy"))
    return [Link(name, url_for(endpoint), request.endpoint == endpoint) for name, endpoint in chosen]


def _has(role: str) -> bool:
    return bool(current_user.is_authenticated and current_user.has_role(role))
