"""What a privacy notice must tell (GDPR Art. 13 and 14), item by item: whether the policy tells it, and where."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from governance.policy.core import Activity, Policy
from governance.terms import listed

State = Literal["present", "partly", "missing"]
INTERESTS: Final = "6(1)(f)"
CONSENT: Final = "6(1)(a)"
SIX_RIGHTS: Final = ("access", "rectification", "erasure", "restriction", "objection", "portability")
_WITHOUT: Final = re.compile(
    r"without (them|it|this),? we\b|obliged to (give|provide)|(statutory|contractual) require", re.IGNORECASE
)
_AUTOMATED: Final = re.compile(
    r"automated decision|decided by software|no decision .* by (software|(a )?machine)|profiling", re.IGNORECASE
)
_FREELY: Final = re.compile(r"at any time|whenever", re.IGNORECASE)
_LEFT_AS_IT_WAS: Final = re.compile(r"until then|before|earlier", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a notice must tell; `place` is the section and entry where it is mended."""

    article: str
    key: str
    title: str
    state: State
    said: str
    clauses: tuple[str, ...]
    place: tuple[str, str] = ("controller", "")


def items(policy: Policy) -> tuple[Item, ...]:
    """Go through what Art. 13 and 14 ask for, in the order of the articles."""
    return tuple(find(policy) for find in _ITEMS)


def _identity(policy: Policy) -> Item:
    controller = policy.controller
    gaps = [word for word, value in (("legal entity", controller.legal_entity), ("address", controller.address))
            if value is None]  # fmt: skip
    state: State = "present" if not gaps else "partly" if len(gaps) == 1 else "missing"
    said = f"not stated: {listed(gaps, 'and')}" if gaps else f"{controller.legal_entity}, {controller.address}"
    return Item("13(1)(a)", "identity", "who the controller is", state, said, controller.clauses)


def _contact(policy: Policy) -> Item:
    email = policy.controller.email
    state: State = "present" if "@" in email else "missing"
    return Item("13(1)(a)", "contact", "how to reach the controller", state, email, policy.controller.clauses)


def _representative(policy: Policy) -> Item:
    name = policy.controller.eu_representative
    said = name or "not stated; needed by a controller without an establishment in the EU"
    return Item("13(1)(a), 27", "representative", "the representative in the EU", _whether(name), said,
                policy.controller.clauses)  # fmt: skip


def _officer(policy: Policy) -> Item:
    name = policy.controller.dpo
    said = name or "not stated, nor that none is needed"
    return Item("13(1)(b)", "dpo", "the data protection officer", _whether(name), said, policy.controller.clauses)


def _purposes(policy: Policy) -> Item:
    loose = [rule for rule in _on(policy) if not rule.basis]
    clauses = _cited(policy.purposes[name].clauses for name in _in_use(policy))
    said = f"without a basis: {loose[0].label}" if loose else f"{len(_on(policy))} activities, each with its basis"
    return Item("13(1)(c)", "purposes", "purposes, each with its lawful basis", "missing" if loose else "present", said,
                clauses, ("activities", loose[0].id) if loose else ("policy", ""))  # fmt: skip


def _interests(policy: Policy) -> Item:
    resting = [rule for rule in _on(policy) if _article(policy, rule) == INTERESTS]
    loose = [rule for rule in resting if not rule.balancing_test or not rule.clauses]
    said = f"not weighed: {loose[0].label}" if loose else listed([rule.label for rule in resting], "and") or "none"
    return Item("13(1)(d)", "interests", "the legitimate interests", "missing" if loose else "present", said,
                _cited(rule.clauses for rule in resting),
                ("activities", loose[0].id) if loose else ("policy", ""))  # fmt: skip


def _recipients(policy: Policy) -> Item:
    reached = _reached(policy)
    loose = [name for name in reached if not policy.recipients[name].clauses]
    said = (
        f"not named: {listed(loose, 'and')}" if loose else listed([policy.recipients[n].label for n in reached], "and")
    )
    return Item("13(1)(e)", "recipients", "who receives data", "missing" if loose else "present", said or "nobody",
                _cited(policy.recipients[name].clauses for name in reached),
                ("recipients", loose[0]) if loose else ("policy", ""))  # fmt: skip


def _transfers(policy: Policy) -> Item:
    firms = [name for name in _reached(policy) if policy.recipients[name].role == "processor"]
    unknown = [policy.recipients[name].label for name in firms if policy.recipients[name].country is None]
    wide = [entry for entry in policy.transfers.values() if "third" in entry.zones]
    state: State = "present" if not unknown else "partly" if policy.transfers else "missing"
    mechanisms = sorted({entry.mechanism.replace("_", " ") for entry in policy.transfers.values()})
    said = f"mechanism: {listed(mechanisms, 'and')}" if mechanisms else "no mechanism"
    if unknown:
        said += f"; the country is not stated for {listed(unknown, 'and')}"
    return Item("13(1)(f)", "transfers", "transfers to other countries", state, said,
                _cited(entry.clauses for entry in wide or policy.transfers.values()))  # fmt: skip


def _retention(policy: Policy) -> Item:
    held = sorted({key[1] for key in policy.table if key[0] in ("collect", "store")})
    rules = {category: rule for rule in policy.retention.values() for category in rule.of}
    loose = [name for name in held if name not in rules or not rules[name].clauses]
    said = f"no time said for {listed(loose, 'and')}" if loose else f"a time for each of {len(held)} kinds of data"
    return Item("13(2)(a)", "retention", "how long data is kept", "missing" if loose else "present", said,
                _cited(rule.clauses for rule in policy.retention.values()),
                ("categories", loose[0]) if loose else ("policy", ""))  # fmt: skip


def _rights(policy: Policy) -> Item:
    told = {right.right for right in policy.rights.values() if right.clauses}
    loose = [name for name in SIX_RIGHTS if name not in told]
    state: State = "present" if not loose else "missing" if len(loose) == len(SIX_RIGHTS) else "partly"
    said = f"not told: {listed(loose, 'and')}" if loose else "all six"
    return Item("13(2)(b)", "rights", "the rights of the person", state, said,
                _cited(right.clauses for right in policy.rights.values() if right.right in SIX_RIGHTS))  # fmt: skip


def _withdrawal(policy: Policy) -> Item:
    asked = any(_article(policy, rule) == CONSENT for rule in _on(policy))
    clauses = _cited(right.clauses for right in policy.rights.values() if right.right == "withdraw_consent")
    said = " ".join(policy.clauses[name].text for name in clauses if name in policy.clauses)
    if not clauses:
        state: State = "missing" if asked else "present"
        said = "not told" if asked else "no consent is asked"
        return Item("13(2)(c)", "withdrawal", "taking consent back", state, said, ())
    whole = _FREELY.search(said) and _LEFT_AS_IT_WAS.search(said)
    state = "present" if whole else "partly"
    said = (
        "at any time, without effect on what was done before"
        if whole
        else "without “at any time” or what it leaves as it was"
    )
    return Item("13(2)(c)", "withdrawal", "taking consent back", state, said, clauses)


def _complaint(policy: Policy) -> Item:
    clauses = _cited(right.clauses for right in policy.rights.values() if right.right == "complaint")
    said = "told" if clauses else "no sentence tells of it"
    return Item("13(2)(d)", "complaint", "complaining to an authority", _whether(clauses), said, clauses)


def _obliged(policy: Policy) -> Item:
    clauses = _saying(policy, _WITHOUT)
    said = "told" if clauses else "no sentence says what follows from not giving the data"
    return Item("13(2)(e)", "obliged", "whether the data must be given", _whether(clauses), said, clauses)


def _automated(policy: Policy) -> Item:
    clauses = _saying(policy, _AUTOMATED)
    said = "told" if clauses else "no sentence says whether machines decide about people; needed only if they do"
    return Item("13(2)(f)", "automated", "automated decisions", _whether(clauses), said, clauses)


def _others(policy: Policy) -> Item:
    held = {key[1] for key in policy.table if key[0] in ("collect", "store")}
    about = {
        name: entry
        for name, entry in policy.categories.items()
        if name in held and "data of other people" in entry.may_contain
    }
    loose = [name for name, entry in about.items() if len(entry.subjects) < 2 or not entry.clauses]
    said = f"not told who else is in {listed(loose, 'and')}" if loose else "uploads, and whoever is named in them"
    return Item("14(1)(d), 14(2)(f)", "others", "people who stand in what others hand over",
                "missing" if loose else "present", said, _cited(entry.clauses for entry in about.values()),
                ("categories", loose[0]) if loose else ("policy", ""))  # fmt: skip


_ITEMS: Final[tuple[Callable[[Policy], Item], ...]] = (
    _identity, _contact, _representative, _officer, _purposes, _interests, _recipients, _transfers, _retention,
    _rights, _withdrawal, _complaint, _obliged, _automated, _others,
)  # fmt: skip


def _whether(value: object) -> State:
    return "present" if value else "missing"


def _on(policy: Policy) -> list[Activity]:
    return [rule for rule in policy.activities.values() if rule.enabled]


def _in_use(policy: Policy) -> list[str]:
    used = {rule.purpose for rule in _on(policy)}
    return [name for name in policy.purposes if name in used]


def _reached(policy: Policy) -> list[str]:
    used = {key[3] for key in policy.table}
    return [
        name for name, entry in policy.recipients.items() if name in used and entry.role not in ("self", "data_subject")
    ]


def _article(policy: Policy, rule: Activity) -> str:
    return policy.bases[rule.basis].gdpr if rule.basis in policy.bases else ""


def _cited(clauses: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in clauses for name in group))


def _saying(policy: Policy, pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(clause.id for clause in policy.clauses.values() if pattern.search(clause.text))
