"""Evidence for a period: an auditor has it made, takes it to a machine with nothing of ours, and tampering is named."""

import io
import json
import os
import secrets
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from governance.papers import EVIDENCE
from operations.facts import Actor
from operations.issue_record import ask_for_record, download_record
from operations.make_record import make_record
from reports.enclosed import enclosed
from reports.pdf import Enclosure, render_pdf
from reports.program import verifier
from reports.seal import PaperSeal
from store.checkpoints import checkpoint
from store.evidence import EvidencePacker

AUDITOR = Actor("auditor", None, encrypted=True, verified=True)
PAGE = "<!doctype html><html lang='en'><head><title>T</title></head><body><h1>One</h1></body></html>"


def paper(house):
    """A small paper with data in it, sealed like every other: the large ones are tried elsewhere."""
    seal = PaperSeal(house.secrets.papers)

    def render(content):
        said = json.dumps({"cover": repr(content.cover), "one": secrets.token_hex(4)})
        data = Enclosure("record.json", said.encode(), "Data", "Data")
        return seal.seal(
            render_pdf(PAGE, attachments=(data,), identifier=b"0123456789abcdef", created=house.services.now())
        )

    return render


def rewritten(package, changes, *, without=(), more=()):
    """The package with some files changed, left out or added; `changes` maps names to functions over their bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in without:
                new.writestr(name, changes.get(name, lambda content: content)(old.read(name)))
        for name, content in more:
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def world(house, app, hashed):
    """A ledger with a period in its middle: entries before it, a record and a decision in it, entries after it."""
    services = house.services
    with house.database.begin() as unit:
        for number in range(5):
            unit.ledger.append("document.received", services.now() - timedelta(days=40), {"document": f"{number:032x}"})
    now = services.now()
    inside = ask_for_record(services, AUDITOR, period=(now - timedelta(days=2), now), ring=False)
    make_record(services, paper(house), inside.id)
    checkpoint(house.database, house.signer, services.now())
    period = (now, services.now())
    with house.database.begin() as unit:
        for number in range(9):
            unit.ledger.append("document.received", services.now(), {"document": f"{number:032x}"})
    packer = EvidencePacker(house.settings, house.database, verifier(), enclosed)
    asked = ask_for_record(services, AUDITOR, period=period, kind=EVIDENCE.code, ring=False)
    assert make_record(services, paper(house), asked.id, packer.pack)
    _, package = download_record(services, AUDITOR, asked.id)
    return package, inside


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Run the verifier where nothing of ours is: an empty folder, no site packages, no environment."""
    place = tmp_path_factory.mktemp("elsewhere")
    (place / "verify.py").write_bytes(verifier())

    def run(package, *words):
        (place / "evidence.zip").write_bytes(package)
        command = (sys.executable, "-I", "-S", "verify.py", "evidence.zip", *words)
        done = subprocess.run(command, cwd=place, env={}, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_package_verifies_where_nothing_of_ours_is(world, alone, house):
    code, said = alone(world[0], "--key", house.signer.verifier)
    assert code == 0, said
    assert "The evidence verifies." in said
    assert "2 records, 1 policies" in said


def test_it_holds_what_it_says_it_holds(world):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        names = package.namelist()
        manifest = json.loads(package.read("manifest.json"))
    number = world[1].number
    assert f"records/{number}/{number}.pdf" in names
    assert f"records/{number}/record.json" in names
    assert any(name.endswith("/policy.md") for name in names)
    assert any(name.endswith("/certificate.json") for name in names)
    assert manifest["ledger"]["last"] < manifest["ledger"]["size"]
    assert manifest["ledger"]["first"] > 1


def turn(place):
    def change(content):
        at = place if place >= 0 else len(content) + place
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return change


def test_every_file_that_was_changed_is_named(world, alone):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        names = package.namelist()
    for name in names:
        code, said = alone(rewritten(world[0], {name: turn(-20)}))
        assert code in (1, 2), name
        assert name in said, said


def test_every_file_that_is_missing_is_named(world, alone):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        names = package.namelist()
    for name in names:
        code, said = alone(rewritten(world[0], {}, without=[name]))
        assert code in (1, 2), name
        assert name in said, said


def test_a_file_that_was_added_is_named(world, alone):
    code, said = alone(rewritten(world[0], {}, more=[("records/R-2026-9999.pdf", b"%PDF")]))
    assert (code, "records/R-2026-9999.pdf was added" in said) == (1, True)


def fitted(package, changes, **more):
    """The same, with the list of files made to fit again: only the seal can tell now, or what the ledger knows."""
    changed = rewritten(package, changes, **more)
    import hashlib

    with zipfile.ZipFile(io.BytesIO(changed)) as found:
        manifest = json.loads(found.read("manifest.json"))
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(found.read(name)).hexdigest(), "bytes": len(found.read(name))}
            for name in found.namelist() if name not in ("manifest.json", "seal.tlog")
        }  # fmt: skip
    return rewritten(changed, {"manifest.json": lambda _old: json.dumps(manifest).encode()})


def test_any_entry_that_was_changed_is_named_even_when_the_list_was_made_to_fit(world, alone):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        lines = package.read("ledger/entries.tsv").split(b"\n")[:-1]
    for place, line in enumerate(lines):
        number = line.split(b"\t")[0].decode()
        there = b"\n".join([*lines[:place], line[:-3] + b" }}", *lines[place + 1 :], b""])
        code, said = alone(fitted(world[0], {"ledger/entries.tsv": lambda _old, there=there: there}))
        assert code == 1
        assert f"entry {number} was changed" in said
        assert "manifest.json was changed" in said


def test_a_ledger_that_was_cut_off_is_named_with_the_entries_that_are_missing(world, alone):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        lines = package.read("ledger/entries.tsv").split(b"\n")[:-1]
    last = int(lines[-1].split(b"\t")[0])
    code, said = alone(fitted(world[0], {"ledger/entries.tsv": lambda _old: b"\n".join([*lines[:-2], b""])}))
    assert code == 1
    assert f"entries {last - 1} to {last} are missing" in said
    first = int(lines[0].split(b"\t")[0])
    code, said = alone(fitted(world[0], {"ledger/entries.tsv": lambda _old: b"\n".join([*lines[1:], b""])}))
    assert (code, f"entry {first} is missing" in said) == (1, True)


def test_records_that_changed_places_are_named(world, alone):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        one, other = sorted(name for name in package.namelist() if name.endswith(".pdf"))
        first, second = package.read(one), package.read(other)
    code, said = alone(fitted(world[0], {one: lambda _old: second, other: lambda _old: first}))
    assert code == 1
    assert f"{one} is not the paper that entry" in said
    assert f"{other} is not the paper that entry" in said


def test_another_key_is_told(world, alone):
    from tampering import STRANGER

    code, said = alone(world[0], "--key", STRANGER.verifier)
    assert code == 1
    assert "seal.tlog does not prove" in said


def test_a_kept_checkpoint_is_compared_where_it_fits(world, alone, house, tmp_path):
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        note = json.loads(package.read("ledger/checkpoints.jsonl").splitlines()[-1])["note"]
    (tmp_path / "kept.txt").write_text(note)
    assert alone(world[0], "--witness", str(tmp_path / "kept.txt"))[0] == 0
    kept = note.replace(note.split("\n")[1], "3", 1)
    (tmp_path / "kept.txt").write_text(kept)
    assert "lies outside" in alone(world[0], "--witness", str(tmp_path / "kept.txt"))[1]


def test_it_verifies_with_every_folder_of_ours_out_of_reach(world, tmp_path):
    apart = ("unshare", "--mount", "sh", "-c")
    if os.geteuid() != 0 or subprocess.run((*apart, "true"), capture_output=True, check=False).returncode:
        pytest.skip("a folder can be covered by root only, and not on every machine")
    (tmp_path / "evidence.zip").write_bytes(world[0])
    with zipfile.ZipFile(io.BytesIO(world[0])) as package:
        (tmp_path / "verify.py").write_bytes(package.read("verify.py"))
    python = os.path.realpath(sys.executable)
    ours = Path(__file__).resolve().parents[2]
    command = f"mount -t tmpfs none {ours} && cd {tmp_path} && exec {python} -I -S verify.py evidence.zip"
    done = subprocess.run((*apart, command), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_auditor_has_one_made_and_the_page_shows_the_way(enter, house):
    auditor = enter("auditor")
    today = house.services.now().date().isoformat()
    answer = auditor.post("/audit/packages", {"since": today, "until": today})
    assert answer.status_code == 303
    page = auditor.client.get("/audit/packages")
    assert "python3 -I -S verify.py" in page.text
    record = answer.headers["Location"].rsplit("/", 1)[1]
    packer = EvidencePacker(house.settings, house.database, verifier(), enclosed)
    assert make_record(house.services, paper(house), record, packer.pack)
    taken = auditor.client.get(f"/audit/records/{record}/paper")
    assert taken.mimetype == "application/zip"
    from test_matching import send

    held = send(auditor, taken.data)
    assert "It matches entry" in held.text
    broken = send(auditor, rewritten(taken.data, {"README.txt": turn(3)}))
    assert "README.txt was changed" in broken.text
