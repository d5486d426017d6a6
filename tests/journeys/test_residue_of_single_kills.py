"""One process after the other is killed -9 in the middle of a reading; what it worked for is gone after an erasure."""

import contextlib
import signal
import socket
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest
from test_residue import LONG, TEXT, ended, erased, found_of, free_port, page, sign_up, stage, wait_for

from below import decoders, nurseries, work_horses
from console.acting import find_account
from governance.documents import ENDED, Stage
from governance.support import CaseKind
from operations.ask import GateRefused
from operations.case_words import FORM
from operations.facts import Actor
from operations.submit_document import submit_document
from operations.support_cases import Written
from operations.take_message import take_message
from program_visitor import ProgramVisitor
from residue import ADDRESS, NAME
from running import Running, running_house
from scans import as_png, as_tiff

pytestmark = pytest.mark.timeout(1800)
VICTIMS = ("worker", "clock", "web", "valkey", "work-horse", "decoder", "nursery")


def start_web(running: Running) -> str:
    running.start("web", sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "portal.create_app:create_app()")
    base = f"http://127.0.0.1:{running.settings.web.port}"

    def answers() -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    wait_for(answers, 120, "the portal")
    return base


def kill(running: Running, victim: str) -> None:
    """Kill -9, with nothing that could be tidied up before it."""
    worker = psutil.Process(running.worker.pid)
    if victim == "work-horse":
        found = work_horses(worker.pid)
    elif victim == "decoder":
        found = wait_for(lambda: decoders(worker.pid), 120, "a decoder")
    elif victim == "nursery":
        found = wait_for(lambda: nurseries(worker.pid), 120, "the nursery")
    else:
        parent = psutil.Process(running.processes[victim].pid)
        # The portal's parent starts its children anew unless they die with it.
        found = [parent, *(parent.children(recursive=True) if victim == "web" else [])]
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


def start_again(running: Running) -> None:
    """Start what is dead, as the supervisor does; a worker without its queue may have ended itself."""
    if running.processes["valkey"].poll() is not None:
        running.start_valkey()
    if running.processes["clock"].poll() is not None:
        running.start_clock()
    if running.processes["worker"].poll() is not None:
        running.start_worker()
    if running.processes["web"].poll() is not None:
        start_web(running)


def half_an_upload(running: Running, content: bytes) -> None:
    """Send half of a file and kill the portal while it waits for the rest."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", running.settings.web.port))) as line:
        head = "POST /documents/new HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
        line.sendall(f"{head}Content-Length: {2 * len(content)}\r\n\r\n".encode() + TEXT.encode() + content)
        kill(running, "web")
        running.processes["web"].wait()
    start_again(running)


@pytest.mark.long
def test_no_single_kill_leaves_anything_of_an_erased_person(tmp_path: Path) -> None:
    with running_house(
        tmp_path / "home", worker=True, clock=True, **LONG, **{"web.port": free_port(), "ocr.mode": "fast"}
    ) as running:
        visitor = ProgramVisitor(start_web(running), ADDRESS)
        services = running.house.services
        person = find_account(running.house, ADDRESS)
        assert person is not None
        actor = Actor("owner", person, verified=True)
        take_message(services, actor, Written(TEXT), channel=FORM, kind=CaseKind.QUESTION)
        good, many = as_png(page()), as_tiff([page(seed) for seed in range(8)])
        assert visitor.send(f"{NAME}.png", good)[0] == 303
        ends: dict[str, Stage] = {}
        for victim in VICTIMS:
            document = submit_document(services, actor, many, keep_text=True).id
            wait_for(lambda one=document: stage(running, one) is Stage.PROCESSING, 300, "the reading")
            kill(running, victim)
            if victim in running.processes:
                running.processes[victim].wait()
            start_again(running)
            ends[victim] = ended(running, document)
        half_an_upload(running, good)
        # With a restriction the gate refuses what is brought.
        with running.house.database.begin() as unit:
            unit.corrections.restrict(person, on=True)
        with pytest.raises(GateRefused):
            submit_document(services, actor, good)
        print({victim: stage_.value for victim, stage_ in ends.items()})
        assert set(ends.values()) <= ENDED
        start_again(running)
        erased(running, actor)
        wait_for(lambda: not list(running.house.blobs.items()), 200, "the orphans to be swept")
        assert found_of(running, good, many, page().tobytes()) == []
        with running.house.services.store.read() as unit:
            assert unit.support.of_person(person) == []


@pytest.mark.long
def test_a_reading_that_takes_too_long_leaves_nothing_of_an_erased_person(tmp_path: Path) -> None:
    with running_house(tmp_path / "home", worker=True, clock=True, **{"job_seconds": 1, "ocr.mode": "fast"}) as running:
        actor, many = sign_up(running), as_tiff([page(seed) for seed in range(99)])
        document = submit_document(running.house.services, actor, many, keep_text=True).id
        assert ended(running, document) is Stage.TIMED_OUT
        erased(running, actor)
        assert list(running.valkey.scan_iter("proviso:key:*")) == []
        assert found_of(running, many, page().tobytes()) == []
