"""The certificate of a deletion on the document's page, and for somebody who was erased."""

import json
import shutil
import subprocess

import pytest

from operations.erase_person import erase_person
from operations.facts import Actor
from reports.seal import PaperSeal
from reports.verify import read_key, verify_proof


def test_a_document_that_is_gone_has_a_certificate_that_anybody_can_check(enter, upload, read, house):
    person = enter("subject")
    document = upload(person)
    read(document)
    assert "certificate.pdf" not in person.client.get(f"/documents/{document}").text
    assert person.client.get(f"/documents/{document}/certificate.json").status_code == 409
    person.post(f"/documents/{document}/delete")
    assert f"/documents/{document}/certificate.pdf" in person.client.get(f"/documents/{document}").text
    answer = person.client.get(f"/documents/{document}/certificate.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = json.loads(answer.data)
    assert "is signed by" in verify_proof(answer.data, [read_key(told["key"])])
    assert [each["kind"] for each in told["certificate"]["objects"]] == ["document", "text"]
    paper = person.client.get(f"/documents/{document}/certificate.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert "sandbox" in paper.headers["Content-Security-Policy"]
    found = PaperSeal(house.secrets.papers).check(paper.data)
    assert (found.whole, found.known) == (True, True)


def test_strangers_tools_believe_the_seal_of_a_certificate(enter, upload, read, tmp_path):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (Debian: poppler-utils)")
    person = enter("subject")
    document = upload(person)
    read(document)
    person.post(f"/documents/{document}/delete")
    paper = person.client.get(f"/documents/{document}/certificate.pdf").data
    said = []
    for content in (paper, paper[:2000] + bytes([paper[2000] ^ 1]) + paper[2001:]):
        (tmp_path / "one.pdf").write_bytes(content)
        done = subprocess.run(["pdfsig", tmp_path / "one.pdf"], capture_output=True, text=True, timeout=60, check=False)
        said.append("Signature is Valid" in done.stdout and "Total document signed" in done.stdout)
    assert said == [True, False]


def test_who_was_erased_fetches_the_certificate_by_its_reference_alone(enter, upload, anybody, house):
    person = enter("subject")
    upload(person)
    done = erase_person(house.services, Actor("owner", person.id, verified=True), person.id, trigger="request")
    assert done.open_steps == ()
    assert person.client.get("/documents").status_code == 303
    assert "Reference of the erasure" in anybody.client.get("/erased").text
    answer = anybody.post("/erased", {"reference": done.reference.upper(), "form": "json"})
    told = json.loads(answer.data)["certificate"]
    assert told["subject_ref"] == done.reference
    assert told["counts"]["document"] == 1
    assert anybody.post("/erased", {"reference": "0" * 32, "form": "json"}).status_code == 404
    assert anybody.post("/erased", {"reference": done.reference, "form": "exe"}).status_code == 400
