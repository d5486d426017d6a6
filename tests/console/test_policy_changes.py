"""`proviso policy draft` and what follows, against a house with a real database and key server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.policy import policy
from operations.facts import Actor
from operations.publish_policy import approve_draft
from store.build import build_house
from store.places import data_folder
from store.policies import read_sources
from store.policy_bundle import files_of_folder
from storeroom import make_person, opened, settings_for
from valkey_process import running_valkey


@pytest.fixture
def next_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "next"
    folder.mkdir()
    for name, text in read_sources(data_folder("policies") / "deepseek-ocr").items():
        changed = text.replace("version: 1.0.0", "version: 1.1.0").replace("value: 24h", "value: 12h")
        (folder / name).write_text(changed if name == "policy.yaml" else text)
    return folder


def test_a_draft_of_the_command_line_needs_somebody_else(
    tmp_path: Path, next_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, url = tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'proviso.db'}"
    with running_valkey() as valkey:
        settings = settings_for(home, url, valkey)
        for name, value in (("HOME", str(home)), ("DATABASE_URL", url), ("REDIS_URL", valkey)):
            monkeypatch.setenv(f"PROVISO_{name}", value)

        def run(*words: str) -> tuple[int, str]:
            done = CliRunner().invoke(policy, words)
            return done.exit_code, done.output or str(done.exception)

        code, told = run("draft", str(next_folder), "--reason", "shorter", "--json")
        assert code == 0, told
        found = json.loads(told)
        assert found["state"] == "proved"
        assert {change["mark"] for change in found["changes"]} == {"STRONGER", "NOT MATERIAL"}
        draft = found["draft"]
        assert f"{draft} proved    1.1.0    next" in run("drafts")[1]
        assert "draft-same-person" in run("approve", draft)[1]
        assert "draft-not-ready" in run("publish", draft)[1]
        house = build_house(settings)
        with opened(house.database):
            approve_draft(house.services, Actor("staff", make_person(house.database, "zoe@example.org")), draft)
            assert house.services.policy.version == "1.0.0"
            assert run("publish", draft, "--on", "2100-01-01")[1].startswith("Version 1.1.0 counts from 2100-01-01")
            assert run("recall") == (0, "Recalled; the policy in force stays.\n")
            assert run("recall")[0] == 1
        rows = json.loads(run("history", "--json")[1])
        assert [(row["version"], bool(row["recalled"])) for row in rows] == [("1.0.0", False), ("1.1.0", True)]
        assert "recalled" in run("history")[1]


def test_a_draft_that_cannot_be_used_says_why(
    tmp_path: Path, next_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, url = tmp_path / "home", f"sqlite:///{tmp_path / 'home' / 'proviso.db'}"
    rules = next_folder / "rules.yaml"
    rules.write_text(rules.read_text() + "\nnonsense: [\n")
    assert "rules.yaml" in files_of_folder(next_folder)
    with running_valkey() as valkey:
        for name, value in (("HOME", str(home)), ("DATABASE_URL", url), ("REDIS_URL", valkey)):
            monkeypatch.setenv(f"PROVISO_{name}", value)
        done = CliRunner().invoke(policy, ["draft", str(next_folder)])
        assert done.exit_code == 1
        assert "rules.yaml" in done.output
        assert "refused" in done.output
        (draft,) = [line.split()[0] for line in CliRunner().invoke(policy, ["drafts"]).output.splitlines()]
        assert CliRunner().invoke(policy, ["withdraw", draft]).output == "Given up.\n"
