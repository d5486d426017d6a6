"""What `proviso doctor --production` asks of the settings and of the servers behind them; it changes nothing."""

import smtplib
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from console.findings import Finding
from governance.errors import ProvisoError
from store.engine import make_engine
from store.keys import KeyServer
from store.lead import Leadership
from store.queue import connect_queue
from store.secrets import SECRET_NAMES
from store.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def production_findings(settings: Settings) -> Iterator[Finding]:
    """Look at TLS, cookies, secrets, key server, queue, database, mail, clock and numbers."""
    yield from _web(settings)
    yield from _secrets(settings)
    yield from _servers(settings)
    yield Finding(
        "mail server (people are told by mail)",
        _mail(settings),
        "set the group [mail]; without a server people read their messages in the portal only",
        grave=False,
    )
    yield Finding(
        "a clock leads (what is due is deleted)", _clock(settings), "start `python -m clock` on at least one machine"
    )
    yield Finding(
        "numbers and log for programs",
        "" if settings.metrics.token_file and settings.log.format == "json" else "not set up",
        'set metrics.token_file, and log.format = "json"',
        grave=False,
    )


def _web(settings: Settings) -> Iterator[Finding]:
    web = settings.web
    scheme = urlsplit(web.address).scheme
    yield Finding(
        "people come over TLS",
        "" if scheme == "https" else "web.public_url begins with http",
        "put TLS in front, and set web.public_url to its https address",
    )
    yield Finding(
        "cookies travel over TLS only",
        "" if web.secure_cookies else "web.secure_cookies is false",
        "set web.secure_cookies = true",
    )
    behind = web.host in _LOOPBACK or web.trusted_proxies > 0
    yield Finding(
        "who asks is told by our own proxy",
        "" if behind and (scheme != "https" or web.trusted_proxies > 0) else "web.trusted_proxies is 0",
        "set web.trusted_proxies to the number of proxies of yours in front",
    )


def _secrets(settings: Settings) -> Iterator[Finding]:
    files = settings.secrets
    yield Finding(
        "secrets are brought, not made",
        "secrets.create is true: a lost folder would be replaced in silence" if files.create else "",
        "set secrets.create = false and bring the files",
        grave=False,
    )
    open_to_others = [name for name in SECRET_NAMES if _open(Path(getattr(files, name) or files.folder / name))]
    yield Finding(
        "secrets are readable for this user alone",
        f"missing or open to others: {', '.join(open_to_others)}" if open_to_others else "",
        "chmod 600 the files, and make them this user's own",
    )


def _open(file: Path) -> bool:
    try:
        return bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
    except OSError:
        return True


def _servers(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        "key server (keys live in memory only)",
        _keys(settings),
        'give it `save ""` and `appendonly no`, and let it answer CONFIG GET',
    )
    yield Finding(
        "key server apart from the queue",
        "keys_url and redis_url name the same server" if settings.keys_url == settings.redis_url else "",
        "give the keys a server of their own that only Proviso reaches",
        grave=False,
    )
    bare = [name for name in ("keys_url", "redis_url") if not is_guarded(getattr(settings, name))]
    yield Finding(
        "key server and queue over TLS or inside this machine",
        f"neither: {', '.join(bare)}" if bare else "",
        "use rediss:// or a socket of this machine",
    )
    yield Finding("queue answers", _queue(settings), "start it, or correct redis_url")
    yield Finding("database answers", _database(settings), "start it, or correct database_url")
    yield Finding(
        "database for more than one machine",
        "SQLite serves one machine" if settings.database_url.startswith("sqlite") else "",
        "use PostgreSQL",
        grave=False,
    )


def is_guarded(url: str) -> bool:
    """Tell whether what goes to a server is encrypted or stays inside this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"rediss", "unix"} or parts.hostname in _LOOPBACK


def _keys(settings: Settings) -> str:
    try:
        setting = KeyServer.of(settings).persistence()
    except (RedisError, OSError, ProvisoError):
        return "it does not answer"
    return f"it writes to disk: {setting}" if setting else ""


def _queue(settings: Settings) -> str:
    try:
        return "" if connect_queue(settings).ping() else "it does not answer"
    except (RedisError, OSError):
        return "it does not answer"


def _database(settings: Settings) -> str:
    engine = make_engine(settings.database_url)
    try:
        with engine.connect():
            return ""
    except (SQLAlchemyError, OSError):
        return "it does not answer"
    finally:
        engine.dispose()


def _clock(settings: Settings) -> str:
    """Try to lead: who can, has found that nobody does."""
    leadership = Leadership(settings.database_url, settings.home)
    try:
        return "none does" if leadership.take() else ""
    except (SQLAlchemyError, OSError):
        return "that cannot be told: the database does not answer"
    finally:
        leadership.leave()


def _mail(settings: Settings) -> str:
    """Greet the mail server and see whether it offers the encryption that is asked for; nothing is sent."""
    mail = settings.mail
    if not mail.host:
        return "none is set"
    whole = smtplib.SMTP_SSL if mail.security == "tls" else smtplib.SMTP
    try:
        with whole(mail.host, mail.port, timeout=mail.seconds) as server:
            server.ehlo()
            if mail.security == "starttls" and not server.has_extn("starttls"):
                return "it offers no STARTTLS"
    except (OSError, smtplib.SMTPException) as fault:
        return f"it does not answer ({type(fault).__name__})"
    return "mail.security is none" if mail.security == "none" and mail.host not in _LOOPBACK else ""
