"""`proviso submit`: one file through the running house, from upload to deletion; or a whole folder of them."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn

from console.acting import local_actor, running_house
from console.batch import Terms, submit_batch
from console.reading import how_to_read
from console.words import say_decisions, say_deletion, say_text
from governance.copies import CopyKind, CopyOrder, CopyState, HeldCopy
from governance.documents import LIVE, Document, Stage
from governance.errors import ERRORS, ProvisoError
from governance.reading import NO_WISH, Wish
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.keep_text import keep_text
from operations.queries import document_of, steps_of
from operations.read_text import read_text
from operations.services import Services
from operations.submit_document import submit_document
from operations.take_copy import take_copy
from store.build import House

PATIENCE = 300
"""Seconds to wait for a worker before saying that none is there."""


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--keep", is_flag=True, help="Keep the text until the policy's date instead of deleting it now.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write the texts here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line a file, and one with the summary.")
@click.option(
    "--copy",
    "copies",
    type=click.Choice([kind.value for kind in CopyKind]),
    multiple=True,
    help="Have a PDF copy made of one file and written beside it; may be given twice.",
)
@how_to_read
def submit(path: Path, keep: bool, folder: Path | None, as_json: bool, copies: tuple[str, ...], wish: Wish) -> None:
    """Send the file PATH, or every file of the folder PATH, through the gate and have it read.

    One file: its text is shown and deleted. A folder: what was begun and interrupted goes on when the same
    command is given again within a day. Exit codes: 0 all were read, 1 some were not, 130 interrupted.
    """
    batch = path.is_dir() or as_json or folder is not None
    if batch and copies:
        raise click.UsageError("--copy goes with one file, and not with a folder, --to or --json")
    house = running_house()
    if batch:
        sys.exit(submit_batch(house, path, Terms(keep=keep, folder=folder, as_json=as_json, wish=wish)))
    orders = tuple(CopyOrder(kind) for kind in CopyKind if kind.value in copies)
    sys.exit(0 if carry_through(house, path.read_bytes(), keep=keep, copies=orders, beside=path, wish=wish) else 1)


def carry_through(
    house: House,
    content: bytes,
    *,
    keep: bool,
    copies: Sequence[CopyOrder] = (),
    beside: Path | None = None,
    wish: Wish = NO_WISH,
) -> bool:
    """Do what a person does in the portal, saying each part; False when the document or a copy ended badly.

    Copies are written into files named after `beside`, and then deleted here.
    """
    services, actor = house.services, local_actor(house)
    document = _watch(services, actor, submit_document(services, actor, content, copies=copies, wish=wish).id)
    click.secho("\n1. The decisions, and the clauses behind them", bold=True)
    say_decisions(steps_of(services, actor, document.id))
    read = document.stage is Stage.COMPLETED
    if read:
        click.secho("\n2. The text, with personal data marked", bold=True)
        say_text(read_text(services, actor, document.id))
        _choose(services, actor, document, keep=keep)
        for copy in document_of(services, actor, document.id).copies:
            read = _fetch(services, actor, copy, beside) and read
    else:
        fault = ERRORS[document.end_code]
        click.echo(f"\n  {fault.title}. {fault.next_step}", err=True)
    view = document_of(services, actor, document.id)
    click.secho("\n3. The deletion: when, how, proof", bold=True)
    say_deletion(view.document, view.text, key_found=services.vault.alive(document.id))
    return read


def _fetch(services: Services, actor: Actor, copy: HeldCopy, beside: Path | None) -> bool:
    """Write one copy into a file of its owner's only and delete it here; False when there is none."""
    if copy.state is not CopyState.READY or beside is None:
        fault = ERRORS.get(copy.end_code)
        click.echo(f"\n  No {copy.kind.value} copy: {fault.title if fault else copy.state.value}.", err=True)
        return False
    target = beside.with_name(f"{beside.stem}-{copy.kind.value}.pdf")
    content = take_copy(services, actor, copy.document, copy.kind)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    delete_copy(services, actor, copy.document, copy.kind)
    click.echo(f"\n  {target}: {copy.page_count} pages; the copy in the house is deleted.")
    if copy.kind is CopyKind.REDACTED:
        painted = ", ".join(f"{count} x {kind}" for kind, count in copy.painted.items()) or "nothing"
        click.echo(f"  Painted over: {painted}. Read again {copy.passes} time(s) until nothing of it was found.")
    return True


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
