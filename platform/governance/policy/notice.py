"""The privacy notice that people read, as data: every sentence with what enforces it and how it is read.

Drawn from the same files as the rules, so that it cannot say anything else than they do. Pages render it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from governance.policy.articles import Item, items
from governance.policy.core import Activity, Policy, Prohibition
from governance.policy.phrases import condition
from governance.policy.vocabulary import Parameter
from governance.retention import RetentionRule
from governance.terms import duration_in_words, listed, seconds

Kind = Literal[
    "activity", "prohibition", "retention", "promise", "right", "cookie", "consent", "duty", "event", "word",
    "transfer", "regime", "controller", "children", "change",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enforcement:
    """One thing that carries a sentence out; `sentence` says in words how, `active` whether it is on."""

    id: str
    kind: Kind
    sentence: str
    active: bool = True


ABOUT_ITSELF: Final = Enforcement("policy", "word", "Says what this text is, and from when it holds.")
"""What stands behind a sentence that the policy's header alone cites."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How an unclear place is read, what settles it, and who answers for it (empty: nobody yet)."""

    id: str
    issue: str
    resolution: str
    settled_by: tuple[str, ...]
    decided: str
    signature: Literal["not needed", "missing", "given"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the notice with everything behind it; `reason` says why no rule follows, where none does."""

    id: str
    number: str
    text: str
    listed: bool
    enforced_by: tuple[Enforcement, ...]
    readings: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences; `level` 1 is the title, 2 a section, 3 a part of a section."""

    id: str
    number: str
    title: str
    level: int
    sentences: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole notice; `items` are what GDPR Art. 13 and 14 ask for, `gaps` what only the controller can supply."""

    title: str
    version: str
    language: str
    last_updated: str
    effective: str
    digest: str
    parts: tuple[Part, ...]
    readings: tuple[Reading, ...]
    items: tuple[Item, ...]
    gaps: tuple[str, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        """The items that the notice does not or only partly tell."""
        return tuple(item for item in self.items if item.state != "present")


def notice(policy: Policy) -> Notice:
    """Draw the notice of a policy."""
    return Notice(
        title=policy.title,
        version=policy.version,
        language=policy.language,
        last_updated=policy.last_updated.isoformat(),
        effective=policy.effective.isoformat(),
        digest=policy.digest,
        parts=tuple(_parts(policy)),
        readings=tuple(_readings(policy)),
        items=items(policy),
        gaps=policy.gaps,
    )


def as_json(found: Notice) -> dict[str, Any]:
    """Give a notice as plain data."""
    return asdict(found)


def _parts(policy: Policy) -> Iterator[Part]:
    """Cut the text at its headings; sentences before the first one stand under the title."""
    behind: dict[str, list[Enforcement]] = {}
    for clauses, enforcement in _enforcements(policy):
        for name in clauses:
            behind.setdefault(name, []).append(enforcement)
    unclear: dict[str, list[str]] = {}
    for ambiguity, entry in policy.ambiguities.items():
        for name in entry.clauses:
            unclear.setdefault(name, []).append(ambiguity)
    part = Part("c0.0", "0", policy.title, 1, ())
    for clause in policy.clauses.values():
        if clause.heading:
            if part.sentences or part.id != "c0.0":
                yield part
            part = Part(clause.id, clause.number.removesuffix(".0"), clause.text, clause.level, ())
            continue
        reason = clause.informational or policy.kept_elsewhere.get(clause.id, "")
        enforced = behind.get(clause.id, [] if reason else [ABOUT_ITSELF])
        said = Said(
            clause.id,
            clause.number,
            clause.text,
            clause.listed,
            tuple(enforced),
            tuple(unclear.get(clause.id, ())),
            reason,
        )
        part = replace(part, sentences=(*part.sentences, said))
    yield part


def _enforcements(policy: Policy) -> Iterator[tuple[tuple[str, ...], Enforcement]]:
    for activity in policy.activities.values():
        kind: Kind = "cookie" if activity.id in policy.cookies else "activity"
        yield activity.clauses, Enforcement(activity.id, kind, _permit(policy, activity), activity.enabled)
    for rule in policy.prohibitions.values():
        yield rule.clauses, Enforcement(rule.id, "prohibition", _refusal(policy, rule), rule.enabled)
    for retention in policy.retention.values():
        yield retention.clauses, Enforcement(retention.id, "retention", _end(policy, retention))
    for name, promise in policy.promises.items():
        yield promise.quote_of, Enforcement(name, "promise", f"Proved for every possible request: {promise.say}")
    for section, kind_, say in _SAID:
        for name, entry in getattr(policy, section).items():
            yield entry.clauses, Enforcement(name, kind_, say(policy, name))
    for name, recipient in policy.recipients.items():
        yield recipient.clauses, Enforcement(name, "word", f"Names who may receive data: {recipient.label}.")
    yield policy.controller.clauses, Enforcement("controller", "controller", "Says who answers for the data.")
    if policy.children is not None:
        said = f"Nothing is taken in below the age of {policy.children.floor}, nor while the age is unknown."
        yield policy.children.clauses, Enforcement("children", "children", said)
    if policy.change_notification is not None:
        days = policy.change_notification.then.notice_days
        said = f"Each new version is compared with the old one; material changes are announced {days} days before."
        yield policy.change_notification.clauses, Enforcement("change_notification", "change", said)
    if policy.cookie_controls is not None:
        signals = listed(list(policy.cookie_controls.read_signals_as_refusal), "and")
        said = f"Consent is asked for by us; signals of {signals} are read as refusals only."
        yield policy.cookie_controls.clauses, Enforcement("controls", "cookie", said)


def _permit(policy: Policy, rule: Activity) -> str:
    said = f"Allowed: {rule.label}, when {condition(policy.facts, rule.guard)}"
    if condition(policy.facts, rule.guard) == "always":
        said = f"Allowed: {rule.label}"
    ground = policy.bases[rule.basis].label if rule.basis in policy.bases else rule.basis
    duties = [policy.duties[name].label for name in sorted(rule.duties)]
    return f"{said}. It rests on {ground}." + (f" Whoever does it must {listed(duties, 'and')}." if duties else "")


def _refusal(policy: Policy, rule: Prohibition) -> str:
    said = condition(policy.facts, rule.guard)
    return f"Refused always: {rule.label}." if said == "never" else f"Refused unless {said}: {rule.label}."


def _end(policy: Policy, rule: RetentionRule) -> str:
    def span(event: str, length: int) -> str:
        label = policy.events[event].label if event in policy.events else event
        return f"as soon as {label}" if length == 0 else f"{duration_in_words(length)} after {label}"

    sooner = [span(event, length) for event, length in rule.triggers.items() if event != rule.ceiling_from]
    latest = span(rule.ceiling_from, rule.triggers[rule.ceiling_from])
    return (
        f"Gone {listed([*sooner, f'at the latest {latest}'])}, whichever comes first." if sooner else f"Gone {latest}."
    )


def _right(policy: Policy, name: str) -> str:
    right = policy.rights[name]
    spans = [
        f"{policy.deadlines[regime]['respond']} under {policy.regimes[regime].label}"
        for regime in right.regimes
        if regime in policy.regimes and "respond" in policy.deadlines.get(regime, {})
    ]
    if right.informational:
        return f"A right that is told, and is exercised elsewhere: {right.label}."
    answered = f" Answered within {listed(spans, 'and')}." if spans else ""
    if right.within is not None:
        answered = f" Done within {duration_in_words(right.within)}." if right.within else " Done at once."
    return f"A right that people have with us: {right.label}.{answered}"


_SAID: Final[tuple[tuple[str, Kind, Callable[[Policy, str], str]], ...]] = (
    ("rights", "right", _right),
    ("consents", "consent", lambda p, n: f"A consent that is asked for by itself: {p.consents[n].label}; it ends after "
     f"{duration_in_words(p.consents[n].lifetime)}."),
    ("duties", "duty", lambda p, n: f"A duty that requests carry: {p.duties[n].label}."),
    ("events", "event", lambda p, n: f"An event that starts a deletion: {p.events[n].label}."),
    ("categories", "word", lambda p, n: f"Names a kind of data: {p.categories[n].label}."),
    ("purposes", "word", lambda p, n: f"Names a purpose: to {p.purposes[n].label}."),
    ("bases", "word", lambda p, n: f"Names a lawful basis: {p.bases[n].label}, GDPR Art. {p.bases[n].gdpr}."),
    ("transfers", "transfer", lambda p, n: f"Limits where {p.recipients[p.transfers[n].recipient].label} may be: "
     f"{listed(list(p.transfers[n].zones), 'and')}."),
    ("regimes", "regime", lambda p, n: f"Names a law that is obeyed: {p.regimes[n].label}."),
)  # fmt: skip


def _readings(policy: Policy) -> Iterator[Reading]:
    settling = _settling(policy)
    for name, entry in policy.ambiguities.items():
        decided = f"{entry.decided_by}, {entry.decided_on}" if entry.decided_by and entry.decided_on else ""
        signed: Literal["missing", "given"] = "given" if entry.signed_by and entry.signed_on else "missing"
        yield Reading(
            name,
            entry.issue,
            entry.resolution,
            tuple(settling.get(name, ())),
            decided,
            signed if entry.needs == "legal_signoff" else "not needed",
        )


SETTLING: Final = ("categories", "bases", "consents", "transfers", "cookies", "rights")


def _settling(policy: Policy) -> Mapping[str, list[str]]:
    """Give, for each ambiguity, what settles it in words: parameters with value and range, and entries by label."""
    found: dict[str, list[str]] = {}
    for name, parameter in policy.parameters.items():
        for ambiguity in parameter.resolves:
            said = f"{parameter.label}: {parameter.in_words}{_range(parameter)} ({name})"
            found.setdefault(ambiguity, []).append(said)
    for section in SETTLING:
        for name, entry in getattr(policy, section).items():
            for ambiguity in entry.resolves:
                found.setdefault(ambiguity, []).append(f"{entry.label} ({name})")
    return MappingProxyType(found)


def _range(parameter: Parameter) -> str:
    if parameter.range is None:
        choices = [value.replace("_", " ") for value in parameter.of]
        return f"; the choices are {listed(choices)}" if len(choices) > 1 else ""
    if parameter.type == "duration":
        low, high = (duration_in_words(seconds(str(value))) for value in parameter.range)
    else:
        low, high = (str(value) for value in parameter.range)
    return f", and never outside {low} to {high}"
