"""`proviso evidence`: everything an auditor needs to check a period without us, in one file."""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from console.acting import running_house
from governance.papers import EVIDENCE
from operations.facts import Actor
from operations.issue_record import ask_for_record, hand_out_record
from operations.make_record import make_record
from reports.enclosed import enclosed
from reports.press import Press
from reports.program import verifier
from reports.seal import PaperSeal
from store.evidence import EvidencePacker
from store.rotation import load_signer

OPERATOR = Actor(role="dpo", encrypted=True, verified=True)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "since", type=_DAY, required=True, help="First day, YYYY-MM-DD.")
@click.option("--to", "until", type=_DAY, required=True, help="Last day, part of the period.")
def evidence(file: Path, since: datetime, until: datetime) -> None:
    """Write the evidence of a period into FILE (zip): ledger, proofs, records, policies, and what verifies them.

    Check it anywhere with `python3 -I -S verify.py FILE --key VKEY`.
    """
    house = running_house()
    now = house.services.now()
    period = (since.replace(tzinfo=UTC), min(until.replace(tzinfo=UTC) + timedelta(days=1), now))
    if period[0] >= period[1]:
        raise click.UsageError("The period ends before it begins, or lies in the future.")
    packer = EvidencePacker(house.settings, house.database, verifier(), enclosed)
    asked = ask_for_record(house.services, OPERATOR, period=period, kind=EVIDENCE.code, ring=False)
    make_record(house.services, Press(PaperSeal(house.secrets.papers)).write, asked.id, packer.pack)
    issued, parts = hand_out_record(house.services, OPERATOR, asked.id)
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, parts)
    click.echo(f"{file}: evidence {issued.number}, {issued.byte_count:,} bytes")
    click.echo(f"SHA-256 {issued.sha256}")
    click.echo(f"Give the key another way than the file: {load_signer(house.settings, house.database).verifier}")


def _write(file: Path, parts: Iterator[bytes]) -> None:
    """Write the parts one after the other; the file appears whole or not at all, readable for its owner only.

    The parts raise when they are not, byte for byte, what was issued.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
