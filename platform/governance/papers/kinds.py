"""The kinds of record that can be asked for, each with the law that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its code (at most 16 letters), its title, the law behind it, and whom it is for in a sentence."""

    code: str
    title: str
    law: str
    sentence: str


PROCESSING = Kind(
    "gdpr-30-1",
    "Record of processing activities",
    "GDPR Article 30(1)",
    "What the controller does with personal data, declared and observed.",
)
PROCESSOR = Kind(
    "gdpr-30-2",
    "Record of processing on behalf of others",
    "GDPR Article 30(2)",
    "What is done for each controller that this service works for.",
)
CCPA_NOTICE = Kind(
    "ccpa-notice",
    "Categories of personal information",
    "Civil Code 1798.100 and 1798.130, 11 CCR 7011 and 7012",
    "The statutory categories: collected, from whom, for what, sold or shared, disclosed, how long kept.",
)
CCPA_REQUESTS = Kind(
    "ccpa-requests",
    "Record of consumer requests and yearly metrics",
    "11 CCR 7101 and 7102",
    "Each request with its dates and outcome, and the year's numbers with mean and median days.",
)
REQUESTS = Kind(
    "dsr-log",
    "Log of requests of people",
    "GDPR Articles 5(2) and 12 to 22",
    "Every request for a right: when it came, when it was due, how it ended.",
)
DELETIONS = Kind(
    "retention",
    "Retention and deletion",
    "GDPR Articles 5(1)(e) and 30(1)(f)",
    "What was to go when, what went when, what was late, what is held.",
)
CONSENTS = Kind(
    "consents",
    "Consents",
    "GDPR Article 7(1)",
    "Each consent of the policy: given, taken back, in force, and what rests on it.",
)
DISCLOSURES = Kind(
    "disclosures",
    "Disclosures to recipients",
    "GDPR Articles 15(1)(c), 19, 28 and 44, Civil Code 1798.130(a)(5)",
    "Who got what, how often, under which contract and safeguard.",
)
FINDINGS = Kind(
    "findings",
    "Personal data found in documents",
    "GDPR Articles 5(1)(c), 9 and 30(1)(c)",
    "How much of each kind the detector found; numbers only, never the data.",
)
TRACEABILITY = Kind(
    "traceability",
    "From clause to enforcement",
    "GDPR Articles 5(2), 24 and 25",
    "Each clause with its rules, promises and proofs, where it is enforced, what tests it, how often it decided.",
)
EVIDENCE = Kind(
    "evidence",
    "Evidence for a period",
    "GDPR Articles 5(2), 30(4) and 58(1)",
    "Ledger, proofs, records, policies and a verifier in one package that is checked without us.",
)

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        PROCESSING,
        PROCESSOR,
        CCPA_NOTICE,
        CCPA_REQUESTS,
        REQUESTS,
        DELETIONS,
        CONSENTS,
        DISCLOSURES,
        FINDINGS,
        TRACEABILITY,
    )
}
"""Every kind of paper by its code, in the order in which a list shows them."""
MADE: Mapping[str, Kind] = {**KINDS, EVIDENCE.code: EVIDENCE}
"""Everything that can be asked for: the papers, and the package that holds them."""
