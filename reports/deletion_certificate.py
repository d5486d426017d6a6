"""The certificate of a deletion as a PDF: written from the signed JSON alone, which is enclosed as it was signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import wording
from reports.pdf import Enclosure, render_pdf

JSON_NAME = "deletion-certificate.json"

_WHAT = {
    "all": "a person's account and everything that belonged to it",
    "documents": "everything that came of a person's uploads; the account goes on",
    "document": "one document with its text and copies",
}
_TRIGGERS = {
    "request": "The person asked for it.",
    "account-closed": "The person closed the account.",
    "account-inactive": "Nobody had used the account for the time that the policy names.",
    "child": "The person is, or was, too young.",
    "backup-restored": "A backup was restored that still held what had been erased before.",
    "end of the document": "Its reading had ended, or its time had come.",
}


def render(signed: bytes) -> bytes:
    """Draw a signed certificate as PDF/A-3a and PDF/UA-1, its JSON enclosed; the same certificate gives the same bytes.

    Raises ProvisoError("paper-fonts-missing"), and ValueError or KeyError for bytes that are no certificate.
    """
    told = json.loads(signed)
    digest = hashlib.sha256(signed).digest()
    return render_pdf(
        page(told),
        attachments=(Enclosure(JSON_NAME, signed, "The certificate as it was signed", "Source"),),
        identifier=digest[:16],
        created=datetime.fromisoformat(told["certificate"]["issued_at"]),
    )


def page(told: Mapping[str, Any]) -> str:
    """Write the certificate as one HTML page that refers to nothing outside itself."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=wording.printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["when"] = _when
    certificate = told["certificate"]
    return environment.get_template("deletion/certificate.html").render(
        one=certificate,
        what=_WHAT[certificate["scope"]["what"]],
        why=_TRIGGERS[certificate["trigger"]["kind"]],
        in_time=certificate["times"]["deleted_at"] <= certificate["times"]["deadline"],
        key=told["key"],
        note=told["note"].splitlines(),
        json_name=JSON_NAME,
    )


def _when(text: str) -> str:
    return wording.moment(datetime.fromisoformat(text))
