"""Nothing that the queue keeps stays for good, and no process of the house writes a log file."""

import re
from pathlib import Path

import redis

from store.places import CHECKOUT
from store.queue import Bell
from store.settings import load_settings


def test_every_key_of_the_queue_but_the_queue_itself_has_an_end(valkey: str, tmp_path: Path) -> None:
    settings = load_settings({"PROVISO_HOME": str(tmp_path / "home"), "PROVISO_REDIS_URL": valkey})
    with redis.Redis.from_url(valkey) as client:
        bell = Bell(client, settings)
        bell.ring_document("a" * 32)
        bell.ring_record("b" * 32)
        jobs = list(client.keys("rq:job:*"))
        assert len(jobs) == 2
        for key in client.keys("proviso:rung:*"):
            assert 0 < client.ttl(key) <= 3600
        for job in jobs:
            assert client.hget(job, "result_ttl") == b"0"
            assert 0 < int(client.hget(job, "failure_ttl") or 0) <= 60


def test_no_code_of_the_house_opens_a_log_file() -> None:
    writing = re.compile(r"FileHandler|RotatingFileHandler|filename\s*=\s*.*\.log|syslog", re.IGNORECASE)
    for folder in ("platform", "ocr_worker", "config"):
        for file in (CHECKOUT / folder).rglob("*.py"):
            assert not writing.search(file.read_text(encoding="utf-8")), file
