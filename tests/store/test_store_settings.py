import re
import stat
import tomllib
from pathlib import Path

import pytest

from governance.errors import ProvisoError
from store.places import CHECKOUT, data_folder
from store.reading import check_reading
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


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("WEB_PORT", "65536", "web.port must be at most 65535"),
        ("WEB_PORT", "0", "web.port must be at least 1"),
        ("REDIS_URL", "http://queue.internal", "redis_url: it must be redis://"),
        ("REDIS_URL", "redis://queue.internal:port/0", "redis_url: it must be redis://"),
        ("KEYS_URL", "nonsense", "keys_url: it must be redis://"),
        ("DATABASE_URL", "postgresql://db:port/x", "database_url: it is not postgresql://"),
        ("LEDGER_ORIGIN", "two words", "ledger.origin must be 1 to 200"),
        ("LEDGER_ORIGIN", "a+b", "ledger.origin must be 1 to 200"),
        ("LEDGER_ORIGIN", "", "ledger.origin must be 1 to 200"),
        ("LIMITS_DECODE_MEMORY", "1", "limits.decode_memory must be at least 268435456"),
        ("WEB_PUBLIC_URL", "ocr.example.org", "web.public_url must be empty, or http://"),
    ],
)
def test_a_value_that_nothing_could_work_with_is_refused_by_its_name(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    assert said in refusal({"PROVISO_HOME": str(tmp_path / "h"), f"PROVISO_{variable}": value})


def test_an_address_is_not_repeated_since_it_may_hold_a_password(tmp_path: Path) -> None:
    said = refusal({"PROVISO_HOME": str(tmp_path / "h"), "PROVISO_REDIS_URL": "redis://me:hunter2@queue:port/0"})
    assert "hunter2" not in said


def test_nobody_stands_between_people_and_portal_unless_it_is_said(tmp_path: Path) -> None:
    environ = {"PROVISO_HOME": str(tmp_path / "h")}
    assert load_settings(environ).web.trusted_proxies == 0
    assert load_settings({**environ, "PROVISO_WEB_TRUSTED_PROXIES": "2"}).web.trusted_proxies == 2


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("OCR_LANGUAGES", "eng+xyz", "ocr.languages: Tesseract has no model here for xyz"),
        ("OCR_LANGUAGES", "../eng", "ocr.languages: languages are named like"),
        ("DETECTOR_MODEL", "no_such_model", "detector.model: the spaCy package no_such_model is not installed"),
    ],
)
def test_a_language_or_model_that_is_not_there_is_told_before_anything_starts(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    check_reading(load_settings({"PROVISO_HOME": str(tmp_path / "h")}))
    with pytest.raises(ProvisoError) as caught:
        check_reading(load_settings({"PROVISO_HOME": str(tmp_path / "h"), f"PROVISO_{variable}": value}))
    assert caught.value.code == "settings-wrong"
    assert caught.value.sentence.startswith(said)


@pytest.mark.parametrize(
    ("said", "address"),
    [("", "http://localhost:8123"), ("https://ocr.example.org/", "https://ocr.example.org")],
)
def test_links_lead_to_the_port_that_is_listened_on_unless_an_address_is_given(tmp_path, said, address):
    settings = load_settings(
        {"PROVISO_HOME": str(tmp_path), "PROVISO_WEB_PORT": "8123", "PROVISO_WEB_PUBLIC_URL": said}
    )
    assert settings.web.address == address
