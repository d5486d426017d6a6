"""`proviso bench ledger`: what a ledger costs beside the same rows written plainly into the same database.

Peer and ledger take turns in short stretches of one session, so that a busy machine slows both alike; the ratio
is what counts. Both write one row a transaction through the same engine with the same settings.
"""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, String, Table, insert, select

from console.bench.whole_ledger import measure_whole
from console.private_postgres import find_postgres, running_postgres
from governance.inclusion import Tree, root_by
from governance.ledger import leaf_hash
from store.checkpoints import Checkpoint, checkpoint, verify
from store.ledger import entry_body
from store.migrate import migrate
from store.settings import load_settings
from store.signing import Signer
from store.unit_of_work import Database

_KIND = "document.ended"
_STRETCH = 50
"""Rows that one of the two writes before it is the other's turn."""
_PLAIN = Table(
    "plain", MetaData(), Column("number", Integer, primary_key=True, autoincrement=False), Column("kind", String(64)),
    Column("at", DateTime(timezone=True)), Column("body", LargeBinary), Column("leaf_hash", LargeBinary),
)  # fmt: skip

_INSERT = insert(_PLAIN)


@dataclass(slots=True)
class Row:
    """One act: rounds of the ledger and of its peer, each in acts per second."""

    name: str
    peer: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """Medians over the rounds; the ratio is the median of the ratios of each round."""
        ratio = median(o / t for o, t in zip(self.ours, self.theirs, strict=True)) if self.theirs else None
        return {
            "act": self.name, "ours_per_second": round(median(self.ours), 1), "peer": self.peer,
            "peer_per_second": round(median(self.theirs), 1) if self.theirs else None,
            "ratio": round(ratio, 3) if ratio is not None else None,
            "cost": round(1 / ratio, 3) if ratio is not None else None,
        }  # fmt: skip


@click.command("ledger")
@click.option("--entries", default=500, show_default=True, help="Entries of one round.")
@click.option("--rounds", default=5, show_default=True, help="How often peer and ledger take their turns.")
@click.option("--whole", default=0, help="Verify a ledger of so many entries by both verifiers instead.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here, too.")
def bench_ledger(*, entries: int, rounds: int, whole: int, file: Path | None) -> None:
    """Time the ledger on SQLite and, where it is installed, PostgreSQL: entries per second beside plain rows."""
    about = machine()
    click.echo(", ".join(f"{name} {value}" for name, value in about.items()))
    found: dict[str, list[dict[str, object]]] = {}
    for name, url in _databases():
        if whole:
            click.echo(f"\n{name}")
            found[name] = [step.as_dict() for step in measure_whole(url, whole, click.echo)]
            continue
        found[name] = [row.as_dict() for row in measure(url, entries, rounds)]
        click.echo(f"\n{name:<34}{'ledger/s':>12}{'peer/s':>12}{'ratio':>8}  peer")
        for row in found[name]:
            peer = row["peer_per_second"] if row["peer_per_second"] is not None else "-"
            ratio = row["ratio"] if row["ratio"] is not None else "-"
            click.echo(f"{row['act']:<34}{row['ours_per_second']:>12}{peer:>12}{ratio:>8}  {row['peer']}")
        cost = found[name][0]["cost"]
        click.echo(f"A committed row costs {cost} times as much with a ledger as without (meant: under 1.5).")
    if file is not None:
        told = {"bench": "ledger", "machine": about, "entries": entries, "rounds": rounds, "databases": found}
        file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="proviso-bench-") as folder:
        yield f"sqlite:///{folder}/bench.db"


def _databases() -> Iterator[tuple[str, str]]:
    with _sqlite() as url:
        yield "SQLite", url
    binaries = find_postgres()
    if binaries is None:
        click.echo("\nnot installed, so not measured: PostgreSQL")
        return
    with running_postgres(binaries, durable=True) as cluster:
        yield f"PostgreSQL {binaries.parent.name}", cluster.make("bench")


def measure(url: str, entries: int, rounds: int) -> list[Row]:
    """Run the rounds on one empty database."""
    with tempfile.TemporaryDirectory(prefix="proviso-bench-") as home:
        settings = load_settings({"PROVISO_HOME": home, "PROVISO_DATABASE_URL": url})
        migrate(settings)
        database = Database(settings.database_url)
    signer = Signer(Ed25519PrivateKey.generate(), "proviso/bench")
    rows = (
        Row("append, one a transaction", "INSERT of the same row"),
        Row("sequence, entries into checkpoints", ""),
        Row("prove, proofs made", ""),
        Row("check a proof", ""),
        Row("verify, entries of the whole", "SELECT of the same rows"),
    )
    try:
        with database.engine.begin() as connection:
            _PLAIN.create(connection)
        for number in range(rounds):
            _round(database, signer, number, entries, rows)
    finally:
        database.close()
    return list(rows)


def _round(database: Database, signer: Signer, number: int, entries: int, rows: tuple[Row, ...]) -> None:
    append, sequence, prove, check, whole = rows
    ours = theirs = 0.0
    for at in range(0, entries, _STRETCH):
        stretch = range(number * entries + at + 1, number * entries + min(at + _STRETCH, entries) + 1)
        # Who begins changes from stretch to stretch.
        turns = [lambda: _append(database, stretch), lambda: _insert(database, stretch)]  # noqa: B023 - used at once
        if at // _STRETCH % 2:
            theirs += timed(turns[1])
            ours += timed(turns[0])
        else:
            ours += timed(turns[0])
            theirs += timed(turns[1])
    append.ours.append(entries / ours)
    append.theirs.append(entries / theirs)
    signed: list[Checkpoint | None] = []
    sequence.ours.append(entries / timed(lambda: signed.append(checkpoint(database, signer, datetime.now(UTC)))))
    with database.read() as unit:
        leaves = [entry.leaf_hash for entry in unit.entries.entries()]
    paths: list[tuple[bytes, ...]] = []

    def proofs() -> None:
        tree = Tree(leaves)
        paths.extend(tree.path(index) for index in range(tree.size))

    roots: set[bytes | None] = set()

    def led_to() -> None:
        roots.update(root_by(leaf, at, len(leaves), paths[at]) for at, leaf in enumerate(leaves))

    prove.ours.append(len(leaves) / timed(proofs))
    check.ours.append(len(leaves) / timed(led_to))
    if roots != {sealed.root for sealed in signed if sealed is not None}:
        raise RuntimeError("a proof did not lead to the signed root")
    whole.ours.append(len(leaves) / timed(lambda: _verify(database, signer)))
    whole.theirs.append(len(leaves) / timed(lambda: _read(database)))


def _fields(number: int) -> dict[str, object]:
    return {"document": f"{number:032x}", "stage": "completed", "code": ""}


def _append(database: Database, numbers: range) -> None:
    for number in numbers:
        with database.begin() as unit:
            unit.ledger.append(_KIND, datetime.now(UTC), _fields(number))


def _insert(database: Database, numbers: range) -> None:
    for number in numbers:
        at = datetime.now(UTC)
        # Its bytes are made as well, so that the difference is the ledger's and not the content's.
        body = entry_body(number, _KIND, at, _fields(number))
        row = {"number": number, "kind": _KIND, "at": at, "body": body, "leaf_hash": leaf_hash(body)}
        with database.engine.begin() as connection:
            connection.execute(_INSERT, row)


def _verify(database: Database, signer: Signer) -> None:
    report = verify(database, signer.public_key)
    if not report.sound:
        raise RuntimeError("the ledger of this measurement does not verify")


def _read(database: Database) -> None:
    with database.engine.connect() as connection:
        for row in connection.execute(select(_PLAIN).order_by(_PLAIN.c.number)):
            tuple(row)


def timed(work: Callable[[], object]) -> float:
    """Time one call in seconds."""
    began = perf_counter()
    work()
    return perf_counter() - began


def machine() -> dict[str, str]:
    """Describe the machine: processor, cores, memory, load, system, Python."""
    lines = [line.partition(":") for name in ("cpuinfo", "meminfo") for line in _lines(Path("/proc", name))]
    known = {name.strip(): value.strip() for name, _, value in lines}
    return {
        "processor": known.get("model name", platform.machine()),
        "cores": str(os.cpu_count()),
        "memory": f"{int(known.get('MemTotal', '0 kB').split()[0]) >> 20} GiB",
        "load": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
