"""The settings of an installation: defaults, a file of the operator's, the environment; the last one wins."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.connection import parse_url
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from store.configure import Configuration, wrong
from store.operating import Api, Clock, Log, Mailbox, Metrics, Rights, Sharing
from store.places import data_folder, default_home
from store.rooms import owned_folder, socket_path

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "ocr.engine": ("tesserocr", "pytesseract"),
    "ocr.mode": ("fast", "auto", "accurate"),
    "site.zone": ("local", "adequate", "third"),
    "mail.security": ("starttls", "tls", "none"),
    "mailbox.security": ("tls", "starttls"),
    "log.level": ("DEBUG", "INFO", "WARNING", "ERROR"),
    "log.format": ("text", "json"),
}
_RANGES: Mapping[str, tuple[int, int | None]] = {
    "web.port": (1, 65_535),
    "mail.port": (1, 65_535),
    "mailbox.port": (1, 65_535),
    "web.trusted_proxies": (0, None),
    "erased.backup_days": (0, None),
    # Below this not even a small page is opened, and every upload would look hostile.
    "limits.decode_memory": (268_435_456, None),
}
_FORMS: Mapping[str, tuple[str, str]] = {
    # What a signed note allows as the name of its signer.
    "ledger.origin": (r"[!-*,-~]{1,200}", "1 to 200 printable ASCII characters without spaces and plus signs"),
    "web.public_url": (
        r"|https?://[A-Za-z0-9._~-]+(:\d{1,5})?/?|https?://\[[0-9a-fA-F:.]+\](:\d{1,5})?/?",
        "empty, or http:// or https://, a host name and perhaps a port",
    ),
}


@dataclass(frozen=True, slots=True)
class Web:
    """Where and how the portal listens."""

    host: str
    port: int
    public_url: str
    secure_cookies: bool
    workers: int
    threads: int
    idle_seconds: int
    body_seconds: int
    arriving_bytes: int
    trusted_proxies: int

    @property
    def address(self) -> str:
        """Where people reach the portal, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one upload may cost, in bytes, pages, pixels, seconds, dots per inch and characters."""

    upload_bytes: int
    pages: int
    page_pixels: int
    decode_seconds: int
    decode_memory: int
    page_seconds: int
    job_seconds: int
    record_seconds: int
    pdf_dpi: int
    unseen_characters: int


@dataclass(frozen=True, slots=True)
class Ocr:
    """The text engine, its languages, and how much care is taken."""

    engine: str
    languages: str
    models: str
    mode: str
    prepare: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """How copies of pages are made: readings that may confirm one, quality of its pictures (1 to 95), and bytes."""

    passes: int
    picture_quality: int
    copy_bytes: int


@dataclass(frozen=True, slots=True)
class Detector:
    """The language model that finds personal data."""

    model: str


@dataclass(frozen=True, slots=True)
class Gate:
    """How long a permit is good for, in seconds."""

    permit_seconds: int


@dataclass(frozen=True, slots=True)
class Work:
    """When a worker counts as dead, how often a document is tried, when a worker stops, how many of a batch wait."""

    lease_seconds: int
    attempts: int
    retry_seconds: int
    stop_seconds: int
    batch_waiting: int


@dataclass(frozen=True, slots=True)
class Keys:
    """What is asked of the key server."""

    allow_persistence: bool
    start_seconds: int
    answer_seconds: int


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """Where the secrets are read from; never the secrets themselves."""

    folder: Path
    create: bool
    session: str
    password_salt: str
    totp: str
    gate: str
    gate_wrap: str
    text_master: str
    ledger: str
    papers: str
    suppression: str


@dataclass(frozen=True, slots=True)
class Erased:
    """Where the list of the erased lies, outside the database, and for how many days backups are kept."""

    list: str
    backup_days: int


@dataclass(frozen=True, slots=True)
class LedgerName:
    """How this ledger calls itself in its checkpoints."""

    origin: str


@dataclass(frozen=True, slots=True)
class PolicyPlace:
    """Where the policy lies that a house begins with, and what the check of a draft may cost: seconds and bytes."""

    folder: Path
    proof_seconds: int
    proof_memory: int


@dataclass(frozen=True, slots=True)
class Site:
    """What is true of this installation, as the policy asks it."""

    zone: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server that takes messages, and how long it is tried; without a host they are read in the portal."""

    host: str
    port: int
    security: str
    user: str
    password_file: str
    sender: str
    sender_name: str
    seconds: int
    attempts: int
    every_seconds: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; paths are absolute and addresses complete."""

    home: Path
    # Addresses may carry passwords, so they stay out of whatever prints the settings.
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    keys_url: str = field(repr=False)
    blobs: Path
    web: Web
    limits: Bounds
    ocr: Ocr
    copies: Copies
    detector: Detector
    gate: Gate
    work: Work
    clock: Clock
    keys: Keys
    secrets: SecretFiles
    erased: Erased
    ledger: LedgerName
    policy: PolicyPlace
    site: Site
    api: Api
    metrics: Metrics
    sharing: Sharing
    mail: Mail
    mailbox: Mailbox
    rights: Rights
    log: Log

    @property
    def socket(self) -> Path:
        """Where the bundled Valkey listens when no other address is set."""
        return socket_path(self.home)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `config/default.toml`, then the file named in PROVISO_CONFIG, then PROVISO_* of the environment.

    Makes the home folder (mode 0700). Raises ProvisoError settings-wrong for a key nobody knows and for a
    value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    configuration = Configuration(Settings, prefix="PROVISO_", choices=_CHOICES, ranges=_RANGES, forms=_FORMS)
    values = configuration.from_file(data_folder("config") / "default.toml")
    if named := environ.get("PROVISO_CONFIG"):
        configuration.lay_over(values, configuration.from_file(Path(named)))
    configuration.lay_over(values, configuration.from_environment(environ, besides={"PROVISO_CONFIG"}))
    settings: Settings = configuration.build(_complete(values))
    if not (settings.copies.passes >= 1 and 1 <= settings.copies.picture_quality <= 95):
        raise wrong("copies", "passes is at least 1, and picture_quality lies between 1 and 95")
    return settings


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    """Fill in what follows from the home folder; relative paths are taken from the working folder."""
    home = Path(values["home"] or default_home()).expanduser().absolute()
    try:
        owned_folder(home)
    except OSError as fault:
        raise wrong("home", f"the folder {home} cannot be used ({fault.strerror})") from None
    values["home"] = str(home)
    values["database_url"] = _dialect(values["database_url"] or f"sqlite:///{home / 'proviso.db'}")
    values["redis_url"] = values["redis_url"] or f"unix://{socket_path(home)}"
    values["keys_url"] = values["keys_url"] or values["redis_url"]
    values["erased"]["list"] = values["erased"]["list"] or str(home / "erased.list")
    values["blobs"] = values["blobs"] or str(home / "blobs")
    for name in ("redis_url", "keys_url"):
        _check_server(name, values[name])
    values["secrets"]["folder"] = values["secrets"]["folder"] or str(home / "keys")
    values["policy"]["folder"] = values["policy"]["folder"] or str(data_folder("policies") / "deepseek-ocr")
    return values


def _check_server(name: str, url: str) -> None:
    """Refuse an address that no client could reach; it may hold a password and is therefore not repeated."""
    try:
        parse_url(url)  # type: ignore[no-untyped-call]
    except ValueError:
        raise wrong(name, "it must be redis://, rediss:// or unix:// with a host or path") from None


def _dialect(url: str) -> str:
    """Name the driver; both spellings of PostgreSQL's scheme are in use."""
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        whole = f"postgresql+psycopg://{rest}"
        try:
            make_url(whole)
        except (ArgumentError, ValueError):
            raise wrong("database_url", "it is not postgresql://user@host:port/database") from None
        return whole
    if scheme == "sqlite" and rest.strip("/"):
        # Every process must mean the same file, wherever it was started.
        return f"sqlite:///{Path(rest.removeprefix('/')).expanduser().absolute()}"
    raise wrong("database_url", "it must begin with postgresql:// or be sqlite:/// and the path of a file")
