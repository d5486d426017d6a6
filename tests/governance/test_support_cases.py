"""Cases: nothing leaves an end, what is kept of a message is bounded, and references are known among other words."""

from hypothesis import given
from hypothesis import strategies as st

from governance.support import GOING, LETTERS, STEPS, CaseAct, CaseState, references, shortened


def test_a_case_that_ended_stays_ended_and_every_other_can_end():
    for state in CaseState:
        assert (STEPS[state] == {}) == (state not in GOING)
        if state in GOING:
            assert STEPS[state][CaseAct.CLOSE] is CaseState.CLOSED
            assert STEPS[state][CaseAct.WRITE_AGAIN] is CaseState.OPEN


def test_references_are_found_once_each_and_in_order():
    assert references("Re: 0123A-BCDEF and ZZZZZ-99999, 0123A-BCDEF; not 0123-BCDEF") == ("0123A-BCDEF", "ZZZZZ-99999")


@given(st.text(max_size=LETTERS + 50))
def test_what_is_kept_can_be_shown_and_is_no_longer_than_the_limit(text):
    kept, cut = shortened(text)
    assert len(kept) <= LETTERS
    assert all(sign in "\n\t" or sign.isprintable() for sign in kept)
    assert not cut or len(text) > LETTERS
