"""`proviso inspect`: each file through gate, reading and detection, in a store that is thrown away."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from console.acting import local_actor
from console.reading import how_to_read
from console.throwaway import throwaway_house
from governance.documents import Stage
from governance.errors import ERRORS, ProvisoError
from governance.findings import SPECIAL, Reading
from governance.reading import NO_WISH, Wish
from ocr_worker.loaded import make_reader
from ocr_worker.reader import Reader
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.process_document import process_document
from operations.queries import document_of
from operations.read_text import read_text
from operations.services import Services
from operations.submit_document import submit_document


@click.command("inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON line a file.")
@how_to_read
def inspect_files(files: tuple[Path, ...], as_json: bool, wish: Wish) -> None:
    """Read FILES and show the personal data in them; nothing is left behind. Exit 1 when a file fails."""
    failed = 0
    with _bench() as (services, actor, reader):
        for file in files:
            line = inspect_one(services, actor, reader, file, wish)
            failed += "error" in line
            if as_json:
                click.echo(json.dumps(line, ensure_ascii=False))
            else:
                _say(line)
            sys.stdout.flush()
    sys.exit(1 if failed else 0)


@contextmanager
def _bench() -> Iterator[tuple[Services, Actor, Reader]]:
    with throwaway_house() as house:
        yield house.services, local_actor(house), make_reader(house.settings)


def inspect_one(
    services: Services,
    actor: Actor,
    reader: Reader,
    file: Path,
    wish: Wish = NO_WISH,
) -> dict[str, object]:
    """Take one file through the same verbs as the portal and worker; errors become part of the answer."""
    started = time.perf_counter()
    try:
        document = submit_document(services, actor, _content(file), wish=wish)
        stage = process_document(services, reader, document.id)
        if stage is not Stage.COMPLETED:
            view = document_of(services, actor, document.id)
            kind = ERRORS.get(view.document.end_code, ERRORS["reading-failed"])
            return _error(file, kind.code, f"{kind.title}. {kind.next_step}")
        reading = read_text(services, actor, document.id)
        text = document_of(services, actor, document.id).text
        if text is not None:
            delete_text(services, actor, text.id)
    except ProvisoError as refusal:
        return _error(file, refusal.code, f"{refusal.sentence} {refusal.next_step}")
    return {
        "file": str(file),
        "text": reading.text,
        "entities": _entities(reading, hints=False),
        "special_categories": _entities(reading, hints=True),
        "unseen": _unseen(reading),
        "pages": len(reading.pages),
        "seconds": round(time.perf_counter() - started, 3),
    }


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise ProvisoError("file-unreadable", reason=type(fault).__name__) from None


def _entities(reading: Reading, *, hints: bool) -> list[dict[str, object]]:
    """The findings of a reading: personal data, or the hints of special categories, which are no values."""
    text = reading.text
    return [
        {
            "type": f.type,
            "text": text[f.start : f.end],
            "start": f.start,
            "end": f.end,
            "score": round(f.score, 4),
            "page": f.page,
            "boxes": [list(box) for box in f.boxes],
        }
        for f in reading.findings
        if f.type.startswith(SPECIAL) is hints
    ]


def _unseen(reading: Reading) -> list[dict[str, object]]:
    return [
        {
            "place": part.place.value,
            "page": part.page,
            "text": part.text,
            "entities": [
                {"type": f.type, "text": part.text[f.start : f.end], "start": f.start, "end": f.end, "score": f.score}
                for f in part.findings
            ],
        }
        for part in reading.unseen
    ]


def _error(file: Path, code: str, message: str) -> dict[str, object]:
    return {"file": str(file), "error": {"code": code, "message": message}}


def _say(line: dict[str, object]) -> None:
    click.secho(str(line["file"]), bold=True)
    error = line.get("error")
    if isinstance(error, dict):
        click.echo(f"  {error['code']}: {error['message']}")
        return
    click.echo(f"  {line['pages']} pages, {line['seconds']} s")
    for kind in ("entities", "special_categories"):
        entities = line[kind]
        for entity in entities if isinstance(entities, list) else []:
            click.echo(f"  page {entity['page']}  {entity['type']:<20} {entity['score']:.2f}  {entity['text']!r}")
    unseen = line["unseen"]
    for part in unseen if isinstance(unseen, list) else []:
        click.echo(f"  not on the pages: {part['place']}" + (f", page {part['page']}" if part["page"] else ""))
        for entity in part["entities"]:
            click.echo(f"          {entity['type']:<20} {entity['score']:.2f}  {entity['text']!r}")
