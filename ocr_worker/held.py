"""Which attempt the work-horse holds, in memory that it shares with its parent and that outlives it."""

import mmap

_SIZE = 8


class Held:
    """The fencing number of the document being read; 0 when none is.

    Made before the fork and written by the child: a parent whose child was killed knows exactly which attempt
    died, and never gives back one that another worker holds.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)

    def take(self, attempt: int) -> None:
        """Note that the attempt has begun."""
        self._memory[:_SIZE] = attempt.to_bytes(_SIZE, "little")

    def let_go(self) -> None:
        """Forget it, before the next job."""
        self.take(0)

    @property
    def attempt(self) -> int:
        """The attempt noted last."""
        return int.from_bytes(self._memory[:_SIZE], "little")
