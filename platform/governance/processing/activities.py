"""The rows of the record: one for each family of processing, (a) to (g) of GDPR Art. 30(1)."""

from collections.abc import Iterable

from governance.directed import directed
from governance.policy import Activity, Policy
from governance.processing.limits import erasure_limit
from governance.processing.observed import Observed
from governance.processing.record import (
    DECLARED_ONLY,
    EXERCISED,
    READY,
    ActivityRow,
    CategoryLine,
    Entry,
    Gap,
    NotNeeded,
    PurposeLine,
    RecipientLine,
    Stated,
)
from governance.processing.sources import sources_of
from governance.processing.words import plain, sentence_case
from governance.registers import contracts, transfers
from governance.terms import listed

SELF_ROLES = frozenset({"self", "data_subject"})
"""Recipients to whom nothing leaves the controller: itself, and the person whose data it is."""

EVERY, PASSED_ON = "every", "passed-on"
MANY_KINDS = 4
"""An activity on at least this many kinds of data is about a person's data as a whole, not about one kind."""

SAFEGUARDS = {
    "standard_clauses": "standard contractual clauses, Art. 46(2)(c) GDPR",
    "adequacy": "an adequacy decision of the European Commission, Art. 45 GDPR",
}
"""The mechanisms of the policy language in the words of the law."""

_NEEDS_GROUND = {"6(1)(c)": "the law that obliges", "6(1)(f)": "the balancing of interests"}


def cited(clauses: Iterable[str]) -> str:
    """Name the clauses that a statement rests on: "policy, clauses 3.2 and 4.1"."""
    numbers = [clause.removeprefix("c") for clause in clauses]
    if not numbers:
        return "policy"
    return f"policy, {'clause' if len(numbers) == 1 else 'clauses'} {listed(numbers, 'and')}"


def activity_rows(policy: Policy, observed: Observed, controller: Entry) -> tuple[ActivityRow, ...]:
    """Write the rows in the policy's order: what was exercised, then what could be, then what is only declared."""
    families: dict[tuple[str, str], list[Activity]] = {}
    for activity in policy.activities.values():
        if activity.enabled:
            families.setdefault((activity.purpose, _kind(policy, activity)), []).append(activity)
    rows = [_row(policy, observed, controller, purpose, kind, members) for (purpose, kind), members in families.items()]
    rank = {EXERCISED: 0, READY: 1, DECLARED_ONLY: 2}
    return tuple(sorted(rows, key=lambda row: rank[row.state]))


def _kind(policy: Policy, activity: Activity) -> str:
    """Tell which kind of data an activity is mostly about; EVERY or PASSED_ON when it is about all of a person's."""
    kinds = [name.split(".")[0] for name in in_order(policy.categories, activity.categories)]
    if len(set(kinds)) >= MANY_KINDS:
        return PASSED_ON if _outside(policy, activity) else EVERY
    # Of equally many the one that the vocabulary lists first: max keeps the first of equals.
    return max(kinds, key=kinds.count, default=EVERY)


def _outside(policy: Policy, activity: Activity) -> tuple[str, ...]:
    return tuple(
        name
        for name in in_order(policy.recipients, activity.recipients)
        if policy.recipients[name].role not in SELF_ROLES
    )


def _family_name(policy: Policy, purpose: str, kind: str, members: list[Activity]) -> str:
    if kind == EVERY:
        about = "all of a person's data"
    elif kind == PASSED_ON:
        outside = dict.fromkeys(name for member in members for name in _outside(policy, member))
        about = f"passing on to {listed([policy.recipients[name].label for name in outside], 'and')}"
    else:
        about = policy.kinds[kind].label if kind in policy.kinds else plain(kind)
    return f"{sentence_case(about)}: {policy.purposes[purpose].label}"


def in_order(vocabulary: Iterable[str], chosen: Iterable[str]) -> tuple[str, ...]:
    """Sort chosen names as the vocabulary lists them, names it does not have last."""
    place = {name: at for at, name in enumerate(vocabulary)}
    return tuple(sorted(chosen, key=lambda name: (place.get(name, len(place)), name)))


def _row(
    policy: Policy,
    observed: Observed,
    controller: Entry,
    purpose: str,
    kind: str,
    members: list[Activity],
) -> ActivityRow:
    names = in_order(policy.categories, {name for member in members for name in member.categories})
    term = policy.purposes[purpose]
    lines = tuple(_purpose_line(policy, observed, member) for member in members)
    allowed = sum(line.allowed for line in lines)
    return ActivityRow(
        key=f"{purpose}/{kind}",
        name=_family_name(policy, purpose, kind, members),
        state=EXERCISED if allowed else READY if any(line.connected for line in lines) else DECLARED_ONLY,
        controller=controller,
        purpose=Stated(term.label, cited(term.clauses)),
        lines=lines,
        subjects=_subjects(policy, names),
        categories=tuple(
            CategoryLine(
                name,
                policy.categories[name].label,
                tuple(policy.categories[name].subjects),
                tuple(policy.categories[name].may_contain),
                sources_of(policy, name),
                tuple(policy.categories[name].clauses),
            )
            for name in names
        ),
        recipients=_recipients(policy, observed, members),
        limits=tuple(erasure_limit(policy, name) for name in names),
        duties=tuple(dict.fromkeys(duty for line in lines for duty in line.duties)),
        allowed=allowed,
        refused=sum(
            count.count
            for count in observed.decisions
            if not count.allowed and count.purpose == purpose and count.category in names
        ),
    )


def _purpose_line(policy: Policy, observed: Observed, activity: Activity) -> PurposeLine:
    basis = policy.bases.get(activity.basis)
    missing = f"the lawful basis of “{activity.label}” ({activity.id})"
    return PurposeLine(
        activity=activity.id,
        label=activity.label,
        actions=tuple(policy.actions[action].label for action in in_order(policy.actions, activity.actions)),
        categories=in_order(policy.categories, activity.categories),
        recipients=in_order(policy.recipients, activity.recipients),
        basis=Stated(basis.label, cited(activity.clauses))
        if basis
        else Gap("6(1)", missing, "Give the activity a basis."),
        article=Stated(basis.gdpr, cited(basis.clauses))
        if basis and basis.gdpr
        else Gap("6(1)", f"the article for {missing}", "Name the article beside the basis."),
        ground=_ground(observed, activity, basis.gdpr if basis else ""),
        duties=tuple(policy.duties[duty].label for duty in in_order(policy.duties, activity.duties)),
        clauses=tuple(activity.clauses),
        connected=activity.id in observed.connected,
        allowed=sum(count.count for count in observed.decisions if count.allowed and activity.id in count.rules),
    )


def _ground(observed: Observed, activity: Activity, article: str) -> Entry:
    test = activity.balancing_test
    if test and observed.entered is not None:
        return _assessed(observed, activity, test)
    stated = activity.named_law or activity.balancing_test
    if stated:
        return Stated(stated, f"policy, rule {activity.id}")
    if article in _NEEDS_GROUND:
        return Gap(
            article,
            f"{_NEEDS_GROUND[article]}, for “{activity.label}” ({activity.id})",
            "Name the law in the rule." if article == "6(1)(c)" else "Make the assessment and name it in the rule.",
        )
    return NotNeeded("this basis needs no further ground")


def _assessed(observed: Observed, activity: Activity, test: str) -> Entry:
    """Give the assessment of legitimate interests that is final in the register; without one the activity is not."""
    for one in observed.final("assessments"):
        if one.values.get("test") == test and one.values.get("outcome") == "may":
            return Stated(f"{one.values.get('interest', test)} ({test})", f"register of assessments, {one.serial}")
    return Gap(
        "6(1)(f)",
        f"the final assessment “{test}”, for “{activity.label}” ({activity.id})",
        "Write the assessment into the register and finish it; until then the activity is not final.",
    )


def _subjects(policy: Policy, names: tuple[str, ...]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for name in names:
        category = policy.categories[name]
        for subject in category.subjects:
            found.setdefault(subject, Stated(subject, cited(category.clauses)))
        if not category.subjects:
            missing = f"whose data “{category.label}” is"
            found.setdefault(missing, Gap("30(1)(c)", missing, "Name the kinds of people for this category."))
    return tuple(found.values())


def _recipients(policy: Policy, observed: Observed, members: list[Activity]) -> tuple[RecipientLine, ...]:
    rules = {member.id for member in members}
    lines = []
    for name in in_order(policy.recipients, {name for member in members for name in _outside(policy, member)}):
        term = policy.recipients[name]
        disclosed = sum(
            count.count
            for count in observed.decisions
            if count.allowed and count.recipient == name and rules & set(count.rules)
        )
        countries, safeguard = _entered(observed, name) or _transfer(policy, name, disclosed)
        lines.append(
            RecipientLine(
                id=name,
                label=term.label,
                role=plain(term.role),
                contract=_contract(policy, observed, name),
                countries=countries,
                safeguard=safeguard,
                clauses=tuple(term.clauses),
                disclosed=disclosed,
            )
        )
    return tuple(lines)


def _contract(policy: Policy, observed: Observed, name: str) -> Entry:
    term = policy.recipients[name]
    day = observed.as_of.date()
    kept = [
        one for one in observed.final("contracts")
        if one.values.get("recipient") == name and contracts.runs(one.values, day)
    ]  # fmt: skip
    if kept:
        words = "; ".join(f"{one.values.get('vendor', '')}, {one.values.get('version', '')}" for one in kept)
        return Stated(words, f"register of contracts, {listed([one.serial for one in kept], 'and')}")
    if term.contract:
        return Stated(term.contract, cited(term.clauses))
    if term.role == "processor":
        missing = f"the contract with “{term.label}”"
        return Gap("28(3)", missing, "Conclude it and name it; until then nothing may be disclosed.")
    return NotNeeded(f"such a contract is for processors; this recipient is: {plain(term.role)}")


def _entered(observed: Observed, name: str) -> tuple[Entry, Entry] | None:
    """Give country and safeguard of a recipient as the register of transfers has them: (country, safeguard)."""
    day = observed.as_of.date()
    kept = [one for one in observed.final("transfers") if one.values.get("recipient") == name]
    kept = [one for one in kept if transfers.holds(one.values, day)]
    if not kept:
        return None
    source = f"register of transfers, {listed([one.serial for one in kept], 'and')}"
    words = {code: said for code, said, _ in transfers.MECHANISMS}
    countries = dict.fromkeys(one.values.get("country", "").upper() for one in kept)
    safeguards = dict.fromkeys(words.get(one.values.get("mechanism", ""), "") for one in kept)
    return Stated(listed(list(countries), "and"), source), Stated("; ".join(safeguards), source)


def _transfer(policy: Policy, name: str, disclosed: int) -> tuple[Entry, Entry]:
    """Name the country a recipient is in and the safeguard that covers it there: (country, safeguard)."""
    term = policy.recipients[name]
    where = f"“{term.label}”"
    if term.role == "authority" and not disclosed and not term.country:
        reason = "which court or authority it is, and where, is known when it makes a demand; none led to a disclosure"
        return NotNeeded(reason), NotNeeded(reason)
    if name in directed(policy) and not disclosed:
        reason = "which service it is, and where, is known when a person names it; nobody had anything sent to one"
        return Stated(term.country, cited(term.clauses)) if term.country else NotNeeded(reason), NotNeeded(reason)
    transfer = next((one for one in policy.transfers.values() if one.recipient == name), None)
    country: Entry = (
        Stated(term.country, cited(term.clauses))
        if term.country
        else Gap("30(1)(e)", f"the country of {where}", "Name it: the law asks for the country, not for a zone.")
    )
    if transfer and (transfer.mechanism == "none_needed" or set(transfer.zones) <= {"local"}):
        reason = f"{where} may only be in the controller's own legal area ({cited(transfer.clauses)}): no transfer"
        return country if term.country else NotNeeded(reason), NotNeeded(reason)
    # An adequacy decision is about a country: while the country is unknown, it covers nothing.
    known = transfer is not None and (term.country or transfer.mechanism != "adequacy")
    safeguard: Entry = (
        Stated(SAFEGUARDS[transfer.mechanism], cited(transfer.clauses))
        if transfer and known
        else Gap("30(1)(e)", f"the safeguard for {where}", "Name the safeguard once the country is known.")
    )
    return country, safeguard
