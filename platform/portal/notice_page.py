"""The privacy notice as a page: its parts with what enforces each sentence in groups, readings, and open gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from governance.policy import Policy
from governance.policy.articles import Item
from governance.policy.notice import Enforcement, Kind, Notice, Part, Reading, Said, notice
from portal.formats import counted

GROUPS: tuple[tuple[str, str, str, tuple[Kind, ...]], ...] = (
    ("What is allowed", "rule", "rules", ("activity", "cookie")),
    ("What is refused", "rule", "rules", ("prohibition", "children", "transfer")),
    ("When it goes", "time limit", "time limits", ("retention", "event")),
    ("What is proved", "promise", "promises", ("promise",)),
    ("What you can do about it", "right", "rights", ("right", "consent")),
    ("What it fixes for the rules", "", "", ("duty", "change", "controller", "regime", "word")),
)
"""How the ways of enforcing a sentence are told: heading, what one and several are called in the short line, kinds."""

_CONTROLLER = {
    "legal_entity": "the legal name of who runs this service",
    "address": "their postal address",
    "dpo": "their data protection officer, or that they need none",
    "eu_representative": "their representative in the European Union, if they need one",
    "email": "their e-mail address",
}
_RECIPIENT = {"contract": "the contract with {}", "country": "the country of {}"}


@dataclass(frozen=True, slots=True)
class Group:
    """Ways of enforcing that belong together."""

    title: str
    ways: tuple[Enforcement, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the notice; `short` says in few words what stands behind it."""

    said: Said
    short: str
    groups: tuple[Group, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its lines."""

    part: Part
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the notice with the parts below it."""

    top: Heading
    parts: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Everything the page shows; `gaps` and `missing` are what only the controller can supply."""

    notice: Notice
    last_updated: str
    effective: str
    preamble: tuple[Line, ...]
    sections: tuple[Section, ...]
    gaps: tuple[str, ...]
    missing: tuple[Item, ...]
    cited_by: dict[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def notice_page(policy: Policy) -> NoticePage:
    """Arrange the notice of a policy for its page; done once a policy and process."""
    drawn = notice(policy)
    readings = {reading.id: reading for reading in drawn.readings}
    headings = [Heading(part, tuple(_line(said, readings) for said in part.sentences)) for part in drawn.parts]
    return NoticePage(
        notice=drawn,
        last_updated=_day(drawn.last_updated),
        effective=_day(drawn.effective),
        preamble=tuple(line for heading in headings if heading.part.level == 1 for line in heading.lines),
        sections=tuple(_sections(heading for heading in headings if heading.part.level > 1)),
        gaps=tuple(_gap(policy, name) for name in drawn.gaps),
        missing=drawn.missing,
        cited_by=_cited_by(drawn),
    )


def _line(said: Said, readings: dict[str, Reading]) -> Line:
    groups = []
    counts: list[tuple[str, str, int]] = []
    for title, one, many, kinds in GROUPS:
        ways = tuple(way for way in said.enforced_by if way.kind in kinds)
        if ways:
            groups.append(Group(title, ways))
            counts.append((one, many, len(ways)))
    return Line(said, _short(counts), tuple(groups), tuple(readings[name] for name in said.readings))


def _short(counts: list[tuple[str, str, int]]) -> str:
    """Say `2 rules, 1 promise`; sentences that only fix words or duties say nothing."""
    said = []
    for (one, many), same in groupby(counts, key=lambda count: count[:2]):
        if one:
            said.append(counted(sum(number for _, _, number in same), one, many))
    return ", ".join(said)


def _sections(headings: Iterable[Heading]) -> Iterator[Section]:
    section: Section | None = None
    for heading in headings:
        if heading.part.level == 2 or section is None:
            if section is not None:
                yield section
            section = Section(heading, ())
        else:
            section = Section(section.top, (*section.parts, heading))
    if section is not None:
        yield section


def _gap(policy: Policy, name: str) -> str:
    """Name a gap as people would."""
    place, _, rest = name.partition(".")
    if place == "controller":
        return _CONTROLLER.get(rest, rest.replace("_", " "))
    entry, _, what = rest.rpartition(".")
    label = policy.recipients[entry].label if place == "recipients" and entry in policy.recipients else entry
    return _RECIPIENT.get(what, f"{what.replace('_', ' ')} of {{}}").format(label)


def _cited_by(drawn: Notice) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in drawn.parts:
        for said in part.sentences:
            for name in said.readings:
                found[name] = (*found.get(name, ()), said.id)
    return found


def _day(written: str) -> str:
    at = date.fromisoformat(written)
    return f"{at.day} {at:%B %Y}"
