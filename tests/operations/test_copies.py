from datetime import timedelta

import pytest
from sqlalchemy import update

from desk import QuickReader
from governance.copies import CopyKind, CopyOrder, CopyState
from governance.documents import Stage, item_of
from governance.errors import ProvisoError
from governance.texts import TextState
from operations.cancel_document import cancel_document
from operations.delete_copy import delete_copy
from operations.delete_due import delete_due, end_keyless
from operations.keep_text import keep_text
from operations.queries import document_of, steps_of
from operations.read_text import read_text
from operations.recover import release
from operations.take_copy import take_copy
from store.tables import TextRow, User, table_of

BOTH = (CopyOrder(CopyKind.SEARCHABLE), CopyOrder(CopyKind.REDACTED, ("DATE_TIME",)))


def made(desk, copies=BOTH, **reader):
    document = desk.submit(copies=copies).id
    assert desk.read(document, QuickReader(**reader)) is Stage.COMPLETED
    return document


def blobs(desk):
    return [file for file in desk.house.settings.blobs.rglob("*") if file.is_file()]


def test_copies_that_were_asked_for_are_sealed_dated_and_on_record(desk):
    document = made(desk)
    copies = desk.copies(document)
    assert [copy.state for copy in copies.values()] == [CopyState.READY] * 2
    for copy in copies.values():
        assert copy.due_at - copy.created_at == timedelta(hours=24)
        assert desk.services.vault.alive(copy.id)
        assert b"%PDF" not in b"".join(file.read_bytes() for file in blobs(desk))
    painted = copies["redacted"]
    assert (dict(painted.painted), painted.passes, painted.confirmed) == ({"PERSON": 3}, 1, True)
    assert painted.spared == ("DATE_TIME",)
    assert desk.entries("copy.made") == ["copy.made"] * 2
    assert document_of(desk.services, desk.owner, document).gone_by == painted.due_at


def test_no_copy_is_made_that_nobody_asked_for(desk):
    assert desk.copies(made(desk, ())) == {}
    assert desk.entries("copy.made") == []


def test_every_page_is_gone_over_under_a_question_of_its_own(desk):
    document = made(desk)
    steps = [view.row.step for view in steps_of(desk.services, desk.owner, document)]
    assert steps == [
        *("upload", "store", "dequeue", "page", "page"), *["copy-page"] * 6,
        *("store-text", "store-copy", "store-copy", "delete"),
    ]  # fmt: skip
    assert all(view.explanation.sentences for view in steps_of(desk.services, desk.owner, document))


def test_the_owner_takes_a_copy_as_often_as_wanted_and_nobody_else_does(desk):
    document = made(desk)
    for _ in range(2):
        assert take_copy(desk.services, desk.owner, document, CopyKind.REDACTED) == b"%PDF-1.5 redacted"
    for attempt in (take_copy, delete_copy):
        fault = desk.refusal(lambda attempt=attempt: attempt(desk.services, desk.stranger, document, CopyKind.REDACTED))
        assert fault.code == "not-found"
    assert desk.copies(document)["redacted"].state is CopyState.READY


def test_a_painted_copy_that_is_not_confirmed_is_never_sealed(desk):
    document = made(desk, confirmed=False)
    copy = desk.copies(document)["redacted"]
    assert (copy.state, copy.end_code, copy.id) == (CopyState.REFUSED, "copy-unconfirmed", "")
    assert desk.copies(document)["searchable"].state is CopyState.READY
    assert desk.text(document).state is TextState.WAITING
    assert desk.entries("copy.refused") == ["copy.refused"]
    assert desk.refusal(lambda: take_copy(desk.services, desk.owner, document, CopyKind.REDACTED)).code == "copy-gone"
    assert len(blobs(desk)) == 2


def test_a_copy_that_cannot_be_made_takes_nothing_down_with_it(desk):
    document = made(desk, copy_fault=ProvisoError("copy-failed"))
    assert {copy.end_code for copy in desk.copies(document).values()} == {"copy-failed"}
    assert read_text(desk.services, desk.owner, document).text.startswith("Jane Roe")


def test_a_copy_goes_at_its_owners_word_and_only_once(desk):
    document = made(desk)
    copy = desk.copies(document)["searchable"]
    assert delete_copy(desk.services, desk.owner, document, CopyKind.SEARCHABLE)
    assert not delete_copy(desk.services, desk.owner, document, CopyKind.SEARCHABLE)
    assert not desk.services.vault.alive(copy.id)
    assert desk.entries("copy.deleted") == ["copy.deleted"]
    assert desk.copies(document)["searchable"].state is CopyState.DELETED


def test_a_copy_goes_at_its_date_and_cannot_be_taken_before_the_sweep_either(desk):
    document = made(desk)
    desk.hands.forward(hours=24)
    fault = desk.refusal(lambda: take_copy(desk.services, desk.owner, document, CopyKind.SEARCHABLE))
    assert fault.code == "gate-refused"
    assert delete_due(desk.services).copies == 2
    assert {copy.state for copy in desk.copies(document).values()} == {CopyState.EXPIRED}
    assert blobs(desk) == []


def test_a_copy_whose_key_died_is_over(desk):
    document = made(desk)
    desk.house.keys.destroy(desk.copies(document)["redacted"].id)
    assert desk.refusal(lambda: take_copy(desk.services, desk.owner, document, CopyKind.REDACTED)).code == "copy-gone"
    end_keyless(desk.services)
    assert desk.copies(document)["redacted"].state is CopyState.EXPIRED
    assert desk.copies(document)["searchable"].state is CopyState.READY


def test_a_document_cancelled_while_its_copies_are_made_leaves_none(desk):
    document = desk.submit(copies=BOTH).id
    reader = QuickReader()
    calls = []

    def cancel(order, pulse):
        pulse()
        calls.append(order)
        cancel_document(desk.services, desk.owner, document)
        pulse()

    reader.make = cancel
    assert desk.read(document, reader) is None
    assert len(calls) == 1
    assert {copy.end_code for copy in desk.copies(document).values()} == {"copy-not-made"}
    assert blobs(desk) == []


def test_a_document_that_ends_badly_says_that_its_copies_were_not_made(desk):
    document = desk.submit(copies=BOTH).id

    def fail(page):
        raise ProvisoError("file-damaged", format="png")

    desk.read(document, QuickReader(between=fail))
    assert {(copy.state, copy.end_code) for copy in desk.copies(document).values()} == {
        (CopyState.REFUSED, "copy-not-made")
    }


@pytest.mark.parametrize("again", [True, False])
def test_what_a_worker_sealed_before_it_was_killed_is_found_and_destroyed(desk, monkeypatch, again):
    """Killed between the sealing of the copies and the row of the text: nobody cleans up, only the next comer."""
    document = desk.submit(copies=BOTH).id

    class Killed(BaseException):
        pass

    def die(*args, **more):
        raise Killed

    with monkeypatch.context() as dead:
        dead.setattr("operations.process_document._write_text", die)
        dead.setattr("operations.process_document.destroy", lambda *args: None)
        dead.setattr(type(desk.services.vault), "destroy", lambda *args: True)
        with pytest.raises(Killed):
            desk.read(document)
    left = [item_of(document, part, 1) for part in ("text", "copy.searchable", "copy.redacted")]
    assert all(desk.services.vault.alive(item) for item in left)
    if again:
        release(desk.services, desk.row(document))
        assert desk.read(document) is Stage.COMPLETED
    else:
        cancel_document(desk.services, desk.owner, document)
    assert not any(desk.services.vault.alive(item) for item in left)
    assert len(blobs(desk)) == (3 if again else 0)
    assert desk.row(document).deleted_at is not None


def special(desk, document):
    rows = table_of(TextRow)
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(rows).where(rows.c.document == document).values(counts={"NRP": 1, "PERSON": 2}))


def test_a_text_with_special_signs_is_kept_only_with_a_consent_of_its_own_and_for_a_shorter_time(desk):
    document = made(desk, ())
    special(desk, document)
    text = desk.text(document).id
    assert desk.refusal(lambda: keep_text(desk.services, desk.owner, text)).code == "gate-refused"
    assert desk.text(document).state is TextState.WAITING
    kept = keep_text(desk.services, desk.owner, text, sensitive=True)
    assert (kept.category, kept.rule) == ("text.sensitive", "R-SENSITIVE")
    assert kept.due_at - kept.created_at == timedelta(days=7)
    assert read_text(desk.services, desk.owner, document).text.startswith("Jane Roe")
    desk.hands.forward(days=7)
    assert delete_due(desk.services).texts == 1


def test_the_choice_made_at_upload_does_not_keep_a_text_with_special_signs(desk):
    document = desk.submit(keep=True).id
    reader = QuickReader()
    plain = reader.read

    def read(page):
        text, (found,) = plain(page)
        return text, (type(found)("NRP", *(getattr(found, n) for n in ("start", "end", "score", "page", "boxes"))),)

    reader.read = read
    assert desk.read(document, reader) is Stage.COMPLETED
    assert desk.text(document).state is TextState.WAITING


def test_a_restricted_person_gets_no_copies_made_but_may_delete_them(desk):
    document = made(desk)
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(table_of(User)).values(restricted=True))
    assert delete_copy(desk.services, desk.owner, document, CopyKind.REDACTED)
