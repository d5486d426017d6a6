"""The answer to a request for access as data: every item of GDPR Art. 15, or the answer is not sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from governance.directed import outsiders
from governance.policy import Policy
from governance.rights import Kind
from governance.terms import duration_in_words


class Item(StrEnum):
    """What an answer has to hold; the values are what is told when it is missing."""

    CONFIRMATION = "confirmation (15(1))"
    PURPOSES = "purposes (15(1)(a))"
    CATEGORIES = "categories (15(1)(b))"
    RECIPIENTS = "recipients (15(1)(c))"
    PERIODS = "periods (15(1)(d))"
    RIGHTS = "rights (15(1)(e))"
    COMPLAINT = "complaint (15(1)(f))"
    SOURCE = "source (15(1)(g))"
    AUTOMATED = "automated decisions (15(1)(h))"
    SAFEGUARDS = "safeguards (15(2))"
    COPY = "copy (15(3))"
    OTHERS = "rights of others (15(4))"
    SOLD = "sold or shared (7024(k))"


_ACCESS: Final = frozenset(Item) - {Item.SOLD}
_CATEGORIES: Final = frozenset(
    {Item.CONFIRMATION, Item.CATEGORIES, Item.SOURCE, Item.PURPOSES, Item.RECIPIENTS, Item.SOLD}
)
REQUIRED: Final[Mapping[Kind, frozenset[Item]]] = MappingProxyType(
    {
        Kind.ACCESS: _ACCESS,
        Kind.KNOW_SPECIFIC: _CATEGORIES | {Item.COPY, Item.PERIODS},
        Kind.KNOW_CATEGORIES: _CATEGORIES,
        Kind.PORTABILITY: frozenset({Item.CONFIRMATION, Item.COPY}),
    }
)
"""The items of each kind of answer (GDPR Art. 15 and 20; 11 CCR 7024(k))."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a category: what for, on which basis and article, by which activity."""

    purpose: str
    basis: str
    article: str
    activity: str


@dataclass(frozen=True, slots=True)
class Line:
    """One category that is held: how many values, what for, who could get it, until when, where it came from."""

    category: str
    label: str
    count: int
    uses: tuple[Use, ...]
    recipients: tuple[str, ...]
    period: str
    clauses: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Data that was really passed on: to whom by name, what, when last."""

    recipient: str
    category: str
    last: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as data; `held` is whether anything is held besides the request itself.

    `withheld` says in words what is not handed out, and why; `copy` names the files of the copy of the data.
    """

    kind: Kind
    reference: str
    controller: str
    contact: str
    made_on: date
    held: bool
    lines: tuple[Line, ...]
    disclosures: tuple[Disclosure, ...] | None
    transfers: tuple[str, ...] | None
    rights: tuple[str, ...]
    complaint: str
    automated: str
    others: str
    sold: str
    withheld: tuple[str, ...]
    copy: tuple[str, ...]
    policy: str
    profile: str = "EU"
    clauses: Mapping[str, str] = field(default_factory=dict)


AUTOMATED: Final = (
    "No decision about you is taken by software alone that has legal effect or affects you in a similar way. Software "
    "decides about documents only: before each step a gate holds the request against the policy's rules, with facts "
    "such as whether a document still waits to be read, and allows what a rule allows and none forbids. Each of these "
    "decisions is in this answer, with the clauses behind it."
)
_SOURCES: Final[tuple[tuple[str, str], ...]] = (
    ("account.credentials", "From you, when you chose how to log in."),
    ("account.", "From you, when you opened the account or changed it."),
    ("billing.", "From you, when you paid."),
    ("support.", "From you, when you wrote to us."),
    ("message.", "Written by us to you."),
    ("document.", "From you, as an upload."),
    ("text.", "Read by our software from what you uploaded."),
    ("copy.", "Made by our software from what you uploaded, at your wish."),
    ("findings.", "Counted by our software in what you uploaded."),
    ("training.", "Copied from what you uploaded, with your consent."),
    ("usage.", "Came about while you used the service."),
    ("device.", "Sent by your browser."),
    ("log.", "Noted by our servers."),
    ("record.", "Noted by our software as you used the service."),
    ("request.", "From you, with a request, or made by us to answer one."),
    ("proof.", "Made by our software when something of yours was erased."),
    ("choice.", "From you, or from the signal of your browser."),
    ("cookie.", "From you, when you chose."),
    ("report.", "Made by our software."),
)
_NOT_A_USE: Final = frozenset({"erase", "export", "update"})


def build_answer(
    policy: Policy,
    kind: Kind,
    held: Mapping[str, int],
    *,
    reference: str,
    made_on: date,
    disclosures: Sequence[Disclosure] | None,
    withheld: Sequence[str],
    copy: Sequence[str],
    others: str,
    profile: str,
) -> Answer:
    """Say what is held, from the policy in force and the counts of what was found; `held` counts by category.

    What the policy cannot tell is left empty, and `missing` names it. `disclosures` None means that nobody looked.
    """
    lines = tuple(_line(policy, category, count) for category, count in sorted(held.items()) if count)
    controller = policy.controller
    clause = policy.clauses.get("c7.12")
    received = None if disclosures is None else tuple(disclosures)
    return Answer(
        kind=kind,
        reference=reference,
        controller=controller.legal_entity or controller.name,
        contact=controller.email or controller.website,
        made_on=made_on,
        held=bool(lines),
        lines=lines,
        disclosures=received,
        transfers=None if received is None else tuple(
            f"{policy.recipients[transfer.recipient].label}: {transfer.mechanism}"
            for transfer in policy.transfers.values()
            if transfer.recipient in {one.recipient for one in received}
        ),
        rights=tuple(right.label for right in policy.rights.values()),
        complaint=clause.text if clause is not None else "",
        automated=AUTOMATED,
        others=others,
        sold=_sold(policy, received),
        withheld=tuple(withheld),
        copy=tuple(copy),
        policy=f"{policy.title}, version {policy.version}",
        profile=profile,
        clauses={name: policy.clauses[name].text for line in lines for name in line.clauses if name in policy.clauses},
    )  # fmt: skip


def missing(answer: Answer) -> tuple[Item, ...]:
    """Name the items that the answer has to hold and does not; it may be sent only when there are none."""
    lacking = {
        Item.CONFIRMATION: not (answer.controller and answer.contact and answer.reference),
        Item.PURPOSES: any(not line.uses for line in answer.lines),
        Item.CATEGORIES: answer.held != bool(answer.lines) or any(not line.label for line in answer.lines),
        Item.RECIPIENTS: answer.disclosures is None or any(not one.recipient for one in answer.disclosures),
        Item.PERIODS: any(not line.period for line in answer.lines),
        Item.RIGHTS: not answer.rights,
        Item.COMPLAINT: not answer.complaint,
        Item.SOURCE: any(not line.source for line in answer.lines),
        Item.AUTOMATED: not answer.automated,
        Item.SAFEGUARDS: answer.transfers is None,
        Item.COPY: answer.held and not answer.copy,
        Item.OTHERS: not answer.others,
        Item.SOLD: not answer.sold,
    }
    return tuple(item for item in Item if item in REQUIRED[answer.kind] and lacking[item])


def _line(policy: Policy, category: str, count: int) -> Line:
    known = policy.categories.get(category)
    uses, recipients, clauses = {}, set(), dict.fromkeys(known.clauses if known else ())
    for (action, about, purpose, recipient), rules in policy.table.items():
        if about != category:
            continue
        if recipient not in {"none", "user"}:
            recipients.add(policy.recipients[recipient].label)
        for activity in rules.permits if action not in _NOT_A_USE else ():
            basis = policy.bases[activity.basis]
            use = Use(policy.purposes[purpose].label, basis.label, basis.gdpr, activity.label)
            uses[(purpose, activity.id)] = use
            clauses |= dict.fromkeys(activity.clauses)
    try:
        rule = policy.retention_for(category)
        period = _period(policy, rule.after, rule.keep_seconds, rule.ceiling_from, rule.ceiling_seconds)
        clauses |= dict.fromkeys(rule.clauses)
    except KeyError:
        period = ""
    source = next((said for prefix, said in _SOURCES if category.startswith(prefix)), "")
    return Line(
        category, known.label if known else "", count, tuple(uses.values()), tuple(sorted(recipients)), period,
        tuple(clauses), source,
    )  # fmt: skip


def _period(policy: Policy, after: str, keep: int, ceiling_from: str, ceiling: int) -> str:
    def said(event: str, span: int) -> str:
        label = policy.events[event].label if event in policy.events else event
        return f"{duration_in_words(span)} after {label}" if span else f"at once when {label}"

    if (after, keep) == (ceiling_from, ceiling):
        return said(after, keep)
    return f"{said(after, keep)}, and {said(ceiling_from, ceiling)} at the latest"


def _sold(policy: Policy, disclosures: tuple[Disclosure, ...] | None) -> str:
    if disclosures is None:
        return ""
    sales = [one for one in disclosures if one.recipient in outsiders(policy)]
    if sales:
        return "Passed on to third parties: " + "; ".join(f"{one.category} to {one.recipient}" for one in sales)
    return "Nothing about you was sold or shared, and nothing was disclosed for a business purpose to a third party."
