import hashlib
from datetime import timedelta

import pytest

from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record

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
