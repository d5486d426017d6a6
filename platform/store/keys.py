"""The key server: wrapped keys in the memory of a Redis or Valkey, each with the moment of its death."""

import time

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as NoAnswer
from redis.retry import Retry

from governance.errors import ProvisoError
from store.settings import Settings

_PREFIX = "proviso:key:"
_PAUSE_SECONDS = 0.1


def connect(url: str, *, answer_seconds: float) -> Redis:
    """Prepare a connection to a Redis or Valkey; nothing is sent before the first question.

    A question is repeated once, at once: that mends a connection the server closed. Who waits is a person.
    """
    return Redis.from_url(
        url, socket_timeout=answer_seconds, socket_connect_timeout=answer_seconds, retry=Retry(NoBackoff(), 1)
    )


class KeyServer:
    """Holds wrapped keys for their time to live; it can unwrap none of them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @classmethod
    def of(cls, settings: Settings) -> "KeyServer":
        """Reach the key server of an installation."""
        return cls(connect(settings.keys_url, answer_seconds=settings.keys.answer_seconds))

    def put(self, item: str, wrapped: bytes, *, seconds: int) -> None:
        """Hand over the wrapped key of an item; raises ValueError when it has one already or would be dead at once."""
        if seconds < 1:
            raise ValueError("a key must live for a second at least")
        if not self._redis.set(_PREFIX + item, wrapped, px=seconds * 1000, nx=True):
            raise ValueError("the item has a key already")

    def get(self, item: str) -> bytes | None:
        """Fetch a wrapped key; None when it has died."""
        wrapped = self._redis.get(_PREFIX + item)
        return wrapped if isinstance(wrapped, bytes) else None

    def has(self, item: str) -> bool:
        """Tell whether the key is alive."""
        return bool(self._redis.exists(_PREFIX + item))

    def destroy(self, item: str) -> None:
        """End a key now."""
        self._redis.delete(_PREFIX + item)

    def persistence(self) -> str:
        """Name the setting by which keys could reach a disk; empty when there is none.

        A server that will not say counts as one that writes.
        """
        try:
            save = self._setting("save")
            append = self._setting("appendonly")
        except ResponseError:
            return "CONFIG GET (refused)"
        if save != "":
            return "save"
        return "" if append == "no" else "appendonly"

    def wait(self, seconds: float) -> None:
        """Wait until it answers; raises ProvisoError storage-unavailable when it does not in time."""
        until = time.monotonic() + seconds
        while True:
            try:
                self._redis.ping()
            except (NoConnection, NoAnswer):
                if time.monotonic() >= until:
                    raise ProvisoError("storage-unavailable", part="key server") from None
                time.sleep(_PAUSE_SECONDS)
            else:
                return

    def admit(self, settings: Settings) -> None:
        """Check at start that it answers and keeps nothing on disk.

        Raises ProvisoError storage-unavailable or key-server-persistent.
        """
        try:
            self.wait(settings.keys.start_seconds)
            setting = "" if settings.keys.allow_persistence else self.persistence()
        except RedisError:
            raise ProvisoError("storage-unavailable", part="key server") from None
        if setting:
            raise ProvisoError("key-server-persistent", setting=setting)

    def _setting(self, name: str) -> str | None:
        found = self._redis.config_get(name)
        value = found.get(name)
        return value.decode() if isinstance(value, bytes) else value
