"""`proviso policy check` on broken policies: findings on lines of their own and exit code 1, never a traceback."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broken_policies import broken
from console.main import proviso
from store.places import data_folder
from store.policies import read_sources

CLINIC = data_folder("policies") / "example-clinic"
SAMPLE = list(broken([read_sources(CLINIC)], 60, seed=6))
FINDING = re.compile(r"[a-z.]+:\d+:\d+ PL-[A-Z]\d\d (error|warning|info): .+ Fix: .+")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CLINIC, tmp_path / "policy"))


def check(folder: Path) -> Result:
    return CliRunner().invoke(proviso, ["policy", "check", str(folder)])


def refused(told: Result) -> list[str]:
    """The findings that were printed; nothing else was, and the command ended as it should."""
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    *findings, last = told.output.splitlines()
    assert re.search(r"\d+ of \d+ findings are errors|\d+ findings under the profile draft, [1-9]\d* of them", last)
    assert all(FINDING.fullmatch(line) for line in findings), told.output
    return findings


@pytest.mark.parametrize("one", SAMPLE, ids=lambda one: one.way.replace(" ", "_"))
def test_a_broken_policy_is_told_line_by_line(folder: Path, one) -> None:
    # A half of a surrogate pair cannot stand in a file at all; here its three bytes do, which are not UTF-8.
    (folder / one.file).write_bytes(one.sources[one.file].encode("utf-8", "surrogatepass"))
    assert refused(check(folder))


def test_a_file_in_another_encoding_is_named_with_the_place_of_its_first_strange_byte(folder: Path) -> None:
    lines = (folder / "policy.yaml").read_bytes().splitlines()
    lines[4] += " # caf\xe9".encode("latin-1")
    (folder / "policy.yaml").write_bytes(b"\n".join(lines))
    (folder / "rules.yaml").write_bytes("schema: x".encode("utf-16"))
    assert refused(check(folder)) == [
        f"policy.yaml:5:{len(lines[4])} PL-Y04 error: the byte 0xe9 here is not UTF-8. Fix: save the file as UTF-8.",
        "rules.yaml:1:1 PL-Y04 error: the byte 0xff here is not UTF-8. Fix: save the file as UTF-8.",
    ]


def test_a_missing_file_is_told_and_so_is_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "retention.yaml").unlink()
    assert any("the file retention.yaml is missing" in line for line in refused(check(folder)))
    (tmp_path / "empty").mkdir()
    assert sum(" PL-Y05 " in line for line in refused(check(tmp_path / "empty"))) == 5


def test_a_surface_that_is_no_text_is_a_stale_one(folder: Path) -> None:
    (folder / "surface.lock").write_bytes(b"\xff\xfe\x00")
    told = CliRunner().invoke(proviso, ["policy", "surface", str(folder)])
    assert told.exit_code == 1
    assert "is not current" in told.output
    assert isinstance(told.exception, SystemExit)


def test_files_with_the_line_ends_of_windows_are_the_same_policy(folder: Path) -> None:
    for file in folder.glob("*.*"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_sources(folder) == read_sources(CLINIC)
