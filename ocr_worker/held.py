"""Which document the work-horse holds, in memory that it shares with its parent and that outlives it."""

import mmap

from governance.documents import Document

_ATTEMPT, _ID, _FLAGS = 8, 64, 2
_READS_ON, _STOPS = 0, 1
_SIZE = _FLAGS + _ATTEMPT + _ID


class Held:
    """The document being read and its fencing number, and what parent and work-horse tell each other.

    Made before the fork and written by the child: a parent whose child was killed knows exactly which attempt
    died, and never gives back one that another worker holds.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)

    def begin(self) -> None:
        """Start anew, before a work-horse is forked."""
        self._memory[:_SIZE] = bytes(_SIZE)

    def take(self, document: Document) -> None:
        """Note that the document's attempt has begun."""
        name = document.id.encode()
        if len(name) > _ID:
            raise ValueError("a document's id is too long to be noted")
        self._memory[_FLAGS + _ATTEMPT :] = name.ljust(_ID, b"\0")
        self._memory[_FLAGS : _FLAGS + _ATTEMPT] = document.attempt.to_bytes(_ATTEMPT, "little")

    def let_go(self) -> None:
        """Note that it has come to its end; nothing is held."""
        self._memory[_FLAGS : _FLAGS + _ATTEMPT] = bytes(_ATTEMPT)

    @property
    def attempt(self) -> int:
        """The attempt that is held; 0 when none is."""
        return int.from_bytes(self._memory[_FLAGS : _FLAGS + _ATTEMPT], "little")

    @property
    def document(self) -> str:
        """The document that is held, or was held last."""
        return self._memory[_FLAGS + _ATTEMPT :].rstrip(b"\0").decode()

    def read_on(self) -> None:
        """Note that the job which the work-horse was forked for is done, and that it goes on with others."""
        self._memory[_READS_ON] = 1

    @property
    def reads_on(self) -> bool:
        """Whether it goes on with others."""
        return bool(self._memory[_READS_ON])

    def stop(self) -> None:
        """Tell the work-horse to begin no other document."""
        self._memory[_STOPS] = 1

    @property
    def stops(self) -> bool:
        """Whether it is to begin no other document."""
        return bool(self._memory[_STOPS])
