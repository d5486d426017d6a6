"""What is held by purpose, and a consent as record and receipt: all of it from the policy, nothing left out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from shipped_policy import second, shipped

from governance.consent_records import MANDATORY, RECEIPT, RECORD, Word, consent_record, expired, state
from governance.papers.record_tables import record_tables
from governance.purposes import by_purpose
from governance.terms import LONGEST, seconds
from observations import record

NOW = datetime(2026, 5, 4, tzinfo=UTC)
WORD = Word(7, "marketing", True, NOW, "digest", "d", "en", "page", "sha")


@pytest.mark.parametrize("consent", ["marketing", "store_text"])
def test_a_record_of_consent_has_every_mandatory_field_and_a_receipt_its_number(consent: str) -> None:
    made: Any = consent_record(shipped(), replace(WORD, consent=consent), subject="p", where="https://x/consents")
    assert made["schema_version"] == RECORD
    assert MANDATORY["record"] <= set(made)
    assert MANDATORY["processing"] <= set(made["processing"])
    assert all(MANDATORY["personal data"] <= set(one) for one in made["personal_data"])
    assert MANDATORY["party"] <= set(made["parties"][0])
    assert MANDATORY["event"] <= set(made["event"])
    assert all(basis.startswith("GDPR Art. 6(1)(") for basis in made["processing"]["lawful_basis"])
    receipt = consent_record(shipped(), WORD, subject="p", where="x", receipt="R")
    assert (receipt["schema_version"], receipt["receipt_id"]) == (RECEIPT, "R")
    assert "receipt_id" not in made
    bare: Any = consent_record(second(), replace(WORD, consent="file"), subject="p", where="x")
    assert bare["processing"]["authority_party"] == "UNSTATED"


def test_a_word_gives_refuses_or_takes_back_and_what_was_given_grows_old() -> None:
    assert state(WORD) == "given"
    assert state(replace(WORD, given=False, by="page: refused")) == "refused"
    assert state(replace(WORD, given=False)) == "withdrawn"
    assert expired(WORD, 60, NOW + timedelta(seconds=60))
    assert not expired(WORD, 60, NOW + timedelta(seconds=59))
    assert not expired(replace(WORD, given=False), 60, NOW + timedelta(days=9))


def test_what_is_held_stands_under_each_purpose_that_uses_it_and_nothing_else_does() -> None:
    found = by_purpose(shipped(), {"usage.events": 3, "document.image": 0, "moon.phase": 2})
    assert {line.category for purpose in found for line in purpose.held} == {"usage.events"}
    assert all(line.bases and line.clauses and line.retention is not None for purpose in found for line in purpose.held)
    assert any(line.recipients for purpose in found for line in purpose.held)
    assert by_purpose(shipped(), {}) == ()


def test_a_record_as_tables_has_a_width_for_every_line_and_loses_no_gap() -> None:
    tables = record_tables(record())
    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert all(len(line) == len(table.columns) for line in table.rows)
    assert [len(table.rows) for table in tables if table.name == "gaps"] == [len(record().gaps)]


def test_more_than_a_hundred_years_is_no_duration() -> None:
    assert seconds("36500d") == LONGEST
    with pytest.raises(ValueError, match="is no duration: it is longer than"):
        seconds("36501d")
