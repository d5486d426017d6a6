"""The shape of the house: where things may lie and what may import what."""

import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

from repository import OURS, ROOT, files

FORBIDDEN = {
    *("util", "utils", "helper", "helpers", "manager", "managers", "service", "misc", "common", "stuff", "tools"),
}


def test_the_folder_platform_never_shadows_the_standard_library():
    assert Path(platform.__file__).is_relative_to(sysconfig.get_path("stdlib"))
    assert not list((ROOT / "platform").glob("*.py"))
    assert not list((ROOT / "platform").rglob("conftest.py"))


def test_tests_are_no_packages_and_their_names_are_unique():
    names = [path.name for path in files("tests", suffixes=(".py",)) if path.name != "conftest.py"]
    assert "__init__.py" not in names
    assert sorted(names) == sorted(set(names))


def test_nothing_imports_upward_or_sideways():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


ALONE = {"reports/verify.py": 690}
"""What has to work as one single file, since an auditor takes it elsewhere; with the most lines that it may have."""


def test_no_file_has_more_than_300_lines():
    found = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*OURS, "tests", "config", suffixes=(".py",))
    }
    assert not {name: lines for name, lines in found.items() if lines > ALONE.get(name, 300)}


def test_files_are_named_for_what_they_are():
    vague = [path for path in files(*OURS, "tests", suffixes=(".py",)) if FORBIDDEN & set(path.stem.split("_"))]
    assert not vague


def test_the_commands_are_executable():
    for name in ("bin/up", "bin/test", "bin/_install", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name
