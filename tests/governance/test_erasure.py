"""The parts of an erasure and their order, and the law that lets something stay."""

from datetime import UTC, datetime

import pytest

from governance.erasure import (
    LAW,
    STEPS,
    Erasure,
    Scope,
    Step,
    StepTaken,
    Trigger,
    ground_of,
    ready,
    scope_of,
    stays_linked,
    trigger_of,
)
from governance.errors import ProvisoError

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def erasure(*steps: StepTaken, scope: Scope = Scope.ALL) -> Erasure:
    return Erasure("e", "r", 1, Trigger.REQUEST, scope, "", "p", "R-ACCOUNT", NOW, NOW, None, steps)


@pytest.mark.parametrize("scope", list(Scope))
def test_taken_in_order_every_step_is_ready_when_its_turn_comes(scope: Scope) -> None:
    done: set[Step] = set()
    for step in STEPS[scope]:
        assert ready(step, scope, done)
        done.add(step)


def test_rows_wait_for_what_is_found_by_them_and_the_proof_for_everything() -> None:
    assert not ready(Step.ROWS, Scope.ALL, {Step.LIST, Step.TRACES, Step.RECIPIENTS})
    assert not ready(Step.IDENTITY, Scope.ALL, {Step.ITEMS})
    assert ready(Step.IDENTITY, Scope.ALL, {Step.LIST})
    for missing in set(Step) - {Step.PROOF}:
        assert not ready(Step.PROOF, Scope.ALL, set(Step) - {missing})


def test_what_is_open_and_what_went_is_read_from_the_steps() -> None:
    taken = (StepTaken(Step.ACCESS, 1, NOW, {"x": 1}), StepTaken(Step.ITEMS, 2), StepTaken(Step.LIST, 1, NOW, {"x": 2}))
    found = erasure(*taken)
    assert found.done == {Step.ACCESS, Step.LIST}
    assert found.open_steps == tuple(step for step in Step if step not in found.done)
    assert dict(found.counts) == {"x": 3}


def test_every_trigger_stands_on_a_law_and_every_kept_category_on_a_ground() -> None:
    assert set(LAW) == set(Trigger)
    for category in ("record.consent", "record.request", "record.decision", "report.processing", "billing.details"):
        assert "17(3)" in ground_of(category)
    assert ground_of("something.else") == "GDPR Article 17(3)"
    assert stays_linked("record.consent")
    assert not stays_linked("record.decision")


def test_words_that_are_none_are_refused() -> None:
    assert trigger_of("request") is Trigger.REQUEST
    assert scope_of("all") is Scope.ALL
    for read in (trigger_of, scope_of):
        with pytest.raises(ProvisoError) as refused:
            read("nonsense")
        assert refused.value.code == "erasure-unknown"
