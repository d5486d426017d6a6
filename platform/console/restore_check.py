"""`proviso restore-check`: after a backup was restored, erase again what had been erased, and go on with the ledger.

Exit codes: 0 nothing is open, 1 the ledger is older than its kept checkpoint and nobody has accepted that, 2 usage,
3 refused (the error says why).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from console.processes import answers, start_valkey, uses_bundled_valkey
from operations.replay_erasures import Replay
from store.build import build_house
from store.now import now
from store.restored import accept, gap
from store.rotation import load_signer
from store.secrets import load_secrets
from store.settings import Settings, load_settings
from store.suppression_list import SuppressionFile


@click.command("restore-check")
@click.option("--accept", "accepting", is_flag=True,
              help="Go on with a ledger older than its kept checkpoint; an entry names what is missing.")  # fmt: skip
@click.option("--list", "copies", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
              help="Another copy of the list of the erased, to be taken into ours first.")  # fmt: skip
@click.option("--without-list", "anew", is_flag=True,
              help="Go on although the list of the erased is gone for good; an entry says so.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Say it for programs.")
def restore_check(copies: tuple[Path, ...], *, accepting: bool, anew: bool, as_json: bool) -> None:
    """Make a restored backup fit to be served. Every start of the house does the first part by itself.

    Exit codes: 0 nothing is open, 1 the ledger is older than its kept checkpoint, 2 usage, 3 refused.
    """
    settings = load_settings()
    taken_in = _take_in(settings, copies)
    begun = anew and _begin(settings)
    with _key_server(settings):
        house = build_house(settings)
    replay, database = house.replayed, house.database
    try:
        if begun:
            with database.begin() as unit:
                unit.ledger.append("erased-list.begun", now(), {})
        found = gap(database, settings)
        accepted = accept(database, settings, load_signer(settings, database), now()) if accepting else None
    finally:
        database.close()
    is_open = found is not None and accepted is None
    told = {
        "taken_in": taken_in, "lost_from_list": replay.lost, "people": replay.people, "texts": replay.texts,
        "ledger": {"signed": found.signed, "found": found.found, "lost": found.lost} if found else None,
        "accepted": accepted is not None, "list_begun": begun,
    }  # fmt: skip
    click.echo(json.dumps(told, indent=1) if as_json else "\n".join(_told(taken_in, replay)))
    if begun and not as_json:
        click.echo("The list of the erased was begun anew. What was erased since your backup is not known: ask people.")
    if found is not None and not as_json:
        click.echo(
            f"The ledger holds {found.found} entries; {found.signed} were signed before"
            f" ({found.lost} of them are gone at least)."
        )
        click.echo(
            "An entry says so now, the lost checkpoint is kept aside, and signing goes on."
            if accepted
            else "If you restored this backup: `proviso restore-check --accept` writes that down and signing goes on."
            " If you did not, somebody else changed the database: keep everything as it is."
        )
    if is_open:
        sys.exit(1)


def _told(taken_in: int, replay: Replay) -> Iterator[str]:
    if taken_in:
        yield f"{taken_in} entries were taken into the list of the erased."
    if replay.lost:
        yield f"A backup was restored: it lacked {replay.lost} entries of the list of the erased."
        yield f"Erased again: {replay.people} people, {replay.texts} single texts."
    else:
        yield "Nothing that was erased is back."


def _take_in(settings: Settings, copies: tuple[Path, ...]) -> int:
    """Add what other copies of the list know to ours; each line has to fit our secret."""
    ours = SuppressionFile(Path(settings.erased.list), load_secrets(settings).suppression)
    if copies:
        ours.begin()
    known = dict(ours.read())
    new = [
        entry
        for file in copies
        for name, entry in ours.parse(file.read_bytes()).items()
        if name not in known and known.setdefault(name, entry) is entry
    ]
    ours.append(new)
    return len(new)


def _begin(settings: Settings) -> bool:
    """Begin the list anew where there is none; False when it is there after all."""
    ours = SuppressionFile(Path(settings.erased.list), load_secrets(settings).suppression)
    missing = not ours.there()
    if missing:
        ours.begin()
    return missing


@contextmanager
def _key_server(settings: Settings) -> Iterator[None]:
    """Have a key server for the time of the check, also while the house is down."""
    bundled = uses_bundled_valkey(settings) and not answers(f"unix://{settings.socket}")
    process = start_valkey(settings) if bundled else None
    try:
        yield
    finally:
        if process is not None:
            process.kill()
            process.wait()
