"""A worker is killed in mid-page, again and again; nothing readable stays anywhere, and the document ends once."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from below import work_horses
from console.acting import local_actor
from governance.documents import LIVE, Stage
from operations.submit_document import submit_document
from running import Running, running_house
from scans import LETTER, as_tiff, letter, scanned

CANARY = "Zyxomma Quillfeather"
DENSE = "\n".join(f"{CANARY} owes {n} pounds to {CANARY}; ring 01632 960 {n:03d}" for n in range(40))


pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def running(tmp_path: Path):
    with running_house(tmp_path / "home", worker=True, clock=True, **{"work.attempts": 2}) as house:
        yield house


def upload(pages: int = 14) -> bytes:
    return as_tiff([scanned(letter(f"{LETTER}\n{DENSE}", size=19), seed=n) for n in range(pages)])


def wait_for(condition, seconds: float, what: str):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


def row(running: Running, document: str):
    with running.house.services.store.read() as unit:
        return unit.documents.get(document)


def mid_page(running: Running, document: str, attempt: int) -> None:
    wait_for(
        lambda: (found := row(running, document)).attempt == attempt and found.pages_read >= 1,
        400,
        "the worker to be in the middle of the document",
    )


def work_horse(running: Running) -> psutil.Process:
    return wait_for(lambda: work_horses(running.worker.pid), 20, "a work-horse")[0]


def canaries(content: bytes) -> list[bytes]:
    middle = len(content) // 2
    first, last = CANARY.split()
    return [first.encode(), last.encode(), content[middle : middle + 48], content[-200:-152], b"Whitcombe"]


def haystacks(running: Running):
    for folder in (running.home, Path("/dev/shm"), running.temp):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                try:
                    yield str(path), path.read_bytes()
                except OSError:
                    continue
    for key in running.valkey.scan_iter("*"):
        yield f"valkey:{key!r}", key + (running.valkey.dump(key) or b"")


def assert_nowhere(running: Running, content: bytes) -> None:
    for place, found in haystacks(running):
        for canary in canaries(content):
            assert canary not in found, f"{canary!r} was found in {place}"


def entries(running: Running, document: str, kind: str) -> int:
    return sum(1 for found, body in running.ledger_entries() if found == kind and document.encode() in body)


def test_a_work_horse_killed_twice_ends_the_document_once_and_leaves_nothing(running):
    services, actor = running.house.services, local_actor(running.house)
    content = upload()
    document = submit_document(services, actor, content).id
    for attempt in (1, 2):
        mid_page(running, document, attempt)
        assert_nowhere(running, content)
        work_horse(running).send_signal(signal.SIGKILL)
    ended = wait_for(lambda: (found := row(running, document)).deleted_at and found, 400, "the end")
    assert (ended.stage, ended.end_code) == (Stage.FAILED, "worker-died")
    assert entries(running, document, "document.ended") == 1
    assert entries(running, document, "document.deleted") == 1
    assert not services.vault.alive(document)
    assert_nowhere(running, content)


def test_a_worker_killed_whole_is_survived_by_the_document_and_by_nothing_else(running):
    services, actor = running.house.services, local_actor(running.house)
    content = upload(6)
    document = submit_document(services, actor, content).id
    mid_page(running, document, 1)
    horse = work_horse(running)
    os.kill(running.worker.pid, signal.SIGKILL)
    wait_for(lambda: not horse.is_running() or horse.status() == psutil.STATUS_ZOMBIE, 10, "the work-horse to die too")
    assert_nowhere(running, content)
    running.start_worker()
    ended = wait_for(lambda: (found := row(running, document)).stage not in LIVE and found, 400, "the end")
    assert ended.stage is Stage.COMPLETED
    assert ended.attempt == 2
    wait_for(lambda: row(running, document).deleted_at, 20, "the deletion")
    assert entries(running, document, "document.ended") == 1
    assert entries(running, document, "document.deleted") == 1
    assert_nowhere(running, content)
