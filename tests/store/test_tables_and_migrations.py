import multiprocessing
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select
from sqlalchemy.exc import OperationalError

from store.migrate import migrate, upgrade
from store.places import data_folder
from store.policies import load_policy
from store.settings import Settings, load_settings
from store.tables import METADATA, Role, User, table_of
from store.tables.columns import NONE
from store.unit_of_work import Database
from storeroom import load_settings_url, opened

# Python 3.12 warns of any fork beside threads; these children use nothing that a thread may hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


def test_every_column_says_what_it_holds_about_a_person() -> None:
    policy = load_policy(data_folder("policies") / "deepseek-ocr")
    known = {*policy.categories, NONE}
    for table in METADATA.tables.values():
        for column in table.columns:
            assert column.info.get("category") in known, f"{table.name}.{column.name}"


def test_no_column_is_for_addresses_visits_or_telephones() -> None:
    names = {column.name for column in table_of(User).columns}
    assert not names & {"last_login_ip", "current_login_ip", "login_count", "current_login_at", "tf_phone_number"}


def test_every_constraint_has_a_name(database: Database) -> None:
    found = inspect(database.engine)
    for table in METADATA.tables:
        names = [
            found.get_pk_constraint(table)["name"],
            *(each["name"] for each in found.get_foreign_keys(table)),
            *(each["name"] for each in found.get_unique_constraints(table)),
        ]
        assert all(names), table


def test_a_migrated_database_is_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_again_changes_nothing(settings: Settings) -> None:
    migrate(settings)
    migrate(settings)
    with opened(Database(settings.database_url)) as database, database.read() as unit:
        roles = unit.connection.execute(select(table_of(Role).c.name)).scalars().all()
    assert sorted(roles) == ["auditor", "dpo", "subject"]


def migrate_at(home: str, url: str) -> bool:
    migrate(load_settings({"PROVISO_HOME": home, "PROVISO_DATABASE_URL": url}))
    return True


def test_two_processes_may_migrate_at_once_on_sqlite(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    url = f"sqlite:///{home}/proviso.db"
    with multiprocessing.get_context("fork").Pool(3) as pool:
        assert all(pool.starmap(migrate_at, [(home, url)] * 3))
    with opened(Database(url)) as database, database.read() as unit:
        assert len(unit.connection.execute(select(table_of(Role).c.name)).all()) == 3


def test_two_processes_may_migrate_at_once_on_postgresql(cluster, tmp_path: Path) -> None:
    url = cluster.fresh(like="template1")
    with multiprocessing.get_context("fork").Pool(3) as pool:
        assert all(pool.starmap(migrate_at, [(str(tmp_path / "home"), url)] * 3))
    with opened(Database(load_settings_url(url))) as database, database.read() as unit:
        assert len(unit.connection.execute(select(table_of(Role).c.name)).all()) == 3


def test_a_step_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/proviso.db"
    with opened(Database(url)) as database:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("create table policy (id int)")
        with database.engine.connect() as connection, pytest.raises(OperationalError):
            upgrade(connection)
        assert inspect(database.engine).get_table_names() == ["policy"]


def test_the_database_file_is_for_its_owner_only(sqlite_template: Path) -> None:
    assert stat.S_IMODE(sqlite_template.stat().st_mode) == 0o600


def test_sqlite_is_set_up_to_last_and_to_forget(sqlite_template: Path, tmp_path: Path) -> None:
    with opened(Database(f"sqlite:///{tmp_path}/x.db")) as database, database.engine.connect() as connection:

        def ask(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        asked = [ask(name) for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")]
        assert asked == ["wal", 2, 1, 1, 2]
