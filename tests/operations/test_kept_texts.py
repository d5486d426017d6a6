"""Texts that were read: who may see, keep and delete them, and how they are sealed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from governance.documents import Stage
from governance.findings import Finding, PageText, Reading, Word
from governance.texts import TextState
from operations.cancel_document import cancel_document
from operations.delete_text import delete_text
from operations.in_force import OnlyThis
from operations.keep_text import keep_text
from operations.process_document import pack
from operations.queries import document_of, documents_of, steps_of
from operations.read_text import read_text, unpack
from store.tables import User, table_of


def test_a_text_kept_at_upload_has_its_own_later_date(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    text = desk.text(document)
    assert text.state is TextState.KEPT
    assert (text.due_at - text.created_at).days == 30
    assert read_text(desk.services, desk.owner, document).text.startswith("Jane Roe")


def test_a_text_kept_later_by_its_owner_is_kept_with_consent_on_record(desk):
    document = desk.submit().id
    desk.read(document)
    kept = keep_text(desk.services, desk.owner, desk.text(document).id)
    assert kept.state is TextState.KEPT
    assert desk.entries("consent.given") == ["consent.given"]
    assert read_text(desk.services, desk.owner, document).text.startswith("Jane Roe")


def test_nobody_else_can_read_keep_delete_cancel_or_see_it(desk):
    document = desk.submit().id
    queued = desk.submit().id
    desk.read(document)
    text = desk.text(document).id
    services, stranger = desk.services, desk.stranger
    for attempt in (
        lambda: read_text(services, stranger, document),
        lambda: keep_text(services, stranger, text),
        lambda: delete_text(services, stranger, text),
        lambda: cancel_document(services, stranger, queued),
        lambda: document_of(services, stranger, document),
        lambda: steps_of(services, stranger, document),
    ):
        assert desk.refusal(attempt).code == "not-found"
    assert documents_of(services, stranger) == []
    assert desk.text(document).state is TextState.WAITING
    assert desk.row(queued).stage is Stage.QUEUED


def test_a_deleted_text_is_gone_for_its_owner_too_and_deleting_it_again_changes_nothing(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    text = desk.text(document).id
    assert delete_text(desk.services, desk.owner, text)
    assert not delete_text(desk.services, desk.owner, text)
    assert desk.refusal(lambda: read_text(desk.services, desk.owner, document)).code == "text-gone"
    assert desk.entries("text.deleted") == ["text.deleted"]
    assert not desk.services.vault.alive(text)


def test_a_restricted_person_cannot_keep_but_can_delete(desk):
    document = desk.submit().id
    desk.read(document)
    with desk.house.database.begin() as unit:
        unit.connection.execute(update(table_of(User)).values(account_state="closed"))
    text = desk.text(document).id
    assert desk.refusal(lambda: keep_text(desk.services, desk.owner, text)).code == "gate-refused"
    assert delete_text(desk.services, desk.owner, text)


def test_another_policy_does_not_honour_the_permits_of_this_one(desk):
    other = replace(desk.services.policy, digest="0" * 64)
    document = desk.submit().id
    desk.house.services.vault.serve(replace(desk.services, in_force=OnlyThis(other)))
    assert desk.read(document) is Stage.REFUSED
    assert desk.row(document).end_code == "permit-refused"


WORDS = st.lists(
    st.builds(Word, st.text(min_size=1), st.integers(0, 9), st.integers(0, 9),
              st.tuples(*[st.integers(0, 99)] * 4), st.sampled_from([0.0, 0.25, 1.0])), max_size=4,
)  # fmt: skip
PAGES = st.builds(PageText, st.integers(1, 9), st.integers(1, 99), st.integers(1, 99), st.text(), WORDS.map(tuple))
FOUND = st.builds(
    Finding, st.text(), st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.5, 1.0]), st.integers(1, 9),
    st.lists(st.tuples(*[st.integers(0, 99)] * 4), max_size=3).map(tuple),
)  # fmt: skip


@given(st.lists(PAGES, max_size=3), st.lists(FOUND, max_size=3))
def test_a_sealed_reading_is_read_back_as_it_was(pages, findings):
    reading = Reading(tuple(pages), tuple(findings))
    assert unpack(pack(reading)) == reading


def test_keeping_twice_is_keeping_once(desk):
    document = desk.submit().id
    desk.read(document)
    text = desk.text(document).id
    first = keep_text(desk.services, desk.owner, text)
    assert keep_text(desk.services, desk.owner, text) == first
    assert desk.entries("text.kept") == ["text.kept"]


def test_a_keep_that_comes_after_the_keys_death_leaves_no_consent(desk):
    document = desk.submit().id
    desk.read(document)
    text = desk.text(document).id
    desk.house.keys.destroy(text)
    assert desk.refusal(lambda: keep_text(desk.services, desk.owner, text)).code == "text-gone"
    with desk.house.database.read() as unit:
        assert unit.consents.state(desk.owner.person, "store_text", document, now=desk.hands()) == "never"
    assert desk.entries("consent.given") == []


def test_a_key_that_dies_while_the_text_is_being_kept_leaves_no_consent_that_counts(desk, monkeypatch):
    document = desk.submit().id
    desk.read(document)
    text = desk.text(document).id
    alive = type(desk.services.vault).alive

    def dies_after(vault, item):
        found = alive(vault, item)
        desk.house.keys.destroy(item)
        return found

    monkeypatch.setattr(type(desk.services.vault), "alive", dies_after)
    assert desk.refusal(lambda: keep_text(desk.services, desk.owner, text)).code == "text-gone"
    with desk.house.database.read() as unit:
        assert unit.consents.state(desk.owner.person, "store_text", document, now=desk.hands()) == "withdrawn"


def test_a_text_to_take_along_is_asked_for_as_a_copy_and_not_as_a_look(desk):
    document = desk.submit().id
    desk.read(document)
    assert read_text(desk.services, desk.owner, document, take_along=True) == read_text(
        desk.services, desk.owner, document
    )
    with desk.house.database.read() as unit:
        steps = [(row.step, row.decision.request.cell.action) for row in unit.decisions.of_document(document)]
    assert steps[-2:] == [("take", "export"), ("read", "read")]
