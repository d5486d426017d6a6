"""How a batch is told: one bar while it runs, then a summary by outcome; or JSON lines for a program."""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from governance.errors import ERRORS

_NAMES = 10
"""So many files of one outcome are named in the summary; --json names all."""


class Report:
    """Counts outcomes of `total` files; the bar and the sentences go to the error stream, JSON to the output.

    `failed` is how many were not read; set `interrupted` before leaving early.
    """

    def __init__(self, total: int, *, as_json: bool) -> None:
        self.outcomes: Counter[str] = Counter()
        self.pages = self.again = 0
        self.interrupted = False
        self._total, self._as_json = total, as_json
        self._names: dict[str, list[str]] = {}
        self._began = time.monotonic()
        self._bar = Progress(
            TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("files"),
            TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("reading", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._bar.stop()
        self._summarise(whole=kind is None and not self.interrupted)

    @property
    def failed(self) -> int:
        """How many files were not read."""
        return self.outcomes.total() - self.outcomes["completed"]

    def tell(self, file: Path, outcome: str, *, pages: int = 0, again: bool = False) -> None:
        """Note how one file ended; `again` means that its content was done before and not done twice."""
        self.outcomes[outcome] += 1
        self.pages += pages
        self.again += again
        if outcome != "completed" and len(named := self._names.setdefault(outcome, [])) < _NAMES:
            named.append(str(file))
        if self._as_json:
            line = {"file": str(file), "outcome": outcome, "pages": pages, "done_before": again}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
        self._bar.update(self._task, advance=1, description=f"{self.failed} not read" if self.failed else "reading")

    def _summarise(self, *, whole: bool) -> None:
        seconds = time.monotonic() - self._began
        if self._as_json:
            summary = {
                "files": self._total, "whole": whole, "outcomes": dict(sorted(self.outcomes.items())),
                "pages": self.pages, "done_before": self.again, "seconds": round(seconds, 1),
            }  # fmt: skip
            sys.stdout.write(json.dumps({"summary": summary}) + "\n")
            return
        click.echo(f"{self.outcomes['completed']} of {self._total} files read, {self.pages} pages, {seconds:.0f} s")
        if self.again:
            click.echo(f"  {self.again} of them had a content that was done before; it was not done twice")
        for outcome, number in self.outcomes.most_common():
            if outcome == "completed":
                continue
            title = ERRORS[outcome].title if outcome in ERRORS else outcome
            click.echo(f"  {number:>6}  {outcome}: {title}")
            for name in self._names[outcome]:
                click.echo(f"            {name}")
            if number > len(self._names[outcome]):
                click.echo(f"            and {number - len(self._names[outcome])} more")
        if not whole:
            click.echo("not finished; the same command goes on where this one stopped")
