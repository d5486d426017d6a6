"""Certificates of deletion: signed data that anybody can check, and the paper drawn from it."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from verapdf import verdicts

from governance.deletion_certificate import (
    FORMAT,
    Frame,
    Gone,
    commitment,
    digest,
    object_line,
    of_document,
    of_erasure,
    signed_body,
)
from governance.erasure import Erasure, Kept, Scope, Step, StepTaken, Trigger
from reports.deletion_certificate import JSON_NAME, page, render
from reports.press import Press
from reports.seal import PaperSeal
from store.paper_key import make_paper_key
from store.places import data_folder
from store.policies import load_policy
from store.signing import Signer

NOW = datetime(2026, 11, 28, 12, 0, 5, tzinfo=UTC)
SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(b"7" * 32), "proviso/test")
VERIFIER = Path(__file__).parents[2] / "reports" / "verify.py"
FRAME = Frame("proviso 0", 30, "ab" * 32, NOW)
POLICY = load_policy(data_folder("policies") / "deepseek-ocr")


def gone(kind: str, category: str) -> Gone:
    rule = POLICY.retention_for(category).id
    return Gone(
        kind, f"{kind}-name", "5a" * 16, category, rule, NOW - timedelta(hours=1), NOW + timedelta(hours=1), NOW
    )


def erasure(**changed: object) -> Erasure:
    steps = (
        StepTaken(Step.ITEMS, 1, NOW, {"document": 2, "text": 1}),
        StepTaken(Step.IDENTITY, 1, NOW, {"account": 1}),
    )
    kept = (Kept("record.consent", 2, "R-RECORD", ("c4.4.6",), "GDPR Articles 7(1) and 17(3)(e)"),)
    values: dict[str, object] = {
        "id": "e" * 32, "reference": "f" * 32, "person": 7, "trigger": Trigger.REQUEST, "scope": Scope.ALL,
        "request": "1" * 32, "policy": POLICY.digest, "rule": "R-ACCOUNT", "ordered_at": NOW - timedelta(minutes=1),
        "due_at": NOW + timedelta(days=30), "steps": steps, "kept": kept,
    }  # fmt: skip
    return Erasure(**(values | changed))  # type: ignore[arg-type]


def signed(certificate: dict[str, object]) -> bytes:
    note = SIGNER.sign(signed_body(SIGNER.origin, digest(certificate))).decode()
    told = {"format": FORMAT, "certificate": certificate, "key": SIGNER.verifier, "note": note}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def for_a_person() -> bytes:
    objects = [object_line(gone("document", "document.image")), object_line(gone("text", "text.extracted"))]
    told = [("support_tool", "support.message", None), ("cloud_hosting", "text.extracted", NOW), ("x", "y", NOW)]
    return signed(of_erasure(POLICY, erasure(), objects, told, FRAME))


def for_a_document() -> bytes:
    return signed(of_document(POLICY, [gone("document", "document.image")], "GDPR Article 5(1)(e)", FRAME))


def check(file: Path, key: str = SIGNER.verifier) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(file), "--key", key]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("make", [for_a_person, for_a_document])
def test_the_lone_verifier_believes_a_certificate_and_no_change_of_it(tmp_path: Path, make) -> None:
    file = tmp_path / "certificate.json"
    file.write_bytes(make())
    good = check(file)
    assert (good.returncode, "is signed by proviso/test" in good.stdout) == (0, True), good.stderr
    told = json.loads(make())
    for name in ("issued_at", "counts", "kept", "limits"):
        file.write_text(json.dumps(told | {"certificate": told["certificate"] | {name: "changed"}}))
        assert "was changed" in check(file).stdout
    other = Signer(Ed25519PrivateKey.generate(), SIGNER.origin)
    file.write_bytes(make())
    assert "is not signed by this key" in check(file, other.verifier).stdout
    file.write_text(json.dumps(told | {"note": "none"}))
    assert check(file).returncode == 2


def test_backups_keep_a_certificate_partial_until_they_expire_and_documents_are_never_in_one() -> None:
    person, document = json.loads(for_a_person())["certificate"], json.loads(for_a_document())["certificate"]
    assert person["backups"]["state"] == "PARTIAL_UNTIL 2026-12-28T12:00:05Z"
    assert document["backups"]["state"] == "COMPLETE"
    without = of_erasure(POLICY, erasure(), [], [], Frame("proviso 0", 0, "", NOW))
    assert without["backups"]["state"] == "COMPLETE"  # type: ignore[index]


def test_a_commitment_is_opened_by_who_knows_the_name_and_tells_it_to_nobody() -> None:
    line = object_line(gone("document", "document.image"))
    assert line["commitment"] == commitment("document", "document-name", str(line["salt"]))
    assert "document-name" not in json.dumps(line)


@pytest.mark.parametrize("make", [for_a_person, for_a_document])
def test_the_paper_is_an_accessible_archive_with_its_json_inside(tmp_path: Path, make) -> None:
    content = make()
    pdf = render(content)
    assert pdf == render(content)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.attachments[JSON_NAME].get_file().read_bytes() == content
    sealed = Press(PaperSeal(make_paper_key("proviso/test", datetime.now(UTC)).encode())).certify(content)
    assert sealed.startswith(pdf)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(sealed)
    assert all(broken == [] for broken in verdicts([file]).values())


def test_the_paper_says_what_a_reader_needs() -> None:
    text = page(json.loads(for_a_person()))
    for words in ("application-level cryptographic erasure", "is being told", "Clause 4.3.4", "in time", "Kept by law"):
        assert words in text
