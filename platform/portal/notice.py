"""The notice at collection, drawn from the policy: purpose, lawful basis, recipients, dates, clauses."""

from dataclasses import dataclass

from governance.policy import Activity, Policy
from governance.retention import RetentionRule
from governance.terms import duration_in_words, listed


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is told before they hand something over; `clauses` are ids of the policy."""

    purpose: str
    basis: str
    recipients: str
    until: str
    clauses: tuple[str, ...]
    text_clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A category of data that is kept, until when in words, and the clauses that say so."""

    label: str
    until: str
    clauses: tuple[str, ...]
    category: str = ""


def upload_notice(policy: Policy) -> Notice:
    """Write the notice that stands beside the upload."""
    activity = _activity(policy, "collect", "document.image", "provide_service")
    image, text = policy.retention_for("document.image"), policy.retention_for("text.extracted")
    return Notice(
        policy.purposes["provide_service"].label,
        _basis(policy, activity),
        _recipients(policy, "document.image"),
        f"Until it has been read, and never longer than {duration_in_words(image.ceiling_seconds)} after it arrived.",
        _clauses(activity, image),
        _clauses(None, text),
    )


def account_notice(policy: Policy) -> Notice:
    """Write the notice that stands beside the sign-up."""
    activity = _activity(policy, "collect", "account.identity", "account_management")
    rule = policy.retention_for("account.identity")
    return Notice(
        policy.purposes["account_management"].label,
        _basis(policy, activity),
        _recipients(policy, "account.identity"),
        "Until the account is closed, or has not been used for a long time.",
        _clauses(activity, rule),
    )


def held(policy: Policy) -> tuple[Held, ...]:
    """List what this installation keeps about a person, in the order in which people meet it."""
    rows = []
    for category in (
        "account.identity",
        "document.image",
        "text.result",
        "text.extracted",
        "text.sensitive",
        "copy.searchable",
        "copy.redacted",
        "findings.summary",
        "record.decision",
    ):
        try:
            rule = policy.retention_for(category)
        except KeyError:
            continue
        rows.append(Held(_capital(policy.categories[category].label), lasting(policy, rule), rule.clauses, category))
    return tuple(rows)


def lasting(policy: Policy, rule: RetentionRule) -> str:
    """Say a retention rule as two sentences: when at the latest, and what ends it sooner."""
    latest = f"At the latest {_span(policy, rule.ceiling_from, rule.ceiling_seconds)}."
    sooner = [_span(policy, event, span) for event, span in rule.triggers.items() if event != rule.ceiling_from]
    return f"{latest} Sooner, if that comes first: {listed(sooner)}." if sooner else latest


def _span(policy: Policy, event: str, span: int) -> str:
    label = policy.events[event].label if event in policy.events else event
    return f"as soon as {label}" if span == 0 else f"{duration_in_words(span)} after {label}"


def _activity(policy: Policy, action: str, category: str, purpose: str) -> Activity | None:
    for activity in policy.activities.values():
        if activity.enabled and activity.scope.covers(action, category, purpose, "none"):
            return activity
    return None


def _basis(policy: Policy, activity: Activity | None) -> str:
    if activity is None or activity.basis not in policy.bases:
        return "None: the policy does not allow it."
    basis = policy.bases[activity.basis]
    return f"{_capital(basis.label)} (GDPR Article {basis.gdpr})."


def _recipients(policy: Policy, category: str) -> str:
    """Name who outside may be given a category under the policy; this installation passes it to nobody by itself."""
    outside = {
        policy.recipients[recipient].label
        for action, found, _, recipient in policy.table
        if action == "share" and found == category and policy.recipients[recipient].role not in {"self", "data_subject"}
    }
    if not outside:
        return "You, and nobody else."
    return f"You. Where the policy's conditions are met also: {listed(sorted(outside), 'and')}."


def _clauses(activity: Activity | None, rule: RetentionRule) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(activity.clauses if activity else ()), *rule.clauses)))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
