"""Where the practice is not what the policy says. Each finding names both sides and what to do."""

from collections.abc import Iterator

from governance.policy import Policy
from governance.processing.limits import BIRTHS, latest_in_words
from governance.processing.observed import DecisionCount, Observed
from governance.processing.record import Contradiction
from governance.processing.words import about, plain, sentence_case, times
from governance.retention import RetentionRule

KINDS = (
    "ledger-broken",
    "policy-unknown",
    "recipient-undeclared",
    "purpose-undeclared",
    "cookie-undeclared",
    "category-undeclared",
    "cell-undeclared",
    "rule-missing",
    "overdue",
    "held-too-long",
    "deleted-late",
    "retention-missing",
    "document-unaccounted",
    "permit-unaccounted",
    "not-connected",
    "safeguard-failed",
)
"""Kinds of contradiction, gravest first; the record lists them in this order."""


def contradictions(policy: Policy, observed: Observed) -> tuple[Contradiction, ...]:
    """Compare what is declared with what was observed, gravest first; empty when they agree."""
    found = [
        *_ledger(observed),
        *_decisions(policy, observed),
        *_holdings(policy, observed),
        *_deletions(policy, observed),
        *_cookies(policy, observed),
        *_accounts(observed),
        *_controls(observed),
    ]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _ledger(observed: Observed) -> Iterator[Contradiction]:
    if observed.ledger.verified is False:
        yield Contradiction(
            kind="ledger-broken",
            sentence="The ledger does not add up to its signed checkpoint.",
            declared="Every decision stands in a ledger that cannot be changed unseen.",
            observed=f"Recomputing {observed.ledger.size:,} entries did not give the root {observed.ledger.root}.",
            rule="",
            clauses=(),
            action="Stop, keep a copy of the database, and compare it with the last checkpoint you hold elsewhere.",
        )


def _decisions(policy: Policy, observed: Observed) -> Iterator[Contradiction]:
    known = {policy.digest} | {version.digest for version in observed.history}
    strangers = sorted({count.policy for count in observed.decisions} - known)
    for digest in strangers:
        total = sum(count.count for count in observed.decisions if count.policy == digest)
        yield Contradiction(
            kind="policy-unknown",
            sentence=f"{sentence_case(times(total))} a decision was made by a policy that was never in force here.",
            declared="Only a policy that was published decides.",
            observed=f"The digest {digest} is not in the list of versions.",
            rule="",
            clauses=(),
            action="Find the process that decided with it and stop it; treat its decisions as refused.",
        )
    # A decision of an earlier version was right or wrong by that version's rules, which are not at hand here.
    for count in observed.decisions:
        if count.allowed and count.policy == policy.digest:
            yield from _exercised(policy, observed, count)


def _exercised(policy: Policy, observed: Observed, count: DecisionCount) -> Iterator[Contradiction]:
    cell = f"{count.action} “{count.category}” for “{count.purpose}” to “{count.recipient}”"
    seen = f"{sentence_case(times(count.count))} it was allowed to {cell}."
    rules = ", ".join(count.rules)
    for word, kinds, value, names, place in (
        ("recipient", "recipients", count.recipient, policy.recipients, "sharing.yaml"),
        ("purpose", "purposes", count.purpose, policy.purposes, "vocabulary.yaml"),
        ("category", "categories of data", count.category, policy.categories, "vocabulary.yaml"),
    ):
        if value not in names:
            yield Contradiction(
                kind=f"{word}-undeclared",
                sentence=f"The {word} “{value}” was used and the policy does not name it.",
                declared=f"The policy names {len(names)} {kinds}; “{value}” is not among them.",
                observed=seen,
                rule=rules,
                clauses=count.clauses,
                action=f"Stop the use, or declare it in {place} and tell the people concerned.",
            )
            return
    enabled = {activity.id: activity for activity in policy.activities.values() if activity.enabled}
    missing = [rule for rule in count.rules if rule not in enabled]
    if missing or not count.rules:
        yield Contradiction(
            kind="rule-missing",
            sentence=f"Something was allowed by a rule that the policy does not have: {', '.join(missing) or 'none'}.",
            declared=f"Version {policy.version} has {len(enabled)} activities in force, none of this name.",
            observed=seen,
            rule=rules,
            clauses=count.clauses,
            action="Replay these decisions against the policy; refuse what it does not allow.",
        )
        return
    asked = (count.action, count.category, count.purpose, count.recipient)
    if not any(enabled[rule].scope.covers(*asked) for rule in count.rules):
        yield Contradiction(
            kind="cell-undeclared",
            sentence=f"{rules} allowed something outside its own wording.",
            declared=f"{rules} does not allow to {cell}.",
            observed=seen,
            rule=rules,
            clauses=count.clauses,
            action="Replay these decisions against the policy; report it as a fault of the gate.",
        )
    if observed.connected and not set(count.rules) & observed.connected:
        yield Contradiction(
            kind="not-connected",
            sentence=f"{rules} was used although nothing in this installation is said to use it.",
            declared=f"{rules} is declared and has no connector here.",
            observed=seen,
            rule=rules,
            clauses=count.clauses,
            action="Register the part that asked, or stop it.",
        )


def _holdings(policy: Policy, observed: Observed) -> Iterator[Contradiction]:
    for held in observed.held:
        label = _label(policy, held.category)
        rule = policy.retention.get(held.rule) or _rule_of(policy, held.category)
        if held.overdue:
            yield Contradiction(
                kind="overdue",
                sentence=f"{held.overdue:,} of “{label}” should be gone by now and {_are(held.overdue)} still held.",
                declared=latest_in_words(policy, rule),
                observed=f"The oldest is {about(held.longest_overdue)} past its deadline.",
                rule=rule.id if rule else held.rule,
                clauses=tuple(rule.clauses) if rule else (),
                action="Have “proviso retention due” run on the server; then find out why the clock did not.",
            )
        if held.category not in policy.categories:
            yield Contradiction(
                kind="category-undeclared",
                sentence=f"Data of the category “{held.category}” is held and the policy does not name it.",
                declared=f"The policy names {len(policy.categories)} categories; this is not among them.",
                observed=f"{held.count:,} {_are(held.count)} held; the oldest for {about(held.oldest)}.",
                rule=held.rule,
                clauses=(),
                action="Erase the data, or declare the category with a retention rule.",
            )
        elif held.count and rule is None:
            yield Contradiction(
                kind="retention-missing",
                sentence=f"“{label}” is held and no rule says when it goes.",
                declared="No retention rule of the policy covers it.",
                observed=f"{held.count:,} {_are(held.count)} held; the oldest for {about(held.oldest)}.",
                rule="",
                clauses=(),
                action="Add a retention rule with a latest moment, or erase the data.",
            )
        elif rule and rule.ceiling_from in BIRTHS and held.oldest > rule.ceiling_seconds:
            yield Contradiction(
                kind="held-too-long",
                sentence=f"“{label}” is held longer than the policy allows at all.",
                declared=latest_in_words(policy, rule),
                observed=f"The oldest has been held for {about(held.oldest)}.",
                rule=rule.id,
                clauses=tuple(rule.clauses),
                action="Erase it, and find out which date it was given.",
            )


def _deletions(policy: Policy, observed: Observed) -> Iterator[Contradiction]:
    for deletion in observed.deletions:
        if deletion.lateness.late:
            label = _label(policy, deletion.category)
            rule = policy.retention.get(deletion.rule)
            late, count = deletion.lateness.late, deletion.lateness.count
            yield Contradiction(
                kind="deleted-late",
                sentence=f"{late:,} of {count:,} deletions of “{label}” came after their deadline.",
                declared=latest_in_words(policy, rule),
                observed=f"The latest came {about(deletion.lateness.longest)} after its deadline.",
                rule=deletion.rule,
                clauses=tuple(rule.clauses) if rule else (),
                action="Find out what held the deletion up: the worker, the clock or the key server.",
            )


def _accounts(observed: Observed) -> Iterator[Contradiction]:
    documents = observed.documents
    ended = sum(documents.ended.values())
    rest = documents.carried_in + documents.received - ended - documents.held_now
    if rest:
        yield Contradiction(
            kind="document-unaccounted",
            sentence=f"{abs(rest):,} {'document has' if abs(rest) == 1 else 'documents have'} no known end."
            if rest > 0
            else f"{-rest:,} more {'document' if rest == -1 else 'documents'} ended than were received.",
            declared="Every document that is received ends once, and every end is recorded.",
            observed=f"{documents.carried_in:,} carried in, {documents.received:,} received, {ended:,} ended, "
            f"{documents.held_now:,} held now.",
            rule="",
            clauses=(),
            action="Compare the documents with the ledger one by one; end what is left.",
        )
    if observed.permits_spent > observed.permits_issued:
        yield Contradiction(
            kind="permit-unaccounted",
            sentence="More permits were spent than were issued.",
            declared="Content is opened only with a permit, and each permit once.",
            observed=f"{observed.permits_issued:,} issued, {observed.permits_spent:,} spent.",
            rule="",
            clauses=(),
            action="Stop the workers, change the gate's secret, and verify the ledger.",
        )


def _cookies(policy: Policy, observed: Observed) -> Iterator[Contradiction]:
    for cookie in observed.cookies:
        if cookie.rule not in policy.cookies:
            yield Contradiction(
                kind="cookie-undeclared",
                sentence=f"The cookie “{cookie.name}” is placed and the policy does not declare it.",
                declared=f"The policy declares {len(policy.cookies)} kinds of cookies; this one is none of them.",
                observed=f"It was placed first on {cookie.first_at.date().isoformat()} and last on "
                f"{cookie.last_at.date().isoformat()}.",
                rule=cookie.rule,
                clauses=tuple(policy.cookie_controls.clauses) if policy.cookie_controls else (),
                action="Find what places it and stop it, or declare it in cookies.yaml with its purpose and consent.",
            )


def _controls(observed: Observed) -> Iterator[Contradiction]:
    for control in observed.controls:
        if control.held is False:
            yield Contradiction(
                kind="safeguard-failed",
                sentence=f"A security measure was checked and did not hold: {control.name}.",
                declared=control.sentence,
                observed=control.evidence,
                rule="",
                clauses=(),
                action="Restore the measure before more documents are taken.",
            )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _label(policy: Policy, category: str) -> str:
    return policy.categories[category].label if category in policy.categories else plain(category)


def _rule_of(policy: Policy, category: str) -> RetentionRule | None:
    try:
        return policy.retention_for(category)
    except KeyError:
        return None
