"""`proviso evidence`: the file is the package that was issued, or there is none."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.main import proviso
from governance.errors import ProvisoError
from store.build import House
from storeroom import (  # noqa: F401 - fixtures
    house,
    settings,
    sqlite_template,
    sqlite_url,
    valkey,
    valkey_server,
)


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:  # noqa: F811
    return sqlite_url(sqlite_template, tmp_path / "home")


@pytest.fixture
def made(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    """Where the package goes to; the command works in this house."""
    monkeypatch.setattr("console.evidence.running_house", lambda: house)
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "evidence.zip"


def evidence(file: Path) -> Result:
    return CliRunner().invoke(proviso, ["evidence", "--from", "2026-01-01", "--to", "2099-12-31", str(file)])


def test_the_digest_that_is_printed_is_that_of_the_file(made: Path) -> None:
    told = evidence(made)
    assert told.exit_code == 0, told.output
    assert f"SHA-256 {hashlib.sha256(made.read_bytes()).hexdigest()}" in told.output
    assert f"{made.stat().st_size:,} bytes" in told.output
    assert [path.name for path in made.parent.iterdir()] == [made.name]


@pytest.mark.parametrize("damage", ["substr(content, 1, 1000)", "zeroblob(length(content))"])
def test_a_damaged_package_is_not_written_and_an_earlier_file_stays(made: Path, house: House, damage: str) -> None:  # noqa: F811
    with house.database.begin() as unit:
        unit.connection.exec_driver_sql(
            "CREATE TRIGGER damage AFTER INSERT ON record_part BEGIN "
            f"UPDATE record_part SET content = {damage} WHERE record = new.record; END"
        )
    made.write_bytes(b"earlier")
    told = evidence(made)
    assert isinstance(told.exception, ProvisoError)
    assert told.exception.code == "sealed-damaged"
    assert "SHA-256" not in told.output
    assert {path.name: path.read_bytes() for path in made.parent.iterdir()} == {made.name: b"earlier"}
