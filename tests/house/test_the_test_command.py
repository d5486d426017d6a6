"""`bin/test` says by its exit code what came of it: tried with stand-ins for the programs that it calls."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CALLED = ("ruff", "mypy", "lint-imports", "python", "coverage")


def ends(folder: Path, failing: str = "") -> int:
    for name in ("bin/_install", *(f".venv/bin/{each}" for each in CALLED)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\nexit {3 if file.name == failing else 0}\n")
        file.chmod(0o755)
    shutil.copy(ROOT / "bin" / "test", folder / "bin" / "test")
    return subprocess.run([folder / "bin" / "test"], capture_output=True, check=False).returncode


def test_when_everything_passes_it_ends_in_zero(tmp_path: Path) -> None:
    assert ends(tmp_path) == 0


@pytest.mark.parametrize("failing", CALLED)
def test_whatever_fails_it_fails(tmp_path: Path, failing: str) -> None:
    assert ends(tmp_path, failing) == 3
