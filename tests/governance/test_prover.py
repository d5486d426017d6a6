"""Proving: every promise of the shipped policy holds, and what breaks one is shown with the simplest request."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from shipped_policy import edited, shipped, texts
from small_policies import rule_lists, written
from test_quotient import with_promises

from governance.errors import ProvisoError
from governance.policy import smt
from governance.policy.guards import ALWAYS, NEVER
from governance.policy.problems import PolicyRefused
from governance.policy.prover import Proof, Result, prove
from governance.policy.quotient import Quotient, Space
from governance.policy.worlds import WORLD, theory_of


@cache
def proof() -> Proof:
    return prove(texts())


def result(name: str, sources: dict[str, str]) -> Result:
    (found,) = (result for result in prove(sources).results if result.id == name)
    return found


def changed(file: str, old: str, new: str, *, examples: bool = False) -> dict[str, str]:
    """The shipped texts with an edit, and without the examples that the edit would turn over."""
    sources = edited(file, old, new)
    return sources if examples else {**sources, "examples.yaml": "examples: []\n"}


def test_every_promise_of_the_shipped_policy_is_proved_by_both_provers() -> None:
    assert proof().refuted == ()
    assert proof().complete
    assert [result.id for result in proof().results] == sorted(shipped().promises)
    assert len(proof().results) >= 31
    assert all(theorem.proved for theorem in proof().theorems)


def test_what_is_proved_holds_for_every_value_of_a_choice() -> None:
    worlds = proof().theory.worlds
    assert {settings["training_enabled"] for settings in worlds.values()} == {True, False}
    assert {settings["protective_disclosure"] for settings in worlds.values()} == {
        "compelled_only",
        "compelled_or_reviewed",
    }
    assert all(settings["document_purge_slo"] == "15m" for settings in worlds.values())


def test_a_promise_tells_what_it_rests_on() -> None:
    support = {result.id: result.support for result in proof().results}
    assert support["P01"] == ("F-DOC-ENDED",)
    assert support["P02"] == ("R-DOC",)
    assert support["P08"] == ("F-PROCESSOR", "F-SALE-MARKETING")
    assert support["P15"] == ("A-RIGHTS-ERASE",)
    assert support["P31"] == ("A-TEXT-KEEP",)


def test_what_nothing_permits_rests_on_default_deny_alone_and_still_holds_once_training_is_on() -> None:
    found = {result.id: result for result in proof().results}
    assert [found[name].support for name in ("P04", "P05", "P07", "P21")] == [(), (), (), ()]
    assert found["P04"].support_anywhere == ("F-TRAIN",)
    assert found["P05"].support_anywhere == ()


def test_a_dropped_prohibition_is_shown_by_the_simplest_request_that_it_lets_through() -> None:
    start = texts()["rules.yaml"].index("  - id: F-DOC-ENDED")
    rule = texts()["rules.yaml"][start : texts()["rules.yaml"].index("  - id: F-DOC-PURPOSE")]
    sources = changed("rules.yaml", rule, "")
    found = result("P01", sources)
    assert not found.proved
    assert found.counterexample is not None
    decision = found.counterexample.decision
    assert decision.allow
    assert decision.request.cell.category.startswith("document.")
    assert decision.request.facts["job.stage"] in ("none", "completed", "failed")
    assert found.counterexample.explanation.headline.startswith("Allowed:")
    assert decision.clauses


def test_a_range_that_reaches_too_far_breaks_the_promise_although_the_value_does_not() -> None:
    found = result("P02", changed("policy.yaml", "range: [0s, 15m]", "range: [0s, 30m]", examples=True))
    assert not found.proved
    assert found.counterexample is not None
    assert found.counterexample.settings["document_purge_slo"] == "30m"
    assert found.counterexample.decision.obligations.delete_by["job.ended"] == 1800


def test_the_narrow_reading_of_a_sale_breaks_a_promise() -> None:
    found = result(
        "P06", changed("policy.yaml", "of: [any_consideration]", "of: [any_consideration, sales_only]", examples=True)
    )
    assert found.counterexample is not None
    assert found.counterexample.settings["sale_definition"] == "sales_only"
    assert "recipient.consideration" not in found.counterexample.decision.request.facts


def test_a_new_recipient_of_usage_data_breaks_the_promises_about_advertising() -> None:
    rule = """  - id: A-USAGE-ADS
    label: Showing advertisements by use
    do: share
    on: [usage.events, device.client]
    for: advertising
    to: advertiser
    basis: contract
    clauses: [c8.1.5]

prohibitions:
"""
    found = {entry.id: entry for entry in prove(changed("rules.yaml", "prohibitions:\n", rule, examples=True)).results}
    assert [name for name, entry in found.items() if not entry.proved] == ["P10", "P16"]
    facts = found["P16"].counterexample
    assert facts is not None
    assert facts.decision.request.facts["consent.cookies_advertising"] == "withdrawn"


def test_an_owner_who_cannot_erase_is_shown_with_the_rule_that_denies_it() -> None:
    rule = """prohibitions:
  - id: F-NO-ERASE
    label: nothing is erased while a job runs
    do: erase
    on: document.*
    unless: {job.stage: [completed, failed]}
    clauses: [c4.1.5]
"""
    found = result("P15", changed("rules.yaml", "prohibitions:\n", rule))
    assert found.counterexample is not None
    assert not found.counterexample.decision.allow
    assert found.counterexample.decision.denied_by == ("F-NO-ERASE",)
    assert set(found.counterexample.decision.request.facts) == {
        "actor.role",
        "identity.verified",
        "legal.hold",
        "tenant.match",
    }
    assert any("the reading of the document" in needed for needed in found.counterexample.explanation.needed)


def test_a_promise_may_name_a_parameter_and_is_proved_at_both_its_ends() -> None:
    promise = texts()["promises.yaml"].replace(
        "{from: job.ended, at_most: 15m}", "{from: job.ended, at_most: $p_bound}"
    )
    parameter = "parameters:\n  p_bound: {label: a bound, type: duration, value: 15m, range: [LOW, 20m]}\n"
    for low, proved in (("15m", True), ("14m", False)):
        sources = {
            **texts(),
            "promises.yaml": promise,
            "policy.yaml": texts()["policy.yaml"].replace("parameters:\n", parameter.replace("LOW", low), 1),
        }
        assert result("P02", sources).proved is proved


def test_a_refuted_promise_is_counted_in_facts_that_the_request_must_know() -> None:
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]] = (
        [{"id": "A-1", "label": "a", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract",
          "when": {"any": [{"tenant.match": True, "job.stage": "none"}, {"job.stage": "received"}]}}],
        [],
    )  # fmt: skip
    sources = {**with_promises(rules), "promises.yaml": json.dumps({"promises": [
        {"id": "P01", "say": "never", "quote_of": "c0.1", "never": {"do": "read"}}]})}  # fmt: skip
    found = result("P01", sources)
    assert found.counterexample is not None
    assert found.counterexample.decision.request.facts == {"job.stage": "received"}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists())
def test_the_two_provers_agree_on_random_policies_and_the_laws_hold_of_each(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    found = prove(with_promises(rules))  # raises when they disagree
    assert all(theorem.proved for theorem in found.theorems if theorem.id != "M9")


def test_provers_that_disagree_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotient, "_broken", lambda self, goal, cell: (Space({}, ()), 1))
    with pytest.raises(ProvisoError, match="provers-disagree") as raised:
        prove(texts())
    assert "P01" in raised.value.sentence


def test_a_solver_that_is_missing_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ProvisoError, match="prover-missing") as raised:
        prove(texts())
    assert "pip install" in raised.value.next_step


def test_a_value_under_which_the_policy_cannot_be_read_is_refused() -> None:
    sources = dict(texts())
    sources["rules.yaml"] = sources["rules.yaml"].replace("    to: analytics_provider\n", "    to: $who\n")
    parameter = (
        "parameters:\n  who: {label: who, type: enum, of: [analytics_provider, nobody], value: analytics_provider}\n"
    )
    sources["policy.yaml"] = sources["policy.yaml"].replace("parameters:\n", parameter, 1)
    with pytest.raises(PolicyRefused, match=r"R02.*nobody"):
        theory_of(sources)


def test_choices_that_have_too_many_combinations_are_refused() -> None:
    names = [f"c{number}" for number in range(10)]
    parameters = "parameters:\n" + "".join(f"  {n}: {{label: a choice, type: bool, value: true}}\n" for n in names)
    rules = "prohibitions:\n" + "".join(
        f"  - {{id: F-X{n.upper()}, label: x, do: train, clauses: [c4.1.8], enabled_by: ${n}}}\n" for n in names
    )
    sources = {
        **texts(),
        "policy.yaml": texts()["policy.yaml"].replace("parameters:\n", parameters, 1),
        "rules.yaml": texts()["rules.yaml"].replace("prohibitions:\n", rules, 1),
    }
    with pytest.raises(PolicyRefused, match=r"N05.*combinations"):
        theory_of(sources)


def test_a_rule_that_is_on_in_some_worlds_is_bound_to_them() -> None:
    theory = theory_of(texts())
    guard = theory.rules.activities["A-TRAIN-COPY"].guard
    assert WORLD in str(guard)
    assert theory.rules.activities["A-OCR-INGEST"].guard == shipped().activities["A-OCR-INGEST"].guard
    assert theory.written in theory.worlds


def test_a_single_request_put_to_the_solver_is_decided_as_always() -> None:
    solver = smt.Solver(theory_of(written([], [])))
    assert not solver.allows(("collect", "name", "serve", "none"), {})
    assert not solver.impossible(solver.holds(ALWAYS))
    assert solver.impossible(solver.holds(NEVER))


def test_serving_never_loads_the_solver() -> None:
    source = "import sys; import store.build, console.policy; print('z3' in sys.modules)"
    root = Path(__file__).parents[2]
    path = {"PYTHONPATH": f"{root / 'platform'}:{root}"}
    told = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env=path)
    assert told.stdout.strip() == "False"
