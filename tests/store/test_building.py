from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from governance.errors import ProvisoError
from governance.policy import PolicyRefused, compile_policy
from ocr_worker import loaded
from operations import ports
from store import in_force
from store.build import House, build_house, build_services
from store.places import data_folder
from store.policies import load_policy, note_in_force, read_sources
from store.settings import Settings
from store.tables import PolicyRow, table_of
from store.unit_of_work import Database
from storeroom import opened, settings_for, sqlite_url
from valkey_process import running_valkey

FOLDER = data_folder("policies") / "deepseek-ocr"


def test_a_house_is_built_from_settings_and_begins_its_ledger(house: House) -> None:
    services = house.services
    assert services.limits.permit_seconds == house.settings.gate.permit_seconds
    assert services.site.zone == "local"
    assert services.gate_secret == house.secrets.gate
    with house.database.read() as unit:
        (first,) = unit.entries.entries()
    assert first.kind == "policy.in-force"
    assert services.policy.digest.encode() in first.body


def test_a_second_start_finds_the_same_house(house: House, settings: Settings) -> None:
    again = build_services(settings)
    assert isinstance(again.store, Database)
    with opened(again.store), again.store.read() as unit:
        assert again.gate_secret == house.services.gate_secret
        assert again.policy.digest == house.services.policy.digest
        assert len(list(unit.entries.entries())) == 1


def test_a_policy_in_force_is_kept_with_its_sources(house: House) -> None:
    rows = table_of(PolicyRow)
    with house.database.read() as unit:
        (kept,) = unit.connection.execute(select(rows)).all()
    assert compile_policy(kept.sources).digest == kept.digest == house.services.policy.digest


def test_a_work_horse_finds_the_policy_compiled(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaded, "make_reader", lambda _settings: None)
    here = loaded.load(settings)
    try:
        # What a fork inherits is what stands in this memory now.
        monkeypatch.setattr(in_force, "compile_policy", None)
        with here.house.database.begin() as unit:
            assert here.services.policy_in(unit).digest == here.services.policy.digest
    finally:
        here.house.database.close()


def test_a_policy_takes_over_once(house: House) -> None:
    policy, sources = load_policy(FOLDER), read_sources(FOLDER)
    assert not note_in_force(house.database, policy, sources, datetime.now(UTC))


def test_a_policy_that_does_not_check_stops_the_start(tmp_path: Path, sqlite_template: Path, valkey: str) -> None:
    broken = tmp_path / "policy"
    broken.mkdir()
    for name, text in read_sources(FOLDER).items():
        (broken / name).write_text(text.replace("A-OCR", "A-OCR-") if name == "rules.yaml" else text)
    (broken / "rules.yaml").write_text("activities: nonsense\n")
    url = sqlite_url(sqlite_template, tmp_path / "home")
    settings = settings_for(tmp_path / "home", url, valkey, PROVISO_POLICY_FOLDER=str(broken))
    with pytest.raises(PolicyRefused):
        build_house(settings)


def test_a_policy_without_its_proof_stops_the_start_and_says_what_to_run(
    tmp_path: Path, sqlite_template: Path, valkey: str
) -> None:
    unproved = tmp_path / "policy"
    unproved.mkdir()
    for name, text in read_sources(FOLDER).items():
        (unproved / name).write_text(text)
    settings = settings_for(
        tmp_path / "home", sqlite_url(sqlite_template, tmp_path / "home"), valkey, PROVISO_POLICY_FOLDER=str(unproved)
    )
    with pytest.raises(PolicyRefused, match=r"certificate\.json.*N01.*proviso policy prove --write") as refused:
        build_house(settings)
    assert refused.value.code == "policy-unproved"
    (unproved / "certificate.json").write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyRefused, match="N01"):
        load_policy(unproved)


def test_a_policy_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProvisoError, match="settings-wrong"):
        load_policy(tmp_path / "none")


def test_a_house_over_a_key_server_that_remembers_is_not_opened(tmp_path: Path, sqlite_template: Path) -> None:
    url = sqlite_url(sqlite_template, tmp_path / "home")
    with running_valkey(save="60 1") as writing, pytest.raises(ProvisoError, match="key-server-persistent"):
        build_house(settings_for(tmp_path / "home", url, writing))


def test_every_part_is_what_operations_ask_for(house: House) -> None:
    store: ports.Store = house.database
    vault: ports.Vault = house.services.vault
    with store.read() as unit:
        assert unit.documents.get("f" * 32) is None
    assert not vault.alive("f" * 32)
    assert vault.destroy("f" * 32)
