"""Every write of the whole house is watched while a page with a canary goes through it, by strace.

No byte of the page and no word of its text may be written to a file that is not in memory; what is sealed does
not look like either. By hand: `python -m pytest --long tests/journeys/test_no_plaintext_on_disk.py`.
"""

import functools
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image

from governance.documents import LIVE
from program_visitor import ProgramVisitor
from running import Running, running_house
from scans import as_tiff, letter

CANARY = "Zyxomma Quillfeather"
WATCHED = "write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,splice,mmap,openat,creat"
STRACE = shutil.which("strace")
IN_MEMORY = ("/dev/shm/", "/dev/null", "/proc/", "/memfd:")
NO_FILE = re.compile(r"^(pipe|socket|anon_inode|UNIX|TCP|NETLINK|UDP)[:\[]|^/dev/(pts|tty)|^(socket|pipe):")
WRITE = re.compile(
    r"^\d+ +(?:write|writev|pwrite64|pwritev|pwritev2|sendfile|copy_file_range|splice)\((?:\d+)<(.*?)>[,)]"
)
SHARED = re.compile(r"mmap\([^,]*, \d+, [^,]*PROT_WRITE[^,]*, [^,]*MAP_SHARED[^,]*, \d+<(.*?)>")


def may_trace() -> bool:
    if STRACE is None:
        return False
    return subprocess.run([STRACE, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


@functools.cache
def pages() -> list[Image.Image]:
    text = f"Dear {CANARY},\nyour card is 4111 1111 1111 1111.\nZoe Quill, matron"
    noise = Image.effect_noise((900, 700), 30)
    page = letter(text, width=900, height=700, size=30)
    page.paste(noise.crop((0, 0, 900, 120)), (0, 560))
    return [page, page.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]


def escaped(data: bytes) -> bytes:
    """Bytes as strace prints them with -xx."""
    return "".join(f"\\x{byte:02x}" for byte in data).encode()


def secrets_of(content: bytes) -> list[bytes]:
    middle = len(content) // 2
    raw = pages()[0].tobytes()
    at = 600 * 900
    words = [word.encode() for word in (*CANARY.split(), "matron", "4111 1111")]
    return [*words, content[middle : middle + 24], content[-300:-276], raw[at : at + 24]]


def traced(place: Path) -> list[str]:
    return [str(STRACE), "-f", "-y", "-xx", "-s", "4000000", "-e", f"trace={WATCHED}", "-o", str(place)]


def wait_for(condition, seconds: float, what: str):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s for {what}")


def end_below(process: subprocess.Popen[bytes]) -> None:
    """Stop what strace runs, and let strace finish its notes."""
    for child in psutil.Process(process.pid).children():
        child.terminate()
    process.wait(60)


def plaintext_in(notes: Path, secrets: list[bytes]) -> list[str]:
    """Each write of a secret into a file on a disk, and each way to write around the calls."""
    wanted = [escaped(secret) for secret in secrets]
    found = []
    with notes.open("rb") as lines:
        for raw in lines:
            line = raw.decode("ascii", "replace")
            if shared := SHARED.search(line):
                place = plain(shared[1])
                if not place.startswith(IN_MEMORY) and not place.endswith(("-shm", "(deleted)")):
                    found.append(f"a file is written through memory: {place}")
            if not (write := WRITE.match(line)):
                continue
            place = plain(write[1])
            if NO_FILE.match(place) or place.startswith(IN_MEMORY):
                continue
            found += [f"{secrets[at]!r} was written to {place}" for at, secret in enumerate(wanted) if secret in raw]
    return found


def plain(place: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda hexed: chr(int(hexed[1], 16)), place)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(not may_trace(), reason="strace is not installed, or may not trace here (apt-get install strace)")
@pytest.mark.parametrize("engine", ["tesserocr", "pytesseract"])
def test_no_page_and_no_word_is_written_to_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    if engine == "pytesseract" and not shutil.which("tesseract"):
        pytest.skip("the program tesseract is not installed")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    content = as_tiff(pages())
    seen = tmp_path / "seen"
    seen.mkdir()
    with running_house(tmp_path / "home") as house:
        house.environ["PROVISO_OCR_ENGINE"] = engine
        port = free_port()
        house.environ |= {"PROVISO_WEB_PORT": str(port)}
        house.start("worker", *traced(seen / "worker"), sys.executable, "-m", "ocr_worker")
        house.start("clock", *traced(seen / "clock"), sys.executable, "-m", "clock")
        gunicorn = ["-m", "gunicorn", "-c", "config/gunicorn.py", "portal.create_app:create_app()"]
        house.start("web", *traced(seen / "web"), sys.executable, *gunicorn)
        visitor = wait_for(lambda: entered(port), 180, "the portal")

        status, _, where = visitor.send("Zoe Quillfeather.tif", content)
        assert status == 303
        wait_for(lambda: ended(house, where.rsplit("/", 1)[1]), 300, "the document's end")
        assert CANARY.split()[1] in visitor.get(f"{where}/text.txt")[1]
        assert visitor.post(f"{where}/keep", where)[0] == 303
        assert CANARY.split()[1] in visitor.get(f"{where}/text.txt")[1]
        assert visitor.post(f"{where}/delete", where)[0] == 303
        for name in ("web", "worker", "clock"):
            end_below(house.processes[name])

    notes = {path.name: path for path in seen.iterdir()}
    assert [line for path in notes.values() for line in plaintext_in(path, secrets_of(content))] == []
    # The watch itself must have seen the house at work: the blob's folder, and pixels in the decoder's pipe.
    assert escaped(b"/blobs/") in notes["web"].read_bytes()
    pixels = secrets_of(content)[-1]
    assert escaped(pixels) in notes["worker"].read_bytes()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def entered(port: int) -> ProgramVisitor | None:
    try:
        return ProgramVisitor(f"http://localhost:{port}", "canary@example.org")
    except OSError:
        return None


def ended(house: Running, identity: str) -> bool:
    with house.house.services.store.read() as unit:
        row = unit.documents.get(identity)
    assert row.end_code == ""
    return row.stage not in LIVE and row.deleted_at is not None


def test_the_watch_would_notice(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    word = escaped(b"matron").decode()
    path = escaped(b"/srv/proviso/text").decode()
    notes.write_text(f'7 write(3<{path}>, "{word}", 6) = 6\n8 write(1<pipe:[9]>, "{word}", 6) = 6\n')

    assert plaintext_in(notes, [b"matron"]) == ["b'matron' was written to /srv/proviso/text"]
