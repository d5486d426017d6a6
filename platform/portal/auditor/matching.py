"""Hold a file against the ledger: a paper by its digest and its seal, a ledger package by its entries."""

import io
import zipfile
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from operations.match_paper import Match, match_paper
from operations.review_decisions import review_ledger
from portal.doors import acting, house, needs
from reports.seal import PaperSeal, Sealed
from reports.verify import Ledger, Unusable, verify_evidence, verify_package
from store.build import House
from store.ledger import checkpoint_over
from store.rotation import load_signer

pages = Blueprint("matching", __name__, url_prefix="/audit/match")

UNPACKED_BYTES = 1_000_000_000
"""How much a package may hold when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Package:
    """A ledger package that was looked at: entries and what does not fit; `ours` when our ledger signed that state."""

    entries: int
    signed: int
    findings: tuple[str, ...]
    ours: bool


@pages.get("")
@needs("auditor", "records")
def ask() -> ResponseReturnValue:
    """Ask for a file."""
    return render_template("auditor/match.html", limit=house().limits.upload_bytes)


@pages.post("")
@needs("auditor", "records")
def match() -> ResponseReturnValue:
    """Say which entry the file matches; the file is looked at in memory and forgotten."""
    review_ledger(house(), acting("auditor"), "match")
    given = request.files.get("file")
    content = given.read() if given else b""
    if not content:
        return render_template("auditor/match.html", limit=house().limits.upload_bytes, empty=True), 422
    found: Match = match_paper(house(), content)
    seal: Sealed | None = None
    if content.startswith(b"%PDF"):
        seal = PaperSeal(_parts().secrets.papers).check(content)
    return render_template(
        "auditor/match.html",
        limit=house().limits.upload_bytes,
        found=found,
        seal=seal,
        package=_package(content) if content.startswith(b"PK") else None,
    )


def _parts() -> House:
    parts: House = current_app.extensions["proviso-house"]
    return parts


def _package(content: bytes) -> Package | None:
    """Check a package with the verifier that auditors take away; None for a zip file that is none."""
    parts = _parts()
    key = load_signer(parts.settings, parts.database).public_key.public_bytes_raw()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(one.file_size for one in package.infolist()) > UNPACKED_BYTES:
                return None
            if "manifest.json" in package.namelist():
                ledger = verify_evidence(package, [key], [])
            else:
                ledger = verify_package(package, [key], [])
    except (zipfile.BadZipFile, Unusable, OSError):
        return None
    return Package(ledger.last, ledger.signed, tuple(one.sentence for one in ledger.found), _is_ours(ledger))


def _is_ours(ledger: Ledger) -> bool:
    """Tell whether our database holds the checkpoint over the package's entries with the same root."""
    if not ledger.signed or ledger.found:
        return False
    with _parts().database.read() as unit:
        own = checkpoint_over(unit.connection, ledger.signed)
    # Without a finding, the package's tree passed through a state that our key signed; it is ours if we hold it, too.
    return own is not None
