"""Certificates of deletion: for a document on its page, for an erased person by the reference that they keep."""

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from operations.certify import certificate_of, certify_document
from portal.api.door import parts
from portal.doors import acting, encrypted, house, needs
from portal.headers import SANDBOX

pages = Blueprint("certificates", __name__)


@pages.get("/documents/<document>/certificate.pdf")
@needs("subject")
def paper(document: str) -> ResponseReturnValue:
    """Hand out the signed certificate that a document is gone, as a paper with the data enclosed."""
    return _file(certify_document(house(), acting("owner"), document), "pdf", document[:8])


@pages.get("/documents/<document>/certificate.json")
@needs("subject")
def data(document: str) -> ResponseReturnValue:
    """Hand out the same as data."""
    return _file(certify_document(house(), acting("owner"), document), "json", document[:8])


@pages.get("/erased")
def ask() -> ResponseReturnValue:
    """Ask for the reference of an erasure; no account is needed, since there is none any more."""
    return render_template("public/erased.html")


@pages.post("/erased")
def of_erasure() -> ResponseReturnValue:
    """Hand out the certificate to whoever knows the reference; it travels in the form and never in an address."""
    reference, form = request.form.get("reference", "").strip().lower(), request.form.get("form", "pdf")
    if form not in ("json", "pdf"):
        abort(400)
    return _file(certificate_of(house(), reference, encrypted=encrypted()), form, "erasure")


def _file(signed: bytes, form: str, name: str) -> Response:
    if form == "json":
        response = Response(signed, mimetype="application/json")
    else:
        # Drawing brings a whole typesetter along, which few processes ever need.
        from reports.press import Press
        from reports.seal import PaperSeal

        press = Press(PaperSeal(parts().secrets.papers))
        response = Response(press.certify(signed), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="deletion-certificate-{name}.{form}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
