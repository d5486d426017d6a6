"""What is about a person in the memory of the queue's and the key server's Valkey: removed, and looked for again."""

from collections.abc import Mapping, Sequence

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from governance.errors import ProvisoError
from store.blobs import Blobs
from store.keys import KeyServer
from store.queue import BATCH, DOCUMENTS

_RUNG = "proviso:rung:"


class ValkeyTraces:
    """Implements `operations.erasing.Traces`."""

    def __init__(self, redis: Redis, keys: KeyServer, blobs: Blobs) -> None:
        self._redis = redis
        self._keys = keys
        self._blobs = blobs

    def clear(self, person: int, items: Sequence[str]) -> Mapping[str, int]:
        """Remove jobs, bells and counters that name the person's items or account; keys and blobs of the items, too.

        Raises ProvisoError storage-unavailable when a server does not answer or something is still found.
        """
        try:
            jobs = sum(self._forget(item) for item in items)
            counters = list(self._redis.scan_iter(f"LIMIT*account:{person}/*", count=1000))
            if counters:
                self._redis.delete(*counters)
            for item in items:
                self._keys.destroy(item)
                self._blobs.destroy(item)
            left = [item for item in items if self._keys.has(item) or self._blobs.has(item)]
        except RedisError:
            raise ProvisoError("storage-unavailable", part="key server") from None
        except OSError:
            raise ProvisoError("storage-unavailable", part="blob folder") from None
        if left:
            raise ProvisoError("deletion-delayed")
        return {"queue": jobs, "counters": len(counters)}

    def _forget(self, item: str) -> int:
        """Take an item's last ring back: the job out of its queue, the job's record, the note that it was rung."""
        rung = self._redis.get(_RUNG + item)
        if not isinstance(rung, bytes):
            return 0
        job = rung.decode()
        for name in (DOCUMENTS, BATCH):
            queue = Queue(name, connection=self._redis, serializer=JSONSerializer)
            self._redis.lrem(queue.key, 0, job)
        self._redis.delete(f"rq:job:{job}", _RUNG + item)
        return 1
