from dataclasses import replace

import pytest
from sqlalchemy import update

from desk import PAGE
from governance.documents import Stage
from operations.facts import Actor
from operations.submit_document import submit_document
from store.documents import DocumentRepository
from store.tables import User, table_of


def test_an_upload_is_sealed_dated_rung_for_and_on_record(desk):
    document = desk.submit()
    row = desk.row(document.id)
    assert (row.stage, row.format, row.page_count) == (Stage.QUEUED, "png", 1)
    assert (row.due_at - row.received_at).total_seconds() == 3600
    assert desk.bell.rung == [document.id]
    assert desk.entries() == ["policy.in-force", "decision.allowed", "decision.allowed", "document.received"]
    assert desk.services.vault.alive(document.id)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"just words", "file-type-unknown"), (PAGE[:200], "file-damaged")],
)
def test_what_cannot_be_read_is_not_stored_and_the_refusal_is_on_record(desk, content, code):
    refused = desk.refusal(lambda: desk.submit(content=content))
    assert refused.code == code
    assert desk.entries("upload.refused") == ["upload.refused"]
    assert desk.entries("document.received") == []
    assert [path for path in desk.house.settings.blobs.rglob("*") if path.is_file()] == desk.bell.rung == []


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(desk):
    small = replace(desk.services, limits=replace(desk.services.limits, upload_bytes=10))
    refused = desk.refusal(lambda: submit_document(small, desk.owner, PAGE))
    assert refused.code == "file-too-large"


@pytest.mark.parametrize(
    "trouble",
    [{"age_band": "unknown"}, {"age_band": "below_floor"}, {"restricted": True}],
)
def test_the_gate_refuses_who_may_not_upload_and_says_by_which_clause(desk, trouble):
    users = table_of(User)
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(users).where(users.c.id == desk.owner.person).values(**trouble))
    refused = desk.refusal(desk.submit)
    assert refused.code == "gate-refused"
    assert refused.decision.denied_by
    assert refused.decision.clauses
    assert desk.entries("decision.refused") == ["decision.refused"]
    assert desk.bell.rung == []


def test_an_upload_over_an_open_channel_is_refused(desk):
    bare = Actor("owner", desk.owner.person, encrypted=False, verified=True)
    refused = desk.refusal(lambda: submit_document(desk.services, bare, PAGE))
    assert "F-TLS" in refused.decision.denied_by


def test_an_upload_of_nobody_is_refused(desk):
    assert desk.refusal(lambda: submit_document(desk.services, Actor("owner"), PAGE)).code == "account-needed"


def test_a_crash_before_the_commit_leaves_no_key_and_no_bytes(desk, monkeypatch):
    repository = DocumentRepository

    def broken(*_args):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(repository, "add", broken)
    with pytest.raises(RuntimeError):
        desk.submit()
    assert [path for path in desk.house.settings.blobs.rglob("*") if path.is_file()] == []
    assert desk.entries("document.received") == []
