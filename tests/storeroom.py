"""The storeroom as tests set it up: fixtures that conftest files take over, and a person to work for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import insert

from console.private_postgres import Cluster, find_postgres, running_postgres
from governance.documents import Document, Stage
from store.build import House, build_house
from store.migrate import migrate
from store.settings import Settings, load_settings
from store.tables import User, table_of
from store.unit_of_work import Database
from valkey_process import running_valkey

CANARY = b"CANARY-Ottilie-Zwanziger-1951"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    with running_valkey() as url:
        yield url


@pytest.fixture
def valkey(valkey_server: str) -> str:
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    binaries = find_postgres()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    with running_postgres(binaries, durable=False) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = cluster.make("proviso_template")
    home = tmp_path_factory.mktemp("template") / "home"
    migrate(load_settings({"PROVISO_HOME": str(home), "PROVISO_DATABASE_URL": url}))
    return "proviso_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sqlite") / "home"
    migrate(load_settings({"PROVISO_HOME": str(home)}))
    return home / "proviso.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database, once on each kind."""
    if request.param == "sqlite":
        return sqlite_url(request.getfixturevalue("sqlite_template"), tmp_path / "home")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.fresh(like=request.getfixturevalue("postgres_template"))


def sqlite_url(template: Path, home: Path) -> str:
    home.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(template, home / "proviso.db")
    return f"sqlite:///{home / 'proviso.db'}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str, valkey: str) -> Settings:
    return settings_for(tmp_path / "home", database_url, valkey)


def settings_for(home: Path, database_url: str, valkey: str, **more: str) -> Settings:
    return load_settings(
        {"PROVISO_HOME": str(home), "PROVISO_DATABASE_URL": database_url, "PROVISO_REDIS_URL": valkey, **more}
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(Database(load_settings_url(database_url))) as found:
        yield found


def load_settings_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def opened(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    built = build_house(settings)
    with opened(built.database):
        yield built


@pytest.fixture
def person(database: Database) -> int:
    return make_person(database)


def make_person(database: Database, email: str = "ada@example.org", **values: Any) -> int:
    now = datetime.now(UTC)
    row: dict[str, Any] = {
        "email": email,
        "active": True,
        "fs_uniquifier": email,
        "create_datetime": now,
        "update_datetime": now,
        "age_band": "of_age",
        "account_state": "active",
        "restricted": False,
        "objected": False,
        "ledger_salt": b"\x07" * 32,
    }
    with database.begin() as unit:
        made = unit.connection.execute(insert(table_of(User)).values(row | values))
        return int(made.inserted_primary_key[0])


def a_document(person: int, identity: str = "d" * 32, **values: Any) -> Document:
    row: dict[str, Any] = {
        "id": identity,
        "person": person,
        "stage": Stage.QUEUED,
        "format": "png",
        "byte_count": 1000,
        "page_count": 2,
        "pages_read": 0,
        "keep_text": False,
        "received_at": START,
        "due_at": START + timedelta(hours=1),
        "rule": "R-DOC",
        "policy": "p" * 64,
        "digest": "0" * 64,
    }
    return Document(**(row | values))
