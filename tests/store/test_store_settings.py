import re
import stat
import tomllib
from pathlib import Path

import pytest

from governance.errors import ProvisoError
from store.places import CHECKOUT, data_folder
from store.rooms import socket_path
from store.settings import load_settings

DEFAULTS = data_folder("config") / "default.toml"


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(ProvisoError) as caught:
        load_settings(environ)
    assert caught.value.code == "settings-wrong"
    return caught.value.sentence


def test_an_empty_environment_gives_the_defaults_below_the_home(tmp_path: Path) -> None:
    settings = load_settings({"PROVISO_HOME": str(tmp_path / "home")})
    assert settings.home == tmp_path / "home"
    assert settings.database_url == f"sqlite:///{tmp_path}/home/proviso.db"
    assert settings.keys_url == settings.redis_url == f"unix://{settings.socket}"
    assert settings.blobs == tmp_path / "home" / "blobs"
    assert settings.policy.folder.name == "deepseek-ocr"
    assert settings.limits.upload_bytes == 50_000_000
    assert settings.web.secure_cookies is False


def test_the_home_is_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    settings = load_settings({"PROVISO_HOME": str(tmp_path / "home")})
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700


def test_without_a_word_the_home_is_var_of_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("store.settings.owned_folder", lambda folder: folder)
    assert load_settings({}).home == CHECKOUT / "var"


def test_a_file_wins_over_the_defaults_and_the_environment_over_the_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[web]\nport = 9000\nsecure_cookies = true\n[site]\nzone = "third"\n')
    environ = {"PROVISO_HOME": str(tmp_path / "h"), "PROVISO_CONFIG": str(own), "PROVISO_WEB_PORT": "9001"}
    settings = load_settings(environ)
    assert (settings.web.port, settings.web.secure_cookies, settings.site.zone) == (9001, True, "third")
    assert settings.web.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[web]\nprot = 1\n", "no setting web.prot"),
        ("wbe = 1\n", "no setting wbe"),
        ('[web]\nport = "8000"\n', "whole number"),
        ("[web]\nport = true\n", "whole number"),
        ("[web]\nport = 0\n", "at least 1"),
        ("[web]\nsecure_cookies = 1\n", "true or false"),
        ("home = 3\n", "text in quotes"),
        ('web = "x"\n', "heading [web]"),
        ('[site]\nzone = "moon"\n', "local, adequate, third"),
        ("[web\n", "not TOML"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_the_place(tmp_path: Path, text: str, word: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    said = refusal({"PROVISO_HOME": str(tmp_path / "h"), "PROVISO_CONFIG": str(own)})
    assert word in said
    assert str(own) in said


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PROVISO_WEB_PROT", "1", "no such setting"),
        ("PROVISO_WEB", "1", "no such setting"),
        ("PROVISO_WEB_PORT", "many", "whole number"),
        ("PROVISO_WEB_PORT", "-1", "whole number"),
        ("PROVISO_WEB_SECURE_COOKIES", "yes", "true or false"),
        ("PROVISO_LOG_LEVEL", "LOUD", "DEBUG"),
        ("PROVISO_DATABASE_URL", "mysql://x", "postgresql://"),
        ("PROVISO_DATABASE_URL", "sqlite://", "path of a file"),
        ("PROVISO_CONFIG", "/nowhere.toml", "cannot be read"),
    ],
)
def test_a_mistake_in_the_environment_is_told_with_its_name(tmp_path: Path, name: str, value: str, word: str) -> None:
    assert word in refusal({"PROVISO_HOME": str(tmp_path / "h"), name: value})


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "home" in refusal({"PROVISO_HOME": str(tmp_path / "file" / "h")})


def test_both_spellings_of_postgresql_name_the_same_driver(tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        environ = {"PROVISO_HOME": str(tmp_path / "h"), "PROVISO_DATABASE_URL": f"{scheme}://u:p@h/d"}
        assert load_settings(environ).database_url == "postgresql+psycopg://u:p@h/d"


def test_passwords_in_addresses_stay_out_of_what_prints_the_settings(tmp_path: Path) -> None:
    environ = {
        "PROVISO_HOME": str(tmp_path / "h"),
        "PROVISO_DATABASE_URL": "postgresql://u:hunter2@h/d",
        "PROVISO_REDIS_URL": "redis://:hunter2@h",
    }
    assert "hunter2" not in repr(load_settings(environ))


def test_every_default_has_a_comment_above_it() -> None:
    lines = DEFAULTS.read_text().splitlines()
    for index, line in enumerate(lines):
        if re.match(r"\w+ = ", line):
            assert lines[index - 1].startswith("# "), line


def test_the_example_for_production_names_only_settings_that_exist(tmp_path: Path) -> None:
    example = data_folder("config") / "production.example.toml"
    values = tomllib.loads(example.read_text())
    own = tmp_path / "own.toml"
    own.write_text(example.read_text().replace(f'home = "{values["home"]}"', f'home = "{tmp_path / "h"}"'))
    settings = load_settings({"PROVISO_CONFIG": str(own)})
    assert settings.web.secure_cookies
    assert not settings.secrets.create
    assert settings.keys_url != settings.redis_url


def test_a_deep_home_gets_a_short_socket_of_its_own(tmp_path: Path) -> None:
    deep, other = tmp_path / ("x" * 120), tmp_path / ("y" * 120)
    assert len(str(socket_path(deep))) < 100
    assert socket_path(deep) != socket_path(other)
    assert socket_path(Path("/srv/p")) == Path("/srv/p/run/valkey.sock")
