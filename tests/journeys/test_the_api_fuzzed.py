"""Schemathesis asks the real portal everything that its description allows and much that it does not, as each role."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlmodel import Session, select

from governance.tokens import scopes_for
from operations.facts import Actor
from operations.issue_record import ask_for_record
from operations.make_token import make_token
from operations.process_document import process_document
from operations.submit_document import submit_document
from operations.token_ports import Token
from running import Running, running_house
from scans import as_pdf, letter
from stand_in_reader import StandInReader
from store.tables import Role, User

ROOT = Path(__file__).resolve().parents[2]
SHORT, LONG = 3, 120
CANARY = "CANARY-Ottilie-Zwanziger"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("api") / "home"
    work: dict[str, int | str] = {
        "web.port": port,
        "requests_per_minute": 1_000_000,
        "documents_per_minute": 1_000_000,
    }
    with running_house(home, **work) as running:
        running.start(
            "web", sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "portal.create_app:create_app()"
        )
        base = f"http://localhost:{port}"
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"{base}/healthz", timeout=5):
                break
            time.sleep(0.1)
        yield running, base


def somebody(running: Running, *roles: str) -> tuple[int, str]:
    """Open an account with some roles and make a token with every scope that they give."""
    with Session(running.house.database.engine) as session:
        user = User(
            email=f"{uuid.uuid4().hex}@example.org",
            fs_uniquifier=uuid.uuid4().hex,
            age_band="of_age",
            account_state="active",
        )
        user.roles = list(session.exec(select(Role).where(Role.name.in_(roles))))
        session.add(user)
        session.commit()
        number = int(user.id)
    made: tuple[Token, str] = make_token(
        running.house.services, Actor("owner", number, verified=True), "fuzz", scopes_for(roles), 1
    )
    return number, made[1]


def belongings(running: Running, person: int, roles: tuple[str, ...]) -> dict[str, list[str]]:
    """Give somebody documents in several states, and give the house a record, so that there is something to find."""
    services, owner = running.house.services, Actor("owner", person, verified=True)
    scan = as_pdf([letter(width=413, height=585, size=9)])
    documents = []
    if "subject" in roles:
        for reads in (False, True, True, True):
            document = submit_document(services, owner, scan)
            documents.append(document.id)
            if reads:
                process_document(services, StandInReader(), document.id)
    record = []
    if "dpo" in roles:
        now = services.now()
        record.append(ask_for_record(services, Actor("dpo", person, verified=True), period=(now, now)).id)
    return {"document": documents, "record": record}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("roles", [("subject",), ("dpo",), ("auditor",), ("subject", "dpo", "auditor")], ids="+".join)
def test_nothing_it_asks_breaks_the_portal_or_its_description(portal, tmp_path, roles, request):
    running, base = portal
    person, letters = somebody(running, *roles)
    ids = {name: found for name, found in belongings(running, person, roles).items() if found}
    count = LONG if request.config.getoption("--long") else SHORT
    report = tmp_path / "cases.ndjson"
    run = subprocess.run(
        [
            *(
                str(Path(sys.executable).with_name("schemathesis")),
                "--config-file",
                str(ROOT / "tests/schemathesis.toml"),
            ),
            *("run", f"{base}/api/v1/openapi.json"),
            *("--checks", "all", "--max-examples", str(count), "--no-shrink", "--seed", "1951"),
            *("--suppress-health-check", "all", "--output-sanitize", "true", "--warnings", "off"),
            *("--report", "ndjson", "--report-ndjson-path", str(report)),
        ],
        cwd=tmp_path,  # it keeps a memory of what it found where it is started
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "api_hooks",
            "PYTHONPATH": str(ROOT / "tests"),
            "API_IDS": json.dumps(ids),
            "API_TOKEN": letters,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-12000:] + run.stderr[-2000:]
    print(run.stdout[-1500:])
    log = (running.home / "web.log").read_text()
    assert "portal.errors" not in log, log
