"""What is remembered of a batch: enough to go on, nothing that names a file or a content."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from console.batch import write_text
from console.batch_run import batch_run
from governance.errors import ProvisoError

CONTENT = b"Ottilie Quillfeather, born 1951"


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def interrupted(home: Path, source: Path, work) -> None:
    with suppress(Interrupted), batch_run(home, source) as run:
        work(run)
        raise Interrupted


def records(home: Path) -> list[Path]:
    return list((home / "batches").iterdir())


def test_an_interrupted_run_remembers_what_was_done_and_what_was_begun(tmp_path):
    source, digests = tmp_path / "Ottilie", []

    def work(run):
        digests.extend(run.digest(content) for content in (CONTENT, b"second", b"third"))
        for digest in digests:
            run.begin(digest)
        run.end(digests[0], "completed")
        run.end(digests[1], "file-damaged")

    interrupted(tmp_path, source, work)
    with batch_run(tmp_path, source) as run:
        assert [run.digest(content) for content in (CONTENT, b"second", b"third")] == digests
        assert run.done == {digests[0]: "completed", digests[1]: "file-damaged"}
        assert set(run.begun) == {digests[2]}
    assert records(tmp_path) == []


def test_the_record_holds_neither_names_nor_contents_and_is_the_owners_only(tmp_path):
    source = tmp_path / "Ottilie"
    interrupted(tmp_path, source, lambda run: run.end(run.digest(CONTENT), "completed"))
    (file,) = records(tmp_path)
    assert "Ottilie" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_content_has_another_name_in_another_run(tmp_path):
    with batch_run(tmp_path, tmp_path / "a") as one, batch_run(tmp_path, tmp_path / "b") as other:
        assert one.digest(CONTENT) != other.digest(CONTENT)


def test_a_folder_is_worked_through_by_one_at_a_time(tmp_path):
    with batch_run(tmp_path, tmp_path), pytest.raises(ProvisoError) as refused, batch_run(tmp_path, tmp_path):
        pass
    assert refused.value.code == "batch-running"


def test_a_line_that_a_crash_cut_short_is_passed_over(tmp_path):
    interrupted(tmp_path, tmp_path, lambda run: run.end("a" * 64, "completed"))
    (file,) = records(tmp_path)
    with file.open("a") as handle:
        handle.write('{"content": "bbb')
    with batch_run(tmp_path, tmp_path) as run:
        assert run.done == {"a" * 64: "completed"}
        run.end("c" * 64, "completed")


def test_after_a_day_a_run_is_forgotten(tmp_path):
    interrupted(tmp_path, tmp_path, lambda run: run.end("a" * 64, "completed"))
    (file,) = records(tmp_path)
    os.utime(file, (time.time() - 90_000,) * 2)
    with batch_run(tmp_path, tmp_path) as run:
        assert run.done == {}


def test_a_text_is_written_whole_and_for_its_owner(tmp_path):
    place = tmp_path / "deep" / "page.png.txt"
    write_text(place, "first")
    write_text(place, "zwölf")
    assert place.read_text(encoding="utf-8") == "zwölf"
    assert place.stat().st_mode & 0o077 == 0
    assert os.listdir(place.parent) == ["page.png.txt"]
