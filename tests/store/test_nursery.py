"""The nursery of decoders: started once, again when it is gone, ended with its process, and fenced itself."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from PIL import Image

from below import nurseries
from governance.errors import ProvisoError
from scans import as_png, as_tiff
from store.decoder import Decoder, DecoderLimits

LIMITS = DecoderLimits(bytes=1_000_000, pages=4, pixels=4_000_000, seconds=5, memory=1 << 29, dpi=100)
PAGE = as_png(Image.new("L", (300, 400), 200))


@pytest.fixture
def decoder() -> Decoder:
    decoder = Decoder(LIMITS)
    decoder.get_ready()
    return decoder


def nursery_of(decoder: Decoder) -> psutil.Process:
    return psutil.Process(decoder._nursery._process.pid)


def test_many_files_share_one_nursery_and_leave_no_zombie(decoder: Decoder) -> None:
    first = nursery_of(decoder)
    for _ in range(5):
        assert decoder.inspect(PAGE).pages == 1

    assert nursery_of(decoder) == first
    assert first.children() == []


def test_a_killed_nursery_is_started_again_for_the_next_file(decoder: Decoder) -> None:
    first = nursery_of(decoder)
    first.kill()

    assert decoder.inspect(PAGE).pages == 1
    assert first not in nurseries()


def test_a_nursery_killed_in_mid_document_takes_its_child_along_and_is_no_error_of_the_file(decoder: Decoder) -> None:
    pages = decoder.pages(as_tiff([Image.new("L", (1900, 1900), 255)] * 2))
    next(pages)
    (child,) = nursery_of(decoder).children()
    nursery_of(decoder).kill()
    child.wait(5)

    with pytest.raises(ProvisoError) as refused:
        list(pages)

    assert refused.value.code == "decoder-killed"


def test_who_forks_shares_the_nursery_and_can_do_without_it(decoder: Decoder) -> None:
    nursery = nursery_of(decoder)
    assert _in_a_fork(lambda: decoder.inspect(PAGE).pages == 1 and nursery.is_running())
    assert nursery.is_running()

    nursery.kill()
    nursery.wait(5)

    assert _in_a_fork(lambda: decoder.inspect(PAGE).pages == 1)


def _in_a_fork(works: object) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if works() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_nothing_of_the_process_that_started_it_is_in_its_environment_or_its_hands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PROVISO_SECRETS_GATE", "canary")
    with open("/proc/self/status") as held:
        decoder = Decoder(LIMITS)
        assert decoder.inspect(PAGE).pages == 1
        nursery = nursery_of(decoder)
        if os.geteuid() == 0:
            assert set(nursery.environ()) <= {"LANG", "LC_CTYPE"}
            assert all("status" not in os.readlink(f"/proc/{nursery.pid}/fd/{fd}") for fd in range(6))
        assert held.fileno() >= 0


def test_it_ends_when_what_opens_files_is_no_longer_there() -> None:
    decoder = Decoder(LIMITS)
    decoder.get_ready()
    nursery = nursery_of(decoder)

    del decoder

    assert not nursery.is_running()


def test_a_stopped_process_takes_its_nursery_along() -> None:
    code = (
        "import time\n"
        "from store.decoder import Decoder, DecoderLimits\n"
        "decoder = Decoder(DecoderLimits(10**7, 9, 10**7, 30, 1 << 29, 100))\n"
        "decoder.get_ready(); print('ready', flush=True); time.sleep(60)\n"
    )
    parent = psutil.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert parent.stdout.readline() == b"ready\n"
        (nursery,) = nurseries(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait(5)
        until = time.monotonic() + 5
        while nursery.is_running() and nursery.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
            time.sleep(0.02)
        assert not nursery.is_running() or nursery.status() == psutil.STATUS_ZOMBIE
    finally:
        parent.stdout.close()
