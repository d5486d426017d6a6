"""A backup is taken, a person is erased, the backup is put back: the person is gone before anybody is served."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from clock.rounds import sign_ledger
from console.main import proviso
from console.private_postgres import find_postgres
from desk import a_desk
from governance.errors import ProvisoError
from operations.delete_text import delete_text
from operations.erase_person import erase_person
from store.build import build_house
from store.checkpoints import verify
from store.settings import Settings, load_settings
from store.tables import User, table_of
from store.witness import read_witness
from storeroom import (  # noqa: F401 - fixtures
    cluster,
    database_url,
    house,
    opened,
    postgres_template,
    settings,
    settings_for,
    sqlite_template,
    valkey,
    valkey_server,
)

USERS = table_of(User)


class Backups:
    """Takes a whole copy of the database the way its makers say, and puts it back while nobody is connected."""

    def __init__(self, settings: Settings, folder: Path) -> None:  # noqa: F811
        self.settings, self.file = settings, folder / "backup"
        self.url = settings.database_url.replace("+psycopg", "")

    def take(self) -> None:
        if self.url.startswith("sqlite"):
            with (
                closing(sqlite3.connect(self.settings.home / "proviso.db")) as live,
                closing(sqlite3.connect(self.file)) as copy,
            ):
                live.backup(copy)
            return
        self._run("pg_dump", "-Fc", "-f", str(self.file), self.url)

    def put_back(self) -> None:
        if self.url.startswith("sqlite"):
            for name in ("proviso.db", "proviso.db-wal", "proviso.db-shm"):
                (self.settings.home / name).unlink(missing_ok=True)
            shutil.copy(self.file, self.settings.home / "proviso.db")
            return
        self._run("pg_restore", "--clean", "--if-exists", "-d", self.url, str(self.file))

    def _run(self, *command: str) -> None:
        binaries = find_postgres()
        assert binaries is not None
        subprocess.run([str(binaries / command[0]), *command[1:]], check=True, capture_output=True)


@pytest.fixture
def backups(settings: Settings, tmp_path: Path) -> Backups:  # noqa: F811
    return Backups(settings, tmp_path)


def addresses(house) -> list[str]:  # noqa: F811
    with house.database.read() as unit:
        return sorted(unit.connection.execute(select(USERS.c.email)).scalars())


def test_an_erased_person_does_not_come_back_with_a_backup_nor_with_it_a_second_time(settings, backups):  # noqa: F811
    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        document = desk.submit(keep=True).id
        desk.read(document)
        sign_ledger(built)
        backups.take()
        erase_person(desk.services, desk.owner, desk.owner.person, trigger="request")
        sign_ledger(built)
    for _ in range(2):
        backups.put_back()
        with opened((again := build_house(settings)).database):
            # The house is built and nobody was served yet.
            assert again.replayed.people == 1
            assert "ada@example.org" not in addresses(again)
            assert "bob@example.org" in addresses(again)
            with again.database.read() as unit:
                assert unit.rows.kept_texts() == []
                assert unit.erasures.of_person(desk.owner.person)[-1].done_at
            assert verify(again.database, again.signer.public_key).sound
    with opened((third := build_house(settings)).database):
        assert third.replayed.lost == 0


def test_somebody_who_signs_up_again_after_the_erasure_is_somebody_else(settings, backups):  # noqa: F811
    from operations.open_account import open_account

    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        backups.take()
        erase_person(desk.services, desk.owner, desk.owner.person, trigger="request")
        open_account(built.services, "ada@example.org", None, "of_age", encrypted=True, by="test")
    with opened((again := build_house(settings)).database):
        assert "ada@example.org" in addresses(again)
        assert again.replayed.people == 0


def test_a_kept_text_that_was_deleted_stays_deleted(settings, backups):  # noqa: F811
    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        first, second = (desk.submit(keep=True).id for _ in range(2))
        desk.read(first)
        desk.read(second)
        backups.take()
        gone, stays = desk.text(first).id, desk.text(second).id
        delete_text(desk.services, desk.owner, gone)
    backups.put_back()
    with opened((again := build_house(settings)).database):
        assert (again.replayed.texts, again.replayed.people) == (1, 0)
        with again.database.read() as unit:
            assert unit.rows.kept_texts() == [stays]
        assert not again.services.vault.alive(gone)


def test_no_door_opens_on_a_damaged_list(settings):  # noqa: F811
    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        erase_person(desk.services, desk.owner, desk.owner.person, trigger="request")
        file = built.services.erased.file
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"account", b"ACCOUNT", 1))
    with pytest.raises(ProvisoError) as refused:
        build_house(settings)
    assert refused.value.code == "erased-list-damaged"
    file.write_bytes(whole + b"a line that a power cut")
    with opened(build_house(settings).database):
        pass


def test_the_ledger_of_a_restored_backup_goes_on_when_the_operator_says_so(settings, backups, monkeypatch):  # noqa: F811
    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        sign_ledger(built)
        backups.take()
        erase_person(desk.services, desk.owner, desk.owner.person, trigger="request")
        sign_ledger(built)
        lost = read_witness(settings.home)
    backups.put_back()
    with opened((again := build_house(settings)).database):
        with pytest.raises(ProvisoError) as refused:
            sign_ledger(again)
        assert refused.value.code == "ledger-rolled-back"
    for name, value in (("HOME", settings.home), ("DATABASE_URL", backups.url), ("REDIS_URL", settings.redis_url)):
        monkeypatch.setenv(f"PROVISO_{name}", str(value))
    first = CliRunner().invoke(proviso, ["restore-check", "--json"])
    assert first.exit_code == 1, first.output
    assert json.loads(first.output)["ledger"]["lost"] >= 0
    assert CliRunner().invoke(proviso, ["restore-check", "--accept"]).exit_code == 0
    last = CliRunner().invoke(proviso, ["restore-check"])
    assert (last.exit_code, "Nothing that was erased is back." in last.output) == (0, True)
    aside = list(settings.home.glob("ledger.checkpoint.lost-*"))
    assert [file.read_bytes() for file in aside] == [lost]
    with opened((third := build_house(settings)).database):
        assert verify(third.database, third.signer.public_key, read_witness(settings.home)).sound
        with third.database.read() as unit:
            (entry,) = unit.entries.of_kind("ledger.restored")
        assert json.loads(entry.body)["fields"]["checkpoint"] == lost.decode()


def test_a_copy_of_the_list_from_elsewhere_is_taken_in(settings, backups, monkeypatch, tmp_path):  # noqa: F811
    with opened((built := build_house(settings)).database):
        desk = a_desk(built)
        backups.take()
        erase_person(desk.services, desk.owner, desk.owner.person, trigger="request")
        file = built.services.erased.file
    copy = tmp_path / "copy.list"
    shutil.copy(file, copy)
    file.unlink()
    backups.put_back()
    for name, value in (("HOME", settings.home), ("DATABASE_URL", backups.url), ("REDIS_URL", settings.redis_url)):
        monkeypatch.setenv(f"PROVISO_{name}", str(value))
    done = CliRunner().invoke(proviso, ["restore-check", "--list", str(copy), "--json"])
    assert json.loads(done.output)["people"] == 1, done.output
    with opened((again := build_house(load_settings())).database):
        assert "ada@example.org" not in addresses(again)
        with again.database.read() as unit:
            assert unit.connection.execute(select(func.count()).select_from(USERS)).scalar_one() >= 2


def test_no_door_opens_without_the_list_until_somebody_says_that_it_is_lost(settings, monkeypatch):  # noqa: F811
    with opened((built := build_house(settings)).database):
        file = built.services.erased.file
        assert file.exists()
    file.unlink()
    with pytest.raises(ProvisoError) as refused:
        build_house(settings)
    assert refused.value.code == "erased-list-missing"
    url = settings.database_url.replace("+psycopg", "")
    for name, value in (("HOME", settings.home), ("DATABASE_URL", url), ("REDIS_URL", settings.redis_url)):
        monkeypatch.setenv(f"PROVISO_{name}", str(value))
    done = CliRunner().invoke(proviso, ["restore-check", "--without-list"])
    assert "ask people" in done.output
    with opened((again := build_house(settings)).database), again.database.read() as unit:
        assert len(list(unit.entries.of_kind("erased-list.begun"))) == 1
