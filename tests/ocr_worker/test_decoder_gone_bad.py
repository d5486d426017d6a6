"""A decoder that has been taken over by the file it opened: whatever it tries, it is stopped, and the file is refused.

The real program runs with its real fence; only the part that opens the file is replaced by an attack.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from below import decoders
from governance.errors import ProvisoError
from ocr_worker.fence import Closed
from scans import as_heic, as_png
from store.decoder import Decoder, DecoderLimits

LIMITS = DecoderLimits(bytes=1_000_000, pages=4, pixels=4_000_000, seconds=4, memory=1 << 29, dpi=100)
PICTURE = Image.new("RGB", (40, 40), (9, 9, 9))

_TAKEN_OVER = """#!{python} -I
import ctypes, os, resource, signal, socket, subprocess, sys, threading, time
from ocr_worker import images, nursery

class Bad:
    pages = 1
    def __init__(self, data):
        self.data = data
    def check(self):
        pass
    def sheets(self):
        won = []
        def attempt(what):
            try:
                if what() is not False:
                    won.append(1)
            except (OSError, RuntimeError, MemoryError, LookupError, ValueError, subprocess.SubprocessError):
                pass
{attack}
        from ocr_worker.sheet import Sheet
        yield Sheet(1, 1, 1 + len(won), b"x")

sheet = __import__("ocr_worker.sheet")
images._opener = lambda kind, bounds, dpi: Bad
nursery.main(int(sys.argv[4]))
"""

Takeover = Callable[[str], None]


@pytest.fixture
def takeover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Takeover:
    """Gives the way to replace what opens files; `won` counts the attempts that went through, the page's dpi tells."""
    python = sys.executable

    def install(attack: str) -> None:
        program = tmp_path / "taken-over"
        lines = "\n".join(f"        {line}" for line in attack.splitlines())
        program.write_text(_TAKEN_OVER.format(python=python, attack=lines))
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return install


def _won(data: bytes) -> int:
    (page,) = Decoder(LIMITS).pages(data)
    return page.dpi - 1


def test_the_takeover_itself_works(takeover: Takeover) -> None:
    takeover("attempt(lambda: 6 * 7)")

    assert _won(as_png(PICTURE)) == 1


@pytest.mark.parametrize("data", [as_png(PICTURE), as_heic(PICTURE)], ids=["png", "heic, which may have threads"])
@pytest.mark.parametrize(
    "attack",
    [
        pytest.param("open('/etc/shadow').read()", id="reads the passwords"),
        pytest.param("open({settings!r}).read()", id="reads the settings"),
        pytest.param("open('/proc/%d/environ' % os.getppid()).read()", id="reads its parent's environment"),
        pytest.param("open('/proc/self/mem', 'r+b')", id="opens memory"),
        pytest.param("os.listdir('/')", id="looks around"),
        pytest.param("open('/tmp/left-behind', 'w')", id="writes a file"),
        pytest.param("os.memfd_create('hidden')", id="makes a file in memory"),
        pytest.param("socket.create_connection(('127.0.0.1', {port}), timeout=1)", id="calls this machine"),
        pytest.param("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))", id="calls out"),
        pytest.param("socket.socket(socket.AF_UNIX).connect('/run/x')", id="calls a neighbour"),
        pytest.param("os.fork()", id="forks"),
        pytest.param("subprocess.run(['/bin/true'])", id="starts a program"),
        pytest.param("os.execv('/bin/true', ['true'])", id="becomes a program"),
        pytest.param("os.kill(os.getppid(), signal.SIGTERM)", id="kills its parent"),
        pytest.param("ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0", id="looks into its parent"),
        pytest.param("os.setuid(0) or os.setgid(0)", id="becomes root"),
        pytest.param("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", id="lifts its limits"),
        pytest.param("ctypes.CDLL(None).mount(b'x', b'/', b'tmpfs', 0, 0) == 0", id="mounts"),
        pytest.param("bytearray(1 << 30)", id="takes memory"),
        pytest.param("os.close(0) or os.open('/', os.O_RDONLY)", id="makes room for a descriptor"),
    ],
)  # fmt: skip
def test_what_it_may_not_do_fails(takeover: Takeover, tmp_path: Path, attack: str, data: bytes) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("secret")
    settings.chmod(0o644)
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen()
        port = here.getsockname()[1]
        takeover(f"attempt(lambda: {attack.replace('{settings!r}', repr(str(settings))).replace('{port}', str(port))})")

        assert _won(data) == 0
    assert not Path("/tmp/left-behind").exists()


def test_it_sees_no_environment_and_no_descriptor(takeover: Takeover, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVISO_SECRETS_GATE", "canary")
    inherited = os.open("/", os.O_RDONLY)
    os.set_inheritable(inherited, True)
    try:
        takeover(
            "attempt(lambda: set(os.environ) > {'LANG', 'LC_CTYPE'})\n"
            "for n in range(3, 64): attempt(lambda: os.fstat(n))"
        )

        assert _won(as_png(PICTURE)) == 0
    finally:
        os.close(inherited)


def _refused(data: bytes, limits: DecoderLimits = LIMITS) -> ProvisoError:
    with pytest.raises(ProvisoError) as refused:
        list(Decoder(limits).pages(data))
    assert decoders() == []
    return refused.value


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        pytest.param("while True: pass", "file-too-slow", id="spins"),
        pytest.param("time.sleep(600)", "file-too-slow", id="sleeps"),
        pytest.param("while True: os.write(1, b'x' * 65536)", "file-hostile", id="writes without end"),
        pytest.param("while True: os.write(1, b'{}\\n')", "file-hostile", id="talks without end"),
        pytest.param("held = []\nwhile True: held.append(bytearray(1 << 20))", "file-memory", id="hoards"),
        pytest.param("held = 'x'\nwhile True: held += held", "file-memory", id="grows"),
        pytest.param("os._exit(0)", "file-hostile", id="leaves"),
        pytest.param("os.abort()", "file-hostile", id="aborts"),
        pytest.param("ctypes.string_at(0)", "file-hostile", id="crashes"),
        pytest.param("def deep(): deep()\ndeep()", "file-damaged", id="goes too deep"),
    ],
)
def test_what_it_may_not_overdo_is_stopped(takeover: Takeover, attack: str, code: str) -> None:
    takeover(attack)

    assert _refused(as_png(PICTURE)).code == code


def test_the_processor_clock_stops_one_that_nobody_waits_for(takeover: Takeover) -> None:
    takeover("signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass")
    brief = replace(LIMITS, seconds=1, pages=1)
    began = time.monotonic()

    assert _refused(as_png(PICTURE), brief).code == "file-too-slow"
    assert time.monotonic() - began < 60


def test_a_storm_of_threads_stays_within_its_memory(takeover: Takeover) -> None:
    takeover("while True: threading.Thread(target=time.sleep, args=(600,)).start()")

    assert _refused(as_heic(PICTURE)).code in ("file-damaged", "file-memory", "file-hostile", "file-too-slow")


def test_closed_says_what_the_kernel_did() -> None:
    assert Closed(calls=True, network=True, user=True) != Closed(calls=False, network=True, user=True)
