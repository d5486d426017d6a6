import hashlib
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.ledger import EMPTY_ROOT, Frontier, canonical, checkpoint_body, leaf_hash

LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]


def tree_by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, written as the RFC says it: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_by_the_book(leaves[:split]) + tree_by_the_book(leaves[split:])).digest()


def test_an_empty_tree_has_the_root_of_the_rfc():
    assert Frontier().root == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_a_leaf_is_not_a_node():
    assert leaf_hash(b"") == hashlib.sha256(b"\x00").digest()


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_a_tree_grown_in_two_steps_has_the_root_of_the_book(entries, cut):
    leaves = [leaf_hash(entry) for entry in entries]
    grown = Frontier().grow(leaves[:cut]).grow(leaves[cut:])
    assert grown.size == len(leaves)
    assert grown.root == tree_by_the_book(leaves)


@given(st.integers(0, 200))
def test_a_frontier_survives_being_written_down(size):
    frontier = Frontier().grow(leaf_hash(bytes([n])) for n in range(size))
    assert Frontier.from_bytes(size, frontier.as_bytes()) == frontier


def test_a_frontier_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        Frontier.from_bytes(3, b"x" * 32)


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.booleans(), st.none())))
def test_an_entry_has_one_spelling_whatever_the_order_of_its_fields(fields):
    assert canonical(fields) == canonical(dict(reversed(list(fields.items()))))


def test_times_are_written_to_the_microsecond_and_foreign_things_are_refused():
    assert canonical({"at": datetime(2026, 1, 2, tzinfo=UTC)}) == b'{"at":"2026-01-02T00:00:00.000000+00:00"}'
    with pytest.raises(TypeError, match="cannot hold object"):
        canonical({"x": object()})


def test_a_checkpoint_is_three_lines():
    assert checkpoint_body("proviso/ledger", 7, b"\x00" * 32) == b"proviso/ledger\n7\n" + b"A" * 43 + b"=\n"


def test_an_entry_is_written_in_one_way_only() -> None:
    fields = {
        "when": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "who": "Jürgen", "which": frozenset({"b", "a"}),
        "inner": MappingProxyType({"z": 1, "a": (1, 2)}),
    }  # fmt: skip
    assert canonical(fields) == (
        '{"inner":{"a":[1,2],"z":1},"when":"2026-01-02T03:04:05.000000+00:00","which":["a","b"],"who":"Jürgen"}'.encode()
    )
    with pytest.raises(TypeError, match=r"^a ledger entry cannot hold bytes$"):
        canonical({"content": b"x"})


def test_peaks_that_do_not_fit_the_size_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"^the peaks do not fit the size$"):
        Frontier.from_bytes(3, b"x" * 32)
