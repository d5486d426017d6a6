"""`proviso bench decide` prints its table; what it measures is not asserted, because machines differ."""

import json
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner

from console.bench.others import agreed
from console.bench.requests import some_requests
from console.main import proviso
from governance.policy import compile_policy, decide
from store.places import data_folder
from store.policies import read_sources

SHIPPED = data_folder("policies") / "deepseek-ocr"


def test_the_table_names_every_contender_with_median_p99_and_ratio(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    words = ["bench", "decide", str(SHIPPED), "--requests", "100", "--rounds", "1", "--json", str(file)]
    told = CliRunner().invoke(proviso, words)
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    for name in ("prepared request", "decide, request built", "naive reading", "cedarpy", "regorus"):
        (line,) = [line for line in lines if line.startswith(name)]
        assert len([float(number) for number in line.split()[-4:-1]]) == 3
    measured = json.loads(file.read_text("utf-8"))
    assert measured["machine"]["cores"] > 0
    agreed = {entry["name"].split()[0]: entry["agreed_on"] for entry in measured["contenders"]}
    assert agreed["cedarpy"] == agreed["regorus"] == 100


def test_an_engine_that_answers_otherwise_ends_the_command() -> None:
    policy = compile_policy(read_sources(SHIPPED))
    asked = some_requests(policy, 20)
    with pytest.raises(ClickException, match="other answers otherwise than we do"):
        agreed(policy, asked, lambda number: not decide(policy, asked[number]).allow, "other")


def test_the_requests_are_the_same_each_time_and_many_are_allowed() -> None:
    policy = compile_policy(read_sources(SHIPPED))
    asked = some_requests(policy, 200)
    assert asked == some_requests(policy, 200)
    assert 50 < sum(decide(policy, request).allow for request in asked) < 200


@pytest.fixture
def sqlite_only(monkeypatch):
    monkeypatch.setattr("console.bench.ledger.find_postgres", lambda: None)


def test_the_ledger_is_measured_beside_plain_rows_and_told_to_programs_too(sqlite_only, tmp_path) -> None:
    file = tmp_path / "ledger.json"
    told = CliRunner().invoke(
        proviso, ["bench", "ledger", "--entries", "60", "--rounds", "2", "--json", str(file)], catch_exceptions=False
    )
    assert told.exit_code == 0, told.output
    assert "not installed, so not measured: PostgreSQL" in told.output
    found = json.loads(file.read_text())
    assert {"processor", "cores", "memory", "load"} <= set(found["machine"])
    acts = {row["act"].split(",")[0]: row for row in found["databases"]["SQLite"]}
    assert set(acts) == {"append", "sequence", "prove", "check a proof", "verify"}
    assert all(row["ours_per_second"] > 0 for row in acts.values())
    assert acts["append"]["ratio"] is not None
    assert acts["append"]["peer"] == "INSERT of the same row"


def whole(file: Path, entries: int) -> dict[str, dict[str, float]]:
    words = ["bench", "ledger", "--whole", str(entries), "--json", str(file)]
    told = CliRunner().invoke(proviso, words, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    print(told.output)
    return {step["act"]: step for step in json.loads(file.read_text())["databases"]["SQLite"]}


def test_a_whole_ledger_is_checked_by_both_verifiers_with_rate_and_memory(sqlite_only, tmp_path) -> None:
    found = whole(tmp_path / "whole.json", 250)
    assert set(found) == {
        "written in bulk and signed", "proviso ledger verify", "proviso ledger export", "verify.py alone",
    }  # fmt: skip
    for name in set(found) - {"written in bulk and signed"}:
        assert found[name]["entries"] == 250
        assert found[name]["entries_per_second"] > 0
        assert found[name]["memory"] > 0


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_million_entries_are_checked_in_the_memory_of_ten_thousand(tmp_path) -> None:
    small, large = whole(tmp_path / "small.json", 10_000), whole(tmp_path / "large.json", 1_000_000)
    for name in ("proviso ledger verify", "proviso ledger export", "verify.py alone"):
        assert large[name]["memory"] < small[name]["memory"] + 16
