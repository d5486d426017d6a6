"""A consent as a record and as a receipt, with the fields of ISO/IEC TS 27560 in the profile for the GDPR.

Field names and which of them are mandatory follow the mapping that the DPV community published for the profiles
`dpv-27560#record-eu-gdpr` and `#receipt-eu-gdpr`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from governance.policy import Policy
from governance.policy.guards import atoms

RECORD: Final = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
RECEIPT: Final = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"

MANDATORY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "record": frozenset({"schema_version", "record_id", "pii_principal_id"}),
        "processing": frozenset(
            {
                *("privacy_notice", "language", "purpose", "lawful_basis", "pii_information", "pii_controllers"),
                *("collection_method", "processing_method", "storage_locations", "retention_period"),
                *("processing_locations", "geographic_restrictions", "jurisdiction", "recipient_third_parties"),
                *("withdrawal_method", "privacy_rights", "authority_party"),
            }
        ),
        "personal data": frozenset({"pii_type", "pii_optional", "special_pii_category"}),
        "party": frozenset({"party_id", "party_address", "party_name", "party_role", "party_contact", "party_type"}),
        "event": frozenset({"event_time", "validity_duration", "entity_id", "event_type", "event_state"}),
    }
)
"""The fields that the standard or its GDPR profile makes mandatory, by section."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said about one consent at one moment; `shown` is the SHA-256 of the text they were shown.

    From `due_at` on, when it has one, the word says nothing any more.
    """

    number: int
    consent: str
    given: bool
    at: datetime
    policy: str
    document: str
    language: str
    by: str
    shown: str
    due_at: datetime | None = None


def consent_record(policy: Policy, word: Word, *, subject: str, where: str, receipt: str = "") -> Mapping[str, object]:
    """Write the record of one word, or with a `receipt` id its receipt; `subject` is the person's pseudonym.

    `where` is the address at which the consent can be withdrawn. What only the controller can state and has not is
    written as `UNSTATED`, never left out.
    """
    consent = policy.consents[word.consent]
    activities = [
        activity
        for activity in policy.activities.values()
        if activity.enabled and _asks_for(policy, activity.id, word.consent)
    ]
    categories = sorted({name for activity in activities for name in activity.scope.categories})
    recipients = sorted({name for activity in activities for name in activity.scope.recipients} - {"none", "user"})
    rules = [rule for rule in policy.retention.values() if set(rule.of) & set(categories)]
    controller = policy.controller
    authority = policy.clauses["c7.12"].text if "c7.12" in policy.clauses else "UNSTATED"
    record: dict[str, object] = {
        "schema_version": RECEIPT if receipt else RECORD,
        "record_id": f"C-{word.number}",
        "pii_principal_id": subject,
        "processing": {
            "privacy_notice": {"title": policy.title, "version": policy.version, "digest": word.policy},
            "language": word.language,
            "purpose": policy.purposes[consent.purpose].label,
            "purpose_type": policy.purposes[consent.purpose].dpv or "UNSTATED",
            "lawful_basis": sorted({f"GDPR Art. {policy.bases[activity.basis].gdpr}" for activity in activities}),
            "pii_information": [policy.categories[name].label for name in categories],
            "pii_controllers": [controller.name],
            "collection_method": f"asked for on a page of ours ({word.by}); the text shown has SHA-256 {word.shown}",
            "processing_method": [activity.label for activity in activities],
            "storage_locations": ["the controller's own servers"],
            "retention_period": {rule.id: rule.ceiling_seconds for rule in rules},
            "processing_locations": ["the controller's own servers"],
            "geographic_restrictions": [transfer.label for transfer in policy.transfers.values()],
            "service": controller.website or controller.name,
            "jurisdiction": sorted(policy.regimes),
            "recipient_third_parties": [policy.recipients[name].label for name in recipients],
            "withdrawal_method": where,
            "privacy_rights": [right.label for right in policy.rights.values()],
            "authority_party": authority,
        },
        "personal_data": [
            {
                "pii_type": policy.categories[name].label,
                "pii_attribute_id": name,
                "pii_optional": True,
                "special_pii_category": "special categories" in policy.categories[name].may_contain,
            }
            for name in categories
        ],
        "parties": [
            {
                "party_id": policy.id,
                "party_name": controller.legal_entity or controller.name,
                "party_role": "controller",
                "party_address": controller.address or "UNSTATED",
                "party_email": controller.email or "UNSTATED",
                "party_url": controller.website or "UNSTATED",
                "party_contact": controller.dpo or controller.email or "UNSTATED",
                "party_type": "organisation",
            }
        ],
        "event": {
            "event_time": word.at.isoformat(timespec="seconds"),
            "validity_duration": consent.lifetime if word.given else 0,
            "entity_id": subject,
            "event_type": "explicit" if consent.explicit else "expressed",
            "event_state": state(word),
        },
    }
    if receipt:
        record["receipt_id"] = receipt
    return record


def state(word: Word) -> str:
    """Tell what a word did to the consent, in the standard's words."""
    return "given" if word.given else ("refused" if word.by.endswith("refused") else "withdrawn")


def expired(word: Word, lifetime: int, now: datetime) -> bool:
    """Tell whether a consent is too old and has to be asked for again."""
    return word.given and word.at + timedelta(seconds=lifetime) <= now


def _asks_for(policy: Policy, activity: str, consent: str) -> bool:
    return any(atom.fact == f"consent.{consent}" for atom in atoms(policy.activities[activity].guard))
