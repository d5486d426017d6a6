"""The locks fit the project file, and every locked package has its hash."""

import re
import tomllib
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from repository import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "config/installer.lock", "config/build.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {canonicalize_name(found[1]): found[2] for found in re.finditer(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


def assert_locked(requirements: list[str], name: str) -> None:
    versions = locked(name)
    for requirement in map(Requirement, requirements):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in {name}: compile it anew"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} is locked to {version}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[^\s#])", text.strip())
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[\w.\[\]-]+==\S+( ; [^\\]+)?( \\\n +--hash=sha256:[0-9a-f]{64})+", entry), entry[:80]
    assert "://" not in text


def test_the_running_lock_holds_what_the_project_depends_on():
    assert_locked(PROJECT["project"]["dependencies"], "requirements.lock")


def test_the_test_lock_holds_what_the_tests_need_too():
    extra = PROJECT["project"]["optional-dependencies"]["test"]
    assert_locked([*PROJECT["project"]["dependencies"], *extra], "requirements-test.lock")


def test_the_build_lock_holds_the_build_system():
    assert_locked(PROJECT["build-system"]["requires"], "config/build.lock")


def test_tests_run_on_the_versions_that_run():
    assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()


def test_no_two_packages_write_the_same_file():
    writers: dict[str, set[str]] = {}
    for package in distributions():
        for file in package.files or ():
            writers.setdefault(str(file), set()).add(package.name)
    assert not {file: names for file, names in writers.items() if len(names) > 1}
