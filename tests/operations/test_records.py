import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record, hand_out_record
from operations.make_record import make_record
from store.tables import RecordPartRow, table_of

DPO = Actor("dpo", None, encrypted=True, verified=True)


def period(desk):
    return desk.hands.at - timedelta(days=1), desk.hands.at


def test_a_record_is_asked_for_made_and_sealed_in_the_ledger(desk):
    desk.read(desk.submit().id)
    seen = []
    asked = ask_for_record(desk.services, DPO, period=period(desk))
    assert desk.bell.rung[-1] == asked.id
    assert make_record(desk.services, lambda record: seen.append(record) or b"%PDF-paper", asked.id)
    issued, paper = download_record(desk.services, DPO, asked.id)
    assert (issued.state, paper) == ("issued", b"%PDF-paper")
    assert issued.sha256 == hashlib.sha256(paper).hexdigest()
    assert desk.entries("record.issued") == ["record.issued"]
    assert len(seen) == 1
    assert not make_record(desk.services, lambda _record: b"again", asked.id)


@pytest.mark.parametrize("role", ["owner", "other", "service", "operator", "support_agent"])
def test_only_dpo_and_auditor_get_a_record(desk, role):
    asked = ask_for_record(desk.services, DPO, period=period(desk))
    make_record(desk.services, lambda _record: b"paper", asked.id)
    actor = Actor(role, desk.owner.person, encrypted=True, verified=True)
    assert desk.refusal(lambda: download_record(desk.services, actor, asked.id)).code == "gate-refused"


def test_a_record_that_cannot_be_made_is_failed_and_nobody_waits(desk):
    asked = ask_for_record(desk.services, DPO, period=period(desk))
    with pytest.raises(ZeroDivisionError):
        make_record(desk.services, lambda _record: 1 // 0, asked.id)
    with desk.services.store.read() as unit:
        assert unit.records.get(asked.id).state == "failed"
    assert desk.refusal(lambda: download_record(desk.services, DPO, asked.id)).code == "not-found"


def test_records_of_a_year_are_numbered_in_order(desk):
    numbers = [ask_for_record(desk.services, DPO, period=period(desk)).number for _ in range(3)]
    year = desk.hands.at.year
    assert numbers == [f"R-{year}-0001", f"R-{year}-0002", f"R-{year}-0003"]


PIECE = 1 << 20


@pytest.mark.parametrize("damage", ["missing", "last", "short", "changed", "long"])
def test_a_package_that_is_not_what_was_issued_is_not_given_to_its_end(desk, damage):
    """The middle part is missing, or the last one is, or it has other bytes or another length."""
    asked = ask_for_record(desk.services, DPO, period=period(desk), kind="evidence", ring=False)
    pieces = [b"a" * PIECE, b"b" * PIECE, b"c" * 10]
    assert make_record(desk.services, lambda _record: b"", asked.id, lambda _record, take: [*map(take, pieces)])
    issued, parts = hand_out_record(desk.services, DPO, asked.id)
    assert hashlib.sha256(b"".join(parts)).hexdigest() == issued.sha256

    kept = table_of(RecordPartRow)
    at = (kept.c.record == asked.id) & (kept.c.place == (1 if damage == "missing" else 2))
    change = {"short": b"c" * 9, "changed": b"c" * 9 + b"d", "long": b"c" * 11}
    with desk.house.database.begin() as unit:
        changed = update(kept).values(content=change[damage]) if damage in change else delete(kept)
        assert unit.connection.execute(changed.where(at)).rowcount == 1
    _, parts = hand_out_record(desk.services, DPO, asked.id)
    given = []
    assert desk.refusal(lambda: given.extend(parts)).code == "sealed-damaged"
    assert sum(map(len, given)) < issued.byte_count
    assert desk.refusal(lambda: download_record(desk.services, DPO, asked.id)).code == "sealed-damaged"
