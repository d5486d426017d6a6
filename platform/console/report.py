"""`proviso report`: make the paper that an auditor asks for."""

import time
from datetime import timedelta
from pathlib import Path

import click

from console.acting import running_house
from console.coverage import say_coverage
from console.policy.table import say_table
from console.shapes import check_shapes
from console.state import state
from console.verify_paper import verify_paper
from governance.errors import ProvisoError
from governance.papers import KINDS, PROCESSING
from governance.processing import build_record
from operations import queries
from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record
from reports.enclosed import enclosed
from reports.press import Press
from reports.seal import PaperSeal
from store.build import House

OPERATOR = Actor(role="dpo", encrypted=True, verified=True)
"""Whoever holds this machine's key files stands in for the DPO here; the ledger names no account."""
PATIENCE = 180
"""Seconds to wait for the worker to make a record."""


@click.group()
def report() -> None:
    """Make records and reports."""


@report.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the PDF goes.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3660), help="Period up to now.")
@click.option(
    "--kind", default=PROCESSING.code, show_default=True, type=click.Choice(list(KINDS)), help="See `report kinds`."
)
@click.option(
    "--files", type=click.Path(file_okay=False, path_type=Path), help="Folder for the files that the PDF encloses."
)
def record(out: Path, days: int, kind: str, files: Path | None) -> None:
    """Make a record of some kind as one sealed PDF: by default that of GDPR Article 30(1)."""
    house = running_house()
    services = house.services
    now = services.now()
    asked = ask_for_record(services, OPERATOR, period=(now - timedelta(days=days), now), kind=kind)
    make_record(services, Press(PaperSeal(house.secrets.papers)).write, asked.id)
    _, paper = download_record(services, OPERATOR, asked.id)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(paper)
    click.echo(f"{out} ({len(paper):,} bytes)")
    if files is not None:
        files.mkdir(parents=True, exist_ok=True)
        for name, content in enclosed(paper).items():
            (files / name).write_bytes(content)
            click.echo(f"{files / name} ({len(content):,} bytes)")


@report.command()
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3660), help="Period up to now.")
def coverage(days: int) -> None:
    """Measure the record against Article 30, the 47 concepts of authorities, and each authority's template."""
    services = running_house().services
    now = services.now()
    period = (now - timedelta(days=days), now)
    made = build_record(services.policy, services.observe(period), number="coverage", period=period, now=now)
    say_coverage(made.coverage)


report.add_command(check_shapes)
report.add_command(state)
report.add_command(verify_paper)


@report.command()
def kinds() -> None:
    """List the kinds of record, with the law that asks for each."""
    say_table([(kind.code, kind.title, kind.law) for kind in KINDS.values()], heads=("kind", "title", "law"))


@report.command("list")
def list_records() -> None:
    """List the records that were asked for, newest first."""
    issued = queries.records(running_house().services)
    rows = [(one.number, one.kind, one.state, one.asked_at.isoformat(timespec="seconds"), one.sha256) for one in issued]
    say_table(rows, heads=("number", "kind", "state", "asked for", "SHA-256"))


def make_record_now(house: House, folder: Path) -> Path:
    """Ask the running worker for a record of the last year and write it into a folder; return its path."""
    services = house.services
    now = services.now()
    asked = ask_for_record(services, OPERATOR, period=(now - timedelta(days=365), now))
    patience = time.monotonic() + PATIENCE
    while True:
        with services.store.read() as unit:
            state = unit.records.get(asked.id)
        if state is not None and state.state == "issued":
            break
        if state is None or state.state == "failed":
            raise ProvisoError("record-failed")
        if time.monotonic() > patience:
            raise ProvisoError("house-not-running")
        time.sleep(0.2)
    issued, paper = download_record(services, OPERATOR, asked.id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{issued.number}.pdf"
    path.write_bytes(paper)
    return path
