"""The tutorial is run from its first block to its last, and ends with the policy that is shipped."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.main import proviso
from governance.policy import compile_policy
from repository import ROOT
from store.policies import read_sources

README = ROOT / "policies" / "README.md"
SHIPPED = ROOT / "policies" / "example-clinic"
BLOCK = re.compile(r"(?:\*\*`(?P<file>[\w.]+)`\*\*\n\n)?```(?P<kind>\w*)\n(?P<body>.*?)```", re.DOTALL)
WORDS_A_MINUTE = 220


def blocks() -> Iterator[tuple[str, str, str]]:
    for found in BLOCK.finditer(README.read_text("utf-8")):
        yield found["kind"], found["file"] or "", found["body"]


def flat(text: str) -> str:
    return " ".join(text.split())


def steps(body: str) -> Iterator[tuple[list[str], int, list[str]]]:
    """Give each command with the exit code and the lines that are expected of it."""
    commands: list[tuple[list[str], int, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            command, _, code = line[2:].partition("# exit ")
            commands.append((shlex.split(command), int(code or 0), []))
        elif line.strip():
            commands[-1][2].append(flat(line))
    yield from commands


def run(words: list[str]) -> tuple[int, str]:
    if words[0] == "proviso":
        told = CliRunner().invoke(proviso, words[1:])
        return told.exit_code, told.output
    assert words[0] in ("cp", "sed")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_block_of_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "clinic"
    folder.mkdir()
    ran = 0
    for kind, file, body in blocks():
        if kind != "console":
            assert file, f"a block without a file: {body[:60]}"
            with (folder / file).open("a", encoding="utf-8") as out:
                out.write(body)
            continue
        for words, code, expected in steps(body):
            exit_code, output = run(words)
            assert exit_code == code, f"{words}: {output}"
            for line in expected:
                assert line in flat(output), f"{words} did not say {line!r} but: {output}"
            ran += 1
    assert ran > 15
    built, shipped = (compile_policy(read_sources(place)) for place in (folder, SHIPPED))
    assert built.digest == shipped.digest
    for generated in ("certificate.json", "surface.lock"):
        assert (folder / generated).read_text("utf-8") == (SHIPPED / generated).read_text("utf-8")


def test_the_tutorial_is_read_in_a_quarter_of_an_hour() -> None:
    assert len(README.read_text("utf-8").split()) / WORDS_A_MINUTE < 15


def test_the_small_policy_has_fewer_than_fifteen_sentences() -> None:
    clauses = compile_policy(read_sources(SHIPPED)).clauses.values()
    assert sum(not clause.heading for clause in clauses) < 15
