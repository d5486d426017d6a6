"""Verify a ledger package, or a proof out of one, alone: one file, Python 3.8 or newer, nothing else installed.

    python3 -I -S verify.py FILE [--key VKEY]... [--witness CHECKPOINT]... [--json]

FILE is a package (zip) of a whole ledger or of the evidence for a period, a proof of an entry (C2SP tlog-proof), a
proof of growth or a certificate of deletion (JSON). Exit codes: 0 everything fits, 1 something does not (each thing is
named with its place), 2 the file or the command cannot be used.
The formats are described in docs/ledger.md and docs/evidence.md; hashes follow RFC 6962, signatures RFC 8032, notes
C2SP signed-note.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import heapq
import json
import lzma
import struct
import sys
import zipfile
import zlib
from functools import lru_cache
from typing import Any, Iterator, NamedTuple, Sequence, Tuple

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_LINE = 1 << 24
_MOST = 100
_TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, LookupError, RuntimeError, ValueError, ArithmeticError, MemoryError,
)  # fmt: skip
Point = Tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    t, z = 2 * _D * a[3] * b[3] % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _point(encoded: bytes) -> Point | None:
    """Decode a point (RFC 8032 section 5.1.3); None for what is none."""
    y = int.from_bytes(encoded, "little") & (1 << 255) - 1
    if len(encoded) != 32 or y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT_OF_MINUS_ONE % _P
    odd = encoded[31] >> 7
    if x * x % _P != square or (x == 0 and odd):
        return None
    x = x if x & 1 == odd else _P - x
    return x, y, 1, x * y % _P


def _multiples(point: Point) -> list[Point]:
    table: list[Point] = [(0, 1, 1, 0)]
    while len(table) < 16:
        table.append(_add(table[-1], point))
    return table


_BASE = _multiples(_point(bytes([0x58]) + bytes([0x66]) * 31) or (0, 1, 1, 0))


@lru_cache(maxsize=64)
def _minus(public: bytes) -> list[Point] | None:
    point = _point(public)
    return None if point is None else _multiples((-point[0] % _P, point[1], 1, -point[3] % _P))


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is good (RFC 8032 section 5.1.7, without the cofactor)."""
    table = _minus(public)
    if table is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    sum_: Point = (0, 1, 1, 0)
    for shift in range(252, -1, -4):
        for _ in range(4):
            sum_ = _add(sum_, sum_)
        sum_ = _add(_add(sum_, _BASE[s >> shift & 15]), table[k >> shift & 15])
    inverse = pow(sum_[2], _P - 2, _P)
    x, y = sum_[0] * inverse % _P, sum_[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def leaf(entry: bytes) -> bytes:
    """Hash an entry (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A Merkle tree reduced to the roots of its perfect subtrees, largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)

    def add(self, hashed: bytes) -> None:
        """Put one leaf at the end."""
        self.peaks.append(hashed)
        self.size += 1
        size = self.size
        while not size & 1:
            right = self.peaks.pop()
            self.peaks.append(node(self.peaks.pop(), right))
            size >>= 1

    def graft(self, width: int, root: bytes) -> None:
        """Put a perfect subtree over `width` leaves at the end; it has to stand where one of that width can."""
        size = self.size
        if width < 1 or width & (width - 1) or size % width:
            raise Unusable("what is said to follow the period cannot stand there")
        self.peaks.append(root)
        self.size += width
        while size & width:
            right = self.peaks.pop()
            self.peaks.append(node(self.peaks.pop(), right))
            width <<= 1

    def root(self) -> bytes:
        """Give the tree hash."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root


def included(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Compute the root that a proof leads to (RFC 9162 section 2.1.3.2); None for one of the wrong length."""
    at, last, root = index, size - 1, hashed
    if not 0 <= index < size:
        return None
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node(beside, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, beside)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def consistent(older: int, older_root: bytes, newer: int, newer_root: bytes, path: Sequence[bytes]) -> bool:
    """Check a proof of growth (RFC 9162 section 2.1.4.2)."""
    if older == newer:
        return not path and older_root == newer_root
    if not 0 < older < newer or not path:
        return False
    hashes = list(path) if older & (older - 1) else [older_root, *path]
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    small = large = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            small, large = node(beside, small), node(beside, large)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            large = node(large, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and small == older_root and large == newer_root


class Finding(NamedTuple):
    """One thing that does not fit, from entry `first` to entry `last`; docs/ledger.md lists the codes."""

    code: str
    first: int
    last: int
    sentence: str


class Key(NamedTuple):
    """A public key that signs over more than `since` entries, and over `until` at most (None: open)."""

    public: bytes
    since: int = 0
    until: int | None = None


class Unusable(Exception):
    """What was given cannot be checked at all."""


class Wrong(Exception):
    """A proof does not prove what it should."""


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _key_id(origin: str, public: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]


def _split(note: bytes) -> tuple[bytes, list[tuple[str, bytes, bytes]]]:
    """Part a note into body and signatures: name, four bytes that name the key, signature."""
    body, gap, rest = note.rpartition(b"\n\n")
    found = []
    for line in rest.decode(errors="replace").split("\n")[:16] if gap else ():
        name, _, encoded = line[2:].partition(" ")
        if line.startswith("\u2014 "):
            found.append((name, _base64(encoded)[:4], _base64(encoded)[4:]))
    return body + b"\n" if gap else b"", found


def _signed_by(note: bytes, origin: str, public: bytes) -> bool:
    body, lines = _split(note)
    named = (origin, _key_id(origin, public))
    return any((name, key) == named and ed25519(public, body, signature) for name, key, signature in lines)


def read_key(vkey: str) -> bytes:
    """Read a public key in one line (C2SP vkey); raises Unusable."""
    name, _, rest = vkey.strip().partition("+")
    key, _, encoded = rest.partition("+")
    raw = _base64(encoded)
    if len(raw) != 33 or raw[:1] != b"\x01" or not vkey.isprintable() or _key_id(name, raw[1:]).hex() != key:
        raise Unusable(f"this is no Ed25519 key in the form NAME+HASH+KEY: {vkey[:80]!r}")
    return raw[1:]


def _handover(note: object) -> tuple[int, bytes, bytes] | None:
    """Read from which size on which key follows which; None unless both signed it."""
    whole = note.encode(errors="replace") if isinstance(note, str) else b""
    lines = _split(whole)[0].decode(errors="replace").split("\n")
    if len(lines) != 7 or lines[0] != "key handover" or not lines[2].isdecimal() or len(lines[2]) > 18:
        return None
    old, new = _base64(lines[4]), _base64(lines[5])
    good = all(len(key) == 32 and _signed_by(whole, lines[1], key) for key in (old, new))
    return (int(lines[2]), old, new) if good else None


def keyring(trusted: bytes, handed: Sequence[tuple[int, bytes, bytes]]) -> list[Key]:
    """Follow the handovers from one trusted key, to those before it and to those after it."""
    chain: list[bytes] = [trusted]
    sizes: list[int] = []
    for size, old, new in sorted(handed, reverse=True):
        if new == chain[0] and (not sizes or size < sizes[0]):
            chain.insert(0, old)
            sizes.insert(0, size)
    for size, old, new in sorted(handed):
        if old == chain[-1] and (not sizes or size > sizes[-1]):
            chain.append(new)
            sizes.append(size)
    return [Key(key, since, until) for key, since, until in zip(chain, [0, *sizes], [*sizes, None])]


def _read_note(note: bytes, keys: Sequence[Key]) -> tuple[Key, str, int, bytes] | None:
    """Give key, origin, size and root of a checkpoint that one of the keys signed."""
    lines = _split(note)[0].split(b"\n")
    if len(lines) < 4 or not lines[1].isdigit() or len(lines[1]) > 18:
        return None
    origin, root = lines[0].decode(errors="replace"), _base64(lines[2].decode(errors="replace"))
    for key in reversed(keys):
        if len(root) == 32 and _signed_by(note, origin, key.public):
            return key, origin, int(lines[1]), root
    return None


class Ledger:
    """Walks over entries and, where they stand, checkpoints; `found` is what does not fit, a hundred at most."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys, self.tree, self.origin = keys, Tree(), ""
        self.last = self.signed = self.checkpoints = self.untold = 0
        self.told = ""
        self.wanted: dict[int, dict[str, Any] | None] = {}
        self.found: list[Finding] = []

    def note(self, code: str, first: int, last: int, sentence: str) -> None:
        """Add a finding."""
        if len(self.found) < _MOST:
            self.found.append(Finding(code, first, last, sentence))
        else:
            self.untold += 1

    def take(self, number: int, columns: Sequence[bytes]) -> None:
        """Check an entry (kind, moment, leaf hash, body) by itself and put it on the tree."""
        kind, at, hashed, body = columns
        first, final = self.last + 1, number - 1
        if number <= self.last:
            self.note("misplaced", number, number, f"entry {number} stands where no entry can be")
        elif first == final:
            self.note("missing", first, first, f"entry {first} is missing")
        elif first < final:
            self.note("missing", first, final, f"entries {first} to {final} are missing")
        made = leaf(body)
        if made.hex().encode() != hashed:
            self.note("changed", number, number, f"entry {number} was changed: it does not fit its hash")
        says = _json(body)
        told = [str(says.get(name)).encode(errors="replace") for name in ("kind", "at")]
        if told != [kind, at] or isinstance(says.get("number"), bool) or says.get("number") != number:
            sentence = f"entry {number} was changed or moved: its columns do not fit what it says of itself"
            self.note("moved", number, number, sentence)
        if number in self.wanted:
            self.wanted[number] = says
        self.tree.add(made)
        self.last = number

    def compare(self, size: int, note: bytes, beside: dict[str, Any] | None = None) -> None:
        """Hold the tree against a checkpoint; `beside` is its row, None for a note kept elsewhere."""
        self.checkpoints += beside is not None
        named = f"the checkpoint over {size} entries"
        opened = _read_note(note, self.keys)
        if opened is None or opened[1] != (self.origin or opened[1]):
            signers = ", ".join(key.hex() for _, key, _ in _split(note)[1]) or "none"
            self.note("unsigned", 0, size, f"{named} is not signed by this ledger's key (signed by: {signers})")
            return
        key, self.origin, over, root = opened
        if not key.since < over <= (over if key.until is None else key.until):
            signer = _key_id(self.origin, key.public).hex()
            self.note("key-retired", 0, size, f"{named} is signed with the key {signer}, which did not sign then")
            return
        row = beside or {}
        peaks = _base64(str(row.get("peaks")))
        grown = Tree(over, [peaks[at : at + 32] for at in range(0, len(peaks), 32)])
        whole = len(peaks) == 32 * bin(over).count("1") and grown.root() == root
        plain = over == size and row.get("root") == root.hex() and row.get("at") != "unreadable"
        if beside is not None and not (whole and plain):
            self.note("checkpoint-changed", 0, size, f"{named} was changed beside what it signs")
        if over != size:
            return
        if (over, root) != (self.tree.size, self.tree.root()):
            if over > self.last:
                sentence = f"the ledger was cut off: {over} entries were signed, the last one there is {self.last}"
                self.note("cut-off", self.last + 1, over, sentence)
                return
            sentence = f"among entries {self.signed + 1} to {over} are not the ones that were signed"
            self.note("differs", self.signed + 1, over, sentence)
            if not whole:
                return
            # From the signed state on, the next difference is told where it is and not again and again.
            self.tree = grown
        self.signed = max(self.signed, over)


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _parts(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as file:
        yield from iter(lambda: file.readline(_LINE), b"")


def _checkpoints(
    ledger: Ledger, package: zipfile.ZipFile, folder: str
) -> Iterator[tuple[int, bytes, dict[str, Any] | None]]:
    before: int | None = None
    for line in _parts(package, f"{folder}checkpoints.jsonl"):
        row = _json(line)
        size, note = row.get("size"), row.get("note")
        if type(size) is not int or not isinstance(note, str) or (before is not None and size <= before):
            sentence = f"what follows the checkpoint over {before} entries is no checkpoint behind it"
            ledger.note("checkpoint-changed", before or 0, before or 0, sentence)
            continue
        before = size
        yield size, note.encode(errors="replace"), row


def _size(note: bytes) -> int:
    digits = [*note.split(b"\n"), b""][1]
    return int(digits) if digits.isdigit() and len(digits) < 19 else 0


def verify_package(package: zipfile.ZipFile, trusted: Sequence[bytes], witnesses: Sequence[bytes]) -> Ledger:
    """Check a whole ledger in constant memory; without a trusted key the package's own is believed."""
    names = package.namelist()
    if len(names) != len(set(names)) or "package.json" not in names:
        raise Unusable("this zip file is no ledger package")
    with package.open("package.json") as file:
        about = _json(file.read(_LINE))
    ledger = Ledger(_keys(about, trusted))
    try:
        kept = [*witnesses, *([package.read("witness.txt")] if "witness.txt" in names else [])]
        held = sorted(((_size(note), note, None) for note in kept), key=lambda each: each[0])
        _walk(ledger, package, held)
    except _TORN as fault:
        told = f"the package cannot be read behind entry {ledger.last}: {type(fault).__name__}"
        ledger.note("unreadable", ledger.last, ledger.last, told)
    return ledger


def _keys(about: dict[str, Any], trusted: Sequence[bytes]) -> list[Key]:
    """Give the keys that follow from the trusted ones, or from the package's own where none is trusted."""
    listed, handed = about.get("keys"), about.get("handovers")
    if not trusted:
        own = listed[-1].get("vkey") if isinstance(listed, list) and listed and isinstance(listed[-1], dict) else ""
        trusted = [read_key(str(own))]
    steps = [step for step in map(_handover, handed if isinstance(handed, list) else []) if step is not None]
    return [key for each in trusted for key in keyring(each, steps)]


def _walk(
    ledger: Ledger, package: zipfile.ZipFile, held: Sequence[Any], folder: str = "", about: dict[str, Any] | None = None
) -> None:
    """Go through entries and checkpoints; `about` tells of a stretch what follows it."""
    waiting = heapq.merge(_checkpoints(ledger, package, folder), held, key=lambda each: each[0])
    ahead = next(waiting, None)
    for line in _parts(package, f"{folder}entries.tsv"):
        columns = line.rstrip(b"\n").split(b"\t", 4)
        if len(columns) != 5 or not columns[0].lstrip(b"-").isdigit() or len(columns[0]) > 20:
            sentence = f"what follows entry {ledger.last} is no entry"
            ledger.note("unreadable", ledger.last + 1, ledger.last + 1, sentence)
            continue
        while ahead is not None and ahead[0] < int(columns[0]):
            ledger.compare(*ahead)
            ahead = next(waiting, None)
        ledger.take(int(columns[0]), columns[1:])
    if about is not None:
        while ahead is not None and ahead[0] <= ledger.last:
            ledger.compare(*ahead)
            ahead = next(waiting, None)
        _follow(ledger, about)
    while ahead is not None:
        ledger.compare(*ahead)
        ahead = next(waiting, None)


def _follow(ledger: Ledger, about: dict[str, Any]) -> None:
    """Put what follows the period on the tree, so that it can be held against the checkpoint over all of it."""
    final = int(about["last"])
    if ledger.last < final:
        first = ledger.last + 1
        ledger.note("missing", first, final, f"entries {first} to {final} are missing: the period was cut off")
    elif ledger.last > final:
        ledger.note("misplaced", final + 1, ledger.last, f"what follows entry {final} is not of this period")
    if ledger.tree.size != final:
        # Nothing behind it can fit any more, and what is missing has been told.
        ledger.tree = Tree(final)
    for width, root in about["behind"]:
        ledger.tree.graft(int(width), bytes.fromhex(root))
    ledger.last = ledger.tree.size


def verify_evidence(package: zipfile.ZipFile, trusted: Sequence[bytes], witnesses: Sequence[bytes]) -> Ledger:
    """Check the evidence of a period: every file against the sealed list, every entry against signed checkpoints."""
    names = package.namelist()
    if len(names) != len(set(names)):
        raise Unusable("a file stands in this package twice")
    if "manifest.json" not in names:
        raise Unusable("the file manifest.json is missing, the list of everything else")
    raw = package.read("manifest.json")
    about = _json(raw)
    try:
        ledger = Ledger(_keys(about, trusted))
        if about.get("format") != "proviso-evidence/1":
            raise Unusable("another format")
    except Unusable as fault:
        raise Unusable(f"manifest.json was changed, or is none: {fault}") from None
    try:
        _sealed(ledger, package, names, hashlib.sha256(raw).hexdigest())
        _files(ledger, package, names, about["files"])
        _period(ledger, package, witnesses, about)
        _claims(ledger, package, names, about)
    except (*_TORN, TypeError, AttributeError) as fault:
        told = f"the package cannot be read behind entry {ledger.last}: {type(fault).__name__}"
        ledger.note("unreadable", ledger.last, ledger.last, told)
    except Unusable as fault:
        ledger.note("unreadable", ledger.last, ledger.last, str(fault))
    ledger.told = ledger.told or "evidence whose list of files cannot be read"
    return ledger


def _period(ledger: Ledger, package: zipfile.ZipFile, witnesses: Sequence[bytes], about: dict[str, Any]) -> None:
    stretch, period = about["ledger"], about["period"]
    first, final, size = (int(stretch[name]) for name in ("first", "last", "size"))
    ledger.last = first - 1
    ledger.tree = Tree(first - 1, [bytes.fromhex(root) for root in stretch["before"]])
    claims = [*about["records"], *about["policies"]]
    ledger.wanted = {int(claim["entry"]): None for claim in claims if claim.get("entry")}
    held = sorted(((_size(note), note, None) for note in witnesses), key=lambda each: each[0])
    fit = [each for each in held if first - 1 <= each[0] <= final or each[0] == size]
    lies = "" if len(fit) == len(held) else "\nA kept checkpoint lies outside of the period and was not compared."
    ledger.told = (
        f"evidence {about.get('number')} of {about.get('origin')} for {period['from']} to {period['to']}: "
        f"entries {first} to {final}, {len(about['records'])} records, {len(about['policies'])} policies, "
        f"{len(about['files'])} files{lies}"
    )
    _walk(ledger, package, fit, "ledger/", stretch)
    if not ledger.found and ledger.signed != size:
        ledger.note("unsigned", first, final, "no signed checkpoint of this ledger's key covers the period")


def _files(ledger: Ledger, package: zipfile.ZipFile, names: Sequence[str], listed: dict[str, Any]) -> None:
    for name in sorted({*listed, *names} - {"manifest.json", "seal.tlog"}):
        if name not in names:
            ledger.note("file-missing", 0, 0, f"the file {name} is missing")
        elif name not in listed:
            ledger.note("file-added", 0, 0, f"the file {name} was added: the list does not know it")
        elif _digest(package, name) != listed[name].get("sha256"):
            ledger.note("file-changed", 0, 0, f"the file {name} was changed: its SHA-256 is not the one in the list")


def _digest(package: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    try:
        with package.open(name) as file:
            for part in iter(lambda: file.read(1 << 20), b""):
                found.update(part)
    except _TORN:
        return ""
    return found.hexdigest()


def _sealed(ledger: Ledger, package: zipfile.ZipFile, names: Sequence[str], digest: str) -> None:
    """Hold the list of files against the ledger's entry about it."""
    entry = _proved(ledger, package, names, "seal.tlog")
    if entry is None:
        ledger.note("file-changed", 0, 0, "seal.tlog does not prove an entry of this ledger")
    elif entry.get("kind") != "evidence.sealed" or entry["fields"].get("sha256") != digest:
        ledger.note("file-changed", 0, 0, "manifest.json was changed: it is not the list that the ledger sealed")


def _proved(ledger: Ledger, package: zipfile.ZipFile, names: Sequence[str], name: str) -> dict[str, Any] | None:
    """Give the entry that a file proves; None where it proves nothing."""
    try:
        told = verify_proof(package.read(name), [key.public for key in ledger.keys]) if name in names else ""
    except (Unusable, Wrong, *_TORN):
        return None
    entry = _json(told.partition("\n")[2].encode())
    return entry if isinstance(entry.get("fields"), dict) else None


def _claims(ledger: Ledger, package: zipfile.ZipFile, names: Sequence[str], about: dict[str, Any]) -> None:
    """Hold records and policies against the entries that name them."""
    for number in sorted(ledger.wanted):
        if ledger.wanted[number] is None:
            ledger.wanted[number] = _proved(ledger, package, names, f"ledger/entry-{number}.tlog")
    for record in about["records"]:
        entry = ledger.wanted.get(int(record["entry"])) or {}
        fields, name = entry.get("fields") or {}, record["file"]
        sealed = (fields.get("number"), fields.get("sha256")) == (record["number"], _digest(package, name))
        if name in names and not (sealed and entry.get("kind") == "record.issued"):
            place, sentence = record["entry"], f"{name} is not the paper that entry {record['entry']} sealed"
            ledger.note("record-swapped", place, place, sentence)
    for policy in about["policies"]:
        fields = (ledger.wanted.get(int(policy["entry"] or 0)) or {}).get("fields") or {}
        if policy["digest"] not in (fields.get("policy"), fields.get("digest")):
            ledger.note("policy-unknown", 0, 0, f"no entry says that the policy in {policy['folder']} was in force")
        name = f"{policy['folder']}/certificate.json"
        if name in names and dict(_json(package.read(name)).get("policy") or {}).get("digest") != policy["digest"]:
            ledger.note("file-changed", 0, 0, f"{name} is a proof of another policy")


def _certificate(about: dict[str, Any], keys: Sequence[Key]) -> str:
    """Check a certificate of deletion: its digest is signed under the name of a ledger, and nothing was changed."""
    one, note = about.get("certificate"), str(about.get("note")).encode(errors="replace")
    lines = _split(note)[0].split(b"\n")
    if not isinstance(one, dict) or len(lines) != 4 or lines[1] != b"proviso deletion certificate":
        raise Unusable("this certificate is not whole")
    origin = lines[0].decode(errors="replace")
    text = json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode(errors="replace")).digest()
    if not any(_signed_by(note, origin, key.public) for key in keys):
        raise Wrong("the certificate is not signed by this key")
    if _base64(lines[2].decode(errors="replace")) != digest:
        raise Wrong("the certificate was changed after it was signed")
    counts = ", ".join(f"{name}: {count}" for name, count in sorted(dict(one.get("counts") or {}).items()))
    return f"certificate {one.get('certificate_id')} of {one.get('issued_at')} is signed by {origin} ({counts})"


def verify_proof(data: bytes, trusted: Sequence[bytes]) -> str:
    """Check a proof of an entry or of growth, or a certificate, and say what it shows; raises Unusable or Wrong."""
    keys = [Key(public) for public in trusted]
    if not keys:
        raise Unusable("a proof holds no key: name one with --key")
    if data.startswith(b"c2sp.org/tlog-proof@v1\n"):
        head, _, note = data.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")[1:]
        if len(lines) < 2 or not lines[0].startswith("extra ") or not lines[1][6:].isdecimal() or len(lines[1]) > 24:
            raise Unusable("this proof holds no entry")
        entry, index, opened = _base64(lines[0][6:]), int(lines[1][6:]), _read_note(note, keys)
        if (
            opened is None
            or included(leaf(entry), index, opened[2], [_base64(each) for each in lines[2:]]) != opened[3]
        ):
            raise Wrong("the proof does not lead to a checkpoint that this key signed")
        told = entry.decode(errors="backslashreplace")
        return f"entry {index + 1} is below the signed checkpoint over {opened[2]} entries:\n{told}"
    about = _json(data)
    if about.get("format") == "proviso-deletion-certificate/1":
        return _certificate(about, keys)
    if about.get("format") != "proviso-consistency/1" or not isinstance(about.get("path"), list):
        raise Unusable("this is neither a package nor a proof nor a certificate")
    notes = [_read_note(str(about.get(name)).encode(errors="replace"), keys) for name in ("older", "newer")]
    old, new = notes
    path = [_base64(str(each)) for each in about["path"]]
    if old is None or new is None or old[1] != new[1] or not consistent(old[2], old[3], new[2], new[3], path):
        raise Wrong("the proof does not lead from one checkpoint that this key signed to another")
    return f"the ledger of {new[2]} entries begins with the ledger of {old[2]} entries"


def _tell(ledger: Ledger, arguments: argparse.Namespace) -> None:
    root = ledger.tree.root().hex()
    if ledger.told and not arguments.json:
        print(ledger.told)
    if arguments.json:
        print(json.dumps({
            "sound": not ledger.found, "size": ledger.last, "signed": ledger.signed, "root": root,
            "checkpoints": ledger.checkpoints, "problems": [each._asdict() for each in ledger.found],
            "further_problems": ledger.untold}, indent=1))  # fmt: skip
        return
    print(f"{ledger.last} entries, {ledger.signed} of them signed, {ledger.checkpoints} checkpoints, root {root}")
    for each in ledger.found:
        print(f"  {each.code}: {each.sentence}")
    if ledger.untold:
        print(f"  {ledger.untold} further problems are not listed")
    if not arguments.key:
        print("No --key: the key in the package was believed, whoever made it.")
    if not arguments.witness:
        print("No --witness: a ledger that was cut back and signed again cannot be told.")
    what = "evidence" if ledger.told else "ledger"
    print(f"The {what} does not verify." if ledger.found else f"The {what} verifies.")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; the exit code as in the head of this file."""
    parser = argparse.ArgumentParser(description="Verify a ledger package, or a proof out of one.")
    parser.add_argument("file")
    parser.add_argument("--key", action="append", default=[], help="a public key that is trusted: NAME+HASH+KEY")
    parser.add_argument("--witness", action="append", default=[], help="a file with a checkpoint kept elsewhere")
    parser.add_argument("--json", action="store_true", help="say it for programs")
    arguments = parser.parse_args(words)
    try:
        trusted = [read_key(vkey) for vkey in arguments.key]
        witnesses = []
        for name in arguments.witness:
            with open(name, "rb") as file:
                witnesses.append(file.read(_LINE))
        if not zipfile.is_zipfile(arguments.file):
            with open(arguments.file, "rb") as file:
                print(verify_proof(file.read(_LINE), trusted))
            return 0
        with zipfile.ZipFile(arguments.file) as package:
            whole = "package.json" in package.namelist()
            ledger = (verify_package if whole else verify_evidence)(package, trusted, witnesses)
    except (Unusable, *_TORN) as fault:
        print(f"cannot be used: {fault}", file=sys.stderr)
        return 2
    except Wrong as fault:
        print(f"wrong: {fault}")
        return 1
    _tell(ledger, arguments)
    return 1 if ledger.found else 0


if __name__ == "__main__":
    sys.exit(main())
