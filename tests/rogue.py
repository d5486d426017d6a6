"""A nursery whose children do what the test says instead of opening files."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

READY = "print('{\"ready\": true}', flush=True); sys.stdin.buffer.read()\n"

_NURSERY = """#!{python}
import os, sys, time, signal
from ocr_worker import images, nursery

def open_one(_wish, _parent):
    try:
        exec({body!r}, globals())
    finally:
        sys.stdout.flush()

images.open_one = open_one
nursery.main(int(sys.argv[4]))
"""


@pytest.fixture
def rogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Gives the way to put it there; what its children print is the decoder's answer."""

    python = sys.executable

    def install(body: str) -> None:
        program = tmp_path / "rogue"
        program.write_text(_NURSERY.format(python=python, body=body))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(sys, "executable", str(program))

    return install
