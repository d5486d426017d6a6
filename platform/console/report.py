"""`proviso report`: make the paper that an auditor asks for."""

import time
from datetime import timedelta
from pathlib import Path

import click

from console.acting import running_house
from governance.errors import ProvisoError
from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record
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
def record(out: Path, days: int) -> None:
    """Make the controller's record of processing (GDPR Article 30(1)) as one PDF."""
    house = running_house()
    services = house.services
    now = services.now()
    asked = ask_for_record(services, OPERATOR, period=(now - timedelta(days=days), now))
    make_record(services, Press(PaperSeal(house.secrets.papers)).write, asked.id)
    _, paper = download_record(services, OPERATOR, asked.id)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(paper)
    click.echo(f"{out} ({len(paper):,} bytes)")


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
