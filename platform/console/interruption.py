"""A wish to stop, heard as a signal at any moment and obeyed between two steps."""

import signal
from types import FrameType, TracebackType


class Interruption:
    """Hears Ctrl-C while it is entered: the first one waits for `check`, the second ends at once.

    Python raises KeyboardInterrupt wherever it happens to be, also inside callbacks of a library that swallow it,
    and in the middle of an act. Enter it in the main thread only, as signals demand.
    """

    def __init__(self) -> None:
        self.heard = False

    def __enter__(self) -> "Interruption":
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt when the wish was heard."""
        if self.heard:
            raise KeyboardInterrupt

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if self.heard:
            raise KeyboardInterrupt
        self.heard = True
