"""Policies: reading the folder of the one in force, and noting when each took over."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from governance.errors import ProvisoError
from governance.policy import Policy, PolicyRefused, compile_policy
from governance.policy.bundle import admit
from governance.policy.certificate import FILE as CERTIFICATE
from governance.policy.problems import Mark, problem
from store.tables import PolicyRow, table_of
from store.unit_of_work import Database

_ROWS = table_of(PolicyRow)
LOCK = "surface.lock"
_SUFFIXES = (".md", ".yaml")


def read_sources(folder: Path) -> dict[str, str]:
    """Read the files of a policy by their bare names.

    Raises ProvisoError settings-wrong when that fails, and PolicyRefused when a file is not UTF-8.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix in _SUFFIXES and file.is_file())
        contents = {file.name: file.read_bytes() for file in files}
    except OSError:
        raise ProvisoError(
            "settings-wrong", where="policy.folder", problem=f"the policy in {folder} cannot be read"
        ) from None
    sources, problems = {}, []
    for name, content in contents.items():
        try:
            sources[name] = content.decode().replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line, column = content.count(b"\n", 0, error.start) + 1, error.start - content.rfind(b"\n", 0, error.start)
            said = f"the byte 0x{content[error.start]:02x} here is not UTF-8."
            problems.append(problem(Mark(name, line, column), "Y04", said, "save the file as UTF-8."))
    if problems:
        raise PolicyRefused(problems)
    return sources


def read_lock(folder: Path) -> str | None:
    """Read the surface that lies beside a policy; None when there is none. What is not UTF-8 in it is no surface."""
    file = folder / LOCK
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else None


def read_certificate(folder: Path) -> str | None:
    """Read the proof that lies beside a policy; None when there is none, or none that can be read."""
    try:
        return (folder / CERTIFICATE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def load_policy(folder: Path) -> Policy:
    """Compile the policy of a folder and admit it with its certificate.

    Raises PolicyRefused with every problem found; its code is policy-unproved when only the proof is missing.
    """
    return admit(compile_policy(read_sources(folder)), read_certificate(folder))


def note_in_force(database: Database, policy: Policy, sources: Mapping[str, str], now: datetime) -> bool:
    """Write down, once, that a policy took over, with its sources; False when it was known."""
    with database.read() as unit:
        if _known(unit.connection, policy.digest):
            return False
    with database.begin() as unit:
        if _known(unit.connection, policy.digest):
            return False
        unit.connection.execute(
            insert(_ROWS).values(
                digest=policy.digest,
                policy_id=policy.id,
                version=policy.version,
                sources=dict(sources),
                in_force_at=now,
            )
        )
        unit.ledger.append(
            "policy.in-force", now, {"policy": policy.digest, "id": policy.id, "version": policy.version}
        )
        return True


def _known(connection: Connection, digest: str) -> bool:
    return connection.execute(select(_ROWS.c.digest).where(_ROWS.c.digest == digest)).first() is not None
