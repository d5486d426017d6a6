"""What cannot be recorded is a denial: the disk is full, the database is gone, the key server is gone, for real."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import text

from console.private_postgres import Cluster, find_postgres, running_postgres
from desk import Desk, a_desk
from governance.gate import PermitRefused
from operations.ask import ask
from operations.facts import SERVICE, facts_of
from operations.read_text import read_text
from repository import ROOT
from short_of_disk import books
from store.build import build_house
from store.unit_of_work import UnitOfWork
from storeroom import opened, settings_for, sqlite_url
from valkey_process import running_valkey
from vault_scene import PROCESS

AWAY = "storage-unavailable"


def balanced(found: dict[str, object], documents: int) -> None:
    """Every decision has its entry and the other way round; nothing is kept of what was refused."""
    assert found["sound"]
    assert found["decisions"] == found["decided"]
    assert found["documents"] == found["received"] == found["blobs"] == documents


def short_of_disk(kind: str, folder: Path, size: str = "") -> dict[str, object]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")}
    environ |= {"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}:{ROOT / 'tests'}", "FOLDER": str(folder)}
    command = [sys.executable, "-m", "short_of_disk", kind, str(folder)]
    if size:
        # Mounted where nobody else sees it, and gone with the process.
        mounted = f'mount -t tmpfs -o size={size} none "$FOLDER" && chmod 1777 "$FOLDER" && exec "$@"'
        command = ["unshare", "--mount", "sh", "-c", mounted, "sh", *command]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(params=["limit", "sqlite", "postgresql"])
def shortage(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    if request.param == "limit":
        return short_of_disk("limit", tmp_path)
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    if os.geteuid() != 0 or tried.returncode:
        pytest.skip("a file system can be mounted by root only")
    if request.param == "sqlite":
        return short_of_disk("sqlite", tmp_path, "4m")
    if find_postgres() is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    # A short name: the socket of the server lies below it.
    with tempfile.TemporaryDirectory(prefix="full-", dir="/tmp") as folder:
        return short_of_disk("postgresql", Path(folder), "160m")


def test_a_full_disk_denies_and_loses_nothing(shortage: dict[str, object]) -> None:
    assert (shortage["code"], shortage["again"]) == (AWAY, AWAY)
    accepted = int(str(shortage["accepted"]))
    short, after = shortage["short"], shortage["after"]
    assert isinstance(short, dict)
    assert isinstance(after, dict)
    balanced(short, 1 + accepted)
    assert short["keys"] == 1 + accepted
    # With room again it goes on, in the same process.
    balanced(after, 2 + accepted)


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Cluster]:
    """A PostgreSQL that this test may kill."""
    binaries = find_postgres()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    with running_postgres(binaries, durable=False) as running:
        yield running


def stop(cluster: Cluster) -> None:
    leader = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(leader, signal.SIGQUIT)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            psycopg.connect(cluster.url("postgres")).close()
        except psycopg.OperationalError:
            return
        time.sleep(0.05)
    raise AssertionError("PostgreSQL did not stop")


def test_a_database_server_that_is_gone_denies(private: Cluster, postgres_free_home: Path, valkey: str) -> None:
    house = build_house(settings_for(postgres_free_home, private.make("gone"), valkey))
    with opened(house.database):
        desk = a_desk(house)
        document = desk.submit()
        desk.read(document.id)
        stop(private)
        blobs = files(house.settings.blobs)
        assert desk.refusal(desk.submit).code == AWAY
        assert desk.refusal(lambda: read_text(desk.services, desk.owner, document.id)).code == AWAY
        assert files(house.settings.blobs) == blobs


@pytest.fixture
def postgres_free_home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return home


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_connection_that_is_cut_within_the_act_denies(house, cluster: Cluster) -> None:
    if house.database.on_sqlite:
        pytest.skip("SQLite has no connection to cut")
    desk = a_desk(house)
    before = books(house)
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = %s"

    def act() -> None:
        with house.database.begin() as unit:
            ask(desk.services, unit, step="test", cell=PROCESS, facts={}, item="d" * 32)
            with psycopg.connect(cluster.url("postgres"), autocommit=True) as other:
                other.execute(cut, [house.database.engine.url.database])

    assert desk.refusal(act).code == AWAY
    assert books(house) == before
    desk.submit()


def test_a_database_file_that_is_taken_away_denies_and_none_is_made(
    tmp_path, sqlite_template: Path, valkey: str
) -> None:
    url = sqlite_url(sqlite_template, tmp_path / "home")
    house = build_house(settings_for(tmp_path / "home", url, valkey))
    with opened(house.database):
        desk = a_desk(house)
        desk.submit()
        file, away = tmp_path / "home" / "proviso.db", tmp_path / "away"
        away.mkdir()
        for part in sorted(file.parent.glob("proviso.db*")):
            shutil.move(part, away / part.name)
        assert desk.refusal(desk.submit).code == AWAY
        assert not file.exists()
        assert len(files(house.settings.blobs)) == 1
        for part in sorted(away.iterdir()):
            shutil.move(part, file.parent / part.name)
        desk.submit()
        balanced(books(house), 2)


def test_a_key_server_that_is_gone_denies_and_what_was_decided_is_on_record(tmp_path, sqlite_template: Path) -> None:
    url = sqlite_url(sqlite_template, tmp_path / "home")
    with running_valkey() as address:
        house = build_house(settings_for(tmp_path / "home", url, address))
        desk = a_desk(house)
        document = desk.submit()
        desk.read(document.id)
        held = desk.text(document.id)
        with redis.Redis.from_url(address) as client:
            pid = int(client.info("server")["process_id"])
        os.kill(pid, signal.SIGKILL)
        before = desk.entries("decision.allowed")
        with opened(house.database):
            assert desk.refusal(desk.submit).code == AWAY
            assert desk.refusal(lambda: read_text(desk.services, desk.owner, document.id)).code == AWAY
            assert len(desk.entries("decision.allowed")) > len(before)
            assert desk.entries("document.received") == ["document.received"]
            assert files(house.settings.blobs) == {path for path in files(house.settings.blobs) if held.id in path.name}


def test_a_permit_whose_decision_was_not_recorded_opens_nothing(desk: Desk) -> None:
    document = desk.submit()
    with desk.house.database.engine.connect() as connection, connection.begin() as transaction:
        unit = UnitOfWork.over(connection)
        unit.documents.claim(document.id, now=desk.hands(), lease_until=desk.hands() + timedelta(minutes=2))
        row, person = unit.documents.get(document.id), unit.people.get(desk.owner.person)
        facts = facts_of(desk.services, unit, SERVICE, person=person, document=row)
        ruling = ask(desk.services, unit, step="page", cell=PROCESS, facts=facts, item=document.id)
        transaction.rollback()
    assert ruling.permit is not None, ruling.decision.missing
    with pytest.raises(PermitRefused):
        desk.services.vault.open(ruling.permit)


def test_a_row_that_cannot_be_numbered_denies(desk: Desk) -> None:
    """Somebody put an entry at the last number that there is: nothing can be recorded, so nothing is done."""
    last = 2**63 - 1 if desk.house.database.on_sqlite else 2**31 - 1
    with desk.house.database.begin() as unit:
        unit.connection.execute(text(f"update ledger_entry set number = {last} where number = 1"))
    with pytest.raises(Exception):  # noqa: B017 - whichever: nothing may have been done
        desk.submit()
    assert desk.row("d" * 32) is None
    assert files(desk.house.settings.blobs) == set()
