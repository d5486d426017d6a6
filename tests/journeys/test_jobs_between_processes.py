"""Jobs as real workers, clocks and a real Valkey handle them: stop, cancel, time out, urgency, lost bells, twins."""

import signal
import sys
import time
from pathlib import Path

import psutil
import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from below import work_horses
from console.acting import local_actor
from console.processes import is_registered
from governance.documents import LIVE, Document, Stage
from operations.cancel_document import cancel_document
from operations.submit_document import submit_document
from running import Running, running_house
from scans import as_pdf, as_png, letter
from store.queue import BATCH, DOCUMENTS, connect_queue

SHORT = "Jane Roe, 12 March 2026\nring 01632 960 417"
LINES = "\n".join(f"Jane Roe owes {n} pounds to Priya Raman" for n in range(10))

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def running(tmp_path: Path):
    with running_house(tmp_path / "home", worker=True, clock=True, ring_seconds=1, stop_seconds=2) as house:
        yield house


def page(text: str = SHORT, *, number: int = 0) -> bytes:
    return as_png(letter(f"{text}\nNo {number}", width=700, height=260, size=22))


def many_pages(count: int) -> bytes:
    return as_pdf([letter(LINES, width=760, height=520, size=20)] * count)


def submit(running: Running, content: bytes, *, batch: bool = False) -> str:
    return submit_document(running.house.services, local_actor(running.house), content, batch=batch).id


def row(running: Running, document: str) -> Document:
    with running.house.services.store.read() as unit:
        found = unit.documents.get(document)
    assert found is not None
    return found


def until(condition, what: str, seconds: float = 400):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


def ended(running: Running, document: str) -> Document:
    return until(lambda: (found := row(running, document)).deleted_at and found, "the end")


def count(running: Running, document: str, kind: str) -> int:
    return sum(1 for found, body in running.ledger_entries() if found == kind and document.encode() in body)


def ready(running: Running, pid: int | None = None) -> None:
    until(lambda: is_registered(running.settings.redis_url, pid or running.worker.pid), "the worker")


def test_a_worker_told_to_stop_in_a_document_of_fifty_pages_gives_it_back_and_the_next_one_reads_it_whole(running):
    document = submit(running, many_pages(50))
    until(lambda: row(running, document).pages_read >= 1, "the first page")
    (horse,) = work_horses(running.worker.pid)
    running.worker.send_signal(signal.SIGTERM)
    assert running.worker.wait(10) == 0
    assert not horse.is_running() or horse.status() == psutil.STATUS_ZOMBIE
    back = row(running, document)
    assert (back.stage, back.faults, back.attempt) == (Stage.QUEUED, 0, 1)
    assert running.house.services.vault.alive(document)
    running.start_worker()
    found = ended(running, document)
    assert (found.stage, found.attempt, found.pages_read) == (Stage.COMPLETED, 2, 50)
    assert [count(running, document, f"document.{kind}") for kind in ("retried", "ended", "deleted")] == [1, 1, 1]
    assert count(running, document, "text.made") == 1


def test_a_worker_told_to_stop_with_nothing_to_do_stops(running):
    ready(running)
    running.worker.send_signal(signal.SIGTERM)
    assert running.worker.wait(10) == 0


def test_cancelling_reaches_a_document_that_is_being_read(running):
    document = submit(running, many_pages(90))
    until(lambda: row(running, document).pages_read >= 1, "the first page")
    assert cancel_document(running.house.services, local_actor(running.house), document)
    until(lambda: not work_horses(running.worker.pid), "the work-horse to stop")
    found = row(running, document)
    assert (found.stage, found.end_code) == (Stage.CANCELLED, "document-cancelled")
    assert found.pages_read < 90
    assert count(running, document, "text.made") == 0
    assert not running.house.services.vault.alive(document)


def test_a_document_of_a_person_waits_for_one_document_of_a_batch_at_most(running):
    ready(running)
    batch = [submit(running, page(number=n), batch=True) for n in range(8)]
    until(lambda: row(running, batch[0]).stage not in LIVE, "the first of the batch")
    before = [document for document in batch if row(running, document).stage is not Stage.QUEUED]
    urgent = submit(running, page())
    first = ended(running, urgent)
    others = [ended(running, document) for document in batch]
    assert {found.stage for found in (first, *others)} == {Stage.COMPLETED}
    overtaken = [found for found in others if found.id not in before and found.ended_at < first.ended_at]
    assert len(overtaken) <= 1
    assert len(before) < len(batch) - 2


@pytest.mark.parametrize("batch", [False, True])
def test_a_bell_that_was_lost_is_rung_again(running, batch):
    ready(running)
    running.worker.send_signal(signal.SIGSTOP)
    document = submit(running, page(), batch=batch)
    waiting = Queue(
        BATCH if batch else DOCUMENTS, connection=connect_queue(running.settings), serializer=JSONSerializer
    )
    waiting.empty()
    running.worker.send_signal(signal.SIGCONT)
    assert ended(running, document).stage is Stage.COMPLETED


def test_a_document_rung_for_twice_among_two_workers_is_read_once(running):
    ready(running)
    running.start("second", sys.executable, "-m", "ocr_worker")
    try:
        ready(running, running.processes["second"].pid)
        document = submit(running, many_pages(3))
        for _ in range(3):
            waiting = Queue(DOCUMENTS, connection=connect_queue(running.settings), serializer=JSONSerializer)
            waiting.enqueue("ocr_worker.tasks.process_document", document, result_ttl=0, failure_ttl=60)
        found = ended(running, document)
        assert (found.stage, found.attempt) == (Stage.COMPLETED, 1)
        until(lambda: not waiting.job_ids, "the other bells to be heard")
        assert [count(running, document, kind) for kind in ("text.made", "document.ended")] == [1, 1]
    finally:
        running.processes["second"].terminate()
        running.processes["second"].wait(20)


def test_a_document_that_takes_too_long_ends_as_timed_out(tmp_path):
    with running_house(tmp_path / "home", worker=True, clock=True, job_seconds=6) as running:
        document = submit(running, many_pages(99))
        found = ended(running, document)
        assert (found.stage, found.end_code, found.attempt) == (Stage.TIMED_OUT, "job-timed-out", 1)
        assert count(running, document, "document.ended") == 1
        assert not running.house.services.vault.alive(document)


def test_the_shipped_settings_take_a_dead_workers_document_over_within_fifteen_seconds(tmp_path):
    with running_house(tmp_path / "home") as running:
        settings = running.settings
        assert settings.work.lease_seconds + settings.clock.sweep_seconds < 15
        assert settings.clock.ring_seconds + settings.clock.sweep_seconds < 15
        assert settings.work.stop_seconds + 2 < 10
