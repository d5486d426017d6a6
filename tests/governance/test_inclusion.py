import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.inclusion import Tree, root_by
from governance.ledger import Frontier, leaf_hash

ENTRIES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(ENTRIES, st.data())
def test_the_proof_of_every_entry_leads_to_the_root_that_is_signed(entries, data):
    leaves = [leaf_hash(entry) for entry in entries]
    root = Frontier().grow(leaves).root
    tree = Tree(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert root_by(leaves[index], index, len(leaves), tree.path(index)) == root


@given(ENTRIES, st.data())
def test_a_proof_proves_nothing_else(entries, data):
    leaves = [leaf_hash(entry) for entry in entries]
    root = Frontier().grow(leaves).root
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = Tree(leaves).path(index)
    assert root_by(leaf_hash(b"an entry of another length"), index, len(leaves), path) != root
    assert root_by(leaves[index], index, len(leaves), (*path, b"\0" * 32)) is None
    if path:
        assert root_by(leaves[index], index, len(leaves), path[:-1]) is None
        at = data.draw(st.integers(0, len(path) - 1))
        changed = (*path[:at], bytes(32), *path[at + 1 :])
        assert root_by(leaves[index], index, len(leaves), changed) != root


def test_there_is_no_proof_of_an_entry_that_is_not_there():
    tree = Tree([leaf_hash(b"one")])
    assert tree.path(0) == ()
    for index in (-1, 1):
        with pytest.raises(IndexError):
            tree.path(index)
        assert root_by(leaf_hash(b"one"), index, 1, ()) is None
