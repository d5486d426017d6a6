"""The record of processing activities of GDPR Art. 30(1), as data.

`build_record(policy, observed, ...)` writes it from the policy and the observed numbers; `as_json` and `as_csv` are
its exact forms for machines; `reports.processing_record.render` makes the paper.
"""

from governance.processing.build import build_record
from governance.processing.export import as_csv, as_json
from governance.processing.observed import (
    Control,
    DecisionCount,
    DeletionCount,
    DocumentCount,
    Held,
    Lateness,
    LedgerHead,
    Observed,
    PolicyInForce,
    TextCount,
    lateness,
)
from governance.processing.record import (
    ActivityRow,
    Contradiction,
    Gap,
    NotNeeded,
    ProcessingRecord,
    Stated,
)

__all__ = [
    "ActivityRow",
    "Contradiction",
    "Control",
    "DecisionCount",
    "DeletionCount",
    "DocumentCount",
    "Gap",
    "Held",
    "Lateness",
    "LedgerHead",
    "NotNeeded",
    "Observed",
    "PolicyInForce",
    "ProcessingRecord",
    "Stated",
    "TextCount",
    "as_csv",
    "as_json",
    "build_record",
    "lateness",
]
