"""The guides tell the truth: every command in them is run, every file, setting, address and number they name exists."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.main import proviso
from repository import ROOT

GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("install", "configure", "operate", "extend", "threat-model")]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
PLACE = re.compile(
    r"`((?:platform|operations|store|governance|reports|ocr_worker|tests|docs|config|policies|bin)/[\w./-]+)`"
)
SETTING = re.compile(r"`([a-z_]+)\.([a-z_]+)`")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_does_what_the_guide_says(guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "policies" / "example-clinic", tmp_path / "policies" / "example-clinic")
    output = ""
    for block in BLOCK.findall(guide.read_text("utf-8")):
        for line in filter(None, block.splitlines()):
            if not line.startswith("$ "):
                assert flat(line) in flat(output), f"{line!r} is not in {output[:2000]}"
                continue
            words = shlex.split(line[2:])
            if words[:2] == ["cp", "-r"]:
                shutil.copytree(words[2], words[3])
                continue
            assert words[0] == "proviso", line
            told = CliRunner().invoke(proviso, words[1:])
            output = told.output
            assert told.exit_code in {0, 1} if "check" in words else told.exit_code == 0, f"{line}: {output}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_place_and_setting_exists(guide: Path) -> None:
    text = guide.read_text("utf-8")
    for place in PLACE.findall(text):
        found = (ROOT / place).exists() or (ROOT / "platform" / place).exists()
        assert found, place
    settings = tomllib.loads((ROOT / "config" / "default.toml").read_text("utf-8"))
    for group, key in SETTING.findall(text):
        if isinstance(settings.get(group), dict) and key not in {"md", "yaml"}:
            assert key in settings[group], f"{group}.{key}"


def test_the_numbers_and_addresses_that_operators_are_told_of_are_there() -> None:
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    code = (ROOT / "platform" / "store" / "numbers.py").read_text("utf-8")
    for name in re.findall(r"`proviso_(\w+)`", text):
        assert f'"{name}"' in code, name
