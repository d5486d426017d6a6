"""`proviso bench`: what things cost, always beside a peer, in turns, with the machine described."""

import click

from console.subcommands import Subcommands

BENCHES = {
    "decide": ("console.bench.decisions", "decide_command"),
    "ocr": ("console.bench.ocr", "bench_ocr"),
    "pii": ("console.bench.personal_data", "bench_pii"),
    "ledger": ("console.bench.ledger", "bench_ledger"),
    "retention": ("console.bench.retention", "bench_retention"),
}
"""Where each measurement lives."""


@click.group(cls=Subcommands, places=BENCHES)
def bench() -> None:
    """Measure the house: ratios count, because a busy machine slows both sides alike."""
