"""Logs say what happened without a word of anybody's data, whatever a library or an exception says."""

import json
import logging
import sys

from store.log import JsonLines, write_log
from store.operating import Log

CANARY = "CANARY-Ottilie"


def line(name: str, message: str, *, fault: bool = False) -> dict[str, str]:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), None)
    if fault:
        try:
            raise ValueError(CANARY)
        except ValueError:
            record.exc_info = sys.exc_info()
    return json.loads(JsonLines().format(record))


def test_a_line_of_ours_is_one_json_object():
    said = line("clock.rounds", "the round x failed: OSError")
    assert (said["level"], said["logger"], said["message"]) == ("ERROR", "clock.rounds", "the round x failed: OSError")
    assert said["at"].endswith("+00:00")


def test_what_a_library_says_is_left_out_and_of_a_fault_its_class_is_kept():
    said = line("sqlalchemy.engine", f"row ({CANARY})", fault=True)
    assert CANARY not in json.dumps(said)
    assert said["fault"] == "ValueError"
    assert CANARY not in json.dumps(line("portal.errors", "fault 1: ValueError", fault=True))


def test_the_level_and_the_form_are_settings(capsys):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        write_log(Log("INFO", "json"), least=logging.WARNING)
        logging.getLogger("store.queue").info("not this")
        logging.getLogger("store.queue").warning("this")
        write_log(Log("ERROR", "text"))
        logging.getLogger("store.queue").warning("nor this")
        logging.getLogger("store.queue").error("and this")
        write_log(Log("DEBUG", "text"))
        logging.getLogger("alembic.runtime").info("not this either")
    finally:
        root.handlers[:], root.level = before
    told = capsys.readouterr().err.splitlines()
    assert json.loads(told[0])["message"] == "this"
    assert told[1].endswith("store.queue ERROR and this")
    assert len(told) == 2
