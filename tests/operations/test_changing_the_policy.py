"""A draft on its way: checked, proved, compared, approved by somebody else, published with its day, announced."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.errors import ProvisoError
from governance.publishing import DraftState
from operations.announce_policy import announce_policy
from operations.draft_policy import check_again, check_draft, draft_policy, ring_for_drafts, withdraw_draft
from operations.facts import Actor
from operations.policy_drafts import Checked, Outcome
from operations.policy_edits import next_version, with_file, with_parameter
from operations.publish_policy import approve_draft, first_day, publish_policy, recall_policy, take_up_policy
from store.policies import read_sources
from store.proving import ProvingProgram
from storeroom import make_person

AUTHOR, SECOND = "author@example.org", "second@example.org"


@pytest.fixture
def shipped(desk):
    return read_sources(desk.house.settings.policy.folder)


@pytest.fixture
def two(desk):
    return tuple(Actor("staff", make_person(desk.house.database, email)) for email in (AUTHOR, SECOND))


def found(*, material=True, proved=True, fault=""):
    """A check that comes to what a test wants."""
    outcome = Outcome(proved, "a" * 64, "1.1.0", "proof") if proved else Outcome(proved=False)
    checked = Checked(fault=fault, material=material, notice_days=30 if material else 0)
    return lambda _draft, _before, _day: (checked, outcome)


def a_draft(desk, author, sources, check=None):
    draft = draft_policy(desk.services, author, title="Change", reason="because", sources=sources)
    assert check_draft(desk.services, check or found(), draft.id)
    return draft.id


def row(desk, draft):
    with desk.services.store.read() as unit:
        return unit.drafts.get(draft)


def test_a_longer_life_of_texts_goes_the_whole_way(desk, shipped, two):
    author, second = two
    services, before = desk.services, desk.services.policy
    files = with_parameter(shipped, "text_retention", "60d", version="1.1.0", day=date(2026, 11, 28))
    draft = draft_policy(services, author, title="Texts for longer", reason="people asked", sources=files)
    assert desk.bell.rung[-1] == draft.id
    assert ring_for_drafts(services) == 1
    assert check_draft(services, ProvingProgram(desk.house.settings.policy).check, draft.id)
    assert not check_draft(services, found(), draft.id)
    checked = row(desk, draft.id)
    assert checked.state is DraftState.PROVED
    assert checked.checked.material
    assert checked.checked.notice_days == 30
    assert [one["mark"] for one in checked.checked.changes] == ["WEAKER", "MATERIAL"]
    assert desk.refusal(lambda: approve_draft(services, author, draft.id)).code == "draft-same-person"
    approve_draft(services, second, draft.id)
    tomorrow = services.now() + timedelta(days=1)
    refused = desk.refusal(lambda: publish_policy(services, second, draft.id, tomorrow))
    assert refused.code == "effective-too-early"
    assert refused.data["first"] == first_day(services, checked).strftime("%Y-%m-%d")
    term = publish_policy(services, second, draft.id)
    assert term.effective_at >= services.now() + timedelta(days=30)
    # The two people of the desk and the two officers; everybody once, however often the clock comes.
    assert announce_policy(services) == 4
    assert announce_policy(services) == 0
    with services.store.read() as unit:
        letters = list(unit.messages.of_person(desk.owner.person, limit=9))
        (told,) = (each for each in unit.policies.terms() if each.number == term.number)
    assert [letter.letter for letter in letters] == ["policy-changes"]
    assert told.announced_at == services.now()
    assert not take_up_policy(services)
    desk.hands.at = term.effective_at
    assert take_up_policy(services)
    assert services.policy.digest == checked.digest != before.digest
    kinds = [kind for kind in desk.entries() if kind.startswith("policy.")]
    steps = ("in-force", "drafted", "checked", "approved", "published", "announced", "in-force")
    assert kinds == [f"policy.{step}" for step in steps]


def test_going_back_is_publishing_the_old_one_again(desk, shipped, two):
    author, second = two
    services, before = desk.services, desk.services.policy
    check = ProvingProgram(desk.house.settings.policy).check
    for value, version in (("45s", "1.1.0"), ("60s", "1.2.0")):
        files = with_parameter(shipped, "document_purge_slo", value, version=version, day=date(2026, 11, 28))
        draft = a_draft(desk, author, files if version == "1.1.0" else shipped, check)
        approve_draft(services, second, draft)
        term = publish_policy(services, second, draft)
        if term.material:
            announce_policy(services)
            desk.hands.at = max(desk.hands.at, term.effective_at)
        assert take_up_policy(services)
    assert services.policy.digest == before.digest
    with services.store.read() as unit:
        assert [term.digest == before.digest for term in unit.policies.terms()] == [True, False, True]


def test_a_draft_that_does_not_check_or_prove_cannot_be_approved(desk, shipped, two):
    author, second = two
    broken = a_draft(desk, author, with_file(shipped, "rules.yaml", "activities: nonsense\n"),
                     ProvingProgram(desk.house.settings.policy).check)  # fmt: skip
    assert row(desk, broken).state is DraftState.REFUSED
    assert row(desk, broken).checked.problems
    refuted = a_draft(desk, author, shipped, found(proved=False))
    for draft in (broken, refuted):
        assert desk.refusal(lambda draft=draft: approve_draft(desk.services, second, draft)).code == "draft-not-ready"
        withdraw_draft(desk.services, author, draft)
        assert desk.refusal(lambda draft=draft: withdraw_draft(desk.services, author, draft)).code == "draft-not-ready"


def test_the_same_policy_again_changes_nothing(desk, shipped, two):
    draft = a_draft(desk, two[0], shipped, ProvingProgram(desk.house.settings.policy).check)
    assert row(desk, draft).state is DraftState.REFUSED
    assert row(desk, draft).checked.fault == "draft-same"


def test_a_check_that_takes_too_much_is_ended(desk, shipped, two):
    from dataclasses import replace

    short = ProvingProgram(replace(desk.house.settings.policy, proof_memory=1 << 26))
    draft = a_draft(desk, two[0], shipped, short.check)
    assert row(desk, draft).state is DraftState.REFUSED
    assert row(desk, draft).checked.fault == "proof-too-slow"


def test_a_draft_that_was_overtaken_is_checked_and_approved_anew(desk, shipped, two):
    author, second = two
    services = desk.services
    first, late = (a_draft(desk, author, shipped, found(material=False)) for _ in range(2))
    for draft in (first, late):
        approve_draft(services, second, draft)
    term = publish_policy(services, second, first, services.now() + timedelta(days=3))
    assert desk.refusal(lambda: publish_policy(services, second, late)).code == "draft-outdated"
    check_again(services, author, late)
    assert row(desk, late).base == "a" * 64
    assert row(desk, late).approved_by is None
    check_draft(services, found(material=False), late)
    approve_draft(services, second, late)
    assert desk.refusal(lambda: publish_policy(services, second, late)).code == "policy-waiting"
    recall_policy(services, second, term.number)
    assert desk.refusal(lambda: recall_policy(services, second, term.number)).code == "policy-begun"


def test_telling_that_takes_too_long_puts_the_day_off(desk, shipped, two):
    services = desk.services
    draft = a_draft(desk, two[0], shipped)
    approve_draft(services, two[1], draft)
    term = publish_policy(services, two[1], draft)
    desk.hands.forward(days=10)
    announce_policy(services)
    with services.store.read() as unit:
        put_off = unit.policies.terms()[-1].effective_at
    assert put_off >= services.now() + timedelta(days=30)
    assert put_off > term.effective_at


def test_the_day_that_the_text_gives_is_kept(desk, shipped, two):
    stated = Checked(effective="2030-01-01")
    draft = a_draft(desk, two[0], shipped, lambda *_: (stated, Outcome(True, "a" * 64, "2", "proof")))
    assert first_day(desk.services, row(desk, draft)) == datetime(2030, 1, 1, tzinfo=UTC)


def test_what_is_not_there_is_not_found(desk, two):
    for act in (approve_draft, check_again, withdraw_draft, publish_policy):
        assert desk.refusal(lambda act=act: act(desk.services, two[0], "0" * 32)).code == "not-found"
    assert not check_draft(desk.services, found(), "0" * 32)


@pytest.mark.parametrize(
    ("name", "value"), [("nonsense", "1d"), ("text_retention", "1d\nx: y"), ("text_retention", "")]
)
def test_an_edit_that_is_no_value_of_a_parameter_is_refused(shipped, name, value):
    with pytest.raises(ProvisoError, match="draft-files-wrong"):
        with_parameter(shipped, name, value, version="2", day=date(2026, 11, 28))
    with pytest.raises(ProvisoError, match="not-found"):
        with_file(shipped, "no.yaml", "")


def test_a_version_is_counted_up():
    assert next_version("1.0.3") == "1.1.0"
    assert next_version("2026") == "2026.1"
