import stat
import time
from pathlib import Path

import pytest
import redis

from governance.errors import ProvisoError
from store.blobs import Blobs
from store.keys import KeyServer, connect
from store.settings import load_settings
from valkey_process import running_valkey

ITEM, OTHER = "a" * 32, "b" * 32


def server(url: str) -> KeyServer:
    return KeyServer(connect(url, answer_seconds=2))


def test_a_key_lives_for_its_seconds_and_dies_by_itself(valkey: str) -> None:
    keys = server(valkey)
    keys.put(ITEM, b"wrapped", seconds=1)
    assert keys.get(ITEM) == b"wrapped"
    assert keys.has(ITEM)
    time.sleep(1.1)
    assert keys.get(ITEM) is None
    assert not keys.has(ITEM)


def test_every_key_carries_the_moment_of_its_death(valkey: str) -> None:
    server(valkey).put(ITEM, b"wrapped", seconds=3600)
    with redis.Redis.from_url(valkey) as client:
        assert all(0 < client.pttl(name) <= 3_600_000 for name in client.scan_iter())


def test_a_key_is_never_replaced(valkey: str) -> None:
    keys = server(valkey)
    keys.put(ITEM, b"first", seconds=60)
    with pytest.raises(ValueError, match="already"):
        keys.put(ITEM, b"second", seconds=60)
    assert keys.get(ITEM) == b"first"


def test_a_key_without_life_is_refused(valkey: str) -> None:
    with pytest.raises(ValueError, match="a second"):
        server(valkey).put(ITEM, b"wrapped", seconds=0)


def test_a_destroyed_key_is_gone_and_may_be_destroyed_again(valkey: str) -> None:
    keys = server(valkey)
    keys.put(ITEM, b"wrapped", seconds=60)
    keys.put(OTHER, b"wrapped", seconds=60)
    keys.destroy(ITEM)
    keys.destroy(ITEM)
    assert not keys.has(ITEM)
    assert keys.has(OTHER)


def test_a_server_that_forgets_is_admitted(valkey: str, tmp_path: Path) -> None:
    settings = load_settings({"PROVISO_HOME": str(tmp_path), "PROVISO_REDIS_URL": valkey})
    KeyServer.of(settings).admit(settings)


@pytest.mark.parametrize(("save", "append", "named"), [("60 1", "no", "save"), ("", "yes", "appendonly")])
def test_a_server_that_writes_to_disk_is_refused(tmp_path: Path, save: str, append: str, named: str) -> None:
    with running_valkey(save=save, appendonly=append) as url:
        environ = {"PROVISO_HOME": str(tmp_path), "PROVISO_REDIS_URL": url}
        settings = load_settings(environ)
        with pytest.raises(ProvisoError) as caught:
            KeyServer.of(settings).admit(settings)
        assert caught.value.code == "key-server-persistent"
        assert named in caught.value.sentence
        allowing = load_settings({**environ, "PROVISO_KEYS_ALLOW_PERSISTENCE": "true"})
        KeyServer.of(allowing).admit(allowing)


def test_a_server_that_will_not_say_counts_as_one_that_writes(valkey_server: str, valkey: str) -> None:
    with redis.Redis.from_url(valkey) as client:
        client.acl_setuser("mute", enabled=True, nopass=True, categories=["+@all"], commands=["-config"], keys=["*"])
        try:
            quiet = redis.Redis(unix_socket_path=valkey.removeprefix("unix://"), username="mute", password="x")
            with quiet:
                assert "refused" in KeyServer(quiet).persistence()
        finally:
            client.acl_deluser("mute")


def test_a_server_that_is_not_there_is_told_after_a_while(tmp_path: Path) -> None:
    environ = {"PROVISO_HOME": str(tmp_path), "PROVISO_KEYS_START_SECONDS": "1"}
    settings = load_settings(environ)
    with pytest.raises(ProvisoError, match="storage-unavailable"):
        KeyServer.of(settings).admit(settings)


def test_a_blob_is_written_once_for_its_owner_only(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    blobs.put(ITEM, b"sealed")
    with pytest.raises(FileExistsError):
        blobs.put(ITEM, b"other")
    file = tmp_path / "blobs" / "aa" / "aa" / ITEM
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "blobs").stat().st_mode) == 0o700
    assert blobs.get(ITEM) == b"sealed"


def test_a_destroyed_blob_is_gone_and_may_be_destroyed_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    blobs.put(ITEM, b"sealed")
    blobs.destroy(ITEM)
    blobs.destroy(ITEM)
    assert blobs.get(ITEM) is None
    assert not blobs.has(ITEM)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 32, "a" * 31, "a" * 32 + "/", "a" * 32 + "\n"])
def test_a_name_that_is_no_id_reaches_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="32 hexadecimal"):
        Blobs(tmp_path).get(name)


def test_the_items_that_have_a_blob_are_named(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    for letter in "ab":
        blobs.put(letter * 32, b"sealed")
    (tmp_path / "blobs" / "aa" / "aa" / "note.txt").write_text("somebody else's")
    assert sorted(blobs.items()) == ["a" * 32, "b" * 32]
    assert list(Blobs(tmp_path / "none").items()) == []
