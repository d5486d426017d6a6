"""The bell: RQ queues that carry ids and nothing else. The database is the truth; a lost ring is rung again."""

import logging
import secrets
from contextlib import suppress

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from store.keys import connect
from store.settings import Settings

DOCUMENTS = "documents"
BATCH = "batch"
RECORDS = "records"
BY_URGENCY = (DOCUMENTS, RECORDS, BATCH)
"""The queues as a worker empties them: the next one only while those before it are empty."""

_LOG = logging.getLogger(__name__)
_FAILURE_SECONDS = 60
"""How long a failed job may lie in Redis: RQ would keep it, traceback and all, for a year."""
_RUNG_SECONDS = 3600


def next_document(redis: Redis) -> str | None:
    """Take the most urgent ring for a document off the queues and give the document; None when a worker should look.

    That is when none waits, and when something else comes first. A ring that is taken and not followed, because its
    taker died, is a lost one: the clock rings again. Raises RedisError.
    """
    for name in BY_URGENCY:
        queue = Queue(name, connection=redis, serializer=JSONSerializer)
        if name == RECORDS:
            if redis.llen(queue.key):
                return None
            continue
        while (taken := redis.lpop(queue.key)) is not None:
            job = Job(taken.decode(), connection=redis, serializer=JSONSerializer)  # type: ignore[union-attr]
            with suppress(NoSuchJobError):
                job.refresh()  # type: ignore[no-untyped-call]
                redis.delete(job.key)
                return str(job.args[0])
    return None


def connect_queue(settings: Settings) -> Redis:
    """Prepare a connection to the Redis or Valkey of the queue, for ringing; workers block and need their own."""
    return connect(settings.redis_url, answer_seconds=settings.keys.answer_seconds)


class Bell:
    """Implements `operations.ports.Bell`."""

    def __init__(self, redis: Redis, settings: Settings) -> None:
        self._redis = redis
        self._limits = settings.limits

    def ring_document(self, document: str, *, batch: bool = False) -> None:
        """Ask a worker to look at a document; says nothing when the queue cannot be reached."""
        name = BATCH if batch else DOCUMENTS
        self._ring(name, "ocr_worker.tasks.process_document", document, self._limits.job_seconds)

    def ring_record(self, record: str) -> None:
        """Ask a worker to make a record; says nothing when the queue cannot be reached."""
        self._ring(RECORDS, "ocr_worker.tasks.make_record", record, self._limits.record_seconds)

    def ring_policy(self, draft: str) -> None:
        """Ask a worker to check a draft of the policy; says nothing when the queue cannot be reached."""
        self._ring(RECORDS, "ocr_worker.tasks.check_draft", draft, self._limits.record_seconds)

    def ring_request(self, request: str) -> None:
        """Ask a worker to make the answer to a request; says nothing when the queue cannot be reached."""
        self._ring(RECORDS, "ocr_worker.tasks.fulfil_request", request, self._limits.record_seconds)

    def _ring(self, name: str, task: str, item: str, seconds: int) -> None:
        try:
            queue = Queue(name, connection=self._redis, serializer=JSONSerializer)
            # A job id of its own for every ring: a job that died with its worker may not stand in the way of the
            # next one. The last ring is remembered, so that what is still in the queue is not put there twice.
            rung = f"proviso:rung:{item}"
            before = self._redis.get(rung)
            if isinstance(before, bytes) and self._redis.lpos(queue.key, before.decode()) is not None:
                return
            job = f"{name}-{item}-{secrets.token_hex(4)}"
            self._redis.set(rung, job, ex=_RUNG_SECONDS)
            queue.enqueue(
                task,
                item,
                job_id=job,
                description="work",
                job_timeout=seconds,
                result_ttl=0,
                failure_ttl=_FAILURE_SECONDS,
            )
        except RedisError as fault:
            _LOG.warning("the bell %s could not be rung: %s", name, type(fault).__name__)
