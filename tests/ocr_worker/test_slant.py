"""How the lie of a page is measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_worker.slant import _percentile


@given(st.lists(st.integers(0, 60_000), min_size=1, max_size=300), st.floats(0, 1))
def test_a_percentile_is_what_numpy_gives(values: list[int], share: float) -> None:
    stripes = np.asarray(values, np.float32)

    assert _percentile(stripes, share) == pytest.approx(float(np.percentile(stripes, 100 * share)), rel=1e-5)
