"""A policy as fideslang declarations: one system, a privacy declaration for each activity on each kind of data.

Words that the vocabulary puts under no fideslang term are declared in the file itself.
"""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML

from governance.policy.core import Activity, Policy
from governance.policy.exports.words import GDPR_BASES
from governance.terms import duration_in_words, listed

LOST: Final = (
    "conditions of activities",
    "every prohibition, promise and consent",
    "dates of deletion become free text, because fideslang has no other",
    "which action is done with the data",
    "sentences behind rules, but for their numbers",
)


def fides_text(policy: Policy) -> str:
    """Write the declarations as YAML, with what is lost on top."""
    out = StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 110
    yaml.dump(fides(policy), out)
    head = f"# {policy.id} {policy.version}, digest {policy.digest}\n# Lost here: {'; '.join(LOST)}.\n"
    return head + out.getvalue()


def fides(policy: Policy) -> dict[str, Any]:
    """Give the declarations as plain data."""
    own = [
        {"fides_key": f"user.{_key(name)}", "parent_key": "user", "name": category.label, "is_default": False}
        for name, category in sorted(policy.categories.items())
        if not category.fides
    ]
    uses = [
        {"fides_key": _key(name), "name": purpose.label, "is_default": False}
        for name, purpose in sorted(policy.purposes.items())
        if not purpose.fides
    ]
    subjects = sorted({subject for category in policy.categories.values() for subject in category.subjects})
    made: dict[str, Any] = {
        "organization": [
            {"fides_key": _key(policy.id), "name": policy.controller.legal_entity or policy.controller.name}
        ]
    }
    if own:
        made["data_category"] = own
    if uses:
        made["data_use"] = uses
    made["data_subject"] = [{"fides_key": _key(subject), "name": subject, "is_default": False} for subject in subjects]
    made["system"] = [
        {
            "fides_key": f"{_key(policy.id)}_system",
            "organization_fides_key": _key(policy.id),
            "name": policy.title,
            "system_type": "Service",
            "description": f"What {policy.id} {policy.version} permits.",
            "privacy_declarations": [
                declaration
                for rule in sorted(policy.activities.values(), key=lambda rule: rule.id)
                if rule.enabled
                for declaration in _declarations(policy, rule)
            ],
        }
    ]
    return made


def _declarations(policy: Policy, rule: Activity) -> Iterator[dict[str, Any]]:
    """Take an activity apart by retention rule, since a declaration holds one period only."""
    purpose = policy.purposes[rule.purpose]
    outside = [name for name in sorted(rule.recipients) if policy.recipients[name].role not in ("self", "data_subject")]
    by_rule: dict[str, list[str]] = {}
    for category in sorted(rule.categories):
        held = next((kept.id for kept in policy.retention.values() if category in kept.of), "")
        by_rule.setdefault(held, []).append(category)
    for held, categories in sorted(by_rule.items()):
        keys = sorted({_category(policy, name) for name in categories})
        made: dict[str, Any] = {
            "name": f"{rule.id} {rule.label}" + (f" ({held})" if held and len(by_rule) > 1 else ""),
            "data_categories": keys,
            "data_use": purpose.fides or _key(rule.purpose),
            "data_subjects": sorted({_key(word) for name in categories for word in policy.categories[name].subjects}),
            "features": list(rule.clauses),
        }
        basis = policy.bases.get(rule.basis)
        if basis is not None and basis.gdpr in GDPR_BASES:
            made["legal_basis_for_processing"] = GDPR_BASES[basis.gdpr][1]
        if held:
            made["retention_period"] = _period(policy, held)
        if rule.balancing_test:
            made["impact_assessment_location"] = rule.balancing_test
        if outside:
            made["data_shared_with_third_parties"] = True
            made["third_parties"] = listed([policy.recipients[name].label for name in outside], "and")
            made["shared_categories"] = list(keys)
        yield made


def _category(policy: Policy, name: str) -> str:
    return policy.categories[name].fides or f"user.{_key(name)}"


def _period(policy: Policy, name: str) -> str:
    spans = [
        f"{duration_in_words(span)} after {event}" if span else f"at once on {event}"
        for event, span in sorted(policy.retention[name].triggers.items())
    ]
    return f"{name}: {listed(spans)}{', whichever comes first' if len(spans) > 1 else ''}"


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
