"""`proviso submit DIR` as a process beside a real worker: bounded, interrupted, taken up again, told by outcome."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from governance.documents import LIVE
from running import ROOT, Running, running_house
from scans import as_png, letter

GOOD = 14


@pytest.fixture
def running(tmp_path: Path):
    with running_house(tmp_path / "home", worker=True, clock=True, batch_waiting=3) as house:
        yield house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "Quillfeather"
    (place / "deep").mkdir(parents=True)
    for number in range(GOOD):
        page = letter(f"Jane Roe owes {number} pounds\nring 01632 960 {number:03d}", width=640, height=220, size=22)
        (place / ("deep" if number % 2 else ".") / f"Ottilie-{number:02d}.png").write_bytes(as_png(page))
    (place / "again.png").write_bytes((place / "Ottilie-00.png").read_bytes())
    (place / "broken.png").write_bytes((place / "Ottilie-00.png").read_bytes()[:900])
    (place / "notes.txt").write_text("no picture")
    (place / "empty.pdf").write_bytes(b"")
    (place / ".hidden.png").write_bytes(b"not looked at")
    return place


def start(running: Running, folder: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "console.main", "submit", str(folder), *options]
    return subprocess.Popen(
        command, env=running.environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def received(running: Running) -> list[str]:
    found = [json.loads(body) for kind, body in running.ledger_entries() if kind == "document.received"]
    return [entry["fields"]["document"] for entry in found]


def test_an_interrupted_batch_goes_on_where_it_stopped_and_does_nothing_twice(running, folder, tmp_path):
    texts = tmp_path / "texts"
    first = start(running, folder, "--json", "--to", str(texts))
    seen = [json.loads(first.stdout.readline()) for _ in range(5)]
    with running.house.services.store.read() as unit:
        waiting = [row for row in unit.documents.live(99) if row.stage in LIVE]
    assert len(waiting) <= 3
    assert all(row.batch for row in waiting)
    first.send_signal(signal.SIGINT)
    rest, _ = first.communicate(timeout=60)
    assert first.returncode == 130
    *more, summary = map(json.loads, rest.splitlines())
    assert not summary["summary"]["whole"]
    done = [line["file"] for line in (*seen, *more) if line["outcome"] == "completed"]

    second = start(running, folder, "--json", "--to", str(texts))
    said, _ = second.communicate(timeout=240)
    assert second.returncode == 1
    *lines, last = map(json.loads, said.splitlines())
    outcomes = Counter(line["outcome"] for line in lines)
    expected = {"completed": GOOD + 1, "file-damaged": 1, "file-type-unknown": 1, "file-empty": 1}
    assert outcomes == expected == last["summary"]["outcomes"]
    assert last["summary"]["whole"]
    again = {line["file"] for line in lines if line["done_before"]}
    assert again >= set(done)
    assert len(received(running)) == GOOD
    written = {str(path.relative_to(texts)) for path in texts.rglob("*.txt")}
    assert {name for name in written if "Ottilie" in name} == {
        str(path.relative_to(folder)) + ".txt" for path in folder.rglob("Ottilie-*.png")
    }
    assert "pounds" in (texts / "Ottilie-04.png.txt").read_text()
    assert list((running.home / "batches").iterdir()) == []
    assert_no_names(running)


def assert_no_names(running: Running) -> None:
    for path in running.home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            assert b"Ottilie" not in content, path
            assert b"Quillfeather" not in content, path
    assert list(running.house.blobs.items()) == []


def test_the_summary_tells_outcomes_with_codes_and_names_to_the_person(running, folder):
    for file in folder.rglob("Ottilie-*"):
        file.unlink()
    batch = start(running, folder)
    said, bar = batch.communicate(timeout=120)
    assert batch.returncode == 1, bar
    assert "1 of 4 files read, 1 pages" in said
    for code, name in (("file-damaged", "broken.png"), ("file-type-unknown", "notes.txt"), ("file-empty", "empty.pdf")):
        assert code in said
        assert name in said


def test_a_folder_without_files_is_done_at_once(running, tmp_path):
    (tmp_path / "none").mkdir()
    batch = start(running, tmp_path / "none", "--json")
    said, _ = batch.communicate(timeout=60)
    assert batch.returncode == 0
    assert json.loads(said)["summary"]["files"] == 0
