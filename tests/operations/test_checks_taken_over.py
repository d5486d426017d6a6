"""A check of a draft whose worker dies is taken over by another as soon as a document would be."""

import time
from dataclasses import replace

import pytest

from governance.publishing import DraftState
from operations.draft_policy import check_draft, draft_policy, ring_for_drafts
from operations.facts import Actor
from operations.policy_drafts import Checked, Outcome
from storeroom import make_person

PROVED = (Checked(), Outcome(True, "a" * 64, "1.1.0", "proof"))


class WorkerDied(BaseException):
    """Stands for a process that is no more: nobody catches it."""


@pytest.fixture
def draft(desk):
    author = Actor("staff", make_person(desk.house.database, "author@example.org"))
    return draft_policy(desk.services, author, title="Change", reason="because", sources={"policy.md": "x"}).id


def row(desk, draft):
    with desk.services.store.read() as unit:
        return unit.drafts.get(draft)


def dying(*_):
    raise WorkerDied


def test_another_worker_takes_it_when_the_lease_has_run_out(desk, draft):
    lease = desk.services.limits.lease_seconds
    with pytest.raises(WorkerDied):
        check_draft(desk.services, dying, draft)
    assert row(desk, draft).state is DraftState.CHECKING
    desk.hands.forward(seconds=lease - 1)
    assert ring_for_drafts(desk.services) == 0
    assert not check_draft(desk.services, lambda *_: PROVED, draft)
    desk.hands.forward(seconds=1)
    assert ring_for_drafts(desk.services) == 1
    assert desk.bell.rung[-1] == draft
    assert check_draft(desk.services, lambda *_: PROVED, draft)
    assert row(desk, draft).state is DraftState.PROVED


def test_who_is_alive_keeps_it_however_long_it_takes(desk, draft):
    services = replace(desk.services, limits=replace(desk.services.limits, lease_seconds=0.2))

    def slow(*_):
        for _ in range(4):
            desk.hands.forward(seconds=0.15)
            time.sleep(0.3)
            assert ring_for_drafts(services) == 0
        return PROVED

    assert check_draft(services, slow, draft)


def test_what_a_frozen_worker_found_about_another_predecessor_is_not_written(desk, draft):
    def overtaken(*_):
        with desk.services.store.begin() as unit:
            assert unit.drafts.found(draft, Checked(), at=desk.hands.at, outcome=Outcome(proved=False), base=base)
            assert unit.drafts.move(draft, DraftState.WAITING, at=desk.hands.at, base="b" * 64)
            until = desk.hands.at
            assert unit.drafts.claim(draft, now=until, until=until)
        return PROVED

    base = row(desk, draft).base
    assert check_draft(desk.services, overtaken, draft)
    assert row(desk, draft).state is DraftState.CHECKING
    with desk.services.store.begin() as unit:
        assert not unit.drafts.hold("0" * 32, until=desk.hands.at)
