"""A work-horse reads on while documents wait, and for no longer than it may."""

import time

from ocr_worker.held import Held
from ocr_worker.reading_on import read_on

LATER = time.monotonic() + 3600


def reads(*waiting: str, until: float = LATER, held: Held | None = None, faulty: str = "") -> list[str]:
    """Read on among these documents; returns those that were begun."""
    queue, begun = list(waiting), []

    def read(document: str) -> bool:
        begun.append(document)
        return document != faulty

    read_on(held or Held(), until, lambda: queue.pop(0) if queue else None, read)
    return begun


def test_what_waits_is_read_in_its_order_until_nothing_waits():
    assert reads("a", "b", "c") == ["a", "b", "c"]


def test_after_a_slow_document_no_other_is_begun():
    assert reads("a", "b", until=time.monotonic() - 1) == []


def test_a_fault_of_ours_ends_the_process_after_its_document():
    assert reads("a", "b", "c", faulty="b") == ["a", "b"]


def test_who_is_told_to_stop_begins_nothing():
    held = Held()
    held.stop()
    assert reads("a", held=held) == []


def test_its_parent_knows_that_the_first_job_is_done():
    held = Held()
    reads(held=held)
    assert held.reads_on
