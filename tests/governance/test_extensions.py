"""A request takes longer for a reason that each law whose clock runs for it accepts, and for no other."""

import itertools

import pytest

from governance.extensions import REASONS, articles_of, reasons_for
from governance.rights import Regime

EVERY = [set(some) for count in (1, 2) for some in itertools.combinations(Regime, count)]


@pytest.mark.parametrize("regimes", EVERY)
def test_every_law_that_runs_accepts_the_reason_and_is_cited(regimes):
    assert reasons_for(regimes)
    for reason in reasons_for(regimes):
        assert set(reason.articles) >= regimes
        assert len(articles_of(reason, regimes)) == len(regimes)


def test_europe_knows_two_reasons_and_california_one_more():
    codes = {frozenset(regimes): [one.code for one in reasons_for(regimes)] for regimes in EVERY}
    assert codes == {
        frozenset({Regime.GDPR}): ["complexity", "number"],
        frozenset({Regime.CCPA}): ["complexity", "number", "necessary"],
        frozenset(Regime): ["complexity", "number"],
    }
    assert articles_of(REASONS["necessary"], {Regime.CCPA}) == ("CCPA 1798.130(a)(2)(A)",)
