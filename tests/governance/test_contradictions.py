from dataclasses import replace

import pytest

import observations as month
from governance.processing import (
    Control,
    DeletionCount,
    Held,
    LedgerHead,
    Observed,
    lateness,
)
from governance.processing.contradictions import KINDS
from observations import record

# ---- declared against observed -------------------------------------------------------------------------


def test_a_quiet_month_has_no_contradiction() -> None:
    assert record().contradictions == ()


def contradiction(observed: Observed, **changes: object):
    found = record(observed, **changes).contradictions
    assert len(found) == 1, [one.kind for one in found]
    assert found[0].sentence
    assert found[0].action
    return found[0]


def more(*decisions) -> Observed:
    return replace(month.observed(), decisions=(*month.observed().decisions, *decisions))


def test_overdue_data_is_a_contradiction_with_rule_clauses_and_how_late() -> None:
    held = Held("document.image", 3, 4000.0, "R-DOC", overdue=2, longest_overdue=340.0)
    quiet = month.observed()
    late = record(
        replace(quiet, held=(held,), documents=replace(quiet.documents, held_now=3, carried_in=1))
    ).contradictions
    assert [one.kind for one in late] == ["overdue", "held-too-long"]
    assert late[0].rule == "R-DOC"
    assert late[0].clauses == month.policy().retention["R-DOC"].clauses
    assert "5.67 minutes" in late[0].observed


def test_a_deletion_after_its_deadline_is_a_contradiction() -> None:
    late = DeletionCount("text.extracted", "R-TEXT", lateness([-5.0, 3.0, 86400.0 * 3]))
    found = contradiction(replace(month.observed(), deletions=(late,)))
    assert found.kind == "deleted-late"
    assert "2 of 3" in found.sentence
    assert "3 days after" in found.observed


@pytest.mark.parametrize(
    ("cell", "rule", "kind"),
    [
        ("share text.extracted provide_service data_broker", "A-TEXT-KEEP", "recipient-undeclared"),
        ("read text.extracted profiling", "A-TEXT-KEEP", "purpose-undeclared"),
        ("read document.face provide_service", "A-OCR-PROCESS", "category-undeclared"),
        ("read document.image provide_service", "A-GONE", "rule-missing"),
        ("read document.image marketing", "A-OCR-PROCESS", "cell-undeclared"),
        ("contact account.identity marketing", "A-MARKETING", "not-connected"),
    ],
)
def test_whatever_was_allowed_and_is_not_declared_is_a_contradiction(cell: str, rule: str, kind: str) -> None:
    found = contradiction(more(month.allowed(5, cell, rule)))
    assert found.kind == kind
    assert "5 times" in found.observed


def test_an_activity_that_was_switched_off_counts_as_missing_when_it_is_used() -> None:
    found = contradiction(more(month.allowed(1, "train training.copy model_training", "A-TRAIN-COPY")))
    assert found.kind == "rule-missing"


def test_a_decision_by_a_policy_that_was_never_in_force_is_a_contradiction() -> None:
    stray = replace(month.allowed(1, "read document.image provide_service", "A-OCR-PROCESS"), policy="ff" * 32)
    assert contradiction(more(stray)).kind == "policy-unknown"


def test_a_decision_by_an_earlier_policy_is_not_judged_by_todays_rules() -> None:
    earlier = replace(month.allowed(1, "read document.image old_purpose", "A-OLD"), policy="0a" * 32)
    assert record(more(earlier)).contradictions == ()


def test_a_document_without_an_end_is_a_contradiction() -> None:
    quiet = month.observed()
    lost = replace(quiet, documents=replace(quiet.documents, received=214))
    assert contradiction(lost).sentence == "1 document has no known end."


def test_data_without_a_time_limit_or_a_name_in_the_policy_is_a_contradiction() -> None:
    stray = replace(month.observed(), held=(Held("document.face", 1, 5.0),))
    assert contradiction(stray).kind == "category-undeclared"
    known = {name: rule for name, rule in month.policy().retention.items() if name != "R-TEXT"}
    unlimited = replace(month.observed(), held=(Held("text.extracted", 1, 5.0),))
    assert contradiction(unlimited, retention=known).kind == "retention-missing"


def test_a_broken_ledger_a_failed_safeguard_and_a_spare_permit_are_contradictions() -> None:
    quiet = month.observed()
    control = Control("encryption", "Data is encrypted.", False, "3 blobs were not.", month.NOW)
    broken = replace(
        quiet,
        ledger=LedgerHead(9, "ab" * 32, verified=False),
        controls=(control,),
        permits_spent=quiet.permits_issued + 1,
    )
    kinds = [one.kind for one in record(broken).contradictions]
    assert kinds == ["ledger-broken", "permit-unaccounted", "safeguard-failed"]


def test_contradictions_come_gravest_first() -> None:
    quiet = month.observed()
    held = Held("document.image", 2, 9000.0, "R-DOC", overdue=1, longest_overdue=60.0)
    bad = replace(
        more(month.allowed(1, "share text.extracted provide_service data_broker", "A-TEXT-KEEP")),
        held=(held,),
        ledger=replace(quiet.ledger, verified=False),
    )
    kinds = [one.kind for one in record(bad).contradictions]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == "ledger-broken"
