"""What is gathered beside the pages stays within its allowance, is kept once, and can always be sealed."""

from hypothesis import given
from hypothesis import strategies as st

from governance.findings import STATEMENTS, Place
from ocr_worker.gathered import Gathered, Lines, clean, decoded
from ocr_worker.image_metadata import xmp_lines

PIECES = st.lists(st.tuples(st.sampled_from(Place), st.text(max_size=80), st.integers(0, 3)), max_size=30)


@given(PIECES, st.integers(0, 2000))
def test_no_more_is_kept_than_allowed_and_what_is_left_out_is_said(pieces, allowed):
    gathered = Gathered(allowed)
    for place, text, page in pieces:
        gathered.add(place, text, page)

    kept = [part for page in (1, 2, 3) for part in gathered.take(page)]

    assert sum(len(part.text) for part in kept) <= allowed
    whole = {(part.place, part.page, part.text) for part in kept}
    missing = [(place, page, clean(text)) for place, text, page in pieces if (place, page, clean(text)) not in whole]
    cut = any(text or place in STATEMENTS for place, _, text in missing)
    assert not cut or Place.UNEXAMINED in {part.place for part in kept} or allowed < 2 * len("the rest of a long file")


@given(PIECES)
def test_the_same_piece_is_kept_once(pieces):
    gathered = Gathered(100_000)
    for place, text, page in pieces + pieces:
        gathered.add(place, text, page)

    kept = gathered.rest()

    assert len(kept) == len(set(kept))


@given(st.text())
def test_what_is_kept_can_be_sealed_and_shown(text):
    kept = clean(text)

    assert kept.encode().decode() == kept
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in kept)


@given(st.binary(max_size=300))
def test_bytes_are_always_some_text(data):
    clean(decoded(data)).encode()


@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from([b"<", b">", b"a:b='c'", b"<dc:x>", b"</", b"&amp;"])).map(b"".join)
)
def test_a_packet_of_metadata_may_be_anything(packet):
    for label, value in xmp_lines(packet):
        assert isinstance(label, str)
        assert isinstance(value, str)


def test_whatever_breaks_is_said_and_not_raised():
    gathered = Gathered(1000)
    with gathered.careful("a note"):
        raise MemoryError

    (part,) = gathered.rest()

    assert (part.place, part.text) == (Place.UNEXAMINED, "a note")


def test_lines_have_labels_once():
    gathered = Gathered(1000)
    lines = Lines(gathered, Place.METADATA)
    lines.add("Author", "Zoe")
    lines.add("Author", "Zoe")
    lines.add("Title", "")
    lines.add("", b"plain")
    lines.done()

    assert [part.text for part in gathered.rest()] == ["Author: Zoe\nplain"]
