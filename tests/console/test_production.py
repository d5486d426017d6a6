"""The doctor looks an installation over before others use it: each weakness has its line, a sound one has none."""

import dataclasses

from console.production import is_guarded, production_findings
from store.build import build_house
from store.lead import Leadership
from storeroom import settings_for, sqlite_template, sqlite_url, valkey, valkey_server

__all__ = ["sqlite_template", "valkey", "valkey_server"]


def wrong(settings, *, grave: bool = True) -> set[str]:
    return {found.name for found in production_findings(settings) if found.wrong and found.grave == grave}


def test_the_embedded_house_is_told_what_it_lacks(tmp_path, sqlite_template, valkey):
    settings = settings_for(tmp_path / "home", sqlite_url(sqlite_template, tmp_path / "home"), valkey)
    build_house(settings).database.close()
    assert wrong(settings) == {
        "people come over TLS",
        "cookies travel over TLS only",
        "a clock leads (what is due is deleted)",
    }
    assert "mail server (people are told by mail)" in wrong(settings, grave=False)


def test_a_sound_installation_has_no_grave_finding(tmp_path, sqlite_template, valkey):
    settings = settings_for(
        tmp_path / "home",
        sqlite_url(sqlite_template, tmp_path / "home"),
        valkey,
        PROVISO_WEB_PUBLIC_URL="https://ocr.example.org",
        PROVISO_WEB_SECURE_COOKIES="true",
        PROVISO_WEB_TRUSTED_PROXIES="1",
    )
    build_house(settings).database.close()
    clock = Leadership(settings.database_url, settings.home)
    assert clock.take()
    try:
        assert wrong(settings) == set()
    finally:
        clock.leave()


def test_secrets_open_to_others_and_servers_that_are_away_are_found(tmp_path, sqlite_template, valkey):
    settings = settings_for(tmp_path / "home", sqlite_url(sqlite_template, tmp_path / "home"), valkey)
    build_house(settings).database.close()
    (settings.secrets.folder / "gate").chmod(0o644)
    away = dataclasses.replace(
        settings,
        redis_url="redis://127.0.0.1:1/0",
        keys_url="unix:///nowhere/at/all",
        database_url="postgresql+psycopg://nobody@127.0.0.1:1/none",
    )
    found = {found.name: found.wrong for found in production_findings(away)}
    assert "gate" in found["secrets are readable for this user alone"]
    assert found["key server (keys live in memory only)"] == "it does not answer"
    assert found["database answers"] == "it does not answer"
    assert found["queue answers"] == "it does not answer"


def test_a_server_elsewhere_is_reached_over_tls():
    assert is_guarded("rediss://keys.example:6379/0")
    assert is_guarded("unix:///run/valkey.sock")
    assert not is_guarded("redis://keys.example:6379/0")
