import pytest

from governance.documents import ENDED, LIVE, STEPS, Stage, may_step
from governance.terms import ENDED_STAGES, RUNNING_STAGES


def test_every_end_is_an_end():
    assert all(not STEPS[stage] for stage in ENDED)


@pytest.mark.parametrize("stage", sorted(LIVE))
def test_every_live_document_can_fail_be_refused_cancelled_expire_or_be_lost(stage):
    for end in (Stage.FAILED, Stage.REFUSED, Stage.CANCELLED, Stage.EXPIRED, Stage.LOST, Stage.TIMED_OUT):
        assert may_step(stage, end)


def test_only_a_document_that_is_being_read_can_be_completed():
    assert not may_step(Stage.QUEUED, Stage.COMPLETED)
    assert may_step(Stage.PROCESSING, Stage.COMPLETED)


def test_the_stages_are_the_words_that_the_policy_is_asked_with():
    assert {stage.value for stage in LIVE} == set(RUNNING_STAGES)
    assert {stage.value for stage in ENDED} == set(ENDED_STAGES)
