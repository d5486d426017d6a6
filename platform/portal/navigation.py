"""The links at the top of every page, for whoever is looking."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from governance.spoken import spoken


@dataclass(frozen=True, slots=True)
class Link:
    """A link at the top; `here` marks the page one is on."""

    name: str
    address: str
    here: bool


_OWN = (
    (spoken("Your documents"), "subject.documents"),
    (spoken("Upload"), "subject.new"),
    (spoken("Your rights"), "requests.requests"),
)
_DUTIES = {
    "dpo": (
        (spoken("Today"), "today.today"),
        (spoken("Requests"), "desk.board"),
        (spoken("Messages"), "cases.board"),
        (spoken("Reviews"), "reviews.reviews"),
        (spoken("Records"), "dpo.records"),
        (spoken("Retention"), "retention.calendar"),
        (spoken("Decisions"), "decisions.decisions"),
        (spoken("Registers"), "registers.registers"),
        (spoken("Receivers"), "receivers.register"),
        (spoken("Policy"), "policies.desk"),
        (spoken("Notice and law"), "verdicts.verdicts"),
    ),
    "auditor": (
        (spoken("Evidence"), "auditor.evidence"),
        (spoken("Packages"), "packages.packages"),
        (spoken("Ledger"), "entries.entries"),
        (spoken("Decisions"), "replays.decisions"),
        (spoken("Samples"), "samples.samples"),
        (spoken("Registers"), "audited.registers"),
        (spoken("Accesses"), "accesses.accesses"),
        (spoken("Match a file"), "matching.ask"),
    ),
}


def navigation() -> list[Link]:
    """Give the links to what is the own of the person looking, and to what everybody may see."""
    chosen = [*_OWN] if _has("subject") else []
    if any(map(_has, ("subject", *_DUTIES))):
        chosen.append((spoken("API tokens"), "tokens.tokens"))
    chosen.append((spoken("Privacy policy"), "public.policy"))
    return _links(chosen)


def duties() -> list[Link]:
    """Give the links to what the person looking answers for; most people have none."""
    return _links([link for role, links in _DUTIES.items() if _has(role) for link in links])


def _links(chosen: list[tuple[str, str]]) -> list[Link]:
    return [Link(_(name), url_for(endpoint), request.endpoint == endpoint) for name, endpoint in chosen]


def _has(role: str) -> bool:
    return bool(current_user.is_authenticated and current_user.has_role(role))
