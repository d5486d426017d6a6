"""One leader among the clocks: a file lock on one machine, an advisory lock of PostgreSQL on several."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

_LEADING = 0x50524C44
"""The advisory lock of the leading clock on PostgreSQL."""


class Leadership:
    """May be asked for again and again; dies with its process, so that another takes over."""

    def __init__(self, database_url: str, home: Path) -> None:
        self._url = database_url
        self._file = home / "clock.lock"
        self._handle: int | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Try to become the leader; tell whether we are."""
        return self._take_file() if self._url.startswith("sqlite") else self._take_advisory()

    def holds(self) -> bool:
        """Tell whether we still lead: a lock of PostgreSQL goes with its connection."""
        if self._connection is None:
            return self._handle is not None
        try:
            mine = text(
                "select count(*) from pg_locks where locktype = 'advisory' and granted"
                " and pid = pg_backend_pid() and objid = :key"
            )
            return bool(self._connection.execute(mine, {"key": _LEADING}).scalar_one())
        except SQLAlchemyError:
            return False

    def leave(self) -> None:
        """Let another lead."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._connection is not None:
            # Given back by word, as often as it was taken: a closed connection is noticed some moments later only.
            with suppress(SQLAlchemyError):
                self._connection.execute(text("select pg_advisory_unlock_all()"))
            self._connection.close()
            self._connection.engine.dispose()
            self._connection = None

    def _take_file(self) -> bool:
        if self._handle is not None:
            return True
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def _take_advisory(self) -> bool:
        try:
            if self._connection is None:
                # A connection of its own that is never handed back; it notices within seconds when the other
                # side is gone.
                engine = create_engine(
                    self._url,
                    isolation_level="AUTOCOMMIT",
                    pool_size=1,
                    hide_parameters=True,
                    connect_args={"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3},
                )
                self._connection = engine.connect()
            taken = self._connection.execute(text("select pg_try_advisory_lock(:key)"), {"key": _LEADING})
            return bool(taken.scalar_one())
        except SQLAlchemyError:
            self.leave()
            return False
