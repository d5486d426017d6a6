"""Laws of inclusion and consistency proofs, held against the RFC's own recursion and against the lone verifier."""

import hashlib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import reports.verify as alone
from governance.consistency import consistency_spans, extends, inclusion_spans, roots_of
from governance.inclusion import Tree, root_by
from governance.ledger import EMPTY_ROOT, Frontier, leaf_hash

SIZES = st.integers(1, 130)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(n.to_bytes(4, "big")) for n in range(size)]


def split(size: int) -> int:
    at = 1
    while at * 2 < size:
        at *= 2
    return at


def tree_hash(found: list[bytes]) -> bytes:
    if len(found) == 1:
        return found[0]
    k = split(len(found))
    return hashlib.sha256(b"\x01" + tree_hash(found[:k]) + tree_hash(found[k:])).digest()


def path_by_the_book(m: int, found: list[bytes]) -> list[bytes]:
    """RFC 9162 section 2.1.3.1, as it stands there."""
    if len(found) == 1:
        return []
    k = split(len(found))
    if m < k:
        return [*path_by_the_book(m, found[:k]), tree_hash(found[k:])]
    return [*path_by_the_book(m - k, found[k:]), tree_hash(found[:k])]


def proof_by_the_book(m: int, found: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 9162 section 2.1.4.1, SUBPROOF."""
    if m == len(found):
        return [] if whole else [tree_hash(found)]
    k = split(len(found))
    if m <= k:
        return [*proof_by_the_book(m, found[:k], whole), tree_hash(found[k:])]
    return [*proof_by_the_book(m - k, found[k:], False), tree_hash(found[:k])]


def growth(older: int, newer: int) -> tuple[bytes, bytes, list[bytes]]:
    found = leaves(newer)
    return tree_hash(found[:older]), tree_hash(found), roots_of(consistency_spans(older, newer), found)


@given(SIZES, st.data())
def test_a_proof_of_inclusion_is_the_one_of_the_book_however_it_is_made(size, data):
    index = data.draw(st.integers(0, size - 1))
    found = leaves(size)
    path = roots_of(inclusion_spans(index, size), found)
    assert path == path_by_the_book(index, found) == list(Tree(found).path(index))
    for root in (root_by(found[index], index, size, path), alone.included(found[index], index, size, path)):
        assert root == tree_hash(found)


@given(SIZES, st.data())
def test_a_proof_of_growth_is_the_one_of_the_book(newer, data):
    older = data.draw(st.integers(1, newer))
    older_root, newer_root, path = growth(older, newer)
    assert path == proof_by_the_book(older, leaves(newer))
    assert extends(older, older_root, newer, newer_root, path)
    assert alone.consistent(older, older_root, newer, newer_root, path)


@given(SIZES, st.data())
def test_a_proof_of_growth_proves_nothing_else(newer, data):
    older = data.draw(st.integers(1, newer))
    older_root, newer_root, path = growth(older, newer)
    other = hashlib.sha256(b"other").digest()
    at = data.draw(st.integers(0, len(path)))
    wrong = [
        (older, other, newer, newer_root, path),
        (older, older_root, newer, other, path),
        (older, older_root, newer, newer_root, [*path[:at], other, *path[at:]]),
        (older, older_root, newer, newer_root, [*path[:at], other, *path[at + 1 :]]),
    ]
    if path:
        wrong.append((older, older_root, newer, newer_root, path[:-1]))
    for claim in wrong:
        assert not extends(*claim)
        assert not alone.consistent(*claim)


@given(SIZES, SIZES, st.lists(st.binary(min_size=32, max_size=32), max_size=9), st.binary(min_size=32, max_size=32))
def test_both_verifiers_say_the_same_of_any_claim(older, newer, path, root):
    newer_root = tree_hash(leaves(newer))
    assert extends(older, root, newer, newer_root, path) == alone.consistent(older, root, newer, newer_root, path)
    index = older - 1
    assert root_by(root, index, newer, path) == alone.included(root, index, newer, path)


@given(SIZES, st.data())
def test_a_proof_of_inclusion_proves_no_other_entry_and_no_other_place(size, data):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    assume(index != other)
    found = leaves(size)
    path = path_by_the_book(index, found)
    assert root_by(found[other], index, size, path) != tree_hash(found)
    assert root_by(found[index], other, size, path) != tree_hash(found)


@given(SIZES)
@example(2049)
def test_the_lone_tree_grows_like_ours(size):
    tree = alone.Tree()
    for leaf in leaves(size):
        tree.add(leaf)
    ours = Frontier().grow(leaves(size))
    assert (tree.size, tree.root(), b"".join(tree.peaks)) == (ours.size, ours.root, ours.as_bytes())
    assert alone.Tree().root() == EMPTY_ROOT


@given(st.integers(0, 10**9), st.data())
def test_proofs_of_large_trees_are_short(size, data):
    assume(size)
    index, older = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert len(inclusion_spans(index, size)) <= size.bit_length()
    assert len(consistency_spans(older, size)) <= size.bit_length() + 1


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_there_is_no_proof_for_what_is_not_there(index, size):
    with pytest.raises(IndexError):
        inclusion_spans(index, size)


def test_an_empty_ledger_begins_every_ledger_and_a_larger_one_none():
    assert consistency_spans(0, 7) == consistency_spans(7, 7) == []
    assert extends(0, EMPTY_ROOT, 7, tree_hash(leaves(7)), [])
    assert not extends(0, b"\x00" * 32, 7, tree_hash(leaves(7)), [])
    with pytest.raises(IndexError):
        consistency_spans(8, 7)
    assert not extends(8, b"\x00" * 32, 7, b"\x00" * 32, [b"\x00" * 32])


def test_a_stretch_needs_its_leaves():
    with pytest.raises(ValueError, match="not that many"):
        roots_of([(0, 5)], leaves(4))
    assert roots_of([(4, 5), (0, 4)], leaves(9)) == [leaves(5)[4], tree_hash(leaves(4))]
