"""`proviso bench retention`: how fast what is due goes, how late, and whether rows that are not due make it slower.

The same number of due rows is deleted from a table of so many rows, and from one with ten times as many; the two take
turns, some batches each, so that whatever else the machine does slows both. The ratio of the rates is what counts.
Then documents are ended one by one, until no key is found any more.
"""

import itertools
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import click

from console.acting import local_actor
from console.bench.due_rows import count, fill
from console.bench.machine import described
from console.private_postgres import find_postgres, running_postgres
from console.throwaway import throwaway_house
from governance.documents import Stage
from operations.end_document import end_document
from operations.submit_document import submit_document
from operations.sweep import generic_endings, over_cap, sweep_batch
from store.build import House

_NUMBERS = itertools.count(1)
_TURN = 10
"""Batches that one table has before it is the other's turn."""


@dataclass(frozen=True, slots=True)
class Swept:
    """One sweep: rows in the table, rows that went, the seconds it took, and the lateness in seconds."""

    rows: int
    due: int
    seconds: float
    p50: float
    p99: float
    longest: float

    @property
    def rate(self) -> float:
        """Rows deleted a second."""
        return self.due / self.seconds

    def as_dict(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "rows": self.rows, "due": self.due, "seconds": round(self.seconds, 2), "rows_per_second": round(self.rate),
            "lateness": {"p50": self.p50, "p99": self.p99, "max": self.longest},
        }  # fmt: skip


@click.command("retention")
@click.option("--rows", default=1_000_000, show_default=True, help="Rows of the table, those that are due included.")
@click.option("--due", default=100_000, show_default=True, help="Rows that are due.")
@click.option("--more", default=10, show_default=True, help="How many times as many rows the second table has.")
@click.option("--documents", default=200, show_default=True, help="Documents that are ended, one by one.")
@click.option("--on", type=click.Choice(["sqlite", "postgresql"]), help="One database only.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the numbers here, too.")
def bench_retention(rows: int, due: int, more: int, documents: int, on: str | None, file: Path | None) -> None:
    """Delete what is due among rows that are not, on SQLite and PostgreSQL, and end documents.

    Lateness is the time that a table's sweep had worked when the transaction that deleted a row was committed: all
    were due before it began.
    """
    logging.getLogger().setLevel(logging.ERROR)
    told: dict[str, object] = {"bench": "retention", "machine": described()}
    for name, make in _databases(on):
        with throwaway_house(make(), on_disk=True) as one, throwaway_house(make(), on_disk=True) as other:
            ends = _end_documents(one, documents)
            fill(one, rows, due)
            fill(other, rows * more, due)
            few, many = _race([one, other])
        _tell(name, few, many, ends)
        told[name] = {
            "few": few.as_dict(), "many": many.as_dict(), "ratio": round(many.rate / few.rate, 3),
            "end_to_key_gone_ms": {"p50": round(ends[49] * 1000, 1), "p99": round(ends[98] * 1000, 1)},
        }  # fmt: skip
    if file is not None:
        file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _tell(name: str, few: Swept, many: Swept, ends: list[float]) -> None:
    click.echo(f"\n{name}")
    for one in (few, many):
        click.echo(f"  {one.due:,} due among {one.rows:,} rows: {one.rate:,.0f} a second")
        click.echo(f"    late by {one.p50:.2f} s (p50), {one.p99:.2f} s (p99), {one.longest:.2f} s (max)")
    times = many.rows // few.rows
    click.echo(f"  with {times} times as many rows the rate is {many.rate / few.rate:.2f} of it (meant: 0.80 or more)")
    click.echo(
        f"  end of a document to its key gone: {ends[49] * 1000:.0f} ms (p50), {ends[98] * 1000:.0f} ms (p99) "
        "(meant: p99 under 1000 ms)"
    )


def _databases(on: str | None) -> Iterator[tuple[str, Callable[[], str]]]:
    """Give each database's name, and how to make an empty one (an empty address: SQLite)."""
    if on != "postgresql":
        yield "SQLite", str
    if on == "sqlite":
        return
    binaries = find_postgres()
    if binaries is None:
        click.echo("\nnot installed, so not measured: PostgreSQL")
        return
    with running_postgres(binaries, durable=True) as cluster:
        yield f"PostgreSQL {binaries.parent.name}", lambda: cluster.make(f"bench{next(_NUMBERS)}")


def _race(houses: list[House]) -> list[Swept]:
    """Sweep the houses in turns until nothing is due in any."""
    sweeps = [_Sweep(house) for house in houses]
    left = len(sweeps)
    while left:
        left = sum(sweep.turn() for sweep in sweeps)
    return [sweep.told() for sweep in sweeps]


class _Sweep:
    """One table's sweep, with the time that it alone has taken."""

    def __init__(self, house: House) -> None:
        self._services = house.services
        self._rows, self._late, self._spent, self._on = count(house), list[float](), 0.0, True
        with house.database.read() as unit:
            self._ending = next(one for one in generic_endings(unit) if one.name == "consent.due_at")
        self._now = self._services.now()
        began = perf_counter()
        if over_cap(self._services, self._ending, self._now):
            raise click.ClickException("More is due than the cap allows: --due is too large a part of --rows.")
        self._spent = perf_counter() - began

    def turn(self) -> bool:
        """Delete some batches; False when nothing is left."""
        for _ in range(_TURN if self._on else 0):
            began = perf_counter()
            gone = sweep_batch(self._services, self._ending, self._now)
            self._spent += perf_counter() - began
            self._late += [self._spent] * gone
            self._on = gone > 0
        return self._on

    def told(self) -> Swept:
        """Say what was measured."""
        cuts = quantiles(self._late, n=100, method="inclusive")
        return Swept(
            self._rows, len(self._late), self._spent, round(cuts[49], 3), round(cuts[98], 3), round(self._late[-1], 3)
        )


def _end_documents(house: House, count: int) -> list[float]:
    actor, scan, seconds = local_actor(house), files("console").joinpath("sample-scan.jpg").read_bytes(), []
    for _ in range(count):
        document = submit_document(house.services, actor, scan)
        began = perf_counter()
        end_document(house.services, document.id, Stage.CANCELLED, code="document-cancelled")
        while house.services.vault.alive(document.id):
            pass
        seconds.append(perf_counter() - began)
    return quantiles(seconds, n=100, method="inclusive")
