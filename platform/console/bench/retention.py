"""`proviso bench retention`: how fast what is due goes, how late, and whether rows that are not due make it slower.

The same number of due rows is deleted from a table of so many rows, and from one with ten times as many that are not
due; the ratio of the two rates is what counts. Then documents are ended one by one, until no key is found any more.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import click
from sqlalchemy import Connection, insert, select, text

from console.acting import local_actor
from console.bench.machine import described
from console.private_postgres import find_postgres, running_postgres
from console.throwaway import throwaway_house
from governance.documents import Stage
from operations.end_document import end_document
from operations.submit_document import submit_document
from operations.sweep import sweep
from store.build import House
from store.tables import ConsentRow, table_of

_ROWS = table_of(ConsentRow)
_NAMES = "(person, consent, given, at, policy, document, due_at, rule, due_policy)"
_FILL = {
    "sqlite": f"""with recursive n(i) as (select :low union all select i + 1 from n where i < :high - 1)
        insert into consent {_NAMES}
        select :person, 'marketing', 1, :at, :policy, '', :due, 'R-RECORD', :policy from n""",  # noqa: S608
    "postgresql": f"""insert into consent {_NAMES}
        select :person, 'marketing', true, cast(:at as timestamptz), :policy, '', cast(:due as timestamptz),
        'R-RECORD', :policy from generate_series(:low, :high - 1)""",  # noqa: S608
}
"""Rows that are not due, made by the database itself."""
_STRETCH = 200_000


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
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the numbers here, too.")
def bench_retention(rows: int, due: int, more: int, documents: int, file: Path | None) -> None:
    """Delete what is due among rows that are not, on SQLite and PostgreSQL, and end documents.

    Lateness is from the moment the rows became due, all at once, to the end of the transaction that deleted each.
    """
    logging.getLogger().setLevel(logging.ERROR)
    told: dict[str, object] = {"bench": "retention", "machine": described()}
    for name, url in _databases():
        with throwaway_house(url, on_disk=True) as house:
            # First, because the rows below are all of one person, which nobody's are.
            ends = _end_documents(house, documents)
            few, many = _measure(house, rows, due), _measure(house, rows * more, due)
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


def _databases() -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    binaries = find_postgres()
    if binaries is None:
        click.echo("\nnot installed, so not measured: PostgreSQL")
        return
    with running_postgres(binaries, durable=True) as cluster:
        yield f"PostgreSQL {binaries.parent.name}", cluster.make("bench")


def _measure(house: House, rows: int, due: int) -> Swept:
    person = local_actor(house).person
    now = house.services.now()
    with house.database.read() as unit:
        held = unit.connection.exec_driver_sql("select count(*) from consent").scalar_one()
    # Rows that are due lie scattered among the others, as they would after years.
    for _ in range(10):
        _fill(house, person, now, (rows - due - held) // 10)
        with house.database.begin() as unit:
            _add_due(unit.connection, person, now, due // 10)
    _settle(house)
    services = house.services
    began, at = perf_counter(), services.now()
    swept = {one.ending.name: one.gone for one in sweep(services)}
    seconds = perf_counter() - began
    with house.database.read() as unit:
        # Lateness of each batch stands in the ledger: the moment of its entry after the moment when the sweep began.
        entries = [entry for entry in unit.entries.entries(after=0) if entry.kind == "retention.deleted"]
    late = sorted((entry.at - at).total_seconds() for entry in entries if entry.at >= at)
    cuts = quantiles(late, n=100, method="inclusive") if len(late) > 1 else late * 100
    return Swept(rows, swept["consent.due_at"], seconds, round(cuts[49], 3), round(cuts[98], 3), round(late[-1], 3))


def _fill(house: House, person: int | None, now: datetime, count: int) -> None:
    values = {"person": person, "policy": "", "at": now, "due": now + timedelta(days=900)}
    if house.database.on_sqlite:
        values |= {name: f"{values[name]:%Y-%m-%d %H:%M:%S.%f}" for name in ("at", "due")}
    statement = text(_FILL["sqlite" if house.database.on_sqlite else "postgresql"])
    for low in range(0, max(count, 0), _STRETCH):
        with house.database.begin() as unit:
            unit.connection.execute(statement, values | {"low": low, "high": min(low + _STRETCH, count)})


def _add_due(connection: Connection, person: int | None, now: datetime, count: int) -> None:
    row = {"person": person, "consent": "marketing", "given": True, "at": now, "policy": "", "document": ""}
    connection.execute(insert(_ROWS), [row | {"due_at": now, "rule": "R-RECORD", "due_policy": ""}] * count)


def _settle(house: House) -> None:
    """Let the database do first what filling it left to do, so that it does not fall into the measurement."""
    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if house.database.on_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM (ANALYZE) consent")
            connection.exec_driver_sql("CHECKPOINT")
        connection.execute(select(_ROWS.c.number).limit(1)).all()


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
