"""Folded leaves: the roots of a ledger's subtrees from a hash for every thousand entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.consistency import inclusion_spans, roots_of
from governance.folded import FOLD, Folded
from governance.ledger import leaf_hash
from governance.stretch import before, behind

LEAVES = [leaf_hash(str(number).encode()) for number in range(3 * FOLD + 700)]


def folded(size):
    tree = Folded()
    for leaf in LEAVES[:size]:
        tree.add(leaf)
    return tree


TREES = {size: folded(size) for size in (1, 2, FOLD - 1, FOLD, FOLD + 1, 2 * FOLD, 3 * FOLD, len(LEAVES))}


@given(st.data())
def test_every_subtree_that_a_proof_names_has_the_root_of_its_leaves(data):
    size = data.draw(st.sampled_from(sorted(TREES)))
    place = data.draw(st.integers(0, size - 1))
    asked = []

    def leaves(first, end):
        asked.append(end - first)
        return LEAVES[first:end]

    for spans in (inclusion_spans(place, size), before(place), behind(place, size)):
        found = [TREES[size].root(span, leaves) for span in spans]
        assert found == roots_of(spans, LEAVES[:size])
    assert max(asked, default=0) <= FOLD


def test_more_than_there_is_has_no_root():
    with pytest.raises(ValueError, match="not that many"):
        TREES[FOLD].root((0, FOLD + 1), lambda first, end: LEAVES[first:end])
