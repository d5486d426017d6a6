"""`proviso ledger`: check the record, prove parts of it, sign it, hand it out, change its key.

Exit codes: 0 sound or done, 1 something does not fit, 2 usage, 3 refused (the error says why).
"""

import json
import sys
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from governance.errors import ProvisoError
from reports.program import verifier
from store.checkpoints import checkpoint, newest
from store.migrate import migrate
from store.now import now
from store.package import export
from store.proofs import prove_entry, prove_growth
from store.rotation import load_signer, rotate_key
from store.settings import Settings, load_settings
from store.signing import Signer
from store.unit_of_work import Database
from store.verify import LedgerReport, verify
from store.witness import keep_witness, read_witness

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Say it for programs.")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """Check, prove, sign and hand out the ledger; the house need not be running.

    Exit codes: 0 sound or done, 1 something does not fit, 2 usage, 3 refused.
    """


@ledger.command("verify")
@click.option("--witness", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
              help="A checkpoint that was kept elsewhere; may be named more than once.")  # fmt: skip
@_AS_JSON
def verify_ledger(witness: tuple[Path, ...], *, as_json: bool) -> None:
    """Recompute every entry and every signed checkpoint; exit 1 when something does not fit.

    Writes nothing. The checkpoint that the clock keeps beside the database is always compared.
    """
    settings, database, signer = _ledger()
    kept = (read_witness(settings.home), *(file.read_bytes() for file in witness))
    found = verify(database, signer.public_key, *kept)
    if as_json:
        click.echo(json.dumps(found.as_dict(), indent=1))
    else:
        _tell(found)
    if not found.sound:
        sys.exit(1)


def _tell(found: LedgerReport) -> None:
    click.echo(f"{found.size} entries, {found.checkpoints} signed checkpoints, root {found.root}")
    for problem in found.problems:
        click.echo(f"  {problem}")
    if found.problems:
        click.echo("The ledger does not verify. Keep the database as it is and compare it with the last backup.")
        return
    if found.size > found.signed:
        click.echo(f"{found.size - found.signed} entries are not signed yet; `proviso ledger checkpoint` does it now.")
    click.echo("The ledger verifies: no entry was changed, removed, added or moved.")


@ledger.command("checkpoint")
@_AS_JSON
def sign(*, as_json: bool) -> None:
    """Sign what is new and print the newest checkpoint; keep it where this machine cannot reach it."""
    settings, database, signer = _ledger()
    migrate(settings)
    signed = checkpoint(database, signer, now(), read_witness(settings.home))
    if signed is not None:
        keep_witness(settings.home, signed.note)
    last = signed or newest(database)
    if last is None:
        raise ProvisoError("ledger-not-signed", number=0)
    note = last.note.decode(errors="replace")
    told = {"size": last.size, "root": last.root.hex(), "new": signed is not None, "note": note}
    click.echo(json.dumps(told, indent=1) if as_json else note, nl=as_json)


@ledger.command("prove")
@click.argument("entry", type=click.IntRange(min=1), required=False)
@click.option("--since", type=click.IntRange(min=1), help="Prove growth from the checkpoint over so many entries.")
@click.option("--out", type=_FILE, help="Write the proof here and not to the standard output.")
@_AS_JSON
def prove(entry: int | None, since: int | None, out: Path | None, *, as_json: bool) -> None:
    """Prove that ENTRY was signed, or that the ledger goes on from an earlier checkpoint.

    A proof of an entry is a C2SP tlog-proof that holds the entry, too; `verify.py` checks either kind.
    """
    if (entry is None) == (since is None):
        raise click.UsageError("Name either an entry or --since.")
    _, database, _ = _ledger()
    if entry is not None:
        found = prove_entry(database, entry)
        text = json.dumps(found.as_dict(), indent=1) + "\n" if as_json else found.as_text()
    else:
        text = json.dumps(prove_growth(database, since or 0).as_dict(), indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@ledger.command("export")
@click.argument("file", type=_FILE)
@_AS_JSON
def write_package(file: Path, *, as_json: bool) -> None:
    """Write the ledger as it lies there into FILE (zip), with its keys and a program that verifies it.

    Writes a ledger that does not verify as well: it is evidence. Sign the newest entries first with
    `proviso ledger checkpoint`.
    """
    settings, database, signer = _ledger()
    count = export(database, signer, file, program=verifier(), witness=read_witness(settings.home))
    told = {"file": str(file), "entries": count, "bytes": file.stat().st_size, "key": signer.verifier}
    if as_json:
        click.echo(json.dumps(told, indent=1))
    else:
        click.echo(f"{file}: {count} entries, {told['bytes']} bytes")
        click.echo(f"Give the key another way than the file: {signer.verifier}")


@ledger.command("rotate-key")
@_AS_JSON
def rotate(*, as_json: bool) -> None:
    """Put a fresh signing key in the place of the old one; what the old one signed stays good.

    Running processes take the new key up by themselves; other machines need its file.
    """
    settings, database, _ = _ledger()
    migrate(settings)
    signed = rotate_key(settings, database, now())
    signer = load_signer(settings, database)
    told = {"size": signed.size, "key": signer.verifier, "note": signed.note.decode()}
    click.echo(json.dumps(told, indent=1) if as_json else f"The ledger is signed with a new key: {signer.verifier}")


def _ledger() -> tuple[Settings, Database, Signer]:
    """Open the ledger of the settings, which must exist: an empty one in its place would verify very well."""
    settings = load_settings()
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and not Path(str(url.database)).is_file():
        raise ProvisoError("ledger-missing", folder=str(settings.home))
    database = Database(settings.database_url)
    return settings, database, load_signer(settings, database)
