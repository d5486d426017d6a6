"""Letters arrive by IMAP over TLS alone or in a folder; each is given once, and removed only when it was taken."""

import os

import pytest

from imap_server import PASSWORD, running_imap_server
from store.mailbox import FolderMailbox, ImapMailbox, mailbox_of
from store.settings import load_settings


@pytest.fixture
def server(tmp_path):
    with running_imap_server(tmp_path) as running:
        yield running


def box_at(server, tmp_path, **more):
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    said = {
        "HOME": str(tmp_path / "home"), "MAILBOX_HOST": "127.0.0.1", "MAILBOX_PORT": str(server.port),
        "MAILBOX_USER": "us", "MAILBOX_PASSWORD_FILE": str(secret), "MAILBOX_CA_FILE": str(server.certificate),
        "MAILBOX_SECONDS": "5", "MAILBOX_LETTER_BYTES": "100", **more,
    }  # fmt: skip
    return mailbox_of(load_settings({f"PROVISO_{name}": value for name, value in said.items()}))


def test_letters_at_the_server_are_given_up_to_the_limit_and_then_gone(server, tmp_path):
    server.letters |= {3: b"From: a@x.org\r\n\r\nshort", 8: b"x" * 500}
    given = []
    box = box_at(server, tmp_path)
    assert isinstance(box, ImapMailbox)
    assert box.empty(given.append) == 2
    assert [(len(one.raw), one.cut) for one in given] == [(22, False), (100, True)]
    assert server.letters == {}
    assert box.empty(given.append) == 0
    assert not any(PASSWORD in said for said in server.said)


def test_a_letter_that_could_not_be_taken_stays_at_the_server(server, tmp_path):
    server.letters |= {3: b"one", 4: b"two"}

    def fail(_letter):
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        box_at(server, tmp_path).empty(fail)
    assert set(server.letters) == {3, 4}


def test_a_server_that_nobody_vouches_for_is_told_no_password(server, tmp_path):
    with pytest.raises(OSError, match="SSLCertVerificationError"):
        box_at(server, tmp_path, MAILBOX_CA_FILE="").empty(print)
    assert server.said == []


def test_a_wrong_password_and_a_server_that_is_away_are_told_by_their_kind(server, tmp_path):
    box = box_at(server, tmp_path)
    (tmp_path / "password").write_text("wrong")
    with pytest.raises(OSError, match=r"^\w+$"):
        mailbox_of(_with(tmp_path, server)).empty(print)
    server.shutdown()
    server.server_close()
    with pytest.raises(OSError, match=r"^\w+$"):
        box.empty(print)


def _with(tmp_path, server):
    return load_settings(
        {
            "PROVISO_HOME": str(tmp_path / "home"), "PROVISO_MAILBOX_HOST": "127.0.0.1",
            "PROVISO_MAILBOX_PORT": str(server.port), "PROVISO_MAILBOX_USER": "us",
            "PROVISO_MAILBOX_PASSWORD_FILE": str(tmp_path / "password"),
            "PROVISO_MAILBOX_CA_FILE": str(server.certificate), "PROVISO_MAILBOX_SECONDS": "5",
        }
    )  # fmt: skip


def test_files_of_a_folder_are_given_once_and_nothing_else_is_touched(tmp_path):
    folder = tmp_path / "maildir"
    box = FolderMailbox(folder, 10)
    assert box.empty(print) == 0
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "b.eml").write_bytes(b"0123456789 and more")
    (folder / "a.eml").write_bytes(b"short")
    (folder / "notes.txt").write_bytes(b"not a letter")
    (folder / "link.eml").symlink_to("/etc/hostname")
    (folder / "dir.eml").mkdir()
    os.mkfifo(folder / "pipe.eml")
    given = []
    assert box.empty(given.append) == 2
    assert [(one.raw, one.cut) for one in given] == [(b"short", False), (b"0123456789", True)]
    assert {file.name for file in folder.iterdir()} == {"notes.txt", "link.eml", "dir.eml", "pipe.eml"}


def test_a_file_that_could_not_be_taken_stays(tmp_path):
    box = FolderMailbox(tmp_path, 10)
    (tmp_path / "a.eml").write_bytes(b"short")

    def fail(_letter):
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        box.empty(fail)
    assert (tmp_path / "a.eml").exists()
