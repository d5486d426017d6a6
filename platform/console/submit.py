"""`proviso submit`: one file through the running house, from upload to deletion; or a whole folder of them."""

import sys
import time
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn

from console.acting import local_actor, running_house
from console.batch import Wish, submit_batch
from console.words import say_decisions, say_deletion, say_text
from governance.documents import LIVE, Document, Stage
from governance.errors import ERRORS, ProvisoError
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.keep_text import keep_text
from operations.queries import document_of, steps_of
from operations.read_text import read_text
from operations.services import Services
from operations.submit_document import submit_document
from store.build import House

PATIENCE = 300
"""Seconds to wait for a worker before saying that none is there."""


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--keep", is_flag=True, help="Keep the text until the policy's date instead of deleting it now.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write the texts here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a file, and one with the summary.")
def submit(path: Path, keep: bool, folder: Path | None, as_json: bool) -> None:
    """Send the file PATH, or every file of the folder PATH, through the gate and have it read.

    One file: its text is shown and deleted. A folder: what was begun and interrupted goes on when the same
    command is given again within a day. Exit codes: 0 all were read, 1 some were not, 130 interrupted.
    """
    house = running_house()
    if path.is_dir() or as_json or folder is not None:
        sys.exit(submit_batch(house, path, Wish(keep=keep, folder=folder, as_json=as_json)))
    sys.exit(0 if carry_through(house, path.read_bytes(), keep=keep) else 1)


def carry_through(house: House, content: bytes, *, keep: bool) -> bool:
    """Do what a person does in the portal, saying each part; False when the document ended badly."""
    services, actor = house.services, local_actor(house)
    document = _watch(services, actor, submit_document(services, actor, content).id)
    click.secho("\n1. The decisions, and the clauses behind them", bold=True)
    say_decisions(steps_of(services, actor, document.id))
    read = document.stage is Stage.COMPLETED
    if read:
        click.secho("\n2. The text, with personal data marked", bold=True)
        say_text(read_text(services, actor, document.id))
        _choose(services, actor, document, keep=keep)
    else:
        fault = ERRORS[document.end_code]
        click.echo(f"\n  {fault.title}. {fault.next_step}", err=True)
    view = document_of(services, actor, document.id)
    click.secho("\n3. The deletion: when, how, proof", bold=True)
    say_deletion(view.document, view.text, key_found=services.vault.alive(document.id))
    return read


def _choose(services: Services, actor: Actor, document: Document, *, keep: bool) -> None:
    text = document_of(services, actor, document.id).text
    if text is None:
        return
    if keep:
        keep_text(services, actor, text.id)
    else:
        delete_text(services, actor, text.id)


def _watch(services: Services, actor: Actor, document: str) -> Document:
    """Wait until the document has ended and is deleted, with a bar of its pages."""
    patience = time.monotonic() + PATIENCE
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        TextColumn("page {task.completed} of {task.total}"),
    )
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("waiting", total=1)
        while True:
            row = document_of(services, actor, document).document
            bar.update(task, description=row.stage.value, completed=row.pages_read, total=row.page_count)
            if row.stage not in LIVE and row.deleted_at is not None:
                return row
            if time.monotonic() > patience:
                raise ProvisoError("house-not-running")
            time.sleep(0.1)
