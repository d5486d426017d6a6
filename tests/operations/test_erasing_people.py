"""A person is erased: what was about them is gone, what the law makes us keep is named, nobody else is touched."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from redis.exceptions import ConnectionError as Away
from sqlalchemy import select, update

from desk import QuickReader
from governance.copies import CopyKind, CopyOrder
from governance.documents import Stage
from governance.erasure import Step
from governance.holds import HoldKind
from operations import erase_person as module
from operations.ask import GateRefused
from operations.erase_person import HOUSE, erase_person, finish_erasures
from operations.facts import Actor
from operations.holds import place_hold
from operations.level_lists import level_lists
from operations.release_hold import release_hold
from operations.tell_by_hand import note_told, recipients_to_tell
from store.checkpoints import verify
from store.tables import ConsentRow, DecisionEntry, DocumentRow, User, table_of

ADDRESS = b"ada@example.org"


def everything(desk):
    """A document of every fate: kept, waiting, with a copy, queued."""
    kept = desk.submit(keep=True).id
    waiting = desk.submit().id
    copied = desk.submit(copies=[CopyOrder(CopyKind.SEARCHABLE)]).id
    for document in (kept, waiting, copied):
        desk.read(document)
    return [kept, waiting, copied, desk.submit().id]


def erase(desk, **more):
    return erase_person(desk.services, desk.owner, desk.owner.person, trigger="request", **more)


def rows_of(desk, table):
    with desk.house.database.read() as unit:
        return unit.connection.execute(select(table_of(table))).all()


def test_everything_goes_at_once_and_is_certified(desk):
    documents = everything(desk)
    texts = [desk.text(document).id for document in documents[:3]]
    erasure = erase(desk)
    assert erasure.open_steps == ()
    assert erasure.counts["document"] == 4
    assert erasure.counts["text"] == 3
    assert erasure.counts["copy"] == 1
    assert erasure.counts["account"] == 1
    for item in (*documents, *texts):
        assert not desk.services.vault.alive(item)
    grounds = {kept.category: kept.ground for kept in erasure.kept}
    assert grounds["record.consent"].startswith("GDPR Articles 7(1)")
    assert desk.row(documents[3]).stage is Stage.CANCELLED
    assert desk.entries("erasure.done") == ["erasure.done"]


def test_nothing_in_the_database_says_who_it_was_and_nobody_else_is_touched(desk):
    everything(desk)
    with desk.house.database.read() as unit:
        before, stranger = (unit.people.get(each.person) for each in (desk.owner, desk.stranger))
    erase(desk)
    with desk.house.database.read() as unit:
        shell = unit.connection.execute(select(table_of(User)).where(table_of(User).c.id == desk.owner.person)).one()
        assert unit.people.get(desk.stranger.person) == stranger
        assert unit.people.get(desk.owner.person).pseudonym != before.pseudonym
    assert shell.email.endswith("@erased.invalid")
    assert (shell.password, shell.active, shell.age_band) == (None, False, "unknown")
    assert all(row.person != desk.owner.person for row in rows_of(desk, DocumentRow))
    assert all(row.person != desk.owner.person for row in rows_of(desk, DecisionEntry))
    consents = rows_of(desk, ConsentRow)
    assert consents
    assert {(row.document, row.at.hour, row.at.microsecond) for row in consents} == {("", 0, 0)}


def test_the_ledger_still_verifies_and_names_no_pseudonym_beside_the_erasure(desk):
    everything(desk)
    with desk.house.database.read() as unit:
        pseudonym = unit.people.get(desk.owner.person).pseudonym
    erasure = erase(desk)
    with desk.house.database.read() as unit:
        entries = [(each.kind, json.loads(each.body)["fields"]) for each in unit.entries.entries(after=0)]
    assert verify(desk.house.database, desk.house.signer.public_key).sound
    about = [fields for _, fields in entries if fields.get("erasure") == erasure.id]
    assert len(about) == 10
    assert pseudonym not in json.dumps(about)


def test_asking_twice_gives_the_same_erasure(desk):
    everything(desk)
    first = erase(desk)
    assert erase_person(desk.services, HOUSE, desk.owner.person, trigger="account-closed") == first
    assert desk.entries("erasure.ordered") == ["erasure.ordered"]


def test_only_the_person_or_the_house_may_order_it(desk):
    assert (
        desk.refusal(lambda: erase_person(desk.services, desk.stranger, desk.owner.person, trigger="request")).code
        == "not-found"
    )
    unproven = replace(desk.owner, verified=False)
    with pytest.raises(GateRefused):
        erase_person(desk.services, unproven, desk.owner.person, trigger="request")
    with pytest.raises(GateRefused):
        erase_person(
            desk.services, Actor("auditor", desk.stranger.person, verified=True), desk.owner.person, trigger="request"
        )
    assert desk.entries("erasure.ordered") == []
    assert desk.refusal(lambda: erase_person(desk.services, HOUSE, 999, trigger="request")).code == "not-found"
    assert desk.refusal(lambda: erase_person(desk.services, HOUSE, 1, trigger="whim")).code == "erasure-unknown"
    assert (
        desk.refusal(lambda: erase_person(desk.services, HOUSE, 1, trigger="request", scope="x")).code
        == "erasure-unknown"
    )


def test_documents_alone_can_be_erased_and_the_account_goes_on(desk):
    documents = everything(desk)
    erasure = erase(desk, scope="documents")
    assert erasure.open_steps == ()
    assert all(desk.row(document).deleted_at for document in documents)
    again = desk.submit(keep=True).id
    desk.read(again)
    assert erase(desk, scope="documents").id != erasure.id


def test_a_running_reading_stops_at_its_next_page_and_leaves_nothing(desk):
    document = desk.submit(keep=True).id
    pages = []

    def between(page):
        pages.append(page)
        if page == 2:
            erase(desk)

    desk.read(document, QuickReader(page_count=5, between=between))
    assert pages == [1, 2]
    assert not desk.services.vault.alive(document)
    with desk.house.database.read() as unit:
        assert unit.erasures.of_person(desk.owner.person)[0].done_at
        assert unit.rows.residue(desk.owner.person, {"record.consent", "record.erasure"}) == 0


def test_a_closed_account_cannot_upload(desk):
    with desk.house.database.begin() as unit:
        unit.rows.close(desk.owner.person, desk.hands())
    with pytest.raises(GateRefused):
        desk.submit()


def test_what_was_passed_on_is_noted_for_its_recipient(desk):
    document = desk.submit().id
    with desk.house.database.begin() as unit:
        unit.connection.execute(
            update(table_of(DecisionEntry))
            .where(table_of(DecisionEntry).c.document == document)
            .values(action="share", recipient="support_tool", category="support.message")
        )
    erasure = erase(desk)
    with desk.house.database.read() as unit:
        told = unit.erasures.notices(erasure.id)
    assert [(each.recipient, each.category, each.told_at) for each in told] == [
        ("support_tool", "support.message", None)
    ]
    assert desk.entries("recipient.to-be-told") == ["recipient.to-be-told"]
    (notice,) = recipients_to_tell(desk.services)
    assert note_told(desk.services, notice.id, by="mail")
    assert not note_told(desk.services, notice.id, by="mail")
    assert recipients_to_tell(desk.services) == []
    assert desk.entries("recipient.told") == ["recipient.told"]
    assert desk.refusal(lambda: note_told(desk.services, "f" * 32, by="mail")).code == "not-found"


def test_one_failing_step_loses_none_of_the_others_and_the_clock_finishes(desk, monkeypatch):
    everything(desk)
    fails = {"scrub": True}

    def scrub():
        if fails["scrub"]:
            raise OSError(28, "No space left on device")

    desk.services = replace(desk.services, scrub=scrub)
    erasure = erase(desk)
    assert erasure.open_steps == (Step.STORAGE, Step.PROOF)
    assert next(taken.fault for taken in erasure.steps if taken.step is Step.STORAGE) == "OSError"
    assert finish_erasures(desk.services) == 0
    fails["scrub"] = False
    assert finish_erasures(desk.services) == 1
    with desk.house.database.read() as unit:
        done = unit.erasures.get(erasure.id)
    assert next(taken.attempts for taken in done.steps if taken.step is Step.STORAGE) == 3
    assert done.done_at


def test_with_the_key_server_away_identity_goes_at_once_and_the_rest_when_it_is_back(desk, monkeypatch):
    everything(desk)

    def away(self, item):
        raise Away

    keys = type(desk.house.keys)
    original = keys.destroy
    monkeypatch.setattr(keys, "destroy", away)
    erasure = erase(desk)
    assert Step.ITEMS in erasure.open_steps
    assert Step.ROWS in erasure.open_steps
    assert {Step.ACCESS, Step.LIST, Step.IDENTITY} <= erasure.done
    monkeypatch.setattr(keys, "destroy", original)
    assert finish_erasures(desk.services) == 1
    with desk.house.database.read() as unit:
        assert unit.rows.residue(desk.owner.person, {"record.consent", "record.erasure"}) == 0


def test_an_erasure_that_was_killed_after_its_order_is_finished_by_the_clock(desk, monkeypatch):
    everything(desk)
    monkeypatch.setattr(module, "carry_on", lambda services, erasure: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        erase(desk)
    monkeypatch.undo()
    assert finish_erasures(desk.services) == 1
    assert finish_erasures(desk.services) == 0


def test_the_lists_of_the_erased_are_level(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    erase(desk)
    with desk.house.database.read() as unit:
        known = unit.suppressions.all()
    assert sorted(each.kind for each in known.values()) == ["account", "address", "text"]
    assert desk.services.erased.read() == known
    assert level_lists(desk.services) == 0
    assert ADDRESS not in desk.services.erased.file.read_bytes()


def test_a_hold_on_one_thing_keeps_its_person_findable_until_it_ends(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    other = desk.submit(keep=True).id
    desk.read(other)
    hold = place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="the legal office",
        until=desk.hands() + timedelta(days=9), item=desk.text(document).id, by="test",
    )  # fmt: skip
    erasure = erase(desk)
    assert {Step.ITEMS, Step.ROWS, Step.IDENTITY, Step.PROOF} <= set(erasure.open_steps)
    assert desk.services.vault.alive(desk.text(document).id)
    assert not desk.services.vault.alive(desk.text(other).id)
    assert finish_erasures(desk.services) == 0
    release_hold(desk.services, hold.id, by="test")
    assert finish_erasures(desk.services) == 1
    assert desk.entries("erasure.done") == ["erasure.done"]


def test_a_hold_on_the_person_refuses_the_erasure_and_nothing_is_done(desk):
    place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="the legal office",
        until=desk.hands() + timedelta(days=9), by="test",
    )  # fmt: skip
    with pytest.raises(GateRefused):
        erase(desk)
    assert desk.entries("erasure.ordered") == []


def test_two_that_erase_at_once_write_each_step_once(desk):
    everything(desk)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: erase(desk), range(4)))
    assert len({each.id for each in done}) == 1
    while finish_erasures(desk.services):
        pass
    assert desk.entries("erasure.ordered") == ["erasure.ordered"]
    assert desk.entries("erasure.done") == ["erasure.done"]
    assert len(desk.entries("erasure.step")) == 8
