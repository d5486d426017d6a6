"""A ledger's key changes hands: what the old one signed stays good, and it signs nothing any more."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import reports.verify as alone
from clock.rounds import sign_ledger
from governance.errors import ProvisoError
from governance.handover import Handover
from governance.ledger import checkpoint_body
from store.build import House
from store.checkpoints import checkpoint, newest
from store.keyring import read_handover
from store.package import export
from store.proofs import prove_entry
from store.rotation import load_signer, rotate_key
from store.secrets import ledger_file
from store.signing import Signer
from store.verify import verify
from store.witness import read_witness
from storeroom import START
from tampering import change, set_checkpoint, write


def now() -> datetime:
    return datetime.now(UTC)


def signer_of(house: House) -> Signer:
    return load_signer(house.settings, house.database)


def raw(signer: Signer) -> bytes:
    return signer.public_key.public_bytes_raw()


def alone_finds(house: House, folder: Path, trusted: Signer) -> set[str]:
    export(house.database, signer_of(house), folder / "ledger.zip", program=b"", witness=None)
    with zipfile.ZipFile(folder / "ledger.zip") as package:
        return {found.code for found in alone.verify_package(package, [raw(trusted)], []).found}


@pytest.fixture
def keys(house: House) -> list[Signer]:
    """Three keys one after the other, each with checkpoints of its own."""
    found = [signer_of(house)]
    for _ in range(2):
        write(house.database, 3)
        checkpoint(house.database, found[-1], now())
        write(house.database, 2)
        rotate_key(house.settings, house.database, now())
        found.append(signer_of(house))
    write(house.database, 3)
    checkpoint(house.database, found[-1], now())
    return found


def test_whichever_key_is_trusted_the_whole_ledger_verifies(house: House, keys: list[Signer], tmp_path: Path) -> None:
    assert len({key.verifier for key in keys}) == 3
    for key in keys:
        report = verify(house.database, key.public_key, read_witness(house.settings.home))
        assert report.problems == ()
        assert report.signed == report.size
        assert alone_finds(house, tmp_path, key) == set()


def test_a_proof_from_before_stays_good_with_the_key_from_before(house: House) -> None:
    old = signer_of(house)
    write(house.database, 5)
    checkpoint(house.database, old, now())
    proof = prove_entry(house.database, 2).as_text().encode()
    rotate_key(house.settings, house.database, now())
    assert alone.verify_proof(proof, [raw(old)]).startswith("entry 2 is below")
    with pytest.raises(alone.Wrong):
        alone.verify_proof(proof, [raw(signer_of(house))])
    later = prove_entry(house.database, 2).as_text().encode()
    assert alone.verify_proof(later, [raw(signer_of(house))]).startswith("entry 2 is below")


def test_a_key_that_was_retired_signs_nothing_more(house: House, keys: list[Signer], tmp_path: Path) -> None:
    write(house.database, 1)
    with pytest.raises(ProvisoError, match="ledger-key-retired"):
        checkpoint(house.database, keys[0], now())
    last = newest(house.database)
    assert last is not None
    for retired in keys[:2]:
        note = retired.sign(checkpoint_body(retired.origin, last.size, last.root))
        set_checkpoint(last.size, note=note)(house.database)
        report = verify(house.database, keys[-1].public_key)
        assert [found.code for found in report.found] == ["key-retired"]
        assert alone_finds(house, tmp_path, keys[-1]) == {"key-retired"}


def test_a_key_does_not_sign_what_was_before_it(house: House, keys: list[Signer], tmp_path: Path) -> None:
    with house.database.read() as unit:
        first = next(iter(unit.connection.exec_driver_sql("select size, root from ledger_checkpoint order by size")))
    note = keys[-1].sign(checkpoint_body(keys[-1].origin, first.size, bytes(first.root)))
    set_checkpoint(first.size, note=note)(house.database)
    assert [found.code for found in verify(house.database, keys[0].public_key).found] == ["key-retired"]
    assert alone_finds(house, tmp_path, keys[0]) == {"key-retired"}


def test_a_handover_that_one_of_both_did_not_sign_is_none(house: House, tmp_path: Path) -> None:
    old, thief = signer_of(house), Signer(Ed25519PrivateKey.generate(), house.settings.ledger.origin)
    write(house.database, 3)
    last = checkpoint(house.database, old, now())
    assert last is not None
    body = Handover(old.origin, last.size, last.root, raw(old), raw(thief)).body
    for note in (thief.sign(body), old.sign(body)):
        assert read_handover(note) is None
        with house.database.begin() as unit:
            unit.ledger.append("ledger.key-rotated", START, {"handover": note.decode(), "new": thief.verifier})
    with pytest.raises(ProvisoError, match="ledger-damaged"):
        checkpoint(house.database, thief, now())
    checkpoint(house.database, old, now())
    assert verify(house.database, old.public_key).sound
    assert alone_finds(house, tmp_path, old) == set()
    whole = old.sign(body) + thief.line(body)
    assert read_handover(whole) is not None


@pytest.mark.parametrize("fields", [{}, {"handover": 7}, {"handover": None}, {"handover": "x"}, {"handover": []}])
def test_an_entry_that_is_no_handover_is_passed_over(house: House, tmp_path: Path, fields: dict[str, object]) -> None:
    with house.database.begin() as unit:
        unit.ledger.append("ledger.key-rotated", START, fields)
    assert sign_ledger(house)
    assert verify(house.database, house.signer.public_key).sound
    assert alone_finds(house, tmp_path, house.signer) == set()


def test_an_interrupted_change_is_brought_to_its_end_or_forgotten(house: House) -> None:
    file = ledger_file(house.settings)
    waiting, before = file.with_name(f"{file.name}.next"), file.read_bytes()
    # Interrupted before the commit: a next key that the ledger never handed over to.
    waiting.write_bytes(before)
    waiting.chmod(0o600)
    assert signer_of(house).verifier == house.signer.verifier
    assert not waiting.exists()
    # Interrupted behind the commit: the ledger names the next key, the file still holds the old one.
    rotate_key(house.settings, house.database, now())
    after = signer_of(house)
    waiting.write_bytes(file.read_bytes())
    waiting.chmod(0o600)
    file.write_bytes(before)
    assert signer_of(house).verifier == after.verifier != house.signer.verifier
    assert not waiting.exists()
    assert waiting.with_name(file.name).stat().st_mode & 0o077 == 0


def test_a_clock_that_runs_across_the_change_goes_on_with_the_new_key(house: House) -> None:
    assert sign_ledger(house)
    rotate_key(house.settings, house.database, now())
    write(house.database, 2)
    assert sign_ledger(house)
    report = verify(house.database, house.signer.public_key, read_witness(house.settings.home))
    assert (report.problems, report.signed) == ((), report.size)


def test_a_damaged_ledger_changes_no_key(house: House) -> None:
    write(house.database, 3)
    before = ledger_file(house.settings).read_bytes()
    change(house.database)
    with house.database.begin() as unit:
        unit.connection.exec_driver_sql("update ledger_entry set kind = 'other' where number = 2")
    with pytest.raises(ProvisoError, match="ledger-damaged"):
        rotate_key(house.settings, house.database, now())
    assert ledger_file(house.settings).read_bytes() == before
