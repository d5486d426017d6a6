"""Evidence over a long ledger: how long it takes, and that memory does not grow with the entries."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from governance.ledger import leaf_hash
from reports.program import verifier
from store.checkpoints import checkpoint
from store.ledger import entry_body
from store.tables import LedgerEntry, table_of
from storeroom import (  # noqa: F401 - fixtures
    house,
    settings,
    sqlite_template,
    sqlite_url,
    valkey,
    valkey_server,
)

SHORT, LONG = 50_000, 500_000
CHUNK = 10_000
_PACK = """
import hashlib, json, resource, sys, time
from datetime import timedelta
from operations.facts import Actor
from operations.issue_record import ask_for_record, hand_out_record
from operations.make_record import make_record
from reports.enclosed import enclosed
from reports.press import Press
from reports.program import verifier
from reports.seal import PaperSeal
from store.build import build_house
from store.evidence import EvidencePacker
from store.settings import load_settings
house = build_house(load_settings())
services, auditor = house.services, Actor("auditor", encrypted=True, verified=True)
period = (services.now() - timedelta(days=400), services.now())
write = Press(PaperSeal(house.secrets.papers)).write
own = ask_for_record(services, auditor, period=period, ring=False)
make_record(services, write, own.id)
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, time.monotonic()
asked = ask_for_record(services, auditor, period=period, kind="evidence", ring=False)
packer = EvidencePacker(house.settings, house.database, verifier(), enclosed)
make_record(services, write, asked.id, packer.pack)
took = time.monotonic() - began
issued, parts = hand_out_record(services, auditor, asked.id)
with open(sys.argv[1], "wb") as out:
    for part in parts:
        out.write(part)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{took:.1f} {before} {most} {issued.byte_count}")
"""


@pytest.fixture
def database_url(sqlite_template, tmp_path):  # noqa: F811
    return sqlite_url(sqlite_template, tmp_path / "home")


def grow(house, until: int) -> None:  # noqa: F811
    """Write entries of the usual size up to a number, and sign them."""
    rows, now = table_of(LedgerEntry), house.services.now()
    with house.database.begin() as unit:
        first = unit.ledger.size() + 1
    for start in range(first, until + 1, CHUNK):
        with house.database.begin() as unit:
            made = []
            for number in range(start, min(start + CHUNK, until + 1)):
                at = now - timedelta(seconds=until - number)
                fields = {"decision": f"{number:032x}", "item": f"{number * 7:032x}", "cell": "process document.image"}
                body = entry_body(number, "decision.allowed", at, fields)
                made.append(
                    {"number": number, "kind": "decision.allowed", "at": at, "body": body, "leaf_hash": leaf_hash(body)}
                )
            unit.connection.execute(insert(rows), made)
    checkpoint(house.database, house.signer, now)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_memory_stays_the_same_over_ten_times_as_many_entries(house, valkey, database_url, tmp_path):  # noqa: F811
    (tmp_path / "verify.py").write_bytes(verifier())
    most = {}
    for entries in (SHORT, LONG):
        grow(house, entries)
        package = tmp_path / f"{entries}.zip"
        made = subprocess.run(
            (sys.executable, "-c", _PACK, str(package)),
            env={"PROVISO_HOME": str(house.settings.home), "PROVISO_DATABASE_URL": database_url,
                 "PROVISO_REDIS_URL": valkey, "PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
            cwd=Path(__file__).parents[2],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr[-2000:]
        took, before, most[entries], size = made.stdout.split()
        print(f"{entries:,} entries: {took} s, {before} MiB before, {most[entries]} MiB at most, {size} bytes")
        command = (sys.executable, "-I", "-S", "verify.py", str(package), "--key", house.signer.verifier)
        done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    # What is left of the difference is the database's own cache of pages, 64 MiB a connection at most.
    assert int(most[LONG]) - int(most[SHORT]) < 2 * 64
