"""A program of the test's own in the place of the Python that would run the decoder."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

READY = "print('{\"ready\": true}', flush=True); sys.stdin.buffer.read()\n"


@pytest.fixture
def rogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Gives the way to put it there; what it prints is the decoder's answer."""

    python = sys.executable

    def install(body: str) -> None:
        program = tmp_path / "rogue"
        program.write_text(f"#!{python}\nimport os, sys, time, signal\n{body}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(program))

    return install
