"""`proviso bench ocr`: the whole governed pipeline beside plain `tesseract` processes on the same pages.

Ours is everything that happens to an upload: inspection behind the fence, decisions, sealing, the queue, two workers,
reading, personal data, storing, ledger, deletion. The peer is `xargs -P2 tesseract` with one thread each and the same
language model, which does nothing but read. They take turns in one session; the ratio is what counts.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import click

from console.bench.machine import described
from console.bench.pages import Page, bring, drawn, word_f1
from console.bench.pipeline import running_pipeline
from console.bench.stages import cost_of_stages
from store.reading import models_of
from store.settings import Settings, load_settings

_WAYS = {"as they are": False, "prepared": True}
"""The two ways our pages are read: whether they are evened, straightened and resized first."""


@click.command("ocr")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pages", default=16, show_default=True, help="Pages to draw when no FOLDER is given.")
@click.option("--rounds", default=3, show_default=True, help="How often everybody takes their turn.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Also write everything there.")
def bench_ocr(folder: Path | None, *, pages: int, rounds: int, file: Path | None) -> None:
    """Pages per second of two workers beside two tesseract processes, word F1 of both, and what each stage costs.

    FOLDER holds pages (PNG, JPEG, TIFF) and beside them what stands on each, as NAME.txt or as JSON with `text`.
    """
    if shutil.which("tesseract") is None or shutil.which("xargs") is None:
        raise click.UsageError("the peer is not installed: it needs the programs tesseract and xargs")
    given = bring(folder) if folder else drawn(pages)
    if not given:
        raise click.UsageError("no page is there")
    settings = load_settings()
    told = measure(settings, given, rounds)
    _say(told)
    if file is not None:
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        click.echo(f"{file} is written.")


def measure(settings: Settings, pages: Sequence[Page], rounds: int) -> dict[str, Any]:
    """Let the peer and both our ways take turns on all pages; all figures, ready for JSON."""
    about = described()
    peer: list[float] = []
    ours: dict[str, list[float]] = {way: [] for way in _WAYS}
    with tempfile.TemporaryDirectory(prefix="proviso-bench-") as place:
        names = _laid_out(Path(place), pages)
        with running_pipeline(prepare=False) as plain, running_pipeline(prepare=True) as prepared:
            pipelines = dict(zip(_WAYS, (plain, prepared), strict=True))
            for pipeline in pipelines.values():
                pipeline.carry(pages[:2])  # what is done at first use is not counted
            for turn in range(rounds):
                # Who begins changes from turn to turn.
                order = ["", *pipelines]
                for way in order[turn % 3 :] + order[: turn % 3]:
                    if not way:
                        peer.append(_timed(lambda: tesseract(settings, names)))
                        continue
                    pipelines[way].texts()  # those of the turn before; asking for them is no part of a turn
                    ours[way].append(_timed(lambda: pipelines[way].carry(pages)))  # noqa: B023 - called at once
            said = {way: pipeline.texts() for way, pipeline in pipelines.items()}
        read = [name.with_suffix(".out.txt").read_text(encoding="utf-8") for name in names]
    truths = [page.text for page in pages]
    costs = {way: cost_of_stages(pages, prepare=prepare) for way, prepare in _WAYS.items()}
    return {
        "bench": "ocr",
        "machine": about,
        "load_at_end": f"{os.getloadavg()[0]:.2f}",
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": len(pages),
        "rounds": rounds,
        "mode": "fast",
        "peer": {
            "name": "tesseract, two at a time",
            "version": _version(),
            "pages_per_second": round(len(pages) / median(peer), 3),
            "word_f1": word_f1(read, truths),
        },
        "ours": {
            way: {
                "pages_per_second": round(len(pages) / median(ours[way]), 3),
                "ratio": round(median(p / o for p, o in zip(peer, ours[way], strict=True)), 3),
                "ratios": [round(p / o, 3) for p, o in zip(peer, ours[way], strict=True)],
                "word_f1": word_f1(said[way], truths),
                "stages": costs[way].as_dict(),
            }
            for way in _WAYS
        },
    }


def _laid_out(place: Path, pages: Sequence[Page]) -> list[Path]:
    names = []
    for number, page in enumerate(pages):
        name = place / f"{number:04}{page.suffix}"
        name.write_bytes(page.data)
        names.append(name)
    return names


def _timed(act: Callable[[], None]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def tesseract(settings: Settings, names: Sequence[Path]) -> None:
    """Read pages by two processes at a time, each into a file beside its page."""
    listed = "\0".join(f"{name}\0{name.with_suffix('')}.out" for name in names)
    each = 'exec tesseract "$2" "$3" -l "$1" --tessdata-dir "$0" 2>/dev/null'
    command = ["xargs", "-0", "-n2", "-P2", "sh", "-c", each]
    subprocess.run(  # noqa: S603 - fixed words and names of our own
        [*command, str(models_of(settings)), settings.ocr.languages],
        input=listed.encode(),
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=True,
    )


def _version() -> str:
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
    return said.stdout.splitlines()[0]


def _say(told: dict[str, Any]) -> None:
    machine, peer = told["machine"], told["peer"]
    click.echo(
        f"{told['pages']} pages, {told['rounds']} rounds in turn, mode {told['mode']}\n{machine['processor']}, "
        f"{machine['cores']} cores, load {machine['load']}, {machine['system']}, Python {machine['python']}\n"
    )
    click.echo(f"{'':34}{'pages/s':>9}{'ratio':>8}{'word F1':>9}")
    click.echo(
        f"{peer['version'] + ', two at a time':34}{peer['pages_per_second']:>9}{1.0:>8}{peer['word_f1'] or '-':>9}"
    )
    for way, row in told["ours"].items():
        name = f"Proviso, pages {way}"
        click.echo(f"{name:34}{row['pages_per_second']:>9}{row['ratio']:>8}{row['word_f1'] or '-':>9}")
    click.echo("\nmilliseconds a page, one page at a time without a queue:")
    for way, row in told["ours"].items():
        click.echo(f"  {way}: " + ", ".join(f"{name} {value}" for name, value in row["stages"].items()))
    click.echo("“governance” is everything but decoding, reading and finding personal data (meant: under 30).")
