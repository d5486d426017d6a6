"""Where letters to us arrive: a mailbox read by IMAP over TLS, or a folder of `.eml` files on this machine."""

import imaplib
import os
import ssl
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls

from governance.errors import ProvisoError
from operations.support_cases import Letter, Mailbox
from store.operating import Mailbox as MailboxSettings
from store.rooms import owned_folder
from store.settings import Settings

BATCH = 50


def mailbox_of(settings: Settings) -> Mailbox:
    """Give the mailbox of the settings: IMAP where a host is named, else the folder.

    Raises ProvisoError secret-exposed when the password's file cannot be read.
    """
    box = settings.mailbox
    if box.host:
        return ImapMailbox(box, _password(box.password_file))
    return FolderMailbox(Path(box.folder or settings.home / "maildir"), box.letter_bytes)


class FolderMailbox:
    """Letters as files that end in `.eml`; each is deleted once it is taken in, and nothing else is touched."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most

    def empty(self, take: Callable[[Letter], None]) -> int:
        """Give each letter to `take` and delete it then; what is no plain file is left alone."""
        owned_folder(self._folder)
        taken = 0
        for file in sorted(self._folder.glob("*.eml"))[:BATCH]:
            letter = self._read(file)
            if letter is not None:
                take(letter)
                file.unlink(missing_ok=True)
                taken += 1
        return taken

    def _read(self, file: Path) -> Letter | None:
        try:
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return None
        with os.fdopen(handle, "rb") as opened:
            raw = opened.read(self._most + 1)
        return Letter(raw[: self._most], len(raw) > self._most)


class ImapMailbox:
    """A mailbox at a server, TLS only; a letter is expunged once it is taken in."""

    def __init__(self, box: MailboxSettings, password: str) -> None:
        self._box, self._password = box, password

    def empty(self, take: Callable[[Letter], None]) -> int:
        """Give each letter to `take` and have the server forget it; raises OSError when it cannot be reached."""
        taken = 0
        with self._open() as box:
            with _as_oserror():
                waiting = box.uids(charset=None)[:BATCH]
            for uid in waiting:
                with _as_oserror():
                    raw = _fetched(box, uid, self._box.letter_bytes)
                if raw is not None:
                    take(Letter(raw[: self._box.letter_bytes], len(raw) > self._box.letter_bytes))
                    with _as_oserror():
                        box.delete([uid])
                    taken += 1
        return taken

    @contextmanager
    def _open(self) -> Iterator[BaseMailBox]:
        trust = ssl.create_default_context(cafile=self._box.ca_file or None)
        with _as_oserror():
            if self._box.security == "tls":
                box: BaseMailBox = MailBox(self._box.host, self._box.port, self._box.seconds, ssl_context=trust)
            else:
                box = MailBoxStartTls(self._box.host, self._box.port, self._box.seconds, ssl_context=trust)
        try:
            with _as_oserror():
                box.login(self._box.user, self._password, self._box.name)
            yield box
        finally:
            with _as_oserror(quiet=True):
                box.logout()
            with _as_oserror(quiet=True):
                box.client.shutdown()


def _fetched(box: BaseMailBox, uid: str, most: int) -> bytes | None:
    """Read at most one byte more of a letter than is looked at, and mark nothing as seen."""
    _, found = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{most + 1}>)")
    return next((bytes(part[1]) for part in found or () if isinstance(part, tuple)), None)


@contextmanager
def _as_oserror(*, quiet: bool = False) -> Iterator[None]:
    """Say of whatever the server or the line does wrong its kind alone: its words may quote a letter."""
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as fault:
        if not quiet:
            raise OSError(type(fault).__name__) from None


def _password(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ProvisoError("secret-exposed", name="mailbox.password_file") from None
