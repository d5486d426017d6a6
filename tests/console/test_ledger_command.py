"""`proviso ledger …` as an operator meets it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import reports.verify as alone
from console.main import proviso
from governance.errors import ProvisoError
from store.migrate import migrate
from store.settings import load_settings
from store.unit_of_work import Database
from storeroom import opened
from tampering import forge, write


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of its own with ten entries; nothing of it runs."""
    monkeypatch.setenv("PROVISO_HOME", str(tmp_path / "home"))
    migrate(load_settings({"PROVISO_HOME": str(tmp_path / "home")}))
    with opened(the_ledger(tmp_path / "home")) as database:
        write(database, 10)
    return tmp_path / "home"


def the_ledger(home: Path) -> Database:
    return Database(f"sqlite:///{home / 'proviso.db'}")


def ledger(*words: str) -> Result:
    return CliRunner().invoke(proviso, ["ledger", *words])


def told(*words: str) -> dict[str, object]:
    found = json.loads(ledger(*words, "--json").stdout)
    assert isinstance(found, dict)
    return found


def refused(*words: str) -> str:
    done = ledger(*words)
    assert isinstance(done.exception, ProvisoError), done.output
    return done.exception.code


def test_what_is_not_signed_yet_is_said_and_signed_on_demand(home: Path) -> None:
    first = ledger("verify")
    assert first.exit_code == 0, first.output
    assert first.output.startswith("10 entries, 0 signed checkpoints, root ")
    assert "10 entries are not signed yet" in first.output
    note = ledger("checkpoint")
    assert note.output.startswith("proviso/ledger\n10\n")
    assert (home / "ledger.checkpoint").read_text("utf-8") == note.output
    again = told("checkpoint")
    assert (again["new"], again["size"], again["note"]) == (False, 10, note.output)
    assert told("verify") == told("verify") | {"sound": True, "size": 10, "signed": 10, "checkpoints": 1}


def test_a_forged_entry_ends_in_one(home: Path) -> None:
    ledger("checkpoint")
    with opened(the_ledger(home)) as database:
        forge(4)(database)
    done = ledger("verify")
    assert done.exit_code == 1
    assert "among entries 1 to 10 are not the ones that were signed" in done.output
    assert "does not verify" in done.output
    problems = told("verify")["problems"]
    assert isinstance(problems, list)
    assert {each["code"] for each in problems} == {"differs"}
    assert refused("prove", "4") == refused("prove", "7") == "ledger-no-proof"


def test_a_checkpoint_that_was_taken_away_is_compared(home: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text(ledger("checkpoint").output, "utf-8")
    assert ledger("verify", "--witness", str(tmp_path / "kept.txt")).exit_code == 0
    (home / "ledger.checkpoint").unlink()
    with opened(the_ledger(home)) as database, database.begin() as unit:
        unit.connection.exec_driver_sql("delete from ledger_entry where number > 6")
        unit.connection.exec_driver_sql("delete from ledger_checkpoint")
    assert ledger("verify").exit_code == 0
    done = ledger("verify", "--witness", str(tmp_path / "kept.txt"))
    assert done.exit_code == 1
    assert "10 entries were signed, the last one there is 6" in done.output


def test_a_rolled_back_ledger_is_not_signed_by_hand_either(home: Path) -> None:
    ledger("checkpoint")
    with opened(the_ledger(home)) as database, database.begin() as unit:
        unit.connection.exec_driver_sql("delete from ledger_entry where number > 6")
        unit.connection.exec_driver_sql("delete from ledger_checkpoint")
    assert refused("checkpoint") == refused("rotate-key") == "ledger-rolled-back"


def test_proofs_are_written_and_verify_alone(home: Path, tmp_path: Path) -> None:
    assert refused("prove", "3") == refused("prove", "--since", "10") == "ledger-not-signed"
    ledger("checkpoint")
    key = alone.read_key(str(told("rotate-key")["key"]))
    ledger("prove", "3", "--out", str(tmp_path / "entry.proof"))
    assert alone.verify_proof((tmp_path / "entry.proof").read_bytes(), [key]).startswith("entry 3 is below")
    assert told("prove", "3")["number"] == 3
    with opened(the_ledger(home)) as database:
        write(database, 9)
    ledger("checkpoint")
    grown = ledger("prove", "--since", "11").stdout.encode()
    assert alone.verify_proof(grown, [key]) == "the ledger of 20 entries begins with the ledger of 11 entries"
    assert refused("prove", "--since", "12") == "ledger-not-signed"
    assert refused("prove", "21") == "ledger-not-signed"


@pytest.mark.parametrize("words", [(), ("3", "--since", "4"), ("0",), ("x",)])
def test_a_proof_of_nothing_or_of_both_is_a_wrong_command(home: Path, words: tuple[str, ...]) -> None:
    assert ledger("prove", *words).exit_code == 2


def test_a_package_is_whole_private_and_verifies_with_what_is_in_it(home: Path, tmp_path: Path) -> None:
    ledger("checkpoint")
    package = tmp_path / "ledger.zip"
    done = ledger("export", str(package))
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"{package}: 10 entries, ")
    key = done.output.split()[-1]
    assert package.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    with zipfile.ZipFile(package) as found:
        assert sorted(found.namelist()) == sorted(
            ["README.txt", "verify.py", "package.json", "entries.tsv", "checkpoints.jsonl", "witness.txt"]
        )
        found.extract("verify.py", tmp_path / "elsewhere")
    command = [sys.executable, "-I", "-S", "verify.py", str(package), "--key", key]
    checked = subprocess.run(command, cwd=tmp_path / "elsewhere", capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "The ledger verifies." in checked.stdout


def test_where_there_is_no_ledger_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVISO_HOME", str(tmp_path))
    for words in (("verify",), ("checkpoint",), ("rotate-key",), ("export", str(tmp_path / "x.zip"))):
        assert refused(*words) == "ledger-missing"
    assert not (tmp_path / "proviso.db").exists()
