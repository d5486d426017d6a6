"""`proviso policy`: what it prints, what it writes, and its exit codes."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.main import proviso
from governance.policy.quotient import Quotient, Space
from store.places import data_folder

SHIPPED = data_folder("policies") / "deepseek-ocr"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(proviso, ["policy", *map(str, words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped policy, to be changed."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "policy"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def test_proving_prints_every_promise_with_what_it_rests_on_and_the_time() -> None:
    told = run("prove", SHIPPED)
    assert told.exit_code == 0
    assert (
        "P01 proved  An upload whose reading has ended can only be erased.\n            rests on F-DOC-ENDED\n"
        in told.output
    )
    assert "rests on default deny alone" in told.output
    assert "promises proved by both provers" in told.output
    assert "classes of requests in " in told.output
    assert "REFUTED" not in told.output


def test_proving_as_json_tells_the_same() -> None:
    told = json.loads(run("prove", SHIPPED, "--json").output)
    assert told["complete"]
    assert all(promise["proved"] for promise in told["promises"])
    assert set(told["seconds"]) == {"reading", "exhaustive", "solver", "theorems"}


def test_a_refuted_promise_is_shown_with_a_request_and_nothing_is_written(folder: Path) -> None:
    edit(folder, "policy.yaml", "range: [0s, 15m]", "range: [0s, 30m]")
    before = (folder / "certificate.json").read_text()
    told = run("prove", folder, "--write")
    assert told.exit_code == 3
    assert "P02 REFUTED" in told.output
    assert "with the parameter document_purge_slo = 30m" in told.output
    assert "Its dates of deletion: " in told.output
    assert "30 minutes after job.ended" in told.output
    assert (folder / "certificate.json").read_text() == before
    plain = json.loads(run("prove", folder, "--json").output)
    (refuted,) = [promise for promise in plain["promises"] if not promise["proved"]]
    assert refuted["counterexample"]["decision"]["allow"]
    assert refuted["counterexample"]["parameters"]["document_purge_slo"] == "30m"


def test_an_owner_kept_from_erasing_is_told_what_would_be_needed(folder: Path) -> None:
    rule = "prohibitions:\n  - {id: F-X, label: nothing is erased, do: erase, on: usage.*, clauses: [c7.4]}\n"
    edit(folder, "rules.yaml", "prohibitions:\n", rule)
    told = run("prove", folder)
    assert told.exit_code == 3
    assert "P15 REFUTED" in told.output
    assert "Nothing would allow it: nothing is erased." in told.output


def test_a_proof_is_written_and_is_what_the_gate_wants(folder: Path) -> None:
    (folder / "certificate.json").unlink()
    told = run("prove", folder, "--write")
    assert (told.exit_code, "the gate loads this policy" in told.output) == (0, True)
    assert json.loads((folder / "certificate.json").read_text("utf-8"))["schema"] == "proviso-certificate/1"


def test_provers_that_disagree_end_with_a_code_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotient, "_broken", lambda self, goal, cell: (Space({}, ()), 1))
    told = run("prove", SHIPPED)
    assert told.exit_code == 4
    assert "neither is believed" in told.output


def test_what_does_not_check_is_not_proved(folder: Path) -> None:
    edit(folder, "policy.yaml", "value: 60s", "value: 20m")
    told = run("prove", folder)
    assert told.exit_code == 1
    assert "PL-T02" in told.output
    assert "the gate does not load this policy" in told.output


def test_mutants_are_counted_and_none_survives(folder: Path) -> None:
    told = run("mutate", SHIPPED, "--no-scopes")
    assert told.exit_code == 0
    assert "prohibition, dropped" in told.output
    assert told.output.rstrip().endswith("survivors: 0")


def test_the_surface_is_printed_and_is_stale_until_it_is_written(folder: Path) -> None:
    assert run("surface", folder, "--write").exit_code == 0
    told = run("surface", folder)
    assert told.exit_code == 0
    assert "collect document.image provide_service none | A-OCR-INGEST" in told.output
    (folder / "surface.lock").write_text("old", "utf-8")
    assert run("surface", folder).exit_code == 1


def test_a_request_is_decided_and_explained() -> None:
    asked = ("explain", "collect", "document.image", "provide_service", "--folder", SHIPPED)
    told = run(*asked, "-f", "job.stage=received", "-f", "tenant.match=true")
    assert told.exit_code == 0
    assert "Refused: take in the uploaded document to provide the service" in told.output
    assert "It would be allowed if\n" in told.output
    assert "  - the connection is encrypted or stays inside one machine (now it is not known)" in told.output
    data = json.loads(run(*asked, "--json").output)
    assert data["denied_by"][0] == "F-CHILD"
    odd = run(*asked, "-f", "job.stage=flying")
    assert (odd.exit_code, "no fact job.stage=flying" in odd.output) == (2, True)


def test_a_new_version_is_compared_with_the_old_one(folder: Path) -> None:
    same = run("diff", SHIPPED, folder)
    assert (same.exit_code, same.output) == (0, "Nothing changed.\n")
    edit(folder, "rules.yaml", "    when: {job.stage: received}\n", "    when: {job.stage: [received, queued]}\n")
    told = run("diff", SHIPPED, folder)
    assert told.exit_code == 1
    assert "ERROR" in told.output
    assert json.loads(run("diff", SHIPPED, folder, "--json").output)["allowed"]


def test_a_folder_that_does_not_check_is_told_by_every_command(folder: Path) -> None:
    (folder / "rules.yaml").write_text("activities: nonsense\n", "utf-8")
    for words in (("check", folder), ("surface", folder), ("mutate", folder), ("diff", SHIPPED, folder)):
        assert run(*words).exit_code == 1
    assert run("explain", "read", "x", "y", "--folder", folder).exit_code == 1
