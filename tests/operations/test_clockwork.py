import pytest

from desk import QuickReader
from governance.documents import Stage
from governance.texts import TextState
from operations.delete_due import delete_due, end_keyless
from operations.recover import lay_down, release, ring_again, take_back


def test_a_document_nobody_reads_ends_at_its_ceiling(desk):
    document = desk.submit().id
    desk.hands.forward(minutes=59, seconds=59)
    assert delete_due(desk.services).expired == 0
    desk.hands.forward(seconds=1)
    assert delete_due(desk.services).expired == 1
    row = desk.row(document)
    assert (row.stage, row.deleted_at) == (Stage.EXPIRED, desk.hands.at)
    assert delete_due(desk.services).expired == 0


def test_a_waiting_text_goes_after_an_hour_and_a_kept_one_after_thirty_days(desk):
    waiting, kept = desk.submit().id, desk.submit(keep=True).id
    desk.read(waiting)
    desk.read(kept)
    desk.hands.forward(hours=1)
    assert delete_due(desk.services).texts == 1
    assert desk.text(waiting).state is TextState.EXPIRED
    desk.hands.forward(days=30)
    assert delete_due(desk.services).texts == 1
    assert desk.text(kept).state is TextState.EXPIRED


def test_a_deletion_that_was_interrupted_is_finished_and_written_once(desk, monkeypatch):
    document = desk.submit().id
    vault = desk.services.vault
    monkeypatch.setattr(type(vault), "destroy", lambda self, item: False)
    desk.read(document)
    assert desk.row(document).deleted_at is None
    monkeypatch.undo()
    assert delete_due(desk.services).finished == 1
    assert desk.row(document).deleted_at is not None
    assert delete_due(desk.services).finished == 0
    assert desk.entries("document.deleted") == ["document.deleted"]


def test_a_key_server_that_lost_its_memory_ends_what_waited(desk):
    document, read = desk.submit().id, desk.submit().id
    desk.read(read)
    for item in (document, desk.text(read).id):
        desk.house.keys.destroy(item)
    assert end_keyless(desk.services) == 2
    assert desk.row(document).stage is Stage.LOST
    assert desk.text(read).state is TextState.EXPIRED
    assert end_keyless(desk.services) == 0


def test_a_lost_bell_is_rung_again(desk):
    document = desk.submit().id
    assert ring_again(desk.services, older_than=30) == 0
    desk.hands.forward(seconds=31)
    assert ring_again(desk.services, older_than=30) == 1
    assert desk.bell.rung == [document, document]


def die(page):
    raise KeyboardInterrupt


def test_what_a_dead_worker_held_is_taken_back_until_its_attempts_are_used_up(desk):
    document = desk.submit().id
    for attempt in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            desk.read(document, QuickReader(between=die))
        assert desk.row(document).attempt == attempt
        assert take_back(desk.services) == 0
        desk.hands.forward(seconds=9)
        assert take_back(desk.services) == 1
    row = desk.row(document)
    assert (row.stage, row.end_code) == (Stage.FAILED, "worker-died")
    assert row.deleted_at is not None


def test_what_a_stopped_worker_lays_down_does_not_count_against_the_document(desk):
    document = desk.submit().id
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            desk.read(document, QuickReader(between=die))
        assert lay_down(desk.services, desk.row(document))
    row = desk.row(document)
    assert (row.stage, row.faults, row.attempt) == (Stage.QUEUED, 0, 5)
    assert desk.bell.rung == [document] * 6
    assert desk.read(document) is Stage.COMPLETED


def test_an_attempt_that_was_taken_over_can_no_longer_be_given_back(desk):
    document = desk.submit().id
    stale = []

    def hand_over(page):
        if page == 1:
            stale.append(desk.row(document))
            desk.hands.forward(seconds=9)
            take_back(desk.services)
            assert desk.read(document) is Stage.COMPLETED

    assert desk.read(document, QuickReader(between=hand_over)) is None
    assert not release(desk.services, stale[0])
    assert desk.entries("document.ended") == ["document.ended"]
    assert desk.entries("text.made") == ["text.made"]
