"""What the processes write into their logs: lines for people, or JSON for programs; never anything about a person.

Our own messages hold kinds of faults, counts and ids of jobs. What libraries say may quote data, so in JSON only
that they said something, how grave it was and of which class the fault was gets through.
"""

import json
import logging
from datetime import UTC, datetime

from store.operating import Log

OURS = frozenset(
    {"clock", "console", "governance", "ocr_worker", "operations", "portal", "proviso", "reports", "store"}
)
"""Loggers whose messages are written by us."""
_TEXT = "%(asctime)s %(name)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """Writes one JSON object a line: `at`, `level`, `logger`, `message` and, for a fault, `fault`, its class."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; tracebacks and messages of libraries are left out."""
        ours = _is_ours(record)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage() if ours else "a library said something that may quote data",
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def write_log(log: Log, *, least: int = logging.DEBUG) -> None:
    """Set up the log of this process, on the standard error; `least` is what it writes at least whatever is set."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if log.format == "json" else logging.Formatter(_TEXT))
    # Libraries are heard when they warn; below that they tell of themselves, and might quote.
    handler.addFilter(lambda record: _is_ours(record) or record.levelno >= logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(least, logging.getLevelName(log.level)))
