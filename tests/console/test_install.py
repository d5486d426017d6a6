"""The installer: what it would do on which system, and that it changes nothing where it may not install."""

import os
import shutil
import subprocess
import sys

import pytest

from console import install
from console.install import InstallError, as_root, check_elsewhere, fingerprint, install_packages, is_current, run
from console.machine import ROOT, Family, Level, System, missing_packages, read_system

FEDORA = System("Fedora Linux 41", Family.DNF, installs_itself=False)
DEBIAN = System("Debian GNU/Linux 12 (bookworm)", Family.APT, installs_itself=True)


@pytest.mark.parametrize(
    ("os_release", "kernel", "family", "installs"),
    [
        ('ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', "linux", Family.APT, True),
        ('ID=debian\nVERSION_ID="13"\n', "linux", Family.APT, False),
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', "linux", Family.APT, False),
        ("ID=fedora\nVERSION_ID=41\n", "linux", Family.DNF, False),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n', "linux", Family.DNF, False),
        ("ID=arch\n", "linux", Family.PACMAN, False),
        ("ID=alpine\nVERSION_ID=3.20.0\n", "linux", Family.APK, False),
        ("ID=nixos\n", "linux", Family.OTHER, False),
        ("", "darwin", Family.BREW, False),
        ("", "linux", Family.OTHER, False),
    ],
)
def test_only_debian_12_is_installed_on(os_release, kernel, family, installs):
    system = read_system(os_release, kernel)
    assert (system.family, system.installs_itself) == (family, installs)


def test_elsewhere_the_missing_packages_are_named_and_nothing_is_changed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(install, "run", lambda *_a, **_k: pytest.fail("nothing may be run"))
    with pytest.raises(InstallError) as caught:
        check_elsewhere(FEDORA, Level.TEST)
    assert "dnf install tesseract tesseract-langpack-eng" in str(caught.value)
    assert "java-17-openjdk-devel poppler-utils qpdf" in str(caught.value)
    assert "Nothing was changed." in str(caught.value)


def test_elsewhere_with_everything_there_it_goes_on(monkeypatch):
    monkeypatch.setattr(install, "missing_packages", lambda *_a: [])
    monkeypatch.setattr(install, "run", lambda *_a, **_k: pytest.fail("nothing may be run"))
    check_elsewhere(FEDORA, Level.RUN)
    install_packages(FEDORA, Level.RUN)


def test_what_dpkg_does_not_know_but_works_is_not_installed_again(monkeypatch):
    monkeypatch.setattr("console.machine.installed_packages", frozenset)
    assert missing_packages(DEBIAN, Level.RUN) == []


def test_a_user_without_sudo_is_told_what_root_must_run(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError) as caught:
        as_root(DEBIAN, ["qpdf"])
    assert "\n  apt-get install --no-install-recommends qpdf" in str(caught.value)


def test_sudo_is_used_without_a_terminal_when_it_asks_nothing(monkeypatch, tmp_path):
    sudo = tmp_path / "sudo"
    sudo.write_text("#!/bin/sh\nexit 0\n")
    sudo.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    words = as_root(DEBIAN, ["qpdf"])
    assert words[:2] == [str(sudo), "-n"]
    assert "DEBIAN_FRONTEND=noninteractive" in words
    assert "http_proxy=http://127.0.0.1:3128" in words


def test_a_failed_step_shows_its_last_lines_and_names_itself(capsys):
    with pytest.raises(InstallError) as caught:
        run("trying", [sys.executable, "-c", "print('first'); print('the reason'); raise SystemExit(7)"])
    assert "trying: failed with exit code 7" in str(caught.value)
    assert str(caught.value).endswith("the reason")
    assert capsys.readouterr().out == "proviso: trying …\n"


def test_a_stamp_covers_its_level_and_the_tests_stamp_covers_both(monkeypatch, tmp_path):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    monkeypatch.setattr(install, "VENV", venv)
    monkeypatch.setattr(install, "PYTHON", venv / "bin" / "python")
    assert not is_current(Level.RUN)
    (venv / ".proviso-run").write_text(fingerprint(Level.RUN))
    assert is_current(Level.RUN)
    assert not is_current(Level.TEST)
    (venv / ".proviso-run").write_text("of an older lock")
    (venv / ".proviso-test").write_text(fingerprint(Level.TEST))
    assert is_current(Level.RUN)
    assert is_current(Level.TEST)


def test_a_changed_lock_asks_for_a_new_installation(monkeypatch, tmp_path):
    before = fingerprint(Level.RUN), fingerprint(Level.TEST)
    changed = tmp_path / "requirements.lock"
    changed.write_text("something-else==1\n")
    monkeypatch.setitem(install.LOCKS, Level.RUN, changed)
    assert not set(before) & {fingerprint(Level.RUN), fingerprint(Level.TEST)}


def test_without_python_311_the_command_says_how_to_get_it(tmp_path):
    for name in ("sh", "dirname", "uname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    for place in (ROOT, tmp_path):
        done = subprocess.run(
            [ROOT / "bin" / "_install"],
            env={"PATH": str(tmp_path)},
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "Python 3.11 is needed" in done.stderr
        assert "apt-get install python3" in done.stderr


def test_postgresql_comes_as_programs_without_a_database_of_its_own(monkeypatch):
    done = []
    monkeypatch.setattr(install, "missing_packages", lambda *_a: ["postgresql-15"])
    monkeypatch.setattr(install, "_jars_are_missing", lambda: False)
    monkeypatch.setattr(install, "as_root", lambda *_a: [])
    monkeypatch.setattr(install, "run", lambda _what, command, **_k: done.append(command))
    install_packages(DEBIAN, Level.TEST)
    shell, apt = next(i for i, c in enumerate(done) if c[0] == "sh"), len(done) - 1
    assert shell < apt
    assert "create_main_cluster = false" in done[shell][-1]
    assert done[apt][-1] == "postgresql-15"


@pytest.fixture
def site(monkeypatch, tmp_path):
    """Where packages lie, beside a lock that names one."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask-thing==1 \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setitem(install.LOCKS, Level.RUN, lock)
    return tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"


def test_a_package_that_the_lock_has_no_more_is_named_and_what_the_installer_brings_is_not(site):
    for name in ("Flask_Thing", "left.over", "uv", "pip", "proviso"):
        (site / f"{name}-1.dist-info").mkdir(parents=True)
        (site / f"{name}-1.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    assert install.to_go(Level.RUN) == ["left-over"]


def test_what_a_broken_off_installation_left_without_a_name_stops_no_start(site):
    (site / "flask_thing-1.dist-info").mkdir(parents=True)
    assert install.to_go(Level.RUN) == ["a package without a name"]
