"""A policy takes over at its moment, in every process at once; what was allowed before is not opened after."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from clock.retention import Redating
from governance.gate import PermitRefused
from governance.policy import compile_policy
from governance.policy.certificate import certificate
from governance.policy.prover import prove
from governance.publishing import DraftState, Term
from operations.ask import ask
from operations.cells import NOTE_CHOICE, PROCESS
from operations.consents_now import consent_now
from operations.earlier_policies import policy_of
from operations.facts import SERVICE, facts_of
from operations.policy_drafts import Checked, Draft, Outcome
from operations.policy_edits import with_parameter
from store.build import build_house
from store.in_force import PolicyInForce
from store.policies import read_sources
from store.tables import DecisionEntry, table_of
from storeroom import opened

DRAFT = "d" * 32


@pytest.fixture(scope="module")
def next_policy():
    """The shipped policy with one date changed, proved."""
    from store.places import data_folder

    sources = read_sources(data_folder("policies") / "deepseek-ocr")
    sources = with_parameter(sources, "document_ceiling", "30m", version="1.1.0", day=date(2026, 11, 28))
    return sources, compile_policy(sources), certificate(prove(sources, lambda: 0.0))


def scheduled(desk, next_policy, *, stale=(), material=False, seconds=60.0) -> Term:
    """Let the next policy decide in so many seconds."""
    sources, policy, proof = next_policy
    now = desk.services.now()
    draft = Draft(DRAFT, "Shorter", "", sources, desk.services.policy.digest, DraftState.WAITING, now, None)
    with desk.services.store.begin() as unit:
        unit.drafts.add(draft)
        assert unit.drafts.claim(DRAFT, now=now, until=now)
        outcome = Outcome(True, policy.digest, policy.version, proof)
        unit.drafts.found(DRAFT, Checked(), at=now, outcome=outcome, base=draft.base)
        term = Term(0, policy.digest, DRAFT, now, now + timedelta(seconds=seconds), material, 0, tuple(stale))
        return replace(term, number=unit.policies.schedule(term))


def decided_by(services) -> str:
    with services.store.begin() as unit:
        facts = facts_of(services, unit, SERVICE, overdue=False)
        return ask(services, unit, step="try", cell=NOTE_CHOICE, facts=facts, item="x").decision.policy


def test_a_policy_takes_over_at_its_moment_and_not_before(desk, next_policy):
    before, (_, after, _) = desk.services.policy, next_policy
    scheduled(desk, next_policy)
    desk.hands.forward(seconds=59)
    assert decided_by(desk.services) == desk.services.policy.digest == before.digest
    desk.hands.forward(seconds=1)
    assert desk.services.policy.digest == after.digest
    assert decided_by(desk.services) == after.digest
    assert desk.entries("policy.in-force") == ["policy.in-force"] * 2
    with desk.services.store.read() as unit:
        kept = unit.policies.kept(after.digest)
        assert kept is not None
        assert compile_policy(kept.sources).digest == after.digest
        assert kept.certificate
        assert policy_of(desk.services, unit, before.digest).digest == before.digest
        terms = unit.policies.terms()
    assert [term.digest for term in terms] == [before.digest, after.digest]
    assert terms[1].taken_at == desk.hands()


def test_a_material_change_that_nobody_was_told_of_does_not_take_over(desk, next_policy):
    before = desk.services.policy.digest
    term = scheduled(desk, next_policy, material=True)
    desk.hands.forward(days=40)
    assert decided_by(desk.services) == before
    with desk.services.store.begin() as unit:
        unit.policies.announced(term.number, desk.hands(), term.effective_at)
    assert decided_by(desk.services) == term.digest


def test_dates_are_worked_out_anew_when_a_policy_takes_over(desk, next_policy):
    document = desk.submit()
    before = desk.row(document.id).due_at
    rounds = Redating(replace(desk.house, services=desk.services))
    rounds.run()
    scheduled(desk, next_policy, seconds=5)
    desk.hands.forward(seconds=5)
    decided_by(desk.services)
    assert rounds.run().earlier >= 1
    assert desk.row(document.id).due_at == before - timedelta(minutes=30)
    assert desk.row(document.id).policy == next_policy[1].digest


def test_a_recalled_term_does_not_take_over(desk, next_policy):
    before = desk.services.policy.digest
    term = scheduled(desk, next_policy)
    with desk.services.store.begin() as unit:
        assert unit.policies.recall(term.number, desk.hands())
        assert not unit.policies.recall(term.number, desk.hands())
    desk.hands.forward(days=1)
    assert decided_by(desk.services) == before


def test_a_permit_of_the_policy_before_opens_nothing(desk, next_policy):
    document = desk.submit()
    row = desk.row(document.id)
    scheduled(desk, next_policy, seconds=1)
    with desk.services.store.begin() as unit:
        person = unit.people.get(row.person)
        facts = facts_of(desk.services, unit, SERVICE, person=person, document=row)
        ruling = ask(desk.services, unit, step="try", cell=PROCESS, facts=facts, item=row.id, document=row.id)
    desk.hands.forward(seconds=1)
    with pytest.raises(PermitRefused, match="other-policy"):
        desk.services.vault.open(ruling.permit)


def test_a_consent_given_before_a_change_that_does_more_with_it_is_stale(desk, next_policy):
    services, person = desk.services, desk.owner.person
    with services.store.begin() as unit:
        for consent in ("marketing", "cookies_functional"):
            unit.consents.record(
                person=person, consent=consent, given=True, at=desk.hands(), policy=services.policy.digest
            )
    term = scheduled(desk, next_policy, stale=("marketing",))
    desk.hands.forward(seconds=60)
    decided_by(services)
    with services.store.read() as unit:
        now = consent_now(services, unit, person, "marketing")
        assert (now.state, now.changed.number) == ("stale", term.number)
        assert consent_now(services, unit, person, "cookies_functional").state == "given"
        facts = facts_of(services, unit, SERVICE, person=unit.people.get(person), overdue=False)
    assert facts["consent.marketing"] == "stale"
    desk.hands.forward(seconds=1)
    with services.store.begin() as unit:
        unit.consents.record(person=person, consent="marketing", given=True, at=desk.hands(), policy=term.digest)
        assert consent_now(services, unit, person, "marketing").state == "given"


def test_many_deciders_agree_on_the_order_of_the_ledger(desk, next_policy):
    """Each thread has a memory of its own, as a process would; the moment passes while they decide."""
    term = scheduled(desk, next_policy, seconds=30)
    begun = threading.Barrier(5)
    failed: list[BaseException] = []

    def decide_often() -> None:
        services = replace(desk.services, in_force=PolicyInForce(desk.house.database))
        try:
            begun.wait()
            for _ in range(8):
                decided_by(services)
        except BaseException as fault:  # noqa: BLE001 - told below
            failed.append(fault)

    threads = [threading.Thread(target=decide_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun.wait()
    desk.hands.forward(seconds=30)
    for thread in threads:
        thread.join()
    assert not failed
    decided_by(desk.services)
    rows = table_of(DecisionEntry)
    with desk.house.database.read() as unit:
        policies = unit.connection.execute(select(rows.c.policy).order_by(rows.c.number)).scalars().all()
    first = policies.index(term.digest)
    assert set(policies[first:]) == {term.digest}
    assert term.digest not in policies[:first]
    kinds = desk.entries()
    assert kinds.count("policy.in-force") == 2
    assert kinds[kinds.index("policy.in-force", 1) :].count("decision.allowed") == len(policies) - first


def test_a_start_leaves_the_policy_in_force_whatever_the_folder_holds(desk, next_policy):
    term = scheduled(desk, next_policy, seconds=0)
    decided_by(desk.services)
    again = build_house(desk.house.settings)
    with opened(again.database):
        assert again.services.policy.digest == term.digest
