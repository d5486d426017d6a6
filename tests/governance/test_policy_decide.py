"""Deciding: an independent reading of the same policy agrees, and the laws of the calculus hold."""

import random
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from policy_oracle import Oracle
from shipped_policy import shipped, texts
from small_policies import ALL_VALUES, CELLS, fact_maps, rule_lists, written

from governance.policy import Cell, Decision, Obligations, Policy, Request, compile_policy, decide

ORACLE = Oracle(texts())
FACT_VALUES = {name: sorted(values) for name, values in ORACLE.values.items()}
GOOD: dict[str, str] = {
    name: str(value).lower() if isinstance(value, bool) else value
    for name, value in ORACLE.files["examples.yaml"]["given"].items()
}
PERMITTED: st.SearchStrategy[tuple[str, str, str, str]] = st.deferred(lambda: st.sampled_from(sorted(shipped().table)))
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(policy: Policy, cell: tuple[str, ...], facts: dict[str, Any]) -> Decision:
    action, category, purpose, recipient = cell
    return decide(policy, Request(Cell(action, category, purpose, recipient), facts))


@st.composite
def near_allowed(draw: st.DrawFn) -> dict[str, str]:
    """Facts that would mostly do, some of them changed or forgotten."""
    facts = {name: draw(st.sampled_from(FACT_VALUES[name])) for name in FACT_VALUES if name not in GOOD} | GOOD
    for name in draw(st.lists(st.sampled_from(sorted(FACT_VALUES)), max_size=4)):
        word = draw(st.sampled_from([*FACT_VALUES[name], "unknown", None]))
        if word is None:
            facts.pop(name, None)
        else:
            facts[name] = word
    return facts


ANY_CELL = st.tuples(*(st.sampled_from([*ORACLE.known[key], "nothing"]) for key in ("do", "on", "for", "to")))


@settings(max_examples=600, deadline=None)
@given(st.one_of(PERMITTED, ANY_CELL), st.one_of(near_allowed(), fact_maps(FACT_VALUES)))
def test_the_shipped_policy_decides_as_an_independent_reading_of_it(
    cell: tuple[str, ...], facts: dict[str, str]
) -> None:
    decision = answer(shipped(), cell, facts)
    allow, permits, denials = ORACLE.decide(*cell, facts)
    assert (decision.allow, set(decision.permits), set(decision.denied_by)) == (allow, permits, denials)
    if allow:
        assert dict(decision.obligations.delete_by) == ORACLE.deadlines(cell[1])


def test_the_two_readings_agree_on_twenty_thousand_requests_of_which_many_are_allowed() -> None:
    dice = random.Random(20250101)
    allowed = 0
    cells = sorted(shipped().table)
    for _ in range(20_000):
        cell = dice.choice(cells)
        facts = {name: dice.choice(values) for name, values in FACT_VALUES.items()}
        if dice.random() < 0.9:
            facts |= GOOD
        for name in dice.sample(sorted(facts), dice.randrange(3)):
            facts[name] = dice.choice([*FACT_VALUES[name], "unknown"])
        decision = answer(shipped(), cell, facts)
        assert decision.allow == ORACLE.decide(*cell, facts)[0], (cell, facts)
        allowed += decision.allow
    assert allowed > 2_000


@SMALL
@given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=1, max_size=30))
def test_random_small_policies_decide_as_an_independent_reading_of_them(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]], requests: list[tuple[tuple[str, ...], dict[str, str]]]
) -> None:
    sources = written(*rules)
    policy, oracle = compile_policy(sources), Oracle(sources)
    for cell, facts in requests:
        decision = answer(policy, cell, facts)
        assert (decision.allow, set(decision.permits), set(decision.denied_by)) == oracle.decide(*cell, facts)


@SMALL
@given(rule_lists(), st.randoms(use_true_random=False), CELLS, fact_maps(ALL_VALUES))
def test_the_order_of_rules_changes_nothing(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    dice: random.Random,
    cell: tuple[str, ...],
    facts: dict[str, str],
) -> None:
    shuffled = [list(part) for part in rules]
    for part in shuffled:
        dice.shuffle(part)
    policy, other = compile_policy(written(*rules)), compile_policy(written(*shuffled))
    assert policy.digest == other.digest
    assert answer(policy, cell, facts) == answer(other, cell, facts)


@SMALL
@given(rule_lists(), CELLS, fact_maps(ALL_VALUES))
def test_a_prohibition_more_never_allows_more(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]], cell: tuple[str, ...], facts: dict[str, str]
) -> None:
    activities, prohibitions = rules
    with_all, with_fewer = (compile_policy(written(activities, some)) for some in (prohibitions, prohibitions[:-1]))
    assert not answer(with_all, cell, facts).allow or answer(with_fewer, cell, facts).allow


@settings(max_examples=400, deadline=None)
@given(PERMITTED, near_allowed(), st.data())
def test_learning_an_unknown_fact_never_takes_an_allow_away(
    cell: tuple[str, ...], facts: dict[str, str], data: st.DataObject
) -> None:
    unknown = [name for name in FACT_VALUES if facts.get(name, "unknown") == "unknown"]
    refined = dict(facts)
    for name in unknown:
        refined[name] = data.draw(st.sampled_from(FACT_VALUES[name]))
    assert not answer(shipped(), cell, facts).allow or answer(shipped(), cell, refined).allow


@given(ANY_CELL)
def test_nothing_is_allowed_when_nothing_is_known(cell: tuple[str, ...]) -> None:
    assert not answer(shipped(), cell, {}).allow


def test_with_no_facts_at_all_the_shipped_policy_denies_every_cell() -> None:
    assert not [cell for cell in shipped().table if answer(shipped(), cell, {}).allow]


@given(
    st.tuples(*(st.one_of(st.text(max_size=5), st.integers(), st.lists(st.none(), max_size=1)) for _ in range(4))),
    st.dictionaries(
        st.one_of(st.text(max_size=12), st.sampled_from(sorted(FACT_VALUES))),
        st.one_of(st.none(), st.integers(), st.text(max_size=9), st.lists(st.integers(), max_size=1)),
        max_size=6,
    ),
)
@example(("collect", "document.image", "provide_service", "none"), {"job.stage": ["received"]})
def test_whatever_is_asked_there_is_an_answer_and_it_is_no(cell: Any, facts: Any) -> None:
    assert not answer(shipped(), cell, facts).allow


@settings(max_examples=300, deadline=None)
@given(PERMITTED, near_allowed())
def test_an_allow_has_a_permit_a_basis_a_clause_and_a_denial_has_a_reason(
    cell: tuple[str, ...], facts: dict[str, str]
) -> None:
    decision = answer(shipped(), cell, facts)
    assert decision.policy == shipped().digest
    assert set(decision.clauses) <= set(shipped().clauses)
    assert list(decision.clauses) == [name for name in shipped().clauses if name in decision.clauses]
    if decision.allow:
        assert decision.permits
        assert decision.bases
        assert decision.clauses
        assert not decision.denied_by
        assert not decision.missing
    else:
        assert decision.missing or decision.denied_by
        assert decision.obligations == Obligations()
        for miss in decision.missing:
            assert miss.found not in miss.needs
            assert "unknown" not in miss.needs


@settings(max_examples=300, deadline=None)
@given(PERMITTED, near_allowed())
def test_doing_what_a_denial_asks_for_leads_to_an_allow(cell: tuple[str, ...], facts: dict[str, str]) -> None:
    known = dict(facts)
    for _ in range(8):
        decision = answer(shipped(), cell, known)
        if decision.allow or not decision.missing:
            break
        wanted: dict[str, set[str]] = {}
        for miss in decision.missing:
            wanted.setdefault(miss.fact, set(miss.needs)).intersection_update(miss.needs)
        if not all(wanted.values()):
            return  # two rules want different things of one fact: nobody can meet both
        known |= {fact: min(values) for fact, values in wanted.items()}
    never = [rule for rule in decision.denied_by if not shipped().prohibitions[rule].guard.parts]
    assert decision.allow or never


def test_collecting_and_storing_always_carry_a_date_that_has_begun_to_run() -> None:
    for (action, category, _, _), rules in shipped().table.items():
        if action in ("collect", "store"):
            rule = shipped().retention_for(category)
            assert shipped().events[rule.ceiling_from].at_birth
            assert rule.ceiling_from in rules.deadlines.delete_by


DUTIES = st.builds(
    Obligations,
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 9)),
    st.frozensets(st.sampled_from(["x", "y", "z"])),
)


@given(DUTIES, DUTIES, DUTIES)
def test_duties_join_like_a_semilattice_and_never_loosen(a: Obligations, b: Obligations, c: Obligations) -> None:
    assert a | a == a
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | Obligations() == a
    assert a.flags <= (a | b).flags
    assert all((a | b).delete_by[event] <= span for event, span in a.delete_by.items())
