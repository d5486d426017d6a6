"""The connection to SQLite or PostgreSQL, set up so that what is written is safe and what is deleted is gone."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

MODE = "proviso_mode"
"""Execution option of a connection: WRITE takes SQLite's write lock at once, READ cannot write, SINGLE begins nothing
(each statement sees its own moment), else deferred."""
WRITE, READ, SINGLE = "write", "read", "single"

_BUSY_MILLISECONDS = 10_000
_CLEARING_MILLISECONDS = 500
"""How long emptying the journal waits for readers: all writers wait with it, and the clock tries again anyway."""
_CACHE_KIBIBYTES = 65_536
_JOURNAL_PAGES = 8_000
_FILE = "proviso_file"
"""Where a connection remembers which file it opened."""


def make_engine(url: str) -> Engine:
    """Connect lazily; errors name tables and constraints, never values."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=5, max_overflow=15)
    event.listen(engine, "handle_error", _without_values, retval=True)
    return engine


def _sqlite(url: str) -> Engine:
    file = Path(str(make_url(url).database))
    _own_file(file)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": _BUSY_MILLISECONDS / 1000, "check_same_thread": False}
    )
    event.listen(engine, "do_connect", lambda *_: _present(file))
    event.listen(engine, "connect", lambda connection, record: _prepare(connection, record, file))
    event.listen(engine, "checkout", lambda _connection, record, _proxy: _same(record, file))
    event.listen(engine, "begin", _begin)
    return engine


def _own_file(file: Path) -> None:
    # SQLite would make the file readable for others; its journal and index files inherit this mode.
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _present(file: Path) -> None:
    # SQLite would make an empty database in the place of one that was taken away.
    if not file.exists():
        raise sqlite3.OperationalError("unable to open database file")


def _same(record: ConnectionPoolEntry, file: Path) -> None:
    """Let go of a file that is no longer the one with this name: what is written into it is lost to everybody."""
    if record.info.get(_FILE) != _identity(file):
        raise DisconnectionError


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare(connection: Any, record: ConnectionPoolEntry, file: Path) -> None:
    record.info[_FILE] = _identity(file)
    # The driver's own transactions begin too late (after the first read); ours are written out in `_begin`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        # The inner pages of an index over ten million rows fit in; what is usual (2 MB) reads them again and again.
        f"cache_size = {-_CACHE_KIBIBYTES}",
        # A sweep changes pages all over an index; carried back rarely, each is carried once for many changes. The
        # clock empties the journal every minute anyway.
        f"wal_autocheckpoint = {_JOURNAL_PAGES}",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(MODE)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if mode == READ else 'OFF'}")
    if mode != SINGLE:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == WRITE else "BEGIN DEFERRED")


def empty_journal(connection: Connection) -> bool:
    """Carry SQLite's journal into the database and empty it; False when somebody still reads an old version of it.

    The connection is in AUTOCOMMIT.
    """
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_CLEARING_MILLISECONDS}")
    try:
        return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")


def _without_values(context: ExceptionContext) -> BaseException | None:
    """Cut PostgreSQL's DETAIL lines, which quote the row ("Key (email)=(…) already exists")."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    lines = str(original).splitlines()
    if not isinstance(wrapped, DBAPIError) or len(lines) < 2:
        return None
    original.args = (lines[0],)
    return type(wrapped)(
        wrapped.statement,
        None,
        original,
        hide_parameters=True,
        connection_invalidated=wrapped.connection_invalidated,
    )
