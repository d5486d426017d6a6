"""The doctor names what is missing and the command that brings it."""

import socket

import pytest
from click.testing import CliRunner

from console.doctor import clock_problem, doctor, fence_problems, house_findings, machine_findings, swap_problem
from console.machine import NEEDS, Family, Level, System, needs_of
from store.settings import load_settings

DEBIAN = System("Debian GNU/Linux 12", Family.APT, installs_itself=True)
SWAPS = "Filename\tType\tSize\tUsed\tPriority\n/dev/sda2 partition 1000 0 -2\n/dev/zram0 partition 1000 0 100\n"


def test_on_this_machine_nothing_that_is_needed_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PROVISO_HOME", str(tmp_path / "home"))
    result = CliRunner().invoke(doctor)
    assert result.exit_code == 0, result.output
    assert "Nothing that is needed is missing." in result.output


def test_what_is_missing_comes_with_the_command_that_brings_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PROVISO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(doctor)
    assert result.exit_code == 1
    assert "missing  Tesseract" in result.output
    assert "tesseract" in result.output.split("→")[1]


def test_every_need_has_packages_for_every_system_we_name():
    for need in NEEDS:
        for family in Family:
            assert need.packages_for(family), (need.name, family)
    names = [[need.name for need in needs_of(level)] for level in (Level.RUN, Level.TEST)]
    assert set(names[0]) < set(names[1])
    assert [finding for finding in machine_findings(DEBIAN, Level.RUN) if not finding.remedy] == []


@pytest.mark.parametrize(("encrypted", "problem"), [(False, "/dev/sda2 is not encrypted"), (True, "")])
def test_swap_on_a_bare_disk_is_a_warning(encrypted, problem):
    assert swap_problem(SWAPS, lambda _device: encrypted) == problem
    assert swap_problem("Filename\tType\tSize\tUsed\tPriority\n", lambda _device: False) == ""


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        ('{"calls": true, "network": true, "user": true, "possible": []}', ("", "")),
        (
            '{"calls": false, "network": true, "user": true, "possible": []}',
            ("", "not there: the list of system calls"),
        ),
        (
            '{"calls": true, "network": false, "user": true, "possible": ["file", "socket"]}',
            ("still possible: file, socket", "not there: the empty network"),
        ),
        ("", ("it could not be tried", "")),
        ("[]", ("it could not be tried", "")),
    ],
)
def test_the_fence_is_tried_and_what_it_lacks_is_told(told, problems):
    assert fence_problems(told) == problems


def test_a_clock_that_cannot_be_right_is_told():
    assert clock_problem(0.0, 0.0) == "it shows 1970-01-01"
    assert clock_problem(2e9, 2e9 + 3600) == "it shows a time before the last work done here"
    assert clock_problem(2e9, 2e9 - 3600) == ""


def test_a_taken_port_is_a_warning_because_it_may_be_ours(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environ = {"PROVISO_HOME": str(tmp_path / "home"), "PROVISO_WEB_PORT": str(other.getsockname()[1])}
        port = list(house_findings(load_settings(environ)))[-1]
    assert port.wrong
    assert not port.grave
