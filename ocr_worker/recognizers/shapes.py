"""Numbers that nothing but their writing speaks for: no label, and no check or one that holds for one in ten.

They are claimed so weakly that anything else which explains the number is believed instead, and not at all beside
the label or the name of something else ("Invoice no.", "serial"), nor where they look like an amount.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.identifiers import masks, stands_free
from ocr_worker.recognizers.national import KINDS
from ocr_worker.recognizers.view import View
from ocr_worker.recognizers.windows import Window
from ocr_worker.span import Span

CHECKED = 0.45
"""The writing and a check that one number in ten passes by chance."""
WRITTEN = 0.4
"""The writing alone."""
_FILLERS = frozenset({"no", "nr", "num", "number", "code", "id", "is", "was", "are", "the", "our", "your"})
_BEFORE = 4
"""How many words before a number may lead to what it is the number of."""
_UNITS = frozenset("£$€¥%#+")
_DIGITS_BEFORE = re.compile(r"\d[ \n]?[ \n]$")
_DIGITS_AFTER = re.compile(r"[ \n]{1,2}[A-Z]?\d")


class Shapes:
    """Numbers by their writing, for the types that are chosen; of two types with one shape the first counts."""

    def __init__(self, shapes: Mapping[str, Iterable[str]], things: Iterable[str]) -> None:
        """Take the shapes by type, written as in `Kind`, and words for what is numbered and is nobody's."""
        checks = {kind.type: kind.check for kind in KINDS}
        self._things = frozenset(things)
        self._by_mask: dict[str, tuple[str, Callable[[str], bool] | None]] = {}
        for kind, written in shapes.items():
            for mask in (mask for shape in written for mask in masks(shape)):
                self._by_mask.setdefault(mask, (kind, checks.get(kind)))

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every number in one of the shapes that nothing speaks against."""
        for window in view.windows:
            kind, check = self._by_mask.get(window.mask, (None, None))
            if kind is None or window.broken or not stands_free(view.text, window):
                continue
            if check is not None and not check(window.compact):
                continue
            if not self._is_something_else(view, fields, window):
                yield Span(kind, window.start, window.end, CHECKED if check else WRITTEN)

    def _is_something_else(self, view: View, fields: Fields, window: Window) -> bool:
        text = view.text
        around = text[max(0, window.start - 2) : window.start].strip() + text[window.end : window.end + 2].strip()
        if window.compact.endswith("000") or _UNITS & set(around):
            return True  # an amount
        if " " in window.written and (
            _DIGITS_BEFORE.search(text, max(0, window.start - 3), window.start) or _DIGITS_AFTER.match(text, window.end)
        ):
            return True  # groups out of the middle of a longer number
        if any(self._leads_here(text, start, window.start) for start in fields.starts(window.start)):
            return True
        line, _ = view.line(window.start)
        words = text[line : window.start].lower().replace("_", " ").split()
        for word in reversed(words[-_BEFORE:]):
            bare = word.strip(".,:;#()-–")
            if bare not in _FILLERS and bare:
                return bare in self._things
        return False

    @staticmethod
    def _leads_here(text: str, start: int, at: int) -> bool:
        """Whether only words like "number is" stand between a label's end and a number."""
        return all(word.strip(".,:;#()-–|") in _FILLERS | {""} for word in text[start:at].lower().split())
