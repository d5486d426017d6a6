import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from governance.errors import ProvisoError
from store.secrets import load_secrets
from store.settings import load_settings

# Python 3.12 warns of any fork beside threads; these children use nothing that a thread may hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

NAMES = ("session", "password_salt", "totp", "gate", "gate_wrap", "text_master", "ledger", "papers", "suppression")


def environ_for(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"PROVISO_HOME": str(tmp_path / "home"), **more}


def test_secrets_are_made_once_and_differ(tmp_path: Path) -> None:
    settings = load_settings(environ_for(tmp_path))
    first, second = load_secrets(settings), load_secrets(settings)
    assert first.gate == second.gate
    assert first.ledger.public_key().public_bytes_raw() == second.ledger.public_key().public_bytes_raw()
    texts = [(settings.secrets.folder / name).read_text() for name in NAMES]
    assert len(set(texts)) == len(NAMES)
    assert len(first.gate) == len(first.gate_wrap) == len(first.text_master) == 32


def test_secret_files_are_for_their_owner_only(tmp_path: Path) -> None:
    settings = load_settings(environ_for(tmp_path))
    load_secrets(settings)
    assert stat.S_IMODE(settings.secrets.folder.stat().st_mode) == 0o700
    files = sorted(file.name for file in settings.secrets.folder.iterdir())
    assert files == sorted(NAMES)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in settings.secrets.folder.iterdir())


def test_secrets_do_not_print_themselves(tmp_path: Path) -> None:
    secrets = load_secrets(load_settings(environ_for(tmp_path)))
    assert secrets.session not in repr(secrets)
    assert repr(secrets.gate) not in repr(secrets)


def read_gate(home: str) -> bytes:
    return load_secrets(load_settings({"PROVISO_HOME": home})).gate


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(3) as pool:
        keys = pool.map(read_gate, [str(tmp_path / "home")] * 6)
    assert len(set(keys)) == 1


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = load_settings(environ_for(tmp_path))
    load_secrets(settings)
    (settings.secrets.folder / "gate").chmod(0o640)
    with pytest.raises(ProvisoError, match="secret-exposed"):
        load_secrets(settings)


@pytest.mark.parametrize("text", ["", "short", "!" * 50, base64.b64encode(b"x" * 31).decode()])
def test_a_damaged_key_is_refused(tmp_path: Path, text: str) -> None:
    settings = load_settings(environ_for(tmp_path))
    load_secrets(settings)
    (settings.secrets.folder / "text_master").write_text(text)
    with pytest.raises(ProvisoError, match="secret-exposed"):
        load_secrets(settings)


def test_a_secret_may_be_given_by_a_file_elsewhere(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_text(base64.b64encode(b"k" * 32).decode())
    given.chmod(0o444)
    secrets = load_secrets(load_settings(environ_for(tmp_path, PROVISO_SECRETS_GATE=str(given))))
    assert secrets.gate == b"k" * 32


def test_where_making_is_switched_off_a_missing_secret_stops_the_start(tmp_path: Path) -> None:
    settings = load_settings(environ_for(tmp_path, PROVISO_SECRETS_CREATE="false"))
    with pytest.raises(ProvisoError, match="secret-exposed"):
        load_secrets(settings)
    assert not settings.secrets.folder.exists()
