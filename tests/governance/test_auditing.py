"""Terms of an audit, samples by seed, and stretches of a ledger."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.auditing import Term, scope_of
from governance.consistency import roots_of
from governance.ledger import Frontier, leaf_hash
from governance.sampling import draw, rank
from governance.stretch import before, behind
from reports.verify import Tree


def test_a_term_holds_to_its_last_day_and_covers_its_parts():
    term = Term(date(2026, 3, 1), frozenset({"ledger"}))
    assert term.holds(date(2026, 3, 1))
    assert not term.holds(date(2026, 3, 2))
    assert Term(None, frozenset()).holds(date(9999, 1, 1))
    assert term.covers("ledger")
    assert term.covers("")
    assert not term.covers("records")
    assert Term(None, frozenset()).covers("records")


def test_a_scope_is_read_and_a_strange_part_is_named():
    assert scope_of("ledger, records,") == {"ledger", "records"}
    assert scope_of("") == frozenset()
    with pytest.raises(ValueError, match="kitchen"):
        scope_of("ledger,kitchen")


@given(st.text(max_size=20), st.lists(st.integers(1, 10**6), unique=True, max_size=50), st.integers(1, 20))
def test_a_sample_is_the_lowest_ranks_whatever_the_order(seed, numbers, count):
    drawn = draw(seed, numbers, count)
    assert drawn == draw(seed, reversed(numbers), count)
    assert len(drawn) == min(count, len(numbers))
    others = set(numbers) - set(drawn)
    assert all(rank(seed, one) <= rank(seed, other) for one in drawn for other in others)


@given(st.data())
def test_a_stretch_with_what_lies_beside_it_gives_the_root_of_all(data):
    size = data.draw(st.integers(0, 200))
    last = data.draw(st.integers(0, size))
    first = data.draw(st.integers(0, last))
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    tree = Tree(first, roots_of(before(first), leaves))
    for hashed in leaves[first:last]:
        tree.add(hashed)
    spans = behind(last, size)
    for (start, end), root in zip(spans, roots_of(spans, leaves), strict=True):
        tree.graft(end - start, root)
    assert tree.size == size
    assert tree.root() == Frontier().grow(leaves).root


def test_a_stretch_that_is_longer_than_the_ledger_is_none():
    with pytest.raises(IndexError):
        behind(5, 4)
