"""What the decoder program says about a file beside its pages is checked like everything else it says."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from governance.errors import ProvisoError
from governance.findings import Place, Unseen
from rogue import READY
from scans import as_png
from store.decoder import Decoder, DecoderLimits

LIMITS = DecoderLimits(bytes=1_000_000, pages=4, pixels=4_000_000, seconds=5, memory=1 << 29, dpi=100, unseen=100)
PAGE = as_png(Image.new("L", (300, 400), 200))
Install = Callable[[str], None]


def _telling(told: str, *, length: int | None = None) -> str:
    data = told.encode()
    unseen = len(data) if length is None else length
    line = f'{{"page": 1, "pages": 1, "width": 1, "height": 1, "dpi": 100, "unseen": {unseen}}}\n'
    answer = line.encode() + b"x" + data + b'{"end": true}\n'
    return READY + f"sys.stdout.buffer.write({answer!r})"


def test_what_is_beside_a_page_comes_with_it(rogue: Install) -> None:
    rogue(_telling('[["metadata", 0, "Author: Jane Sample"], ["hidden-text", 1, "\\u00e9"]]'))

    (page,) = Decoder(LIMITS).pages(PAGE)

    assert page.unseen == (Unseen(Place.METADATA, 0, "Author: Jane Sample"), Unseen(Place.HIDDEN, 1, "é"))


def test_nothing_beside_a_page_is_nothing(rogue: Install) -> None:
    rogue(_telling(""))

    (page,) = Decoder(LIMITS).pages(PAGE)

    assert page.unseen == ()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param('{"a": 1}', id="no list"),
        pytest.param("[1]", id="no part"),
        pytest.param('[["nowhere", 0, "x"]]', id="an unknown place"),
        pytest.param('[[["metadata"], 0, "x"]]', id="a list for a place"),
        pytest.param('[["metadata", 5, "x"]]', id="a page there cannot be"),
        pytest.param('[["metadata", true, "x"]]', id="a truth for a page"),
        pytest.param('[["metadata", 0, 7]]', id="a number for a text"),
        pytest.param('[["metadata", 0, "\\ud800"]]', id="half a letter"),
        pytest.param('[["metadata", 0, "' + "x" * 101 + '"]]', id="more than was allowed"),
        pytest.param("[" + ",".join(['["script", 0, ""]'] * 1001) + "]", id="more parts than there can be"),
        pytest.param("[" * 60_000, id="a knot"),
        pytest.param("not json", id="nonsense"),
        pytest.param("\u00ff", id="nonsense in another alphabet"),
    ],
)
def test_what_is_beside_a_page_is_not_believed(rogue: Install, told: str) -> None:
    rogue(_telling(told))

    with pytest.raises(ProvisoError) as refused:
        list(Decoder(LIMITS).pages(PAGE))

    assert refused.value.code == "file-hostile"


@pytest.mark.parametrize("length", [-1, 10**9])
def test_a_length_there_cannot_be_is_refused_before_it_is_waited_for(rogue: Install, length: int) -> None:
    rogue(_telling("[]", length=length))

    with pytest.raises(ProvisoError) as refused:
        list(Decoder(LIMITS).pages(PAGE))

    assert refused.value.code == "file-hostile"


def test_the_allowance_is_for_the_file_and_not_for_each_page(rogue: Install) -> None:
    part = b'[["metadata", 0, "' + b"y" * 60 + b'"]]'
    pages = b"".join(
        b'{"page": %d, "pages": 2, "width": 1, "height": 1, "dpi": 100, "unseen": %d}\nx%s' % (n, len(part), part)
        for n in (1, 2)
    )
    rogue(READY + f"sys.stdout.buffer.write({pages!r})")

    with pytest.raises(ProvisoError) as refused:
        list(Decoder(LIMITS).pages(PAGE))
    assert refused.value.code == "file-hostile"

    rogue(READY + f"sys.stdout.buffer.write({pages!r}); print('{{\"end\": true}}')")
    assert len(list(Decoder(replace(LIMITS, unseen=120)).pages(PAGE))) == 2
