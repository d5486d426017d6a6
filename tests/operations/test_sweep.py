"""What is due goes, of every kind that the tables' annotations date, whatever the clock was doing meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from governance.dating import dated
from governance.holds import HoldKind
from operations.delete_due import delete_due
from operations.delete_text import delete_text
from operations.holds import place_hold
from operations.release_hold import end_expired_holds, release_hold
from operations.sweep import OWN_WAYS, over_cap, sweep, sweep_batch
from store.persons_rows import tables_about_people
from store.tables import ConsentRow, DecisionEntry, DocumentRow, HoldRow, table_of

CONSENTS, DECISIONS, DOCUMENTS = (table_of(row) for row in (ConsentRow, DecisionEntry, DocumentRow))
RECORD_YEARS = timedelta(days=1825)


def consents(desk, count, *, person=None, due=None):
    """Write consents of a person; they are due now unless told otherwise."""
    at = due or desk.hands.at
    row = {"person": person or desk.owner.person, "consent": "store_text", "given": True, "at": at, "policy": "p"}
    row |= {"document": "", "due_at": at, "rule": "R-RECORD", "due_policy": desk.services.policy.digest}
    with desk.house.database.begin() as unit:
        unit.connection.execute(insert(CONSENTS), [row] * count)


def left(desk, table):
    with desk.house.database.read() as unit:
        return unit.connection.execute(select(func.count()).select_from(table)).scalar_one()


def gone(desk, name, **options):
    return {one.ending.name: one.gone for one in sweep(desk.services, **options)}[name]


def test_every_date_has_somebody_who_sees_to_it(desk):
    with desk.services.store.read() as unit:
        names = {ending.name for ending in unit.dues.endings()}
    assert names == {f"{each.name}.{due.at}" for each in tables_about_people() for due in each.dues}
    assert names >= OWN_WAYS


def test_rows_go_at_their_date_and_not_a_moment_before(desk):
    consents(desk, 3, due=desk.hands.at + timedelta(seconds=1))
    assert gone(desk, "consent.due_at") == 0
    desk.hands.forward(seconds=1)
    assert gone(desk, "consent.due_at") == 3
    assert left(desk, CONSENTS) == 0
    assert desk.entries("retention.deleted") == ["retention.deleted"]


def test_after_any_absence_everything_goes_batch_by_batch_and_nothing_twice(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, sweep_rows=10))
    consents(desk, 35)
    desk.hands.forward(days=400)
    assert gone(desk, "consent.due_at") == 35
    assert gone(desk, "consent.due_at") == 0
    assert len(desk.entries("retention.deleted")) == 4


def test_a_decision_and_a_document_row_go_when_the_record_of_them_has_lived_long_enough(desk):
    document = desk.submit().id
    desk.read(document)
    desk.hands.forward(days=1825)
    swept = {one.ending.name: one.gone for one in sweep(desk.services, beyond_cap=True)}
    assert swept["document.row_due_at"] == 1
    assert swept["decision.due_at"] > 3
    assert left(desk, DOCUMENTS) == 0
    assert desk.text(document) is None


def test_counts_of_what_was_found_go_and_the_row_stays(desk):
    document = desk.submit().id
    desk.read(document)
    assert desk.text(document).counts
    desk.hands.forward(days=90)
    assert gone(desk, "text.counts_due_at") == 1
    assert not desk.text(document).counts


def test_a_clock_set_wrong_deletes_nothing_but_says_so(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, cap_rows=5, cap_percent=20))
    consents(desk, 30, due=desk.hands.at + timedelta(days=100))
    desk.hands.forward(days=30_000)
    stopped = [one.ending.name for one in sweep(desk.services) if one.stopped]
    assert stopped == ["consent.due_at"]
    assert left(desk, CONSENTS) == 30
    desk.hands.forward(days=-30_000)
    assert gone(desk, "consent.due_at") == 0
    desk.hands.forward(days=100)
    assert gone(desk, "consent.due_at", beyond_cap=True) == 30


def test_what_is_due_after_a_long_absence_is_below_the_share_that_stops_it(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, cap_rows=5, cap_percent=50))
    consents(desk, 8)
    consents(desk, 30, due=desk.hands.at + timedelta(days=100))
    with desk.services.store.read() as unit:
        ending = next(one for one in unit.dues.endings() if one.name == "consent.due_at")
    assert not over_cap(desk.services, ending, desk.hands.at)
    assert gone(desk, "consent.due_at") == 8


@pytest.mark.parametrize("kind", list(HoldKind))
def test_what_a_hold_keeps_stays_and_goes_the_moment_the_hold_ends(desk, kind):
    ground = "legal-claim" if kind is HoldKind.LEGAL else "needed-by-person"
    hold = place_hold(
        desk.services, kind=kind, person=desk.owner.person, ground=ground, owner="legal department",
        until=desk.hands.at + timedelta(days=9), by="test",
    )  # fmt: skip
    consents(desk, 2)
    consents(desk, 1, person=desk.stranger.person)
    assert gone(desk, "consent.due_at") == 1
    assert left(desk, CONSENTS) == 2
    assert release_hold(desk.services, hold.id, by="test")
    assert not release_hold(desk.services, hold.id, by="test")
    assert gone(desk, "consent.due_at") == 2


def legal_hold(desk):
    return place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="legal department",
        until=desk.hands.at + timedelta(days=9), by="test",
    )  # fmt: skip


def test_a_hold_placed_in_the_middle_of_a_sweep_keeps_what_is_left(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, sweep_rows=10))
    consents(desk, 35)
    with desk.services.store.read() as unit:
        ending = next(one for one in unit.dues.endings() if one.name == "consent.due_at")
    assert [sweep_batch(desk.services, ending, desk.hands.at) for _ in range(2)] == [10, 10]
    hold = legal_hold(desk)
    assert sweep_batch(desk.services, ending, desk.hands.at) == 0
    assert left(desk, CONSENTS) == 15
    release_hold(desk.services, hold.id, by="test")
    assert gone(desk, "consent.due_at") == 15


def test_a_hold_and_a_sweep_at_once_never_delete_what_the_hold_found(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, sweep_rows=5))
    consents(desk, 100)

    with ThreadPoolExecutor(2) as pool:
        sweeping, placing = pool.submit(gone, desk, "consent.due_at"), pool.submit(legal_hold, desk)
        swept, _ = sweeping.result(), placing.result()
    with desk.house.database.read() as unit:
        kinds = [entry.kind for entry in unit.entries.entries(after=0)]
    assert "retention.deleted" not in kinds[kinds.index("hold.placed") :]
    assert left(desk, CONSENTS) == 100 - swept


def test_a_hold_ends_by_itself_and_that_is_written_down(desk):
    place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="legal department",
        until=desk.hands.at + timedelta(days=1), by="test",
    )  # fmt: skip
    consents(desk, 1)
    desk.hands.forward(days=1)
    assert gone(desk, "consent.due_at") == 1
    assert end_expired_holds(desk.services) == 1
    assert end_expired_holds(desk.services) == 0
    assert desk.entries("hold.released") == ["hold.released"]


def test_a_restriction_that_only_stops_use_stops_no_deletion(desk):
    place_hold(
        desk.services, kind=HoldKind.RESTRICTION, person=desk.owner.person, ground="accuracy", owner="privacy desk",
        until=desk.hands.at + timedelta(days=9), by="test",
    )  # fmt: skip
    consents(desk, 1)
    assert gone(desk, "consent.due_at") == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [({"ground": "because"}, "hold-ground"), ({"days": 0}, "hold-end"), ({"owner": " "}, "hold-owner"),
     ({"person": 99_999}, "not-found")],
)  # fmt: skip
def test_a_hold_without_ground_owner_end_or_person_is_refused(desk, change, code):
    given = {"ground": "legal-claim", "owner": "legal department", "days": 1, "person": desk.owner.person} | change
    until = desk.hands.at + timedelta(days=given.pop("days"))
    refused = desk.refusal(lambda: place_hold(desk.services, kind=HoldKind.LEGAL, until=until, by="test", **given))
    assert refused.code == code


def test_a_kept_text_under_a_hold_is_deleted_neither_by_the_clock_nor_by_its_owner(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    hold = place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="authority-order", owner="the court desk",
        until=desk.hands.at + timedelta(days=90), item=document, by="test",
    )  # fmt: skip
    text = desk.text(document).id
    assert desk.refusal(lambda: delete_text(desk.services, desk.owner, text)).code == "gate-refused"
    desk.hands.forward(days=30)
    assert delete_due(desk.services).texts == 0
    release_hold(desk.services, hold.id, by="test")
    assert delete_due(desk.services).texts == 1


def test_how_late_deletions_came_is_counted_by_rule(desk):
    consents(desk, 4)
    desk.hands.forward(seconds=3)
    sweep(desk.services)
    with desk.services.store.read() as unit:
        late = unit.dues.lateness(desk.hands.at, desk.hands.at)
    assert (late["R-RECORD"].count, late["R-RECORD"].late, late["R-RECORD"].longest) == (4, 4, 3.0)


def test_every_row_is_born_with_its_date_rule_and_policy(desk):
    document = desk.submit(keep=True).id
    desk.read(document)
    with desk.house.database.read() as unit:
        for table, at, policy in (
            (CONSENTS, "due_at", "due_policy"),
            (DECISIONS, "due_at", "due_policy"),
            (DOCUMENTS, "row_due_at", "row_policy"),
        ):
            rows = unit.connection.execute(select(table.c[at], table.c[policy])).all()
            assert rows
            assert {row[1] for row in rows} == {desk.services.policy.digest}, table.name
            assert max(row[0] for row in rows) <= desk.hands.at + RECORD_YEARS


def test_two_sweeps_at_once_delete_each_row_once(desk):
    desk.services = replace(desk.services, limits=replace(desk.services.limits, sweep_rows=7))
    consents(desk, 60)
    with ThreadPoolExecutor(2) as pool:
        done = [future.result() for future in [pool.submit(gone, desk, "consent.due_at") for _ in range(2)]]
    assert sum(done) == 60
    with desk.services.store.read() as unit:
        assert unit.dues.lateness(desk.hands.at, desk.hands.at)["R-RECORD"].count == 60


def test_a_hold_has_a_date_of_its_own(desk):
    hold = place_hold(
        desk.services, kind=HoldKind.LEGAL, person=desk.owner.person, ground="legal-claim", owner="legal department",
        until=desk.hands.at + timedelta(days=1), by="test",
    )  # fmt: skip
    wanted = dated(desk.services.policy, "record.decision", {"data.created": desk.hands.at})
    with desk.house.database.read() as unit:
        rows = table_of(HoldRow)
        assert unit.connection.execute(select(rows.c.due_at).where(rows.c.id == hold.id)).scalar_one() == wanted.due_at
