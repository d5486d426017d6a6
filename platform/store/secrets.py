"""The secrets of an installation: one small file each, made once, read by nobody else."""

import base64
import binascii
import os
import secrets as randomness
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.errors import ProvisoError
from store.now import now
from store.paper_key import check_paper_key, make_paper_key
from store.rooms import flush_folder, owned_folder
from store.settings import SecretFiles, Settings

_KEY_BYTES = 32
SECRET_NAMES = (
    "session",
    "password_salt",
    "totp",
    "gate",
    "gate_wrap",
    "text_master",
    "ledger",
    "papers",
    "suppression",
)
"""Every secret of an installation, by the name of its file."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """All secrets; `gate_wrap` wraps keys of documents, `text_master` keys of kept texts, `ledger` signs the ledger.

    `papers` seals papers: a private key and the certificates over it, as PEM. `suppression` keys the
    fingerprints of what was erased.
    """

    session: str = field(repr=False)
    password_salt: str = field(repr=False)
    totp: str = field(repr=False)
    gate: bytes = field(repr=False)
    gate_wrap: bytes = field(repr=False)
    text_master: bytes = field(repr=False)
    ledger: Ed25519PrivateKey = field(repr=False)
    papers: bytes = field(repr=False)
    suppression: bytes = field(repr=False)


def load_secrets(settings: Settings) -> Secrets:
    """Read the secrets, making those that are missing when the settings allow it.

    Raises ProvisoError secret-exposed for one that is missing, damaged, or readable for others in our folder.
    """
    files = settings.secrets
    texts = {name: _read(name, _file(files, name), _making(settings, name)) for name in SECRET_NAMES}
    return Secrets(
        texts["session"],
        texts["password_salt"],
        texts["totp"],
        _key("gate", texts["gate"]),
        _key("gate_wrap", texts["gate_wrap"]),
        _key("text_master", texts["text_master"]),
        Ed25519PrivateKey.from_private_bytes(_key("ledger", texts["ledger"])),
        _paper_key(texts["papers"]),
        _key("suppression", texts["suppression"]),
    )


def ledger_key(settings: Settings) -> Ed25519PrivateKey:
    """Read the key that signs the ledger, alone and afresh; what it can raise is what `load_secrets` raises."""
    text = _read("ledger", ledger_file(settings), _making(settings, "ledger"))
    return Ed25519PrivateKey.from_private_bytes(_key("ledger", text))


def ledger_file(settings: Settings) -> Path:
    """Tell where that key lies."""
    return _file(settings.secrets, "ledger")


def _file(files: SecretFiles, name: str) -> Path:
    named = getattr(files, name)
    return Path(named) if named else files.folder / name


def _making(settings: Settings, name: str) -> Callable[[], str] | None:
    """Say how a missing secret comes about: not at all when it was named or making is switched off."""
    if not settings.secrets.create or getattr(settings.secrets, name):
        return None
    return (lambda: make_paper_key(settings.ledger.origin, now())) if name == "papers" else _random


def _random() -> str:
    return base64.b64encode(randomness.token_bytes(_KEY_BYTES)).decode() + "\n"


def _make(file: Path, text: str) -> None:
    """Write a fresh secret under a name of its own and link it into place: the first of two processes wins."""
    folder = owned_folder(file.parent)
    draft = folder / f".{file.name}.{randomness.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
        flush_folder(folder)
    finally:
        draft.unlink(missing_ok=True)


def _read(name: str, file: Path, make: Callable[[], str] | None) -> str:
    try:
        if make is not None and not file.exists():
            _make(file, make())
        if make is not None and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise ProvisoError("secret-exposed", name=name)
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ProvisoError("secret-exposed", name=name) from None
    if len(text) < _KEY_BYTES:
        raise ProvisoError("secret-exposed", name=name)
    return text


def _key(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise ProvisoError("secret-exposed", name=name)
    return key


def _paper_key(text: str) -> bytes:
    pem = text.encode()
    try:
        check_paper_key(pem)
    except (ValueError, TypeError):
        raise ProvisoError("secret-exposed", name="papers") from None
    return pem
