"""What an answer carries, part by part: each is what the policy's files say, the first time and every time after."""

from dataclasses import fields, replace

import pytest
from policy_oracle import Oracle
from shipped_policy import shipped, texts

from governance.policy import Cell, Decision, Obligations, Request, decide
from governance.policy.decide import prepare
from governance.policy.decision import Unmet

ORACLE = Oracle(texts())
GOOD = {
    name: str(value).lower() if isinstance(value, bool) else value
    for name, value in ORACLE.files["examples.yaml"]["given"].items()
}
FACTS = [GOOD, {**GOOD, "data.overdue": "true"}, {**GOOD, "actor.role": "nobody known"}, {}]


@pytest.fixture
def policy():
    """The shipped policy as if it had never been asked anything."""
    return replace(shipped())


def clauses_of(policy, ids):
    cited = {clause for name in ids for clause in rule_of(policy, name).clauses}
    return tuple(clause for clause in policy.clauses if clause in cited)


def rule_of(policy, name):
    return policy.activities.get(name) or policy.prohibitions[name]


def of_retention(policy, cell):
    rule = policy.table[cell].retention
    return rule.clauses if rule is not None else ()


def requests(policy):
    for cell in sorted(policy.table):
        for facts in FACTS:
            yield Request(Cell(*cell), facts)


def test_an_allow_says_its_rules_bases_duties_and_clauses(policy):
    allowed = 0
    for request in requests(policy):
        cell = (request.cell.action, request.cell.category, request.cell.purpose, request.cell.recipient)
        allow, permits, denials = ORACLE.decide(*cell, request.facts)
        if not allow:
            continue
        allowed += 1
        said = decide(policy, request)
        rules = [policy.activities[name] for name in sorted(permits)]
        cited = {clause for rule in rules for clause in rule.clauses} | set(of_retention(policy, cell))
        assert said == Decision(
            allow=True,
            request=request,
            permits=tuple(sorted(permits)),
            denied_by=(),
            missing=(),
            bases=tuple(sorted({basis for rule in rules for basis in rule.bases.values()})),
            obligations=Obligations(
                delete_by=said.obligations.delete_by, flags=frozenset(duty for rule in rules for duty in rule.duties)
            ),
            clauses=tuple(clause for clause in policy.clauses if clause in cited),
            policy=policy.digest,
        )
        assert dict(said.obligations.delete_by) == ORACLE.deadlines(cell[1])
        assert said.request is request
        assert said.bases
        assert not denials
    assert allowed > 20


def test_a_denial_says_which_rules_denied_and_what_they_wanted(policy):
    both = 0
    for request in requests(policy):
        cell = (request.cell.action, request.cell.category, request.cell.purpose, request.cell.recipient)
        allow, permits, denials = ORACLE.decide(*cell, request.facts)
        if allow:
            continue
        said = decide(policy, request)
        assert (said.allow, set(said.permits), set(said.denied_by)) == (False, permits, denials)
        assert (said.bases, said.obligations, said.policy) == ((), Obligations(), policy.digest)
        assert said.request is request
        told = {unmet.rule for unmet in said.missing}
        if permits:
            # Something allowed it: only what forbade it is told.
            both += 1
            assert said.clauses == clauses_of(policy, denials)
            assert told <= denials
        else:
            nearest = told - denials
            assert len(nearest) <= 1
            assert nearest <= set(policy.activities)
        for unmet in said.missing:
            values = policy.facts[unmet.fact].values
            known = request.facts.get(unmet.fact, "unknown")
            assert unmet.found == (known if known in values else "unknown")
            assert unmet.found not in unmet.needs
            assert list(unmet.needs) == [value for value in values if value in unmet.needs]
    assert both > 20


def test_an_equal_request_gets_the_answer_that_was_kept_with_its_own_request_in_it(policy):
    for request in requests(policy):
        first = decide(policy, request)
        again = replace(request, facts=dict(request.facts))
        other = decide(policy, again)
        assert other.request is again
        for field in fields(Decision):
            if field.name != "request":
                assert getattr(other, field.name) is getattr(first, field.name)


def test_a_prepared_request_answers_as_the_request_and_from_the_same_store(policy):
    for request in requests(policy):
        prepared = prepare(policy, request)
        said = prepared.decide()
        assert said == decide(policy, request)
        assert prepared.decide().obligations is said.obligations
        assert prepare(policy, request).answers is prepared.answers


def test_whoever_asked_first_gets_the_very_same_object_again(policy):
    request = Request(Cell(*sorted(policy.table)[0]), GOOD)
    assert decide(policy, request) is decide(policy, request)
    assert prepare(policy, request).decide() is decide(policy, request)


def test_a_word_that_the_policy_lacks_is_denied_without_rules_and_with_its_digest(policy):
    for at in range(4):
        cell = ["process", "document.image", "provide_service", "none"]
        cell[at] = "nothing of ours"
        request = Request(Cell(*cell), GOOD)
        assert decide(policy, request) == Decision(False, request, (), (), (), (), Obligations(), (), policy.digest)
        assert prepare(policy, request).answers is None
    assert not policy.answers


def test_a_cell_that_nothing_permits_says_which_prohibitions_cover_it(policy):
    request = Request(Cell("train", "text.extracted", "provide_service", "none"), GOOD)
    cell = ("train", "text.extracted", "provide_service", "none")
    assert cell not in policy.table
    said = decide(policy, request)
    assert set(said.denied_by) == ORACLE.decide(*cell, GOOD)[2]
    assert list(said.denied_by) == sorted(said.denied_by)
    assert said.clauses == clauses_of(policy, said.denied_by)
    assert all(isinstance(one, Unmet) for one in said.missing)
