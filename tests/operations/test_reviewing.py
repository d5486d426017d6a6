"""Decisions are looked through by those who may, and explained with the policy that they were made with."""

import pytest
from sqlalchemy import insert, update

from governance.policy import compile_policy
from operations import queries
from operations.ask import GateRefused
from operations.earlier_policies import policy_of
from operations.facts import Actor
from operations.review_decisions import PAGE, review_decision, review_decisions
from store.policies import read_sources
from store.tables import DecisionEntry, PolicyRow, table_of

OFFICER = Actor(role="dpo")
DECISIONS = table_of(DecisionEntry)


@pytest.fixture
def earlier(desk):
    """An earlier policy, whose decisions are those about one document."""
    sources = dict(read_sources(desk.house.settings.policy.folder))
    sources["policy.md"] = sources["policy.md"].replace("Being open with you about your data", "Openness about data")
    policy = compile_policy(sources)
    document = desk.submit().id
    with desk.house.database.begin() as unit:
        unit.connection.execute(
            insert(table_of(PolicyRow)).values(
                digest=policy.digest, policy_id=policy.id, version="0.9", sources=sources,
                in_force_at=desk.services.now(),
            )
        )  # fmt: skip
        unit.connection.execute(update(DECISIONS).values(policy=policy.digest))
    return policy, document


def test_only_those_who_check_what_was_done_may_look(desk):
    desk.submit()
    for actor in (desk.owner, Actor(role="other")):
        with pytest.raises(GateRefused):
            review_decisions(desk.services, actor)
    found, _ = review_decisions(desk.services, OFFICER, refused=True)
    assert [one.row.step for one in found] == ["review", "review"]


def test_an_old_decision_is_explained_with_its_own_policy(desk, earlier):
    policy, document = earlier
    assert policy.digest != desk.services.policy.digest
    found, _ = review_decisions(desk.services, OFFICER)
    assert {one.policy.digest for one in found} == {policy.digest}
    assert review_decisions(desk.services, OFFICER, refused=True) == ([], "")
    steps = queries.steps_of(desk.services, desk.owner, document)
    assert all(step.explanation for step in steps)
    whole = review_decision(desk.services, OFFICER, steps[0].row.id)
    assert whole.policy is not None
    assert whole.policy.digest == policy.digest
    assert whole.facts["actor.role"] == "owner"


def test_sources_that_no_longer_give_their_digest_explain_nothing(desk):
    with desk.house.database.begin() as unit:
        unit.connection.execute(
            insert(table_of(PolicyRow)).values(
                digest="f" * 64, policy_id="x", version="0", in_force_at=desk.services.now(),
                sources=dict(read_sources(desk.house.settings.policy.folder)),
            )
        )  # fmt: skip
        unit.connection.execute(
            insert(table_of(PolicyRow)).values(
                digest="e" * 64, policy_id="x", version="0", in_force_at=desk.services.now(), sources={"a.md": "# x"}
            )
        )
    with desk.services.store.read() as unit:
        for digest in ("f" * 64, "e" * 64, "d" * 64):
            assert policy_of(desk.services, unit, digest) is None


def test_the_list_goes_on_where_a_page_ends(desk):
    for _ in range(PAGE // 2 + 1):
        desk.submit()
    first, following = review_decisions(desk.services, OFFICER)
    assert len(first) == PAGE
    second, end = review_decisions(desk.services, OFFICER, before=following)
    assert end == ""
    assert {one.row.id for one in first}.isdisjoint(one.row.id for one in second)
    assert len(first) + len(second) == 2 * (PAGE // 2 + 1)
