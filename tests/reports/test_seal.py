"""A sealed paper stays an accessible archive file, is believed by strangers' tools, and shows every changed byte."""

import asyncio
import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from test_processing_record import quiet, quiet_paper
from verapdf import verdicts

from reports.press import Press
from reports.seal import PaperSeal
from store.paper_key import check_paper_key, make_paper_key


@cache
def own() -> PaperSeal:
    return PaperSeal(make_paper_key("proviso/ledger", datetime.now(UTC)).encode())


@cache
def sealed() -> bytes:
    return own().seal(quiet_paper())


def brought_key() -> bytes:
    """A key as an operator may bring it: RSA, its certificate below another one."""
    now = datetime.now(UTC)
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Clinic papers", "Clinic root")]
    chain = []
    for at, authority in enumerate((False, True)):
        usage = [not authority, not authority, *[False] * 3, authority, authority, False, False]
        chain.append(
            x509.CertificateBuilder()
            .subject_name(names[at])
            .issuer_name(names[1])
            .public_key(keys[at].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(*usage), critical=True)
            .sign(keys[1], hashes.SHA256())
        )
    private = keys[0].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)


def test_the_paper_before_the_seal_stands_unchanged_below_it() -> None:
    assert sealed().startswith(quiet_paper())
    assert Press(own()).write(quiet()).startswith(quiet_paper())


def test_our_own_check_finds_the_seal_whole_and_ours() -> None:
    found = own().check(sealed())
    assert (found.whole, found.known, found.certificate) == (True, True, own().certificate)
    assert found.name == "Papers of proviso/ledger"


def test_any_flipped_byte_is_found() -> None:
    choice = random.Random(7)
    for _ in range(40):
        place = choice.randrange(len(sealed()))
        changed = bytearray(sealed())
        changed[place] ^= 1 << choice.randrange(8)
        assert not own().check(bytes(changed)).whole, place


def test_a_flipped_byte_of_the_paper_itself_is_always_found() -> None:
    for place in range(1000, len(quiet_paper()), len(quiet_paper()) // 25):
        changed = bytearray(sealed())
        changed[place] ^= 1
        assert not own().check(bytes(changed)).whole, place


def test_what_is_added_behind_the_seal_is_found() -> None:
    assert not own().check(sealed() + b"\n% one more line\n").whole


def test_a_strangers_seal_is_whole_and_not_ours() -> None:
    stranger = PaperSeal(make_paper_key("another", datetime.now(UTC)).encode())
    found = own().check(stranger.seal(quiet_paper()))
    assert (found.whole, found.known) == (True, False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", quiet_paper])
def test_a_file_without_a_seal_is_not_whole(content) -> None:
    assert not own().check(content() if callable(content) else content).whole


def test_a_key_that_was_brought_seals_as_well() -> None:
    check_paper_key(brought_key())
    seal = PaperSeal(pem := brought_key())
    found = seal.check(seal.seal(quiet_paper()))
    assert (found.whole, found.known, found.name) == (True, True, "Clinic papers")
    assert pem.count(b"BEGIN CERTIFICATE") == seal.certificates.count(b"BEGIN CERTIFICATE") == 2


def test_a_key_without_its_own_certificate_is_refused() -> None:
    one, other = (make_paper_key(name, datetime.now(UTC)) for name in "ab")
    crossed = (
        one.split("-----BEGIN CERTIFICATE")[0] + "-----BEGIN CERTIFICATE" + other.split("-----BEGIN CERTIFICATE")[1]
    )
    for wrong in (crossed, "", "x" * 99, one.split("-----BEGIN CERTIFICATE")[0]):
        with pytest.raises(ValueError):
            check_paper_key(wrong.encode())


def test_poppler_believes_the_seal_and_sees_a_changed_byte(tmp_path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (Debian: poppler-utils)")
    changed = bytearray(sealed())
    changed[len(quiet_paper()) // 2] ^= 1
    said = {}
    for name, content in (("good", sealed()), ("bad", bytes(changed))):
        (tmp_path / f"{name}.pdf").write_bytes(content)
        done = subprocess.run(
            ["pdfsig", str(tmp_path / f"{name}.pdf")], capture_output=True, text=True, timeout=60, check=False
        )
        said[name] = done.stdout
    assert "Signature is Valid" in said["good"]
    assert "Total document signed" in said["good"]
    assert "ETSI.CAdES.detached" in said["good"]
    assert "Signature is Valid" not in said["bad"]


@pytest.mark.timeout(600)
def test_a_sealed_paper_is_still_pdf_a_3a_and_pdf_ua_1(tmp_path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed())
    assert not any(verdicts([tmp_path / "sealed.pdf"]).values())


def test_a_caller_with_an_event_loop_of_its_own_seals_and_checks_as_well():
    async def act():
        return own().check(own().seal(quiet_paper()))

    assert asyncio.run(act()).whole
