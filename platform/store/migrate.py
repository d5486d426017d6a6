"""Bring the database to the present shape; may be run at every start, by any number of processes at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from store.engine import MODE, WRITE, make_engine
from store.settings import Settings

_MIGRATING = 0x50524D47
"""The advisory lock of migrations on PostgreSQL."""


def migrate(settings: Settings) -> None:
    """Create or update all tables; does nothing when they are up to date."""
    engine = make_engine(settings.database_url)
    try:
        with _alone(engine, settings.home), engine.connect() as connection:
            upgrade(connection)
    finally:
        engine.dispose()


def upgrade(connection: Connection) -> None:
    """Run the missing steps on one connection, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        connection.execution_options(**{MODE: WRITE})
    with connection.begin():
        command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine, home: Path) -> Iterator[None]:
    """Keep other processes out until the steps are done; the lock dies with its holder."""
    if engine.dialect.name == "sqlite":
        handle = os.open(home / "migrate.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _MIGRATING})
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _MIGRATING})
