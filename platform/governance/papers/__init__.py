"""Records as papers: one frame, and a builder for every kind; all are pure functions of policy and observation."""

from collections.abc import Callable, Mapping

from governance.papers.california import ccpa_notice
from governance.papers.consents import consents
from governance.papers.deletions import deletions
from governance.papers.disclosures import disclosures
from governance.papers.found import found
from governance.papers.kinds import (
    CCPA_NOTICE,
    CCPA_REQUESTS,
    CONSENTS,
    DELETIONS,
    DISCLOSURES,
    EVIDENCE,
    FINDINGS,
    KINDS,
    MADE,
    PROCESSING,
    PROCESSOR,
    REQUESTS,
    TRACEABILITY,
    Kind,
)
from governance.papers.paper import Paper
from governance.papers.processor import processor_record
from governance.papers.requests import ccpa_requests, request_log
from governance.papers.traceability import traceability
from governance.policy import Policy
from governance.processing.observed import Observed
from governance.processing.record import ProcessingRecord

Builder = Callable[[Policy, Observed, ProcessingRecord], Paper]

BUILDERS: Mapping[str, Builder] = {
    PROCESSOR.code: processor_record,
    CCPA_NOTICE.code: ccpa_notice,
    CCPA_REQUESTS.code: ccpa_requests,
    REQUESTS.code: request_log,
    DELETIONS.code: deletions,
    CONSENTS.code: consents,
    DISCLOSURES.code: disclosures,
    FINDINGS.code: found,
    TRACEABILITY.code: traceability,
}
"""What writes each kind, from the record of processing of the same period; that record is a kind of its own."""

__all__ = ["BUILDERS", "EVIDENCE", "KINDS", "MADE", "PROCESSING", "Builder", "Kind", "Paper"]
