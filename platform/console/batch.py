"""`proviso submit DIR`: thousands of files through the running house, a bounded number of them at a time."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from console.acting import local_actor
from console.batch_report import Report
from console.batch_run import BatchRun, batch_run
from console.interruption import Interruption
from governance.documents import LIVE, Document, Stage
from governance.errors import ProvisoError
from governance.reading import NO_WISH, Wish
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.keep_text import keep_text
from operations.queries import document_of
from operations.read_text import read_text
from operations.submit_document import submit_document
from store.build import House

INTERRUPTED = 130
_PATIENCE_SECONDS = 300.0
"""So long nothing may move before the house counts as not running."""
_LOOK_SECONDS = 0.1
_SUBMISSIONS = 3
"""How often a file is handed in when the house loses it through no fault of the file."""
_LOST = frozenset({"document-lost", "document-expired", "worker-died"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What becomes of the texts (kept, written into `folder`, or neither), how all is told, how files are read."""

    keep: bool = False
    folder: Path | None = None
    as_json: bool = False
    wish: Wish = NO_WISH


@dataclass(slots=True)
class _Sent:
    """A file on its way, with those of the same content: which document it is now, what was last seen of it."""

    files: list[Path]
    digest: str
    document: str
    tries: int = 1
    seen: tuple[Stage, int] | None = None


def submit_batch(house: House, source: Path, terms: Terms) -> int:
    """Submit a file or every file under a folder and wait for all of them; returns the exit code.

    0 when all were read, 1 when some were not, 130 when interrupted. Raises ProvisoError batch-running, or
    house-not-running when nothing moves any more; the run can then be taken up again, as after an interruption.
    """
    root = source if source.is_dir() else source.parent
    names = sorted(_files(source))
    with Report(len(names), as_json=terms.as_json) as report:
        try:
            with Interruption() as interruption, batch_run(house.settings.home, source) as run:
                _Batch(house, local_actor(house), run, report, terms, root, interruption).carry(names)
        except KeyboardInterrupt:
            report.interrupted = True
            return INTERRUPTED
    return 1 if report.failed else 0


def _files(source: Path) -> Iterator[Path]:
    """Name the files under a folder; hidden ones and links are not followed."""
    if not source.is_dir():
        yield source
        return
    for folder, below, names in os.walk(source):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            file = Path(folder, name)
            if not name.startswith(".") and not file.is_symlink() and file.is_file():
                yield file


@dataclass(slots=True)
class _Batch:
    house: House
    actor: Actor
    run: BatchRun
    report: Report
    terms: Terms
    root: Path
    interruption: Interruption
    sent: dict[str, _Sent] = field(default_factory=dict)
    moved: float = field(default_factory=time.monotonic)

    def carry(self, files: list[Path]) -> None:
        """Send the files one after the other, never more than the setting on their way, and see all of them end."""
        most = self.house.settings.work.batch_waiting
        for file in files:
            while len(self.sent) >= most:
                self._look()
            self._take(file)
        while self.sent:
            self._look()

    def _take(self, file: Path) -> None:
        self.interruption.check()
        try:
            content = self._content(file)
        except ProvisoError as refusal:
            self.report.tell(file, refusal.code)
            return
        digest = self.run.digest(content)
        if digest in self.run.done:
            self.report.tell(file, self.run.done[digest], again=True)
            return
        for each in self.sent.values():
            if each.digest == digest:
                each.files.append(file)
                return
        before = self.run.begun.get(digest)
        if before is not None and self._is_there(before, file):
            self.sent[before] = _Sent([file], digest, before)
            return
        self._send(_Sent([file], digest, ""), content)

    def _content(self, file: Path) -> bytes:
        most = self.house.services.limits.upload_bytes
        try:
            if file.stat().st_size > most:
                raise ProvisoError("file-too-large", limit_mb=most // 1_000_000)
            return file.read_bytes()
        except OSError as fault:
            raise ProvisoError("file-unreadable", reason=type(fault).__name__) from None

    def _is_there(self, document: str, file: Path) -> bool:
        """Tell whether a document of an earlier sitting exists and its text, if it was wished for, can be had."""
        try:
            view = document_of(self.house.services, self.actor, document)
        except ProvisoError:
            return False
        return view.document.stage is not Stage.COMPLETED or view.text_present or self._has_text(file)

    def _has_text(self, file: Path) -> bool:
        """Tell whether nothing is left to be done with a text: none was wished for, or it was written before."""
        place = self._place(file)
        return place is None or place.exists()

    def _place(self, file: Path) -> Path | None:
        if self.terms.folder is None:
            return None
        place = self.terms.folder / file.relative_to(self.root)
        return place.with_name(place.name + ".txt")

    def _send(self, sent: _Sent, content: bytes) -> None:
        """Hand a file in; waits while the storage does not answer."""
        while True:
            sent.document = self.run.begin(sent.digest)
            try:
                submit_document(
                    self.house.services, self.actor, content,
                    keep_text=self.terms.keep, batch=True, identity=sent.document, wish=self.terms.wish,
                )  # fmt: skip
            except ProvisoError as refusal:
                if refusal.code == "storage-unavailable":
                    self.interruption.check()
                    self._wait(1.0)
                    continue
                if refusal.code == "decoder-killed" and sent.tries < _SUBMISSIONS:
                    sent.tries += 1
                    continue
                self._finish(sent, refusal.code)
                return
            self.moved = time.monotonic()
            self.sent[sent.document] = sent
            return

    def _look(self) -> None:
        """See which documents have ended; wait a moment when none has."""
        self.interruption.check()
        services = self.house.services
        with services.store.read() as unit:
            rows = [row for row in map(unit.documents.get, self.sent) if row is not None]
        ended = [row for row in rows if row.stage not in LIVE and row.deleted_at is not None]
        for row in rows:
            sent = self.sent[row.id]
            if sent.seen != (row.stage, row.pages_read):
                sent.seen = (row.stage, row.pages_read)
                self.moved = time.monotonic()
        for row in ended:
            self._end(self.sent.pop(row.id), row)
        if not ended:
            self._wait(_LOOK_SECONDS)

    def _end(self, sent: _Sent, row: Document) -> None:
        if row.stage is Stage.COMPLETED:
            self._finish(sent, self._fetch(sent.files, row.id), pages=row.page_count)
        elif row.end_code in _LOST and sent.tries < _SUBMISSIONS:
            self._once_more(sent)
        else:
            self._finish(sent, row.end_code)

    def _once_more(self, sent: _Sent) -> None:
        try:
            content = self._content(sent.files[0])
        except ProvisoError as refusal:
            self._finish(sent, refusal.code)
            return
        sent.tries += 1
        sent.seen = None
        self._send(sent, content)

    def _fetch(self, files: list[Path], document: str) -> str:
        """Do with a text what was wished for; returns the outcome. Raises ProvisoError text-not-written."""
        services = self.house.services
        try:
            view = document_of(services, self.actor, document)
            if view.text is None or not view.text_present:
                return "completed" if all(map(self._has_text, files)) else "text-gone"
            if self.terms.folder is not None:
                text = read_text(services, self.actor, document).text
                for file in files:
                    write_text(self._place(file), text)
            if self.terms.keep:
                keep_text(services, self.actor, view.text.id)
            else:
                delete_text(services, self.actor, view.text.id)
        except ProvisoError as refusal:
            return refusal.code
        except OSError as fault:
            raise ProvisoError("text-not-written", reason=type(fault).__name__) from None
        return "completed"

    def _finish(self, sent: _Sent, outcome: str, *, pages: int = 0) -> None:
        self.run.end(sent.digest, outcome)
        self.moved = time.monotonic()
        for number, file in enumerate(sent.files):
            self.report.tell(file, outcome, pages=0 if number else pages, again=bool(number))

    def _wait(self, seconds: float) -> None:
        if time.monotonic() - self.moved > _PATIENCE_SECONDS:
            raise ProvisoError("house-not-running")
        time.sleep(seconds)


def write_text(place: Path | None, text: str) -> None:
    """Write a text for its owner only, if it has a place; an earlier one is replaced whole."""
    if place is None:
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    part.replace(place)
