"""Rights: which exist, who may have them, how a request moves, and that nothing leaves its end."""

from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from governance.identity import POINTS, Channel, Need, Proof, needed
from governance.refusals import GROUNDS, grounds_for
from governance.repeats import Earlier, Repeat, repeat_of
from governance.rights import (
    ENDED,
    OPEN,
    PROVEN,
    TRANSITIONS,
    Act,
    Kind,
    NotNow,
    Progress,
    Regime,
    State,
    exists_under,
    regimes_for,
    step,
)

RECEIVED = date(2026, 3, 2)
EXTEND_BY = date(2026, 4, 2)


class ARequest(RuleBasedStateMachine):
    """Two officers and a person do whatever comes to their minds; a plain model keeps count of what must hold."""

    def __init__(self):
        super().__init__()
        self.progress = Progress()
        self.today = RECEIVED
        self.identified = False
        self.ends = 0
        self.extensions = 0

    def act(self, act, **more):
        before = self.progress
        try:
            self.progress = step(before, act, **more)
        except NotNow as refusal:
            assert self.progress == before
            return refusal.why
        assert act in TRANSITIONS[before.state]
        if self.progress.state in ENDED:
            self.ends += 1
        return ""

    @rule(days=st.integers(0, 40))
    def wait(self, days):
        self.today += timedelta(days=days)

    @rule()
    def prove(self):
        if not self.act(Act.IDENTIFY):
            self.identified = True

    @rule(act=st.sampled_from([Act.ASK_IDENTITY, Act.START, Act.HOLD, Act.RELEASE, Act.ANSWER, Act.ANSWER_PARTLY,
                               Act.WITHDRAW, Act.EXPIRE]))  # fmt: skip
    def simple(self, act):
        self.act(act)

    @rule(term=st.sampled_from([EXTEND_BY, None]))
    def extend(self, term):
        why = self.act(Act.EXTEND, on=self.today, extend_by=term)
        if not why:
            self.extensions += 1
            assert term is not None
            assert self.today <= term

    @rule(by=st.sampled_from(["7", "8"]))
    def propose(self, by):
        self.act(Act.PROPOSE_REFUSAL, by=by)

    @rule(by=st.sampled_from(["7", "8"]))
    def approve(self, by):
        proposed = self.progress.proposed_by
        if not self.act(Act.APPROVE_REFUSAL, by=by):
            assert proposed
            assert by != proposed

    @precondition(lambda self: self.progress.state is State.REFUSAL_PROPOSED)
    @rule()
    def reject(self):
        before = self.progress.before_refusal
        assert self.act(Act.REJECT_REFUSAL) == ""
        assert self.progress.state is before
        assert self.progress.proposed_by == ""

    @invariant()
    def holds(self):
        state = self.progress.state
        assert self.ends == (state in ENDED)
        assert self.extensions <= 1
        assert (self.progress.extended_on is not None) == (self.extensions == 1)
        if state in PROVEN | {State.ANSWERED, State.PARTLY_REFUSED}:
            assert self.identified
        if state is State.EXPIRED:
            assert not self.identified


TestARequest = ARequest.TestCase


def test_every_state_can_be_reached_and_every_open_one_left():
    reached, todo = {State.RECEIVED}, [State.RECEIVED]
    while todo:
        for following in set(TRANSITIONS[todo.pop()].values()) - reached:
            reached.add(following)
            todo.append(following)
    assert reached == set(State)
    assert {state for state in State if TRANSITIONS[state]} == OPEN


def test_an_open_request_can_always_be_taken_back_and_an_ended_one_never():
    assert {state for state in State if Act.WITHDRAW in TRANSITIONS[state]} == OPEN


def test_what_counts_must_be_named():
    with pytest.raises(ValueError, match="told on a day"):
        step(Progress(), Act.EXTEND, extend_by=EXTEND_BY)
    with pytest.raises(ValueError, match="by somebody"):
        step(Progress(), Act.PROPOSE_REFUSAL)


def test_a_rejected_proposal_without_a_past_leads_back_to_the_start():
    assert step(Progress(State.REFUSAL_PROPOSED), Act.REJECT_REFUSAL).state is State.RECEIVED


@pytest.mark.parametrize(
    ("basis", "kinds"),
    [
        ("6(1)(a)", "access correction deletion portability restriction withdrawal"),
        ("6(1)(b)", "access correction deletion portability restriction"),
        ("6(1)(c)", "access correction restriction"),
        ("6(1)(d)", "access correction deletion restriction"),
        ("6(1)(e)", "access correction objection restriction"),
        ("6(1)(f)", "access correction deletion objection restriction"),
    ],
)
def test_each_basis_gives_the_rights_of_the_regulation(basis, kinds):
    assert {kind.value for kind in Kind if exists_under(kind, basis)} == set(kinds.split())
    assert exists_under(Kind.OBJECTION, basis, marketing=True)


def test_the_law_of_the_home_counts_and_where_it_is_unknown_all_of_them():
    both = frozenset({"gdpr", "ccpa"})
    assert regimes_for(Kind.ACCESS, "eea", both) == {Regime.GDPR}
    assert regimes_for(Kind.ACCESS, "california", both) == {Regime.CCPA}
    assert regimes_for(Kind.ACCESS, "elsewhere", both) == set(Regime)
    assert regimes_for(Kind.PORTABILITY, "california", both) == {Regime.GDPR}
    assert regimes_for(Kind.OPT_OUT, "eea", both) == {Regime.CCPA}
    assert regimes_for(Kind.ACCESS, "california", frozenset({"gdpr"})) == {Regime.GDPR}


def test_every_kind_names_its_articles():
    assert all(kind.articles and len(kind.articles) == len(kind.regimes) for kind in Kind)
    assert {kind for kind in Kind if kind.hands_out} == {
        Kind.ACCESS, Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC, Kind.PORTABILITY,
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_no_proof_is_asked_for_stopping_sale_or_limiting_use(kind):
    for channel in (Channel.ACCOUNT, Channel.EMAIL, Channel.PARENT):
        assert (needed(kind, channel) == Need()) == kind.at_once


def test_proof_grows_with_the_harm_that_a_stranger_could_do():
    mail = {kind: needed(kind, Channel.EMAIL) for kind in Kind}
    assert mail[Kind.OBJECTION].points == 1
    assert mail[Kind.KNOW_CATEGORIES].points == mail[Kind.DELETION].points == 2
    assert mail[Kind.KNOW_SPECIFIC].points == 3
    assert Proof.DECLARATION in mail[Kind.KNOW_SPECIFIC].proofs
    assert needed(Kind.ACCESS, Channel.ACCOUNT) == Need(frozenset({Proof.LOGGED_IN_AGAIN}))
    agent = frozenset({Proof.MAILED_CODE, Proof.PERSONS_WORD, Proof.PERMISSION})
    assert needed(Kind.DELETION, Channel.AGENT) == Need(agent)
    assert needed(Kind.OPT_OUT, Channel.AGENT) == Need(frozenset({Proof.PERMISSION}))
    assert needed(Kind.DELETION, Channel.PARENT) == Need(frozenset({Proof.MAILED_CODE, Proof.PERMISSION}), 2)


def test_what_is_missing_is_named_until_it_is_enough():
    need = needed(Kind.DELETION, Channel.EMAIL)
    assert need.missing(frozenset()) == POINTS
    assert need.missing(frozenset({Proof.MAILED_CODE})) == POINTS - {Proof.MAILED_CODE}
    assert need.missing(frozenset({Proof.MAILED_CODE, Proof.OPENING_MONTH})) == frozenset()
    assert need.missing(frozenset({Proof.OPENING_MONTH, Proof.LAST_UPLOAD_DAY})) == {Proof.MAILED_CODE}


def test_every_ground_has_its_article_and_fits_some_kind():
    assert all(ground.article and ground.sentence and ground.kinds for ground in GROUNDS.values())
    assert all(grounds_for(kind) for kind in Kind)
    assert "compelling_grounds" not in {ground.code for ground in grounds_for(Kind.ACCESS)}
    assert [ground.code for ground in grounds_for(Kind.OPT_OUT)] == ["excessive"]
    assert len(GROUNDS["abusive"].factors) == 4


def earlier(kind, state, months_ago, closed=None, about=""):
    return Earlier(kind, state, RECEIVED - timedelta(days=31 * months_ago), closed, about)


def test_a_request_that_is_still_open_makes_the_same_one_a_duplicate():
    open_one = earlier(Kind.ACCESS, State.IN_WORK, 0)
    assert repeat_of(Kind.ACCESS, RECEIVED, [open_one]) is Repeat.DUPLICATE
    assert repeat_of(Kind.DELETION, RECEIVED, [open_one]) is Repeat.NEW
    assert repeat_of(Kind.ACCESS, RECEIVED, [earlier(Kind.ACCESS, State.WITHDRAWN, 0)]) is Repeat.NEW


def test_the_third_look_within_a_year_is_repeated_and_a_deletion_never_is():
    looks = [earlier(Kind.ACCESS, State.ANSWERED, 2), earlier(Kind.KNOW_SPECIFIC, State.PARTLY_REFUSED, 5)]
    assert repeat_of(Kind.ACCESS, RECEIVED, looks[:1]) is Repeat.NEW
    assert repeat_of(Kind.ACCESS, RECEIVED, looks) is Repeat.REPEATED
    assert repeat_of(Kind.ACCESS, RECEIVED, [looks[0], earlier(Kind.ACCESS, State.ANSWERED, 13)]) is Repeat.NEW
    assert repeat_of(Kind.ACCESS, RECEIVED, [looks[0], earlier(Kind.ACCESS, State.REFUSED, 1)]) is Repeat.NEW
    gone = [earlier(Kind.DELETION, State.ANSWERED, 1), earlier(Kind.DELETION, State.ANSWERED, 2)]
    assert repeat_of(Kind.DELETION, RECEIVED, gone) is Repeat.NEW


def test_a_correction_may_be_refused_again_for_six_months_and_only_for_the_same_field():
    refused = [earlier(Kind.CORRECTION, State.REFUSED, 4, RECEIVED - timedelta(days=100), "name")]
    assert repeat_of(Kind.CORRECTION, RECEIVED, refused, "name") is Repeat.REPEATED
    assert repeat_of(Kind.CORRECTION, RECEIVED, refused, "email") is Repeat.NEW
    long_ago = [earlier(Kind.CORRECTION, State.REFUSED, 9, RECEIVED - timedelta(days=200), "name")]
    assert repeat_of(Kind.CORRECTION, RECEIVED, long_ago, "name") is Repeat.NEW
    open_end = [earlier(Kind.CORRECTION, State.REFUSED, 1, None, "name")]
    assert repeat_of(Kind.CORRECTION, RECEIVED, open_end, "name") is Repeat.NEW
