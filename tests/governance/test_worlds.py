"""The worlds of a policy with parameters: which there are, and to which of them a rule or a promise is bound."""

import pytest
from tuned_policies import BOUND, OPEN, OWN, PAGES, READ, SHARE, STAGE, tuned_by

from governance.policy import PolicyRefused, worlds
from governance.policy.guards import ALWAYS, AllOf, AnyOf, Atom
from governance.policy.worlds import WORLD, theory_of, unbound

CLAIM = {"always_oblige": {"do": "read", "delete": {"from": "any", "at_most": "$bound"}}}
STAY = {"never": {"do": "share", "where_not": {"tenant.match": True}}}


def held(*names: str) -> Atom:
    return Atom(WORLD, frozenset(names))


def when(stage: str) -> Atom:
    return Atom("job.stage", frozenset({stage}))


def test_without_parameters_there_is_one_world_and_nothing_is_bound_to_it() -> None:
    theory = theory_of(tuned_by({}, [READ], [OWN], STAY))
    assert (dict(theory.worlds), theory.written) == ({"": {}}, "")
    assert WORLD not in theory.facts
    assert theory.rules.activities["A-1"].guard == theory.goals[0].where == ALWAYS


def test_a_choice_is_taken_at_each_value_and_each_form_of_a_rule_is_bound_to_its_worlds() -> None:
    theory = theory_of(tuned_by({"stage": STAGE}, [READ, SHARE], [], STAY))
    assert list(theory.worlds) == ["stage=none", "stage=received"] == list(theory.facts[WORLD])
    assert [dict(settings) for settings in theory.worlds.values()] == [{"stage": "none"}, {"stage": "received"}]
    assert theory.written == "stage=none"
    assert {name: rule.guard for name, rule in theory.rules.activities.items()} == {
        "A-1": ALWAYS,
        "A-2": AllOf((held("stage=none"), when("none"))),
        "A-2 (2)": AllOf((held("stage=received"), when("received"))),
    }


def test_a_rule_that_is_off_in_some_worlds_permits_and_forbids_only_in_the_others() -> None:
    prohibition = {**OWN, "enabled_by": "$open"}
    theory = theory_of(tuned_by({"open": OPEN}, [READ, PAGES], [prohibition, {**OWN, "id": "F-2"}], STAY))
    assert theory.rules.activities["A-3"].guard == AllOf((held("open=true"), ALWAYS))
    tenant = Atom("tenant.match", frozenset({"true"}))
    assert theory.rules.prohibitions["F-1"].guard == AnyOf((tenant, held("open=false")))
    assert theory.rules.prohibitions["F-2"].guard == tenant
    assert theory.written == "open=false"


def test_a_number_is_taken_at_both_ends_where_a_promise_names_it_and_nowhere_else() -> None:
    theory = theory_of(tuned_by({"bound": BOUND}, [READ], [], CLAIM, STAY))
    assert (list(theory.worlds), theory.written) == (["bound=1h", "bound=2h"], "bound=2h")
    assert [(goal.where, goal.at_most) for goal in theory.goals] == [
        (AllOf((ALWAYS, held("bound=1h"))), 3600), (AllOf((ALWAYS, held("bound=2h"))), 7200), (ALWAYS, -1),
    ]  # fmt: skip
    unpromised = {**OWN, "unless": {"job.stage": "$stage"}}
    assert list(theory_of(tuned_by({"stage": STAGE}, [READ], [unpromised])).worlds) == ["stage=none", "stage=received"]


def test_just_as_many_worlds_as_may_be_are_read_and_one_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = tuned_by({"stage": STAGE}, [SHARE], [], STAY)
    monkeypatch.setattr(worlds, "MOST_WORLDS", 2)
    assert len(theory_of(sources).worlds) == 2
    monkeypatch.setattr(worlds, "MOST_WORLDS", 1)
    with pytest.raises(PolicyRefused) as refused:
        theory_of(sources)
    [problem] = refused.value.problems
    assert (problem.file, problem.code, problem.fix) == ("policy.yaml", "N05", "give some of them fewer values.")


def test_only_a_condition_on_the_worlds_is_taken_off_a_permit() -> None:
    bound, own = held("open=true"), when("none")
    assert unbound(AllOf((bound, own))) == (bound, own)
    for guard in (AllOf((own, own)), AllOf((AnyOf((own,)), own)), AllOf((bound,)), own):
        assert unbound(guard) == (ALWAYS, guard)


def test_a_choice_that_leaves_all_rules_as_they_are_makes_no_world() -> None:
    assert list(theory_of(tuned_by({"stage": {**STAGE, "of": ["none"]}}, [READ, SHARE], [], STAY)).worlds) == [""]


def test_forms_of_a_rule_that_differ_in_its_basis_alone_are_one() -> None:
    """The names of two lawful bases are those of two stages, so that one parameter chooses both."""
    sources = tuned_by({"stage": STAGE}, [{**READ, "basis": "$stage"}, SHARE], [], STAY)
    named = '"none": {"label": "n", "gdpr": "6(1)(b)"}, "received": {"label": "r", "gdpr": "6(1)(c)"}, '
    words = sources["vocabulary.yaml"].replace('"lawful_bases": {', '"lawful_bases": {' + named)
    theory = theory_of({**sources, "vocabulary.yaml": words})
    assert theory.rules.activities["A-1"].guard == ALWAYS
    assert list(theory.rules.activities) == ["A-1", "A-2", "A-2 (2)"]
