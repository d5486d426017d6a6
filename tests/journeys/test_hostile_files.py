"""Hostile files and names go through the running house: portal, queue, worker and back; nobody falls, nothing stays.

HOSTILE_FILES names a folder with more of them; a manifest.json there may say what is expected of each.
`HOSTILE_REPORT` names a file for the outcome of every one, as JSON, written anew after each; `HOSTILE_PART=2/4` takes
every fourth file from the second on, for a machine on which all of them take too long.
"""

import json
import os
import re
import threading
import time
from pathlib import Path

import psutil
import pytest

from below import is_decoder, nurseries
from governance.documents import LIVE
from hostile_files import FOLDER, NAMES, brought, made
from program_visitor import ProgramVisitor
from scans import as_png, letter

CANARY = "Zyxomma Quillfeather"
REFUSED = re.compile(r"^(rejected (before|by)|clean error|page limit applies)")
READ = re.compile(r"^text is read(?: \(\"(.+)\"\))?")
# Above the limit on the decoder's address space no resident memory can be; a work-horse holds models and one page.
MOST_OF_A_DECODER, MOST_OF_ANOTHER = 1 << 30, 3 << 29


class Peaks(threading.Thread):
    """Looks at the memory of the house's processes, twenty times a second."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        super().__init__(daemon=True)
        self.roots, self.ended = processes, threading.Event()
        self.decoder = self.other = 0

    def run(self) -> None:
        while not self.ended.wait(0.05):
            for root in self.roots:
                for process in (root, *root.children(recursive=True)):
                    self._look(process)

    def _look(self, process: psutil.Process) -> None:
        try:
            held = process.memory_info().rss
        except psutil.Error:
            return
        if is_decoder(process):
            self.decoder = max(self.decoder, held)
        else:
            self.other = max(self.other, held)


def expectations() -> dict[str, str]:
    folder = os.environ.get(FOLDER)
    path = Path(folder) / "manifest.json" if folder else None
    return {one["file"]: one["expect"] for one in json.loads(path.read_text())["files"]} if path else {}


def wait_until_read(living, identity: str) -> str:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        with living.house.services.store.read() as unit:
            row = unit.documents.get(identity)
        if row.stage not in LIVE and row.deleted_at:
            return row.end_code or row.stage.value
        time.sleep(0.1)
    raise AssertionError("a document did not end")


@pytest.mark.long
@pytest.mark.timeout(0)
def test_hostile_files_and_names_go_through_the_house(living) -> None:
    web, worker = (psutil.Process(living.processes[at].pid) for at in (-1, 1))
    visitors = [ProgramVisitor(living.base, f"fuzz{n}@example.org") for n in range(6)]
    page = as_png(letter(f"Dear {CANARY},\nyou are welcome.", width=900, height=500, size=30))
    # The portal starts its nursery with the first file.
    _, _, first = visitors[0].send("first", page)
    assert wait_until_read(living, first.rsplit("/", 1)[1]) == "completed"
    assert visitors[0].post(f"{first}/delete", first)[0] == 303
    alive = living_parts(web, worker)
    peaks = Peaks([web, worker])
    peaks.start()
    files = part_of([*made().items(), *brought(), *((name, page) for name in (*NAMES, *names_brought()))])
    wanted, report, wrong = expectations(), [], []

    for number, (name, content) in enumerate(files):
        visitor = visitors[number % len(visitors)]
        began = time.monotonic()
        status, body, where = visitor.send(name, content)
        line = {"file": name[:80], "status": status, "seconds": round(time.monotonic() - began, 2)}
        if status == 303:
            line["end"] = wait_until_read(living, where.rsplit("/", 1)[1])
            shown = visitor.get(where)
            line["seconds"] = round(time.monotonic() - began, 2)
            line["text"] = visitor.get(f"{where}/text.txt")[1] if line["end"] == "completed" else ""
            line["beside"] = re.findall(r'id="beside-\d+">([^<]+)<', shown[1])
            if line["end"] == "completed":
                assert visitor.post(f"{where}/delete", where)[0] == 303
        else:
            line["end"] = next(iter(re.findall(r"<code>(file-[a-z-]+|page-[a-z-]+)</code>", body)), "?")
        report.append(line)
        write_report(peaks, report)
        wrong += [(line, expect) for expect in [wanted.get(name, "")] if not as_expected(line, expect)]
        wrong += [(line, "an answer")] if status not in (303, 413, 422) or line["end"] == "?" else []

    peaks.ended.set()
    peaks.join()
    write_report(peaks, report)
    assert wrong == []
    assert living_parts(web, worker) == alive, "a process was replaced"
    assert "work-horse was killed" not in (living.home / "worker.log").read_text()
    assert "fault" not in (living.home / "web.log").read_text()
    assert peaks.decoder <= MOST_OF_A_DECODER
    assert peaks.other <= MOST_OF_ANOTHER
    assert_nothing_stayed(living)


def part_of(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    part, _, parts = os.environ.get("HOSTILE_PART", "1/1").partition("/")
    return files[int(part) - 1 :: int(parts)]


def write_report(peaks: Peaks, report: list[dict[str, object]]) -> None:
    if place := os.environ.get("HOSTILE_REPORT"):
        Path(place).write_text(json.dumps({"decoder": peaks.decoder, "other": peaks.other, "files": report}, indent=1))


def living_parts(web: psutil.Process, worker: psutil.Process) -> set[int]:
    return {process.pid for process in web.children()} | {web.pid, worker.pid, *(n.pid for n in nurseries(worker.pid))}


def names_brought() -> list[str]:
    folder = os.environ.get(FOLDER)
    path = Path(folder) / "names.json" if folder else None
    # A carriage return ends a header: browsers write it as %0D.
    names = json.loads(path.read_text())["names"] if path and path.exists() else []
    return [name.replace("\r", "%0D").replace("\n", "%0A") for name in names]


def as_expected(line: dict[str, object], expect: str) -> bool:
    if REFUSED.match(expect):
        return line["status"] in (413, 422)
    if found := READ.match(expect):
        return line["end"] == "completed" and (found[1] or "").split(" ")[0] in str(line["text"]) and bool(line["text"])
    return line["end"] not in ("reading-failed", "worker-died", "job-timed-out")


def assert_nothing_stayed(living) -> None:
    assert [path for path in (living.home / "blobs").rglob("*") if path.is_file()] == []
    for folder in (living.home, Path("/dev/shm")):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                held = path.read_bytes()
                for word in (*CANARY.split(), "Paula", "Exemplar", "DROP TABLE"):
                    assert word.encode() not in held, f"{word} stayed in {path.name}"
