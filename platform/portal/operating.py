"""For those who run the house: is it ready, and its numbers for Prometheus."""

import hmac
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from portal.doors import house, on_this_machine
from portal.public import PROBE
from store.build import House
from store.numbers import numbers
from store.queue import connect_queue

pages = Blueprint("operating", __name__)

_PREFIX = "proviso_"
_LEAST_LETTERS = 16


@pages.get("/readyz")
def ready() -> Response:
    """Answer 200 when database, key server and queue all answer, else 503 with the names of those that do not."""
    silent = [name for name, answers in _parts().items() if not answers]
    text = f"not ready: {', '.join(silent)}\n" if silent else "ready\n"
    return Response(text, status=503 if silent else 200, mimetype="text/plain")


@pages.get("/metrics")
def metrics() -> Response:
    """Give the numbers to this machine or, where a word is set, to who sends it; for others there is nothing."""
    if not _may_read():
        abort(404)
    registry = CollectorRegistry()
    registry.register(_Numbers())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Numbers(Collector):
    def collect(self) -> Iterator[Metric]:
        """Turn every number into Prometheus' form."""
        for number in numbers(_house(), house().now()):
            family = GaugeMetricFamily(_PREFIX + number.name, number.help, labels=number.labels)
            for labels, value in sorted(number.values.items()):
                family.add_metric(list(labels), value)
            yield family


def _may_read() -> bool:
    named = _house().settings.metrics.token_file
    if not named:
        return on_this_machine()
    try:
        word = Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return False
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), word.encode())
    return len(word) >= _LEAST_LETTERS and kind.lower() == "bearer" and same


def _parts() -> dict[str, bool]:
    return {"database": _answers(_database), "key server": _answers(_keys), "queue": _answers(_queue)}


def _answers(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception:  # noqa: BLE001 - whatever it is, the part cannot be used
        return False
    return True


def _database() -> None:
    with house().store.read() as unit:
        unit.documents.get(PROBE)


def _keys() -> None:
    house().vault.alive(PROBE)


def _queue() -> None:
    if not connect_queue(_house().settings).ping():
        raise RedisError


def _house() -> House:
    return cast(House, current_app.extensions["proviso-house"])
