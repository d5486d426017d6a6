"""What the registers hold stands in the record of processing, and what they lack is a gap there."""

import dataclasses
from datetime import UTC, datetime, timedelta

from governance.papers.disclosures import disclosures
from governance.processing import build_record
from governance.processing.observed import Entered
from governance.processing.record import Gap, NotNeeded, Stated
from observations import observed, policy

POLICY = policy()
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def record(*entered):
    seen = dataclasses.replace(observed(), as_of=NOW, entered=tuple(entered))
    return build_record(POLICY, seen, number="R-1", period=(NOW - timedelta(days=30), NOW), now=NOW)


def ground(made, activity):
    return next(line.ground for row in made.activities for line in row.lines if line.activity == activity)


def line(made, name):
    return next(one for row in made.activities for one in row.recipients if one.id == name)


def answer(made, key):
    from governance.processing.statements import BY_KEY

    return next(one.entry for one in made.answers if one.question == BY_KEY[key].ask)


def lia(state="final", **values):
    said = {"test": "lia-security-2025", "interest": "Keeping the service safe", "outcome": "may", **values}
    return Entered("assessments", "L-2026-0001", state, said)


def test_an_activity_on_legitimate_interests_is_not_final_without_an_assessment():
    assert isinstance(ground(record(), "A-SECURITY"), Gap)
    assert isinstance(ground(record(lia("draft")), "A-SECURITY"), Gap)
    assert isinstance(ground(record(lia(outcome="may_not")), "A-SECURITY"), Gap)
    assert isinstance(ground(record(lia(test="lia-usage-2025")), "A-SECURITY"), Gap)
    assert ground(record(lia()), "A-SECURITY") == Stated(
        "Keeping the service safe (lia-security-2025)", "register of assessments, L-2026-0001"
    )
    assert isinstance(ground(record(), "A-OCR-INGEST"), NotNeeded)


def test_a_contract_and_a_transfer_stand_beside_the_recipient():
    contract = {"recipient": "cloud_hosting", "vendor": "Text Store Ltd", "version": "7", "since": "2026-01-01"}
    transfer = {"recipient": "cloud_hosting", "country": "jp", "mechanism": "ADEQUACY"}
    made = record(
        Entered("contracts", "C-2026-0001", "final", contract), Entered("transfers", "T-2026-0001", "final", transfer)
    )
    found = line(made, "cloud_hosting")
    assert found.contract == Stated("Text Store Ltd, 7", "register of contracts, C-2026-0001")
    assert found.countries == Stated("JP", "register of transfers, T-2026-0001")
    assert "adequacy" in found.safeguard.value
    over = Entered("contracts", "C-2026-0001", "final", {**contract, "until": "2026-02-01"})
    lost = Entered("transfers", "T-2026-0001", "final", {**transfer, "country": "XX"})
    assert isinstance(line(record(over, lost), "cloud_hosting").contract, Gap)
    assert isinstance(line(record(over, lost), "cloud_hosting").countries, Gap)


def test_breaches_are_counted_and_never_told():
    assert "0 breaches are recorded" in answer(record(), "breaches").value
    one = Entered("breaches", "B-2026-0001", "draft", {"told_authority": "2026-11-01T10:00"})
    assert answer(record(one), "breaches").value == "1 breach is recorded, the authority was told of 1"


def screening(**values):
    said = {"about": "Reading of uploads", "outcome": "required", "risks": "some", "measures": "many", **values}
    return Entered("screenings", "S-2026-0001", "final", said)


def test_a_screening_answers_what_the_record_asks_about_assessments():
    assert isinstance(answer(record(), "dpia"), Gap)
    assert isinstance(answer(record(), "dpia_results"), Gap)
    assert "Reading of uploads: required" in answer(record(screening()), "dpia").value
    assert "some / many" in answer(record(screening()), "dpia_results").value
    assert isinstance(answer(record(screening()), "consultation"), Gap)
    assert isinstance(answer(record(screening(high_risk="no")), "consultation"), NotNeeded)
    asked = answer(record(screening(high_risk="yes", consulted="2026-05-01")), "consultation")
    assert asked.value == "consulted on 2026-05-01"
    none = screening(outcome="not_required")
    assert "not required" in answer(record(none), "dpia").value
    assert isinstance(answer(record(none), "dpia_results"), Gap)


def test_where_no_registers_are_kept_the_policys_word_stands():
    made = build_record(
        POLICY,
        dataclasses.replace(observed(), entered=None),
        number="R-1",
        period=(NOW - timedelta(days=30), NOW),
        now=NOW,
    )
    assert ground(made, "A-SECURITY") == Stated("lia-security-2025", "policy, rule A-SECURITY")


def test_demands_of_authorities_stand_in_the_record_of_disclosures_without_whom_they_are_about():
    binding = {"authority": "a court", "country": "DE", "compelled": "yes", "law": "a code", "outcome": "hand_over"}
    free = {"authority": "an office", "compelled": "no", "wanted": "account.identity,record.decision"}
    seen = dataclasses.replace(
        observed(),
        as_of=NOW,
        entered=(
            Entered("demands", "D-2026-0001", "final", binding),
            Entered("demands", "D-2026-0002", "draft", free),
            Entered("breaches", "B-2026-0001", "draft", {}),
        ),
    )
    paper = disclosures(POLICY, seen, record())
    rows = next(table for table in paper.tables if table.name == "demands").rows
    assert [row[0] for row in rows] == ["D-2026-0001", "D-2026-0002"]
    assert rows[0][5] == "a code"
    assert rows[1][5] == "none that binds"
    bare = disclosures(POLICY, dataclasses.replace(seen, entered=None), record())
    assert "demands" not in {table.name for table in bare.tables}
