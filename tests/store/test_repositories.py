from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from governance.documents import ENDED, LIVE, Stage
from governance.policy.decision import Cell, Decision, Obligations, Request, Unmet
from governance.texts import PRESENT, HeldText, TextState
from operations.rows import DecisionRow, IssuedRecord
from store.people import pseudonym
from store.unit_of_work import Database
from storeroom import START, a_document, make_person

LATER = START + timedelta(minutes=5)
LEASE = LATER + timedelta(minutes=2)


def a_text(person: int, identity: str = "e" * 32, document: str = "d" * 32) -> HeldText:
    return HeldText(
        identity, document, person, TextState.WAITING, START, START + timedelta(hours=1), "R-RESULT", "p" * 64, 2,
        {"PERSON": 3},
    )  # fmt: skip


def a_decision(identity: str, *, allow: bool = True) -> DecisionRow:
    decision = Decision(
        allow=allow,
        request=Request(Cell("process", "document.image", "provide_service"), {"job.stage": "queued"}),
        permits=("A-1",) if allow else (),
        denied_by=() if allow else ("F-1",),
        missing=() if allow else (Unmet("A-1", "data.overdue", "true", ("false",)),),
        bases=("contract",),
        obligations=Obligations({"job.ended": 60}, frozenset({"encrypt", "log"})),
        clauses=("c4.1.3",),
        policy="p" * 64,
    )
    expires = START + timedelta(seconds=30) if allow else None
    return DecisionRow(identity, START, "dequeue", "d" * 32, "d" * 32, decision, expires)


def test_a_document_comes_back_as_it_was_written(database: Database, person: int) -> None:
    written = a_document(person)
    with database.begin() as unit:
        unit.documents.add(written)
    with database.read() as unit:
        assert unit.documents.get(written.id) == written
        assert list(unit.documents.of_person(person)) == [written]
        assert unit.documents.get("f" * 32) is None


def test_a_document_is_claimed_once(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
    with database.begin() as unit:
        claimed = unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        assert claimed is not None
        assert (claimed.stage, claimed.attempt, claimed.lease_until) == (Stage.PROCESSING, 1, LEASE)
        assert unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE) is None


def test_an_older_attempt_can_change_nothing(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        assert unit.documents.give_back("d" * 32, attempt=1, at=LATER, fault=False, not_before=LATER)
        row = unit.documents.get("d" * 32)
        assert row is not None
        assert row.lease_until is None
        unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        held = unit.documents.progress("d" * 32, attempt=1, pages_read=1, page_count=2, lease_until=LEASE)
        ended = unit.documents.move("d" * 32, from_stages=LIVE, to=Stage.COMPLETED, at=LATER, attempt=1)
        assert (held, ended) == (False, False)
        assert unit.documents.progress("d" * 32, attempt=2, pages_read=1, page_count=2, lease_until=LEASE)


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_an_end_is_an_end(database: Database, person: int, stage: Stage) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        unit.documents.claim("d" * 32, now=LATER, lease_until=LEASE)
        assert unit.documents.move("d" * 32, from_stages=LIVE, to=stage, at=LATER, end_code="x")
        for other in Stage:
            everything = frozenset(Stage)
            assert not unit.documents.move("d" * 32, from_stages=everything, to=other, at=LATER)
        row = unit.documents.get("d" * 32)
        assert row is not None
        assert (row.stage, row.ended_at, row.end_code, row.lease_until) == (stage, LATER, "x", None)


def test_a_queued_document_cannot_be_completed_without_being_read(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        assert not unit.documents.move("d" * 32, from_stages=LIVE, to=Stage.COMPLETED, at=LATER)


def test_a_deletion_is_written_once_and_only_after_the_end(database: Database, person: int) -> None:
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        assert not unit.documents.mark_deleted("d" * 32, LATER)
        unit.documents.move("d" * 32, from_stages=LIVE, to=Stage.CANCELLED, at=LATER)
        assert [row.id for row in unit.documents.to_delete(10)] == ["d" * 32]
        assert unit.documents.mark_deleted("d" * 32, LATER)
        assert not unit.documents.mark_deleted("d" * 32, LEASE)
        assert not unit.documents.to_delete(10)


def test_the_clock_finds_what_is_due_waiting_and_abandoned(database: Database, person: int) -> None:
    with database.begin() as unit:
        for letter in "abc":
            unit.documents.add(a_document(person, letter * 32))
        unit.documents.claim("b" * 32, now=LATER, lease_until=LEASE)
        unit.documents.move("c" * 32, from_stages=LIVE, to=Stage.CANCELLED, at=LATER)
    due = START + timedelta(hours=1)
    with database.read() as unit:
        documents = unit.documents
        assert {row.id[0] for row in documents.live(10)} == {"a", "b"}
        assert {row.id[0] for row in documents.overdue(due, 10)} == {"a", "b"}
        assert not documents.overdue(due - timedelta(microseconds=1), 10)
        assert [row.id[0] for row in documents.to_ring(START + timedelta(seconds=1), due, 10)] == ["a"]
        assert not documents.to_ring(START, due, 10)
        assert [row.id[0] for row in documents.abandoned(LEASE, 10)] == ["b"]
        assert not documents.abandoned(LEASE - timedelta(microseconds=1), 10)


def test_a_text_is_kept_once_and_never_comes_back(database: Database, person: int) -> None:
    text = a_text(person)
    with database.begin() as unit:
        unit.documents.add(a_document(person))
        unit.texts.add(text)
        assert unit.texts.get(text.id) == text
        assert unit.texts.of_document("d" * 32) == text
        assert [row.id for row in unit.texts.waiting(10)] == [text.id]
        waiting = frozenset({TextState.WAITING})
        later = START + timedelta(days=30)
        assert unit.texts.move(text.id, from_states=waiting, to=TextState.KEPT, at=LATER, due_at=later, rule="R-TEXT")
        assert not unit.texts.move(text.id, from_states=waiting, to=TextState.KEPT, at=LATER)
        kept = unit.texts.get(text.id)
        assert kept is not None
        assert (kept.state, kept.due_at, kept.rule, kept.gone_at) == (TextState.KEPT, later, "R-TEXT", None)
        assert [row.id for row in unit.texts.due(later, 10)] == [text.id]
        assert unit.texts.move(text.id, from_states=PRESENT, to=TextState.DELETED, at=LATER)
        gone = unit.texts.get(text.id)
        assert gone is not None
        assert gone.gone_at == LATER
        assert not unit.texts.move(text.id, from_states=frozenset(TextState), to=TextState.KEPT, at=LATER)
        assert not unit.texts.due(later, 10)


@pytest.mark.parametrize("allow", [True, False])
def test_a_decision_comes_back_whole(database: Database, allow: bool) -> None:
    row = a_decision("1" * 32, allow=allow)
    with database.begin() as unit:
        unit.decisions.add(row, row.decision.request.facts)
    with database.read() as unit:
        assert list(unit.decisions.of_document("d" * 32)) == [row]
        assert unit.decisions.facts(row.id) == {"job.stage": "queued"}
        assert unit.decisions.facts("2" * 32) is None


def test_decisions_are_told_in_the_order_they_were_taken(database: Database) -> None:
    with database.begin() as unit:
        for identity in ("9" * 32, "1" * 32, "5" * 32):
            unit.decisions.add(a_decision(identity), {})
        assert [row.id[0] for row in unit.decisions.of_document("d" * 32)] == ["9", "1", "5"]


def test_a_permit_is_spent_once_in_time_and_only_when_allowed(database: Database) -> None:
    with database.begin() as unit:
        unit.decisions.add(a_decision("1" * 32), {})
        unit.decisions.add(a_decision("2" * 32, allow=False), {})
        assert not unit.decisions.spend("1" * 32, START + timedelta(seconds=30))
        assert unit.decisions.spend("1" * 32, START)
        assert not unit.decisions.spend("1" * 32, START)
        assert not unit.decisions.spend("2" * 32, START)
        assert not unit.decisions.spend("3" * 32, START)


def test_the_newest_word_of_a_consent_counts(database: Database, person: int) -> None:
    with database.begin() as unit:

        def say(given: bool, document: str = "") -> None:
            unit.consents.record(
                person=person, consent="store_text", given=given, at=START, policy="p", document=document
            )

        def ask(document: str = "") -> str:
            return unit.consents.state(person, "store_text", document, now=START)

        assert ask() == ask("d") == "never"
        say(given=True, document="d")
        assert (ask(), ask("d"), ask("e")) == ("never", "given", "never")
        say(given=False, document="d")
        assert ask("d") == "withdrawn"
        say(given=True)
        assert (ask(), ask("d"), ask("e")) == ("given", "withdrawn", "given")
        say(given=True, document="d")
        assert ask("d") == "given"
        say(given=False)
        assert (ask(), ask("d"), ask("e")) == ("withdrawn", "withdrawn", "withdrawn")
        assert unit.consents.state(person, "training", now=START) == "never"
        assert unit.consents.state(person + 1, "store_text", now=START) == "never"
        unit.consents.record(person=person, consent="training", given=True, at=START, policy="p", document="d")
        both = unit.consents.states(person, ("store_text", "training"), "d", now=START)
        assert both == {"store_text": "withdrawn", "training": "given"}


def test_a_person_has_one_pseudonym_and_nobody_elses(database: Database, person: int) -> None:
    other = make_person(database, "bob@example.org", ledger_salt=b"\x08" * 32, active=False, restricted=True)
    with database.read() as unit:
        first, second = unit.people.get(person), unit.people.get(other)
        assert first is not None
        assert second is not None
        assert first.pseudonym == pseudonym(b"\x07" * 32, person) != second.pseudonym
        assert (first.account_state, first.age_band, first.restricted) == ("active", "of_age", False)
        assert (second.account_state, second.restricted) == ("closed", True)
        assert unit.people.get(other + 1) is None


def test_a_record_is_asked_for_made_and_kept(database: Database, person: int) -> None:
    with database.begin() as unit:
        number = unit.records.next_number(2026)
        assert number == "R-2026-0001"
        record = IssuedRecord("a" * 32, number, "gdpr-30-1", "asked", START, person, START, LATER)
        unit.records.add(record)
        assert unit.records.get(record.id) == record
        assert unit.records.next_number(2026) == "R-2026-0002"
        assert unit.records.next_number(2027) == "R-2027-0001"
        assert not unit.records.finish(record.id, at=LATER, sha256="0" * 64, byte_count=4, pdf=b"%PDF")
        assert unit.records.claim(record.id)
        assert not unit.records.claim(record.id)
        assert unit.records.finish(record.id, at=LATER, sha256="0" * 64, byte_count=4, pdf=b"%PDF")
        assert not unit.records.fail(record.id)
        made = unit.records.newest()[0]
        assert (made.state, made.byte_count, len(made.sha256), made.made_at) == ("issued", 4, 64, LATER)
        assert unit.records.pdf(record.id) == b"%PDF"
        assert unit.records.pdf("b" * 32) is None


def test_the_numbers_of_records_go_on_after_nine_thousand(database: Database, person: int) -> None:
    with database.begin() as unit:
        for index, number in enumerate(("R-2026-9999", "R-2026-10000")):
            unit.records.add(IssuedRecord(str(index) * 32, number, "gdpr-30-1", "asked", START, person, START, LATER))
        assert unit.records.next_number(2026) == "R-2026-10001"


def test_what_fails_in_a_transaction_leaves_nothing(database: Database, person: int) -> None:
    def work() -> None:
        with database.begin() as unit:
            unit.documents.add(a_document(person))
            unit.ledger.append("document.received", START, {"document": "d" * 32})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    with database.read() as unit:
        assert unit.documents.get("d" * 32) is None
        assert unit.entries.size() == 0


def test_reading_cannot_write(database: Database, person: int) -> None:
    with pytest.raises(SQLAlchemyError), database.read() as unit:
        unit.documents.add(a_document(person))
    with database.begin() as unit:
        unit.documents.add(a_document(person))


def test_errors_of_the_database_do_not_quote_the_row(database: Database, person: int) -> None:
    with pytest.raises(IntegrityError) as caught:
        make_person(database, "ada@example.org")
    assert "ada@example.org" not in f"{caught.value!r} {caught.value} {caught.value.orig!r} {caught.value.orig}"
    assert "email" in str(caught.value)


def test_a_ledger_entry_needs_a_kind_that_is_explained(database: Database) -> None:
    with pytest.raises(KeyError), database.begin() as unit:
        unit.ledger.append("document.borrowed", START, {})
