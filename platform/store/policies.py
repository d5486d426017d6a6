"""Policies: reading the folder of the one in force, and noting when each took over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from governance.errors import ProvisoError
from governance.policy import Policy, PolicyRefused, compile_policy
from governance.policy.bundle import admit
from governance.policy.certificate import FILE as CERTIFICATE
from governance.policy.problems import Mark, problem
from governance.publishing import Term, deciding
from operations.decision_ports import KeptPolicy
from operations.ports import Unit
from store.in_force import read_policy, take_up
from store.unit_of_work import Database

UNREAD = "this software does not read the policy before"
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


def note_in_force(
    database: Database, policy: Policy, sources: Mapping[str, str], now: datetime, certificate: str = ""
) -> bool:
    """Let the policy of the folder begin where none is in force yet; False when there is one.

    The folder is where a house begins; afterwards the database says which policy decides, and a new one comes by
    publishing it. One exception: when this software does not read the policy in force any more (its checks or the way
    digests are made have changed), nothing could be decided; then the folder's takes over, and the ledger says why.
    """
    with database.begin() as unit:
        term = deciding(unit.policies.terms(), now)
        if term is not None:
            _keep_proof(unit, policy, sources, certificate, now)
            if read_policy(unit, term) is not None:
                return False
        begun = Term(0, policy.digest, "", now, now, taken_at=now)
        unit.policies.keep(KeptPolicy(policy.digest, policy.id, policy.version, dict(sources), certificate, now))
        begun = replace(begun, number=unit.policies.schedule(begun))
        take_up(unit, policy, begun, now, reason="" if term is None else UNREAD)
        return True


def _keep_proof(unit: Unit, policy: Policy, sources: Mapping[str, str], certificate: str, now: datetime) -> None:
    """Give the folder's policy its proof where it was in force before proofs were kept."""
    if unit.policies.kept(policy.digest) is not None:
        unit.policies.keep(KeptPolicy(policy.digest, policy.id, policy.version, dict(sources), certificate, now))
