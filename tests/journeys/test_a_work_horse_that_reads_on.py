"""While documents wait, a work-horse reads one after the other; what it dies of costs only the one it holds."""

import signal
import time
from pathlib import Path

import psutil
import pytest

from below import work_horses
from console.acting import local_actor
from console.processes import is_registered
from governance.documents import Document, Stage
from operations.submit_document import submit_document
from running import Running, running_house
from scans import as_pdf, as_png, letter

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def running(tmp_path: Path):
    with running_house(tmp_path / "home", worker=True, clock=True, ring_seconds=1, stop_seconds=2) as house:
        wait_for(lambda: is_registered(house.settings.redis_url, house.worker.pid), "the worker")
        yield house


def wait_for(condition, what: str, seconds: float = 400):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited {seconds} s for {what}")


def submit(running: Running, content: bytes) -> str:
    return submit_document(running.house.services, local_actor(running.house), content).id


def row(running: Running, document: str) -> Document:
    with running.house.services.store.read() as unit:
        found = unit.documents.get(document)
    assert found is not None
    return found


def ended(running: Running, document: str) -> Document:
    return wait_for(lambda: (found := row(running, document)).deleted_at and found, "the end")


def short(number: int) -> bytes:
    return as_png(letter(f"Jane Roe, 12 March 2026\nNo {number}", width=700, height=260, size=22))


def long(number: int, pages: int = 60) -> bytes:
    lines = "\n".join(f"Jane Roe owes {n} pounds to Priya Raman, {number}" for n in range(10))
    return as_pdf([letter(lines, width=760, height=520, size=20)] * pages)


def waiting_for_a_worker(running: Running, *contents: bytes) -> list[str]:
    """Hand in documents while the worker stands still, so that all of them wait when it goes on."""
    running.worker.send_signal(signal.SIGSTOP)
    documents = [submit(running, content) for content in contents]
    running.worker.send_signal(signal.SIGCONT)
    return documents


def horse_in(running: Running, document: str) -> psutil.Process:
    wait_for(lambda: row(running, document).pages_read >= 1, "a page to be read")
    (horse,) = work_horses(running.worker.pid)
    return horse


def kinds(running: Running, document: str) -> list[str]:
    wanted = ("text.made", "document.ended", "document.deleted", "document.retried")
    found = [kind for kind, body in running.ledger_entries() if document.encode() in body]
    return sorted(kind for kind in found if kind in wanted)


def test_documents_that_wait_are_read_by_one_work_horse(running):
    first, second = waiting_for_a_worker(running, long(1, 6), long(2, 6))
    assert horse_in(running, first) == horse_in(running, second)
    assert {ended(running, one).stage for one in (first, second)} == {Stage.COMPLETED}
    wait_for(lambda: not work_horses(running.worker.pid), "the work-horse to end when nothing waits")


def test_a_work_horse_killed_in_its_second_document_costs_that_one_an_attempt_and_the_first_one_nothing(running):
    first, second, third = waiting_for_a_worker(running, short(1), long(2), short(3))
    horse_in(running, second).send_signal(signal.SIGKILL)
    done = [ended(running, document) for document in (first, second, third)]
    assert [(one.stage, one.attempt, one.faults) for one in done] == [
        (Stage.COMPLETED, 1, 0),
        (Stage.COMPLETED, 2, 1),
        (Stage.COMPLETED, 1, 0),
    ]
    once = ["document.deleted", "document.ended", "text.made"]
    assert [kinds(running, one) for one in (first, third)] == [once, once]
    assert kinds(running, second) == ["document.deleted", "document.ended", "document.retried", "text.made"]


def test_a_worker_told_to_stop_gives_the_second_document_back_and_begins_no_third(running):
    _, second, third = waiting_for_a_worker(running, short(1), long(2), short(3))
    horse_in(running, second)
    running.worker.send_signal(signal.SIGTERM)
    assert running.worker.wait(10) == 0
    left = [row(running, document) for document in (second, third)]
    assert [(one.stage, one.attempt, one.faults) for one in left] == [(Stage.QUEUED, 1, 0), (Stage.QUEUED, 0, 0)]
    running.start_worker()
    assert {ended(running, one).stage for one in (second, third)} == {Stage.COMPLETED}
