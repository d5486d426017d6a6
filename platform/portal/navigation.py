"""The links at the top of every page, for whoever is looking."""

from dataclasses import dataclass

from flask import request, url_for
from flask_security import current_user


@dataclass(frozen=True, slots=True)
class Link:
    """A link at the top; `here` marks the page one is on."""

    name: str
    address: str
    here: bool


_OWN = (
    ("Your documents", "subject.documents"),
    ("Upload", "subject.new"),
    ("Your rights", "requests.requests"),
)
_DUTIES = {
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
    """Give the links to what is the own of the person looking, and to what everybody may see."""
    chosen = [*_OWN] if _has("subject") else []
    if any(map(_has, ("subject", *_DUTIES))):
        chosen.append(("API tokens", "tokens.tokens"))
    chosen.append(("Privacy policy", "public.policy"))
    return _links(chosen)


def duties() -> list[Link]:
    """Give the links to what the person looking answers for; most people have none."""
    return _links([link for role, links in _DUTIES.items() if _has(role) for link in links])


def _links(chosen: list[tuple[str, str]]) -> list[Link]:
    return [Link(name, url_for(endpoint), request.endpoint == endpoint) for name, endpoint in chosen]


def _has(role: str) -> bool:
    return bool(current_user.is_authenticated and current_user.has_role(role))
