"""`proviso bench pii`: stock Presidio beside our detector on the same annotated texts.

Stock is Presidio as it comes, with the language model that is installed (or another that is named), save that
its check of e-mail addresses may not ask the network. Both take turns text by text, so that a busy machine slows
both alike; the ratio is what counts.
"""

import importlib.util
import json
import logging
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

import click
import presidio_analyzer
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_analyzer.predefined_recognizers import EmailRecognizer
from ruamel.yaml import YAML

from governance.findings import SPECIAL, PageText
from ocr_worker.detector import Detector

_COVERED = 0.5
"""How much of a value a finding must cover to have found it."""
_SAME = {
    "GPE": "LOCATION", "LOC": "LOCATION", "STREET_ADDRESS": "LOCATION", "ADDRESS": "LOCATION", "ZIP_CODE": "LOCATION",
    "DATE_OF_BIRTH": "DATE_TIME", "DOMAIN_NAME": "URL", "EMAIL": "EMAIL_ADDRESS", "PER": "PERSON", "ES_NIE": "ES_NIF",
}  # fmt: skip
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)

Found = tuple[str, int, int]
"""A type with the start and end of its value."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text and the values in it."""

    text: str
    values: tuple[Found, ...]


@dataclass(slots=True)
class Score:
    """By type: values in the texts, found under their type, found at all; findings, and the right ones."""

    values: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)


class _OfflineEmailRecognizer(EmailRecognizer):
    def validate_result(self, pattern_text: str) -> bool:
        return bool(_SUFFIXES(pattern_text.rpartition("@")[2]).top_domain_under_public_suffix)


@click.command("pii")
@click.argument("texts", type=click.Path(exists=True, path_type=Path))
@click.option("--rounds", default=3, show_default=True, help="How often each text is put to both.")
@click.option("--stock-model", help="The language model of stock Presidio; ours otherwise.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers to this file.")
def bench_pii(texts: Path, *, rounds: int, stock_model: str | None, out: Path | None) -> None:
    """Recall, precision and time on TEXTS: a folder of JSON pages or a file of JSON lines, with annotated values.

    A line or page holds `text` and `spans` (or `pii`), each with `type`, `start` and `end`.
    """
    given = read_annotated(texts)
    if not given:
        raise click.UsageError("no annotated text there")
    detector = Detector()
    contenders: dict[str, Callable[[str], list[Found]]] = {
        "stock": _stock(stock_model or detector.model),
        "ours": lambda text: [
            (f.type, f.start, f.end)
            for f in detector.find(PageText(1, 1, 1, text, ()))
            if not f.type.startswith(SPECIAL)
        ],
    }
    scores, times = measured(contenders, given, rounds)
    told = report(scores, times, machine(), len(given), rounds)
    _say(told)
    if out:
        out.write_text(json.dumps(told, indent=1) + "\n")


def read_annotated(path: Path) -> list[Annotated]:
    """Read a folder of JSON files or a file of JSON lines; pages without annotations are left out."""
    if path.is_dir():
        entries = [json.loads(file.read_text()) for file in sorted(path.glob("*.json"))]
    else:
        entries = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return [
        Annotated(
            entry["text"],
            tuple(
                (s["type"], s["start"], s["end"])
                for s in (entry.get("spans") or entry.get("pii") or ())
                if s.get("start") is not None
            ),
        )
        for entry in entries
        if isinstance(entry, dict) and entry.get("text") and (entry.get("spans") or entry.get("pii"))
    ]


def measured(
    contenders: Mapping[str, Callable[[str], list[Found]]], given: Sequence[Annotated], rounds: int
) -> tuple[dict[str, Score], dict[str, list[float]]]:
    """Put every text to every contender in turn; the scores, and the median milliseconds of every text."""
    for find in contenders.values():
        find(given[0].text)  # what loads at first use is not counted
    taken: dict[str, list[list[float]]] = {name: [[] for _ in given] for name in contenders}
    scores = {name: Score() for name in contenders}
    for turn in range(rounds):
        for number, page in enumerate(given):
            for name, find in contenders.items():
                began = time.perf_counter()
                found = find(page.text)
                taken[name][number].append(1000 * (time.perf_counter() - began))
                if turn == 0:
                    count(scores[name], page.values, found)
    return scores, {name: [median(turns) for turns in texts] for name, texts in taken.items()}


def count(score: Score, values: Iterable[Found], found: Sequence[Found]) -> None:
    """Add one text's values and findings to a score."""
    values = tuple(values)
    for kind, start, end in values:
        score.values[kind] += 1
        same = [(s, e) for k, s, e in found if accepts(kind, k)]
        score.hit[kind] += _cover(start, end, same) >= _COVERED
        score.touched[kind] += _cover(start, end, [(s, e) for _, s, e in found]) >= _COVERED
    for kind, start, end in found:
        kind = _SAME.get(kind, kind)
        score.findings[kind] += 1
        score.right[kind] += any(accepts(k, kind) and s < end and start < e for k, s, e in values)


def accepts(wanted: str, found: str) -> bool:
    """Whether a finding of one type answers to a value of another; an age is a kind of date to stock."""
    wanted, found = _SAME.get(wanted, wanted), _SAME.get(found, found)
    return wanted == found or (wanted == "AGE" and found == "DATE_TIME")


def _cover(start: int, end: int, spans: Iterable[tuple[int, int]]) -> float:
    covered: set[int] = set()
    for s, e in spans:
        covered.update(range(max(start, s), min(end, e)))
    return len(covered) / max(1, end - start)


def _stock(model: str) -> Callable[[str], list[Found]]:
    """Presidio with its own configuration; only the model's name differs, and e-mail is checked offline."""
    if importlib.util.find_spec(model) is None and not Path(model).is_dir():
        raise click.UsageError(f"the language model {model} is not installed")  # Presidio would fetch it
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL + 1)
    conf = YAML(typ="safe").load(Path(presidio_analyzer.__file__).parent / "conf" / "default.yaml")
    conf["models"] = [{"lang_code": "en", "model_name": model}]
    engine = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=conf).create_engine(), supported_languages=["en"]
    )
    engine.registry.remove_recognizer("EmailRecognizer")
    engine.registry.add_recognizer(_OfflineEmailRecognizer(supported_language="en"))
    return lambda text: [(r.entity_type, r.start, r.end) for r in engine.analyze(text, "en")]


def machine() -> str:
    """The machine in a line: processor, cores, load, Python."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")),
        platform.machine(),
    )
    return (
        f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.system()}, Python"
        f" {platform.python_version()}"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.is_file() else []


def report(
    scores: Mapping[str, Score], times: Mapping[str, list[float]], on: str, texts: int, rounds: int
) -> dict[str, object]:
    """All numbers, ready for JSON: per type and contender recall, recall under any type, precision."""
    kinds = sorted(scores["ours"].values, key=lambda kind: (-scores["ours"].values[kind], kind))
    named = {
        kind: {
            "values": scores["ours"].values[kind],
            **{
                name: {
                    "recall": _share(s.hit[kind], s.values[kind]),
                    "recall_any_type": _share(s.touched[kind], s.values[kind]),
                    "precision": _share(s.right[_SAME.get(kind, kind)], s.findings[_SAME.get(kind, kind)]),
                }
                for name, s in scores.items()
            },
        }
        for kind in kinds
    }
    whole = {
        name: {
            "recall": _share(s.hit.total(), s.values.total()),
            "recall_any_type": _share(s.touched.total(), s.values.total()),
            "precision": _share(s.right.total(), s.findings.total()),
            "ms_a_page": round(mean(times[name]), 2),
        }
        for name, s in scores.items()
    }
    ratio = round(mean(times["stock"]) / mean(times["ours"]), 2)
    return {"machine": on, "texts": texts, "rounds": rounds, "all": whole, "speed_ratio": ratio, "types": named}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _say(told: Mapping[str, object]) -> None:
    click.echo(f"{told['machine']}\n{told['texts']} texts, {told['rounds']} rounds in turn")
    click.echo(f"{'':24}{'values':>8}{'recall stock':>14}{'ours':>8}{'precision stock':>17}{'ours':>8}")
    types, whole = told["types"], told["all"]
    assert isinstance(types, dict)  # noqa: S101 - `report` made it
    assert isinstance(whole, dict)  # noqa: S101
    for kind, row in [("all", {"values": sum(row["values"] for row in types.values()), **whole}), *types.items()]:
        stock, ours = row["stock"], row["ours"]
        click.echo(
            f"{kind:24}{row['values']:>8}{_percent(stock['recall']):>14}{_percent(ours['recall']):>8}"
            f"{_percent(stock['precision']):>17}{_percent(ours['precision']):>8}"
        )
    stock_ms, ours_ms = whole["stock"]["ms_a_page"], whole["ours"]["ms_a_page"]
    click.echo(f"milliseconds a page: stock {stock_ms}, ours {ours_ms}; ours is {told['speed_ratio']} times as fast")


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
