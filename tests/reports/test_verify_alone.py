"""The stand-alone verifier: signatures by the book, packages of all sorts, and nothing of ours beside it."""

import ast
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

import reports.verify as alone
from store.package import export
from store.proofs import prove_entry, prove_growth
from store.unit_of_work import Database
from storeroom import opened
from tampering import SIGNER, STRANGER, TAMPERINGS, a_signed_ledger

PROGRAM = Path(alone.__file__)
# Secret key, message and signature of RFC 8032 section 7.1, tests 1 to 3, and "SHA(abc)".
VECTORS = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246551"
     "41438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d"
     "291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027"
     "beceea1ec40a"),
    ("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9a"
     "c94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9be"
     "f1177331a704"),
]  # fmt: skip


@pytest.mark.parametrize(("secret", "message", "signature"), VECTORS)
def test_signatures_of_the_rfc_are_good(secret, message, signature):
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).public_key().public_bytes_raw()
    assert alone.ed25519(key, bytes.fromhex(message), bytes.fromhex(signature))
    assert not alone.ed25519(key, bytes.fromhex(message) + b"x", bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_a_signature_is_good_and_with_any_bit_turned_it_is_not(secret, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert alone.ed25519(key, message, signature)
    turned = bytearray(signature)
    turned[bit // 8] ^= 1 << bit % 8
    assert not alone.ed25519(key, message, bytes(turned))


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_what_the_library_refuses_is_refused(key, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"message")
        good = True
    except InvalidSignature:
        good = False
    assert alone.ed25519(key, b"message", signature) == good


def test_keys_and_signatures_that_have_a_second_spelling_are_refused():
    signature = SIGNER.private_key.sign(b"x")
    key = SIGNER.public_key.public_bytes_raw()
    order = 2**252 + 27742317777372353535851937790883648493
    longer = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not alone.ed25519(key, b"x", signature[:32] + longer)
    assert not alone.ed25519(key, b"x", signature + b"\x00")
    assert not alone.ed25519((2**255 - 19 + 1).to_bytes(32, "little"), b"x", signature)
    assert not alone.ed25519(b"\xff" * 32, b"x", signature)
    assert not alone.ed25519((1 | 1 << 255).to_bytes(32, "little"), b"x", signature)


def test_the_program_needs_python_3_8_and_its_library_only():
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names


@pytest.fixture(scope="module")
def ledger(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory):
    """A package, the note kept elsewhere, a proof of entry 5 and one of growth from 8 entries to 20."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(sqlite_template, folder / "proviso.db")
    with opened(Database(f"sqlite:///{folder / 'proviso.db'}")) as database:
        note = a_signed_ledger(database)
        export(database, SIGNER, folder / "ledger.zip", program=PROGRAM.read_bytes(), witness=note)
        (folder / "note.txt").write_bytes(note)
        (folder / "entry.proof").write_text(prove_entry(database, 5).as_text(), "utf-8")
        (folder / "growth.json").write_text(json.dumps(prove_growth(database, 8).as_dict()), "utf-8")
        TAMPERINGS["modified: a body and its hash"][0](database)
        export(database, SIGNER, folder / "forged.zip", program=b"", witness=note)
    with zipfile.ZipFile(folder / "ledger.zip") as package:
        package.extract("verify.py", folder)
    return folder


def run(ledger: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the copy that came with the package, where nothing of ours can be imported."""
    command = [sys.executable, "-I", "-S", "-W", "error", "verify.py", *words]
    return subprocess.run(command, cwd=ledger, capture_output=True, text=True, env={}, check=False)


def test_a_package_is_verified_where_nothing_of_ours_is_installed(ledger: Path) -> None:
    done = run(ledger, "ledger.zip", "--key", SIGNER.verifier, "--witness", "note.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("24 entries, 20 of them signed, 3 checkpoints, root ")
    assert done.stdout.endswith("The ledger verifies.\n")
    assert "No --" not in done.stdout


def test_what_was_not_given_is_said(ledger: Path) -> None:
    told = run(ledger, "ledger.zip").stdout
    assert "No --key" in told
    assert "No --witness" in told


def test_a_forged_package_ends_in_one_and_the_place_is_named(ledger: Path) -> None:
    done = run(ledger, "forged.zip", "--key", SIGNER.verifier)
    assert done.returncode == 1
    assert "differs: among entries 9 to 16 are not the ones that were signed" in done.stdout
    told = json.loads(run(ledger, "forged.zip", "--json").stdout)
    assert not told["sound"]
    assert [(each["code"], each["first"], each["last"]) for each in told["problems"]] == [("differs", 9, 16)]


def test_another_key_believes_nothing(ledger: Path) -> None:
    done = run(ledger, "ledger.zip", "--key", STRANGER.verifier)
    assert done.returncode == 1
    assert done.stdout.count("unsigned: ") == 4


def test_proofs_are_verified_alone(ledger: Path) -> None:
    entry = run(ledger, "entry.proof", "--key", SIGNER.verifier)
    assert entry.returncode == 0, entry.stderr
    assert entry.stdout.startswith("entry 5 is below the signed checkpoint over 20 entries:\n{")
    grown = run(ledger, "growth.json", "--key", SIGNER.verifier)
    assert grown.stdout == "the ledger of 20 entries begins with the ledger of 8 entries\n"
    for name in ("entry.proof", "growth.json"):
        assert run(ledger, name, "--key", STRANGER.verifier).returncode == 1
        assert run(ledger, name).returncode == 2


@pytest.mark.parametrize(("old", "new"), [("index 4", "index 5"), ("extra ey", "extra ex"), ("\n20\n", "\n21\n")])
def test_a_changed_proof_of_an_entry_is_wrong(ledger: Path, tmp_path: Path, old: str, new: str) -> None:
    text = (ledger / "entry.proof").read_text("utf-8")
    assert old in text
    (tmp_path / "changed.proof").write_text(text.replace(old, new), "utf-8")
    assert run(ledger, str(tmp_path / "changed.proof"), "--key", SIGNER.verifier).returncode == 1


@pytest.mark.parametrize("words", [("none.zip",), ("verify.py", "--key", "x"), ("note.txt", "--key", SIGNER.verifier)])
def test_what_cannot_be_used_ends_in_two(ledger: Path, words: tuple[str, ...]) -> None:
    done = run(ledger, *words)
    assert done.returncode == 2
    assert done.stderr.startswith("cannot be used: ")
    assert "Traceback" not in done.stderr


def packed(parts: dict[str, bytes]) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return zipfile.ZipFile(out)


@pytest.fixture(scope="module")
def parts(ledger: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(ledger / "ledger.zip") as package:
        return {name: package.read(name) for name in package.namelist()}


KEY = SIGNER.public_key.public_bytes_raw()


@given(data=st.data())
def test_any_byte_changed_among_the_entries_is_found(parts: dict[str, bytes], data: st.DataObject) -> None:
    part = parts["entries.tsv"]
    at = data.draw(st.integers(0, len(part) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != part[at]))
    changed = part[:at] + bytes([byte]) + part[at + 1 :]
    with packed({**parts, "entries.tsv": changed}) as package:
        assert alone.verify_package(package, [KEY], []).found


@given(data=st.data())
def test_a_part_that_was_spoilt_never_ends_in_a_crash(parts: dict[str, bytes], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["entries.tsv", "checkpoints.jsonl", "package.json", "witness.txt"]))
    part, junk = parts[name], data.draw(st.binary(max_size=40) | st.sampled_from([b"[" * 9000, b"1" * 9000, b"null"]))
    first = data.draw(st.integers(0, len(part)))
    last = data.draw(st.integers(first, len(part)))
    with packed({**parts, name: part[:first] + junk + part[last:]}) as package:
        try:
            found = alone.verify_package(package, [KEY] if data.draw(st.booleans()) else [], [junk])
        except alone.Unusable:
            return
        assert found.last <= 10**20


@given(data=st.data())
def test_a_package_that_was_torn_never_ends_in_a_crash(ledger: Path, data: st.DataObject) -> None:
    whole = (ledger / "ledger.zip").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    torn = bytearray(whole[: data.draw(st.integers(at, len(whole)))])
    torn[at : at + 1] = data.draw(st.binary(max_size=3))
    file = ledger / "torn.zip"
    file.write_bytes(torn)
    assert alone.main([str(file), "--key", SIGNER.verifier]) in {0, 1, 2}


def test_two_parts_of_one_name_are_no_package(parts: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("entries.tsv", b"")
    with zipfile.ZipFile(out) as package, pytest.raises(alone.Unusable):
        alone.verify_package(package, [KEY], [])
