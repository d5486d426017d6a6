import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import sealing
from store.sealing import SealBroken


@given(st.binary(max_size=300), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_what_is_sealed_comes_back(content: bytes, item: str) -> None:
    key = sealing.fresh_key()
    assert sealing.unseal(key, sealing.seal(key, content, item=item, kind="x"), item=item, kind="x") == content


@given(st.data())
def test_one_changed_bit_breaks_the_seal(data: st.DataObject) -> None:
    key = b"k" * 32
    sealed = bytearray(sealing.seal(key, b"content", item="i", kind="x"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        sealing.unseal(key, bytes(sealed), item="i", kind="x")


@pytest.mark.parametrize(
    ("key", "item", "kind"),
    [(b"o" * 32, "i", "x"), (b"k" * 32, "j", "x"), (b"k" * 32, "i", "y"), (b"k" * 16, "i", "x")],
)
def test_the_wrong_key_item_or_kind_opens_nothing(key: bytes, item: str, kind: str) -> None:
    sealed = sealing.seal(b"k" * 32, b"content", item="i", kind="x")
    with pytest.raises(SealBroken):
        sealing.unseal(key, sealed, item=item, kind=kind)


@pytest.mark.parametrize("length", [0, 1, 12, 27])
def test_too_few_bytes_are_a_broken_seal(length: int) -> None:
    with pytest.raises(SealBroken):
        sealing.unseal(b"k" * 32, b"x" * length, item="i", kind="x")


def test_a_wrapped_key_is_bound_to_its_item_and_is_no_sealed_content() -> None:
    key = sealing.fresh_key()
    wrapped = sealing.wrap(b"w" * 32, key, item="i", kind="x")
    assert sealing.unwrap(b"w" * 32, wrapped, item="i", kind="x") == key
    assert key not in wrapped
    with pytest.raises(SealBroken):
        sealing.unwrap(b"w" * 32, wrapped, item="j", kind="x")
    with pytest.raises(SealBroken):
        sealing.unseal(b"w" * 32, wrapped, item="i", kind="x")


def test_two_seals_of_the_same_content_differ() -> None:
    key = sealing.fresh_key()
    assert sealing.seal(key, b"c", item="i", kind="x") != sealing.seal(key, b"c", item="i", kind="x")
