"""The description that is committed is the one that is served, and its page loads nothing from anywhere."""

import re

from portal.api.open import whole_description
from repository import ROOT


def test_the_committed_description_is_current(app):
    committed = (ROOT / "docs" / "openapi.json").read_text("utf-8")
    assert committed == whole_description(), "write it anew: proviso api > docs/openapi.json"
    import json

    assert json.loads(committed) == app.test_client().get("/api/v1/openapi.json").json


def test_every_operation_is_on_the_page_and_nothing_comes_from_outside(app):
    answer = app.test_client().get("/api/docs")
    spec = app.test_client().get("/api/v1/openapi.json").json
    for path, operations in spec["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in answer.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_kind_of_error_has_its_page(app):
    from governance.errors import ERRORS

    client = app.test_client()
    for code in ERRORS:
        assert client.get(f"/problems/{code}").status_code == 200
    assert client.get("/problems/no-such-thing").status_code == 404
