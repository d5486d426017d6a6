import time
from dataclasses import replace

import pytest
from sqlalchemy import update

from desk import QuickReader
from governance.documents import Stage
from governance.errors import ProvisoError
from governance.texts import TextState
from operations.cancel_document import cancel_document
from operations.process_document import process_document
from operations.queries import steps_of
from operations.read_text import read_text
from operations.recover import ring_again, take_back
from store.tables import User, table_of


def test_a_document_is_read_ended_and_deleted_and_its_text_waits(desk):
    document = desk.submit().id
    assert desk.read(document) is Stage.COMPLETED
    row, text = desk.row(document), desk.text(document)
    assert (row.stage, row.pages_read) == (Stage.COMPLETED, 3)
    assert row.deleted_at is not None
    assert not desk.services.vault.alive(document)
    assert (text.state, dict(text.counts)) == (TextState.WAITING, {"PERSON": 3})
    reading = read_text(desk.services, desk.owner, document)
    assert [reading.text[f.start : f.end] for f in reading.findings] == ["Jane Roe"] * 3
    assert desk.entries("document.ended") == ["document.ended"]
    assert desk.entries("document.deleted") == ["document.deleted"]


def test_reading_a_second_time_finds_nothing_to_do(desk):
    document = desk.submit().id
    desk.read(document)
    before = desk.entries()
    assert desk.read(document) is None
    assert desk.entries() == before


def test_the_gate_is_asked_at_every_step_and_every_answer_is_kept(desk):
    document = desk.submit().id
    desk.read(document)
    read_text(desk.services, desk.owner, document)
    steps = [view.row.step for view in steps_of(desk.services, desk.owner, document)]
    assert steps == ["upload", "store", "dequeue", "page", "page", "store-text", "delete", "read"]
    assert all(view.explanation.sentences for view in steps_of(desk.services, desk.owner, document))


def test_a_person_restricted_in_mid_reading_stops_the_next_page(desk):
    document = desk.submit().id

    def restrict(page):
        with desk.house.database.begin() as unit:
            unit.connection.execute(update(table_of(User)).values(restricted=True))

    assert desk.read(document, QuickReader(between=restrict)) is Stage.REFUSED
    assert desk.row(document).end_code == "gate-refused"
    assert desk.row(document).deleted_at is not None
    assert desk.text(document) is None


def test_a_document_cancelled_in_mid_reading_is_gone_at_once_and_its_reading_comes_to_nothing(desk):
    document = desk.submit().id

    def cancel(page):
        if page == 2:
            assert cancel_document(desk.services, desk.owner, document)
            assert not desk.services.vault.alive(document)

    assert desk.read(document, QuickReader(between=cancel)) is None
    assert desk.row(document).stage is Stage.CANCELLED
    assert desk.entries("document.ended") == ["document.ended"]
    assert desk.text(document) is None


@pytest.mark.parametrize(
    ("fault", "stage", "code"),
    [
        (ProvisoError("file-damaged", format="tiff"), Stage.FAILED, "file-damaged"),
        (TimeoutError(), Stage.TIMED_OUT, "job-timed-out"),
    ],
)
def test_a_document_that_cannot_be_read_ends_and_is_deleted(desk, fault, stage, code):
    def fail(page):
        raise fault

    document = desk.submit().id
    assert desk.read(document, QuickReader(between=fail)) is stage
    row = desk.row(document)
    assert (row.stage, row.end_code) == (stage, code)
    assert row.deleted_at is not None
    assert not desk.services.vault.alive(document)


def fail(page):
    raise ZeroDivisionError


def test_a_fault_of_ours_is_tried_again_later_each_time_and_then_ends_the_document(desk):
    document = desk.submit().id
    for faults, delay in ((1, 5), (2, 10)):
        with pytest.raises(ZeroDivisionError):
            desk.read(document, QuickReader(between=fail))
        row = desk.row(document)
        assert (row.stage, row.faults, row.attempt) == (Stage.QUEUED, faults, faults)
        desk.hands.forward(seconds=delay - 1)
        assert desk.read(document) is None
        assert ring_again(desk.services, older_than=3600) == 0
        desk.hands.forward(seconds=1)
        assert ring_again(desk.services, older_than=3600) == 1
    with pytest.raises(ZeroDivisionError):
        desk.read(document, QuickReader(between=fail))
    row = desk.row(document)
    assert (row.stage, row.end_code) == (Stage.FAILED, "reading-failed")
    assert row.deleted_at is not None
    assert desk.entries("document.retried") == ["document.retried"] * 2
    assert desk.entries("document.ended") == ["document.ended"]


def test_a_fault_of_ours_that_passes_costs_the_person_nothing(desk):
    document = desk.submit().id
    with pytest.raises(ZeroDivisionError):
        desk.read(document, QuickReader(between=fail))
    desk.hands.forward(seconds=5)
    assert desk.read(document) is Stage.COMPLETED


def test_a_key_server_that_is_away_for_a_moment_is_a_fault_of_ours(desk, monkeypatch):
    document = desk.submit().id

    def away(self, item, content, *, seconds):
        raise ProvisoError("storage-unavailable", part="key server")

    monkeypatch.setattr(type(desk.services.vault), "seal", away)
    assert desk.read(document) is Stage.QUEUED
    monkeypatch.undo()
    desk.hands.forward(seconds=5)
    assert desk.read(document) is Stage.COMPLETED
    assert desk.entries("text.made") == ["text.made"]


def test_a_fault_of_the_document_is_not_tried_again(desk):
    def refuse(page):
        raise ProvisoError("page-timed-out", page=1, seconds=1)

    document = desk.submit().id
    assert desk.read(document, QuickReader(between=refuse)) is Stage.FAILED
    row = desk.row(document)
    assert (row.end_code, row.attempt, row.faults) == ("page-timed-out", 1, 0)


def test_a_document_is_not_tried_again_beyond_the_ceiling_of_the_policy(desk):
    document = desk.submit().id
    desk.hands.forward(minutes=59, seconds=56)
    with pytest.raises(ZeroDivisionError):
        desk.read(document, QuickReader(between=fail))
    assert desk.row(document).end_code == "reading-failed"


def test_a_document_whose_key_died_before_its_date_ends_as_lost(desk):
    document = desk.submit().id
    desk.house.keys.destroy(document)
    assert desk.read(document) is Stage.LOST
    assert desk.row(document).end_code == "document-lost"


def test_a_document_whose_key_died_at_its_date_ends_as_expired(desk):
    document = desk.submit().id
    desk.hands.forward(minutes=59, seconds=59)
    desk.house.keys.destroy(document)
    assert desk.read(document) is Stage.EXPIRED


def test_a_page_may_take_longer_than_the_lease(desk):
    services = replace(desk.services, limits=replace(desk.services.limits, lease_seconds=1))
    document = desk.submit().id

    def slow(page):
        if page == 1:
            desk.hands.forward(seconds=2)
            until = desk.hands.at
            for _ in range(200):
                if desk.row(document).lease_until > until:
                    break
                time.sleep(0.05)
            assert take_back(services) == 0

    assert process_document(services, QuickReader(between=slow), document) is Stage.COMPLETED
    assert desk.row(document).attempt == 1


def test_a_document_past_its_date_is_refused_even_if_nobody_swept(desk):
    document = desk.submit().id
    desk.hands.forward(hours=1)
    assert desk.read(document) is Stage.REFUSED
    assert desk.row(document).deleted_at is not None
