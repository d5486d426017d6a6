"""Put the API on the portal: its operations, its description, and its freedom from the protection of forms."""

import json

from flask import Flask
from flask_openapi.openapi import OpenAPI

from portal.api import consents, decisions, disclosures, ledger, policy, records, rights, texts
from portal.api.description import describe
from portal.api.docs import docs
from portal.api.documents import refuse_too_large
from portal.api.door import api

OPERATIONS = (consents, decisions, disclosures, ledger, policy, records, rights, texts)
"""Modules whose operations are on the blueprint; importing them puts them there."""


def open_api(app: Flask) -> None:
    """Register everything below `/api`."""
    assert isinstance(app, OpenAPI)  # noqa: S101 - the portal is one
    app.register_api(api)
    app.register_blueprint(docs)
    # Only a token opens it, and browsers send none by themselves: there is nothing that a forged form could use.
    app.extensions["csrf"].exempt(api)
    app.extensions["proviso-too-large"]["api.send_document"] = refuse_too_large


def whole_description() -> str:
    """Give the description as it is committed, made without a house behind it."""
    app = OpenAPI("portal", doc_ui=False)
    app.register_api(api)
    return json.dumps(describe(app), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
