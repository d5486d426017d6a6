"""A policy as JSON-LD in the terms of the W3C Data Privacy Vocabulary 2.

Each activity is a `dpv:Process`. Words of the policy are concepts of its own, put under the nearest DPV term that
the vocabulary names. The context is literal data; its addresses are names and are not fetched.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from governance.policy.core import Activity, Policy, Prohibition, Scope
from governance.policy.exports.words import GDPR_BASES, GDPR_RIGHTS, PROCESSING, ROLES
from governance.policy.phrases import condition
from governance.retention import RetentionRule
from governance.terms import duration_in_words

Node = dict[str, Any]

LOST: Final = (
    "conditions are sentences, which no program decides by",
    "that a prohibition overrides every activity, and that all else is denied",
    "that the earliest of several dates of deletion counts",
    "ranges of parameters, promises as proofs, and examples",
)

_CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "dpv-pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dpv(policy: Policy) -> Node:
    """Write a policy as a JSON-LD document."""
    return {
        "@context": {**_CONTEXT, "policy": f"urn:proviso:policy:{policy.id}:"},
        "@graph": [
            {
                "@id": "policy:",
                "@type": "dpv:PrivacyNotice",
                "dct:title": {"@value": policy.title, "@language": policy.language},
                "dct:hasVersion": policy.version,
                "dct:modified": {"@value": policy.last_updated.isoformat(), "@type": "xsd:date"},
                "dct:valid": {"@value": policy.effective.isoformat(), "@type": "xsd:date"},
                "dct:identifier": f"sha256:{policy.digest}",
                "dct:description": f"Lost in this form: {'; '.join(LOST)}.",
                "dpv:hasDataController": _at("controller"),
                "dpv:hasProcess": [_at(name) for name in sorted(policy.activities)],
                "dpv:hasProhibition": [_at(rule.id) for rule in _in_force(policy)],
                "dpv:hasRight": [_at(name) for name in sorted(policy.rights)],
            },
            _controller(policy),
            *_concepts(policy),
            *(_process(policy, policy.activities[name]) for name in sorted(policy.activities)),
            *_rules(policy),
            *_rights(policy),
        ],
    }


def _at(name: str) -> Node:
    return {"@id": f"policy:{name}"}


def _all(kind: str, names: Iterable[str]) -> list[Node]:
    return [_at(f"{kind}/{name}") for name in sorted(names)]


def _controller(policy: Policy) -> Node:
    who = policy.controller
    node: Node = {
        "@id": "policy:controller",
        "@type": "dpv:DataController" if who.role == "controller" else "dpv:DataProcessor",
        "dpv:hasName": who.legal_entity or who.name,
        "dpv:hasContact": who.email,
    }
    if who.address:
        node["dpv:hasAddress"] = who.address
    if who.dpo:
        node["dpv:hasDataProtectionOfficer"] = {"@type": "dpv:DataProtectionOfficer", "dpv:hasContact": who.dpo}
    if who.eu_representative:
        node["dpv:hasRepresentative"] = {"@type": "dpv:Representative", "dct:description": who.eu_representative}
    return node


def _concept(kind: str, name: str, type_: str, label: str, broader: str = "") -> Node:
    node: Node = {"@id": f"policy:{kind}/{name}", "@type": type_, "skos:prefLabel": label}
    return {**node, "skos:broader": {"@id": broader}} if broader else node


def _concepts(policy: Policy) -> Iterator[Node]:
    for name, category in sorted(policy.categories.items()):
        node = _concept("category", name, "dpv:PersonalData", category.label, category.dpv)
        node["dpv:hasDataSubject"] = [_at(f"subject/{_slug(subject)}") for subject in category.subjects]
        rule = next((rule for rule in policy.retention.values() if name in rule.of), None)
        if rule is not None:
            node["dpv:hasStorageCondition"] = [_at(f"retention/{rule.id}")]
        yield node
    for subject in sorted({subject for category in policy.categories.values() for subject in category.subjects}):
        yield _concept("subject", _slug(subject), "dpv:DataSubject", subject)
    for name, purpose in sorted(policy.purposes.items()):
        yield _concept("purpose", name, "dpv:Purpose", purpose.label, purpose.dpv)
    for name, action in sorted(policy.actions.items()):
        yield _concept(
            "action", name, "dpv:Processing", action.label, f"dpv:{PROCESSING[name]}" if name in PROCESSING else ""
        )
    for name, recipient in sorted(policy.recipients.items()):
        node = _concept("recipient", name, f"dpv:{ROLES[recipient.role]}", recipient.label)
        if recipient.country:
            node["dpv:hasLocation"] = recipient.country
        if recipient.contract:
            node["dpv:hasLegalMeasure"] = {"@type": "dpv:DataProcessingAgreement", "dct:title": recipient.contract}
        yield node
    for name, basis in sorted(policy.bases.items()):
        broader = f"eu-gdpr:{GDPR_BASES[basis.gdpr][0]}" if basis.gdpr in GDPR_BASES else ""
        yield _concept("basis", name, "dpv:LegalBasis", basis.label, broader)
    for name, consent in sorted(policy.consents.items()):
        kind = "dpv:ExplicitlyExpressedConsent" if consent.explicit else "dpv:ExpressedConsent"
        node = _concept("consent", name, kind, consent.label)
        node["dpv:hasPurpose"] = _all("purpose", [consent.purpose])
        node["dpv:hasDuration"] = _span(consent.lifetime)
        yield node
    for name, duty in sorted(policy.duties.items()):
        yield _concept("duty", name, "dpv:TechnicalOrganisationalMeasure", duty.label)
    for rule in sorted(policy.retention.values(), key=lambda rule: rule.id):
        yield _retention(policy, rule)


def _retention(policy: Policy, rule: RetentionRule) -> Node:
    def until(event: str, span: int) -> Node:
        label = policy.events[event].label if event in policy.events else event
        return {
            "@type": "dpv:UntilEventDuration",
            "skos:prefLabel": f"{duration_in_words(span)} after {label}" if span else f"as soon as {label}",
            "dct:identifier": event,
            "rdf:value": {"@value": f"PT{span}S", "@type": "xsd:duration"},
        }

    return {
        "@id": f"policy:retention/{rule.id}",
        "@type": "dpv:StorageCondition",
        "skos:prefLabel": rule.id,
        "dpv:hasDuration": [until(event, span) for event, span in sorted(rule.triggers.items())],
        "dct:source": list(rule.clauses),
    }


def _span(seconds: int) -> Node:
    return {"@type": "dpv:TemporalDuration", "rdf:value": {"@value": f"PT{seconds}S", "@type": "xsd:duration"}}


def _process(policy: Policy, rule: Activity) -> Node:
    node: Node = {
        "@id": f"policy:{rule.id}",
        "@type": "dpv:Process",
        "dct:title": rule.label,
        "dpv:hasActivityStatus": {"@id": "dpv:ActivityOngoing" if rule.enabled else "dpv:ActivityProposed"},
        "dpv:hasDataController": _at("controller"),
        **_scoped(policy, rule.scope),
        "dpv:hasLegalBasis": _all("basis", {name for name in rule.bases.values() if name in policy.bases}),
    }
    duties = _all("duty", rule.duties)
    if duties:
        node["dpv:hasTechnicalOrganisationalMeasure"] = duties
    held = {kept.id for kept in policy.retention.values() if rule.categories & set(kept.of)}
    node["dpv:hasStorageCondition"] = _all("retention", held)
    said = condition(policy.facts, rule.guard)
    node["dct:conformsTo"] = said if said == "always" else f"when {said}"
    node["dct:source"] = list(rule.clauses)
    return node


def _scoped(policy: Policy, scope: Scope) -> Node:
    subjects = {_slug(subject) for name in scope.categories for subject in policy.categories[name].subjects}
    outside = {name for name in scope.recipients if policy.recipients[name].role != "self"}
    node: Node = {
        "dpv:hasProcessing": _all("action", scope.actions),
        "dpv:hasPersonalData": _all("category", scope.categories),
        "dpv:hasPurpose": _all("purpose", scope.purposes),
        "dpv:hasDataSubject": _all("subject", subjects),
    }
    return {**node, "dpv:hasRecipient": _all("recipient", outside)} if outside else node


def _in_force(policy: Policy) -> list[Prohibition]:
    """Give the prohibitions that are on; DPV has a status for what is done and none for what is forbidden."""
    return sorted((rule for rule in policy.prohibitions.values() if rule.enabled), key=lambda rule: rule.id)


def _rules(policy: Policy) -> Iterator[Node]:
    for rule in _in_force(policy):
        said = condition(policy.facts, rule.guard)
        yield {
            "@id": f"policy:{rule.id}",
            "@type": "dpv:Prohibition",
            "dct:title": rule.label,
            **_scoped(policy, rule.scope),
            "dct:conformsTo": "always" if said == "never" else f"unless {said}",
            "dct:source": list(rule.clauses),
        }
    for name, promise in sorted(policy.promises.items()):
        yield {
            "@id": f"policy:{name}",
            "@type": "dpv:Rule",
            "dct:title": promise.say,
            "dct:source": list(promise.quote_of),
        }


def _rights(policy: Policy) -> Iterator[Node]:
    for name, right in sorted(policy.rights.items()):
        node: Node = {
            "@id": f"policy:{name}",
            "@type": "dpv:DataSubjectRight",
            "skos:prefLabel": right.label,
            "dct:source": list(right.clauses),
        }
        if right.right in GDPR_RIGHTS and "gdpr" in right.regimes:
            node["skos:broader"] = {"@id": f"eu-gdpr:{GDPR_RIGHTS[right.right]}"}
        yield node


def _slug(words: str) -> str:
    return "-".join(words.lower().split())
