"""The keys of a ledger, past and present: who may sign how much, from one trusted key along the handovers."""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.handover import Handover
from store.signing import key_hash, open_note, signed_by, split_note, verifier


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that signs checkpoints over more than `since` entries, and over `until` at most (None: open)."""

    public_key: Ed25519PublicKey
    since: int = 0
    until: int | None = None

    def validity(self, size: int) -> str:
        """Say why it may not sign over so many entries; empty when it may."""
        if self.until is not None and size > self.until:
            return f"which was retired at {self.until} entries"
        return "" if size > self.since else f"which signs only beyond {self.since} entries"

    def named(self, origin: str) -> str:
        """Give its four-byte name in hexadecimal."""
        return key_hash(origin, self.public_key).hex()

    def as_dict(self, origin: str) -> dict[str, object]:
        """Write it down for a package: the verifier line, and between which sizes it signs."""
        return {"vkey": verifier(origin, self.public_key), "since": self.since, "until": self.until}


def read_handover(note: bytes) -> Handover | None:
    """Read a handover that both its keys signed; None for anything else."""
    body, _ = split_note(note)
    found = Handover.from_body(body)
    if found is None:
        return None
    keys = (Ed25519PublicKey.from_public_bytes(raw) for raw in (found.old, found.new))
    return found if all(signed_by(note, found.origin, key) for key in keys) else None


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one ledger, oldest first."""

    keys: tuple[Key, ...]

    @classmethod
    def anchored(cls, trusted: Ed25519PublicKey, handovers: Iterable[Handover]) -> "Keyring":
        """Follow the handovers from one trusted key, to those before it and to those after it.

        Nobody without both private keys can make a handover, so whoever writes into the database alone can
        neither add a key nor change from when to when one holds.
        """
        steps = sorted(handovers, key=lambda step: step.size)
        chain = [trusted.public_bytes_raw()]
        sizes: list[int] = []
        for step in reversed(steps):
            if step.new == chain[0] and (not sizes or step.size < sizes[0]):
                chain.insert(0, step.old)
                sizes.insert(0, step.size)
        for step in steps:
            if step.old == chain[-1] and (not sizes or step.size > sizes[-1]):
                chain.append(step.new)
                sizes.append(step.size)
        bounds = zip(chain, [0, *sizes], [*sizes, None], strict=True)
        return cls(tuple(Key(Ed25519PublicKey.from_public_bytes(raw), since, until) for raw, since, until in bounds))

    def open(self, note: bytes) -> tuple[Key, str, bytes] | None:
        """Give the key, the origin and the body of a note that one of these keys signed, else None."""
        for key in reversed(self.keys):
            if (opened := open_note(note, key.public_key)) is not None:
                return key, *opened
        return None


def signers(note: bytes) -> str:
    """Name the keys that a note says it is signed with, in hexadecimal; whether it is, is another question."""
    return ", ".join(key.hex() for _, key, _ in split_note(note)[1]) or "none"
