import json
import logging
import zlib

import pytest
import redis
from rq import Queue
from rq.serializers import JSONSerializer

from store.keys import connect
from store.queue import BATCH, BY_URGENCY, DOCUMENTS, RECORDS, Bell, connect_queue, next_document
from store.settings import Settings, load_settings

ITEM = "d" * 32


@pytest.fixture
def quiet_settings(tmp_path, valkey: str) -> Settings:
    return load_settings({"PROVISO_HOME": str(tmp_path / "h"), "PROVISO_REDIS_URL": valkey})


@pytest.fixture
def bell(quiet_settings: Settings) -> Bell:
    return Bell(connect_queue(quiet_settings), quiet_settings)


def queue(settings: Settings, name: str) -> Queue:
    return Queue(name, connection=connect_queue(settings), serializer=JSONSerializer)


def test_a_ring_carries_the_id_and_nothing_else(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document(ITEM)
    bell.ring_record("a" * 32)
    (job,) = queue(quiet_settings, DOCUMENTS).jobs
    assert (job.func_name, list(job.args), job.kwargs) == ("ocr_worker.tasks.process_document", [ITEM], {})
    assert (job.description, job.result_ttl, job.failure_ttl, job.timeout) == ("work", 0, 60, 1800)
    (job,) = queue(quiet_settings, RECORDS).jobs
    assert (job.func_name, list(job.args), job.timeout) == ("ocr_worker.tasks.make_record", ["a" * 32], 900)


def test_a_document_of_a_batch_waits_in_the_last_queue(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document("a" * 32, batch=True)
    bell.ring_document(ITEM)
    bell.ring_record("b" * 32)
    connection = connect_queue(quiet_settings)
    queues = [queue(quiet_settings, name) for name in BY_URGENCY]
    taken = []
    while (found := Queue.dequeue_any(queues, None, connection=connection, serializer=JSONSerializer)) is not None:
        taken.append((found[1].name, found[0].args[0]))
    assert taken == [(DOCUMENTS, ITEM), (RECORDS, "b" * 32), (BATCH, "a" * 32)]


def test_what_lies_in_redis_is_json_and_ids(bell: Bell, valkey: str) -> None:
    bell.ring_document(ITEM)
    with redis.Redis.from_url(valkey) as client:
        (job,) = client.scan_iter("rq:job:*")
        data = client.hget(job, "data")
    assert isinstance(data, bytes)
    assert json.loads(zlib.decompress(data)) == ["ocr_worker.tasks.process_document", None, [ITEM], {}]


def test_a_document_that_is_in_the_queue_is_not_rung_twice(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document(ITEM)
    bell.ring_document("e" * 32)
    bell.ring_document(ITEM)
    assert [job.args[0] for job in queue(quiet_settings, DOCUMENTS).jobs] == [ITEM, "e" * 32]


def test_a_document_whose_job_was_lost_is_rung_again(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document(ITEM)
    queue(quiet_settings, DOCUMENTS).empty()
    bell.ring_document(ITEM)
    assert len(queue(quiet_settings, DOCUMENTS).jobs) == 1


def test_a_job_that_a_dead_worker_took_does_not_stand_in_the_way(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document(ITEM)
    waiting = queue(quiet_settings, DOCUMENTS)
    waiting.connection.lpop(waiting.key)
    bell.ring_document(ITEM)
    assert len(waiting.job_ids) == 1


def test_a_bell_that_cannot_be_reached_stops_nobody(
    quiet_settings: Settings, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell(connect(f"unix://{tmp_path}/nobody", answer_seconds=1), quiet_settings)
    with caplog.at_level(logging.WARNING):
        bell.ring_document(ITEM)
    assert "ConnectionError" in caplog.text
    assert ITEM not in caplog.text


def test_the_next_document_is_the_most_urgent_one(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document("a" * 32, batch=True)
    bell.ring_document(ITEM)
    connection = connect_queue(quiet_settings)
    assert [next_document(connection) for _ in range(3)] == [ITEM, "a" * 32, None]


def test_nothing_of_a_ring_that_was_taken_stays_in_redis(bell: Bell, quiet_settings: Settings, valkey: str) -> None:
    bell.ring_document(ITEM)
    next_document(connect_queue(quiet_settings))
    with redis.Redis.from_url(valkey) as client:
        assert not list(client.scan_iter("rq:job:*"))


def test_a_record_goes_before_a_batch_and_needs_a_worker(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document("a" * 32, batch=True)
    bell.ring_record("b" * 32)
    assert next_document(connect_queue(quiet_settings)) is None
    assert len(queue(quiet_settings, BATCH).job_ids) == 1
    assert len(queue(quiet_settings, RECORDS).job_ids) == 1


def test_a_ring_whose_job_is_gone_is_passed_over(bell: Bell, quiet_settings: Settings, valkey: str) -> None:
    bell.ring_document("a" * 32)
    bell.ring_document(ITEM)
    waiting = queue(quiet_settings, DOCUMENTS)
    with redis.Redis.from_url(valkey) as client:
        client.delete(f"rq:job:{waiting.job_ids[0]}")
    assert next_document(connect_queue(quiet_settings)) == ITEM


def test_a_document_whose_ring_was_taken_and_not_followed_is_rung_again(bell: Bell, quiet_settings: Settings) -> None:
    bell.ring_document(ITEM)
    connection = connect_queue(quiet_settings)
    next_document(connection)
    bell.ring_document(ITEM)
    assert next_document(connection) == ITEM
