"""An auditor holds files against the ledger."""

from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from operations.facts import Actor
from operations.issue_record import ask_for_record
from operations.make_record import make_record
from reports.pdf import render_pdf
from reports.seal import PaperSeal
from store.checkpoints import checkpoint
from store.package import export

DPO = Actor("dpo", None, encrypted=True, verified=True)


def send(person, content):
    # Encoded here: the test client would put a large form into a file and leave it open.
    parts = {"csrf_token": person.token(), "file": FileStorage(BytesIO(content), "a-file")}
    boundary, body = encode_multipart(parts)
    return person.client.post("/audit/match", data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.fixture(scope="module")
def paper(house):
    seal = PaperSeal(house.secrets.papers)
    page = "<!doctype html><html lang='en'><head><title>T</title></head><body><h1>One</h1></body></html>"
    pdf = seal.seal(render_pdf(page, attachments=(), identifier=b"0123456789abcdef", created=house.services.now()))
    now = house.services.now()
    asked = ask_for_record(house.services, DPO, period=(now - timedelta(days=1), now))
    make_record(house.services, lambda _record: pdf, asked.id)
    return asked.number, pdf


def test_a_paper_of_ours_leads_to_its_entry(enter, paper, house):
    number, pdf = paper
    answer = send(enter("auditor"), pdf)
    assert "It matches entry" in answer.text
    assert number in answer.text
    assert "installation&#39;s own" in answer.text or "installation's own" in answer.text


def test_one_changed_byte_matches_nothing_and_breaks_the_seal(enter, paper):
    changed = bytearray(paper[1])
    changed[2000] ^= 1
    answer = send(enter("auditor"), bytes(changed))
    assert "No entry names this file" in answer.text
    assert "does not hold" in answer.text


def test_any_other_file_matches_nothing(enter):
    for content in (b"%PDF-1.7 nothing", b"PK\x03\x04 nothing", b"words"):
        answer = send(enter("auditor"), content)
        assert answer.status_code == 200
        assert "No entry names this file" in answer.text


def test_a_ledger_package_is_known_and_a_changed_one_is_not(enter, house, tmp_path):
    checkpoint(house.database, house.signer, house.services.now())
    file = tmp_path / "ledger.zip"
    export(house.database, house.signer, file, program=b"", witness=None)
    assert "The package is of this ledger" in send(enter("auditor"), file.read_bytes()).text
    import zipfile

    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"decision", b"derision", 1) if name == "entries.tsv" else content)
    answer = send(enter("auditor"), changed.read_bytes())
    assert "The package does not hold" in answer.text
    assert "was changed" in answer.text
