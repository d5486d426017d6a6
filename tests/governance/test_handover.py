from hypothesis import given
from hypothesis import strategies as st

from governance.handover import Handover

KEY = st.binary(min_size=32, max_size=32)
ORIGIN = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), min_size=1)


@given(ORIGIN, st.integers(0, 2**40), KEY, KEY, KEY)
def test_a_handover_survives_being_written_down(origin, size, root, old, new):
    handover = Handover(origin, size, root, old, new)
    assert Handover.from_body(handover.body) == handover
    assert handover.body.startswith(b"key handover\n")


@given(st.binary())
def test_anything_else_is_none(body):
    assert Handover.from_body(body) is None


@given(st.data())
def test_there_is_one_spelling_only(data):
    body = Handover("o", 7, b"\x01" * 32, b"\x02" * 32, b"\x03" * 32).body
    at = data.draw(st.integers(0, len(body)))
    found = Handover.from_body(body[:at] + data.draw(st.sampled_from([b" ", b"\n", b"0", b"+", b"_"])) + body[at:])
    assert found is None or found.body != body
    for changed in (body.replace(b"\n7\n", b"\n07\n"), body.replace(b"\n7\n", b"\n 7\n"), body + b"x", body[:-1]):
        assert Handover.from_body(changed) is None
