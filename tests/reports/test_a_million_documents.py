"""A record over a million documents: how long it takes, and how much memory."""

import resource
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from operations.facts import Actor
from store.build import House
from store.tables import DecisionEntry, DocumentRow, table_of
from storeroom import (  # noqa: F401 - fixtures
    house,
    make_person,
    settings,
    sqlite_template,
    sqlite_url,
    valkey,
    valkey_server,
)

DPO = Actor("dpo", None, encrypted=True, verified=True)
MANY = 1_000_000
CHUNK = 10_000
_MAKE = """
import resource, sys, time
from datetime import timedelta
from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record
from reports.press import Press
from reports.seal import PaperSeal
from store.build import build_house
from store.settings import load_settings
house = build_house(load_settings())
services = house.services
began = time.monotonic()
asked = ask_for_record(services, Actor("dpo"), period=(services.now() - timedelta(days=400), services.now()))
make_record(services, Press(PaperSeal(house.secrets.papers)).write, asked.id)
with services.store.read() as unit:
    paper = unit.records.pdf(asked.id)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{time.monotonic() - began:.0f} {most} {len(paper)}")
"""


@pytest.fixture
def database_url(sqlite_template, tmp_path):  # noqa: F811
    return sqlite_url(sqlite_template, tmp_path / "home")


def fill(house: House) -> None:  # noqa: F811
    person = make_person(house.database)
    documents, decisions = table_of(DocumentRow), table_of(DecisionEntry)
    now, digest = house.services.now(), house.services.policy.digest
    for first in range(0, MANY, CHUNK):
        at = now - timedelta(seconds=(MANY - first) * 20)
        common = {"person": person, "stage": "completed", "stage_at": at, "format": "png", "byte_count": 1,
                  "digest": "", "page_count": 1, "pages_read": 1, "keep_text": False, "received_at": at,
                  "rule": "R-DOC",
                  "due_at": at + timedelta(seconds=60), "policy": digest, "ended_at": at, "deleted_at": at}  # fmt: skip
        dated = {"due_at": now + timedelta(days=90), "rule": "R-RECORD"}
        row = {"at": at, "step": "page", "item": "", "document": "", "action": "process", "category": "document.image",
               "purpose": "provide_service", "recipient": "none", "allow": True, "permits": ["A-OCR-PROCESS"],
               "denied_by": [], "missing": [], "bases": [], "delete_by": {}, "flags": [], "clauses": ["c4.1.3"],
               "policy": digest, "facts": {}}  # fmt: skip
        row |= {name: value for name, value in dated.items() if name in decisions.c}
        some = range(first, first + CHUNK)
        with house.database.begin() as unit:
            unit.connection.execute(insert(documents), [{**common, "id": f"{at:032x}"} for at in some])
            unit.connection.execute(insert(decisions), [{**row, "id": f"{at:032x}"} for at in some])


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_a_record_over_a_million_documents_stays_under_a_gibibyte(house, valkey, database_url, tmp_path):  # noqa: F811
    fill(house)
    done = subprocess.run(
        [sys.executable, "-c", _MAKE],
        env={"PROVISO_HOME": str(house.settings.home), "PROVISO_DATABASE_URL": database_url, "PATH": "/usr/bin:/bin",
             "PROVISO_REDIS_URL": valkey, "PYTHONPATH": ":".join(sys.path)},
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=2400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    seconds, mebibytes, size = map(int, done.stdout.split())
    print(f"{MANY:,} documents and decisions: {seconds} s, {mebibytes} MiB at most, {size:,} bytes of PDF")
    assert mebibytes < 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
