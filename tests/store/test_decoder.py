"""The launcher: what it does when the decoder program dies, hangs, lies, or is no longer wanted."""

import errno
import gc
import io
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from below import decoders, nurseries
from governance.errors import ProvisoError
from rogue import READY
from scans import as_pdf, as_png, as_tiff
from store.decoder import Decoder, DecoderLimits, Inspection

LIMITS = DecoderLimits(bytes=1_000_000, pages=4, pixels=4_000_000, seconds=5, memory=1 << 29, dpi=100)
PAGE = as_png(Image.new("L", (300, 400), 200))


@pytest.fixture
def decoder() -> Decoder:
    return Decoder(LIMITS)


def _wait_until(holds: object, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_a_good_page_is_inspected_and_decoded(decoder: Decoder) -> None:
    assert decoder.inspect(PAGE) == Inspection("png", 1)
    assert [page.pixels for page in decoder.pages(PAGE)] == [bytes([200]) * 120_000]


def test_too_large_a_file_starts_no_program(decoder: Decoder, rogue: object) -> None:
    rogue("raise SystemExit('must not run')")

    with pytest.raises(ProvisoError) as refused:
        decoder.inspect(PAGE + bytes(1_000_001))

    assert refused.value.code == "file-too-large"
    assert refused.value.data == {"limit_mb": 1}


def test_giving_up_in_mid_document_ends_the_program(decoder: Decoder) -> None:
    pages = decoder.pages(as_tiff([Image.new("L", (900, 900), 255)] * 4))
    assert next(pages).page == 1
    assert len(decoders()) == 1

    pages.close()

    assert decoders() == []


def test_a_program_killed_from_outside_is_no_error_of_the_file(decoder: Decoder) -> None:
    pages = decoder.pages(as_tiff([Image.new("L", (1900, 1900), 255)] * 2))
    next(pages)
    for child in decoders():
        child.kill()

    with pytest.raises(ProvisoError) as refused:
        list(pages)

    assert refused.value.code == "decoder-killed"
    assert decoders() == []


def test_the_reader_may_take_its_time_over_a_page() -> None:
    hasty = Decoder(replace(LIMITS, seconds=1))
    pages = hasty.pages(as_tiff([Image.new("L", (900, 900), 255)] * 3))

    seen = []
    for page in pages:
        time.sleep(1.2)
        seen.append(page.page)

    assert seen == [1, 2, 3]


@pytest.mark.parametrize("act", ["inspect", "pages"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(READY + "os.kill(os.getpid(), signal.SIGSEGV)", id="crashes"),
        pytest.param("print('{\"ready\": true}', flush=True); os._exit(0)", id="ends without reading"),
        pytest.param(READY + "print('no json')", id="talks nonsense"),
        pytest.param(READY + "print('[1]')", id="answers a list"),
        pytest.param(READY + "sys.stdout.write('x' * 10**6)", id="answers without end"),
        pytest.param(READY + 'print(\'{"pages": 5, "page": 1}\')', id="more pages than allowed"),
        pytest.param(READY + 'print(\'{"pages": true, "page": 1}\')', id="a truth for a number"),
        pytest.param(READY + 'print(\'{"error": "account-needed", "data": {}}\')', id="an error that is not its own"),
        pytest.param(READY + 'print(\'{"error": "no-such-code", "data": {}}\')', id="an unknown error"),
        pytest.param(READY + 'print(\'{"error": ["x"], "data": {}}\')', id="an error that is no word"),
        pytest.param(READY + 'print(\'{"error": "page-too-many-pixels", "data": {"page": "Jane Sample",'
                     ' "megapixels": 1, "limit": 1}}\')', id="words in an error"),
        pytest.param(READY + 'print(\'{"error": "file-damaged", "data": {"format": "x", "who": "y"}}\')',
                     id="more than belongs into an error"),
    ],
)  # fmt: skip
def test_a_program_that_misbehaves_is_an_error_of_the_file(rogue: object, act: str, body: str) -> None:
    rogue(body)
    decoder = Decoder(replace(LIMITS, seconds=1))
    data = PAGE + bytes(900_000)

    with pytest.raises(ProvisoError) as refused:
        decoder.inspect(data) if act == "inspect" else list(decoder.pages(data))

    assert refused.value.code == "file-hostile"
    assert refused.value.data["format"] == "PNG"
    assert "Jane" not in refused.value.sentence
    assert decoders() == []


@pytest.mark.parametrize("act", ["inspect", "pages"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(READY + "time.sleep(60)", id="hangs"),
        pytest.param("print('{\"ready\": true}', flush=True); time.sleep(60)", id="does not read"),
    ],
)
def test_a_program_that_takes_too_long_is_an_error_of_its_own(rogue: object, act: str, body: str) -> None:
    rogue(body)
    decoder = Decoder(replace(LIMITS, seconds=1))
    data = PAGE + bytes(900_000)

    with pytest.raises(ProvisoError) as refused:
        decoder.inspect(data) if act == "inspect" else list(decoder.pages(data))

    assert refused.value.code == "file-too-slow"
    assert refused.value.data == {"format": "PNG", "seconds": 1}
    assert decoders() == []


@pytest.mark.parametrize(
    "line",
    [
        '{"page": 2, "pages": 2, "width": 1, "height": 1, "dpi": 100}',
        '{"page": 1, "pages": 1, "width": 4000, "height": 4000, "dpi": 100}',
        '{"page": 1, "pages": 1, "width": -1, "height": 4, "dpi": 100}',
        '{"page": 1, "pages": 1, "width": 100, "height": 100, "dpi": 100}',
        '{"end": true}',
    ],
)
def test_a_page_that_is_not_what_it_says_is_refused(rogue: object, line: str) -> None:
    rogue(READY + f"print('{line}')")

    with pytest.raises(ProvisoError) as refused:
        list(Decoder(LIMITS).pages(PAGE))

    assert refused.value.code == "file-hostile"


def test_what_the_program_says_of_the_format_is_not_repeated(rogue: object) -> None:
    rogue(READY + 'print(\'{"error": "file-damaged", "data": {"format": "Jane Sample"}}\')')

    with pytest.raises(ProvisoError) as refused:
        Decoder(LIMITS).inspect(PAGE)

    assert refused.value.data == {"format": "PNG"}


def test_a_program_that_cannot_start_is_a_fault_of_ours(rogue: object) -> None:
    rogue("raise SystemExit(1)")

    with pytest.raises(RuntimeError, match="did not start"):
        Decoder(LIMITS).inspect(PAGE)


def test_decoding_leaves_no_file_and_no_descriptor(
    decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    decoder.get_ready()
    # What earlier tests left to be collected must not close in between.
    gc.collect()
    before = os.listdir("/proc/self/fd")

    for data in (PAGE, as_pdf([Image.new("L", (300, 400), 200)]), as_tiff([Image.new("L", (30, 40))] * 2)):
        decoder.inspect(data)
        list(decoder.pages(data))

    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) <= len(before)


def test_the_program_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    picture = tmp_path / "page"
    picture.write_bytes(as_tiff([Image.new("L", (1900, 1900), 255)] * 3))
    code = (
        "import sys, time\n"
        "from store.decoder import Decoder, DecoderLimits\n"
        "pages = Decoder(DecoderLimits(10**7, 9, 10**7, 30, 1 << 29, 100)).pages(open(sys.argv[1], 'rb').read())\n"
        "next(pages); print('going', flush=True); time.sleep(60)\n"
    )
    parent = psutil.Popen([sys.executable, "-c", code, str(picture)], stdout=-1)
    try:
        assert parent.stdout.readline() == b"going\n"
        (nursery,) = nurseries(parent.pid)
        (child,) = nursery.children()
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait(5)

        for process in (child, nursery):
            assert _wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)  # noqa: B023
    finally:
        parent.stdout.close()


def test_the_program_sees_nothing_of_the_environment(rogue: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVISO_SECRET", "canary")
    rogue("assert 'PROVISO_SECRET' not in os.environ\n" + READY + "print('{\"pages\": 1}')")

    assert Decoder(LIMITS).inspect(PAGE).pages == 1


def test_a_decoder_is_used_by_many_threads(decoder: Decoder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: decoder.inspect(PAGE).pages, range(8)))

    assert found == [1] * 8


def test_a_write_into_a_closed_pipe_is_no_traceback(rogue: object) -> None:
    rogue("print('{\"ready\": true}', flush=True); os.close(0); time.sleep(0.3)")

    with pytest.raises(ProvisoError) as refused:
        Decoder(LIMITS).inspect(PAGE + bytes(900_000))

    assert refused.value.__cause__ is None or getattr(refused.value.__cause__, "errno", 0) == errno.EPIPE


def test_the_bytes_after_the_picture_do_not_matter(decoder: Decoder) -> None:
    out = io.BytesIO(PAGE)
    out.seek(0, io.SEEK_END)
    out.write(b"<script>nothing runs</script>")

    assert decoder.inspect(out.getvalue()).pages == 1
