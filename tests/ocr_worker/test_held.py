"""What parent and work-horse tell each other outlives the work-horse."""

import os
from dataclasses import replace

import pytest

from ocr_worker.held import Held
from storeroom import a_document

FIRST = a_document(1, "a" * 32, attempt=1)


def in_child(act) -> None:
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    os.waitpid(child, 0)


def test_what_a_child_held_is_known_after_its_death():
    held = Held()
    held.begin()
    in_child(lambda: held.take(FIRST))
    assert (held.document, held.attempt) == ("a" * 32, 1)


def test_the_document_held_last_is_the_one_that_counts():
    held = Held()
    held.take(FIRST)
    held.let_go()
    held.take(replace(FIRST, id="b" * 30, attempt=7))
    assert (held.document, held.attempt) == ("b" * 30, 7)


def test_nothing_is_held_between_two_documents():
    held = Held()
    held.take(FIRST)
    held.let_go()
    assert held.attempt == 0


def test_a_new_work_horse_begins_with_nothing_of_the_one_before():
    held = Held()
    held.take(FIRST)
    held.read_on()
    held.stop()
    assert held.reads_on
    assert held.stops
    held.begin()
    assert (held.document, held.attempt, held.reads_on, held.stops) == ("", 0, False, False)


def test_a_child_hears_its_parent_say_stop():
    held = Held()
    held.begin()
    held.stop()
    in_child(lambda: held.read_on() if held.stops else None)
    assert held.reads_on


def test_an_id_that_has_no_room_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="too long"):
        Held().take(replace(FIRST, id="a" * 65))
