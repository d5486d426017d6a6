"""National identifiers: by their shape where it is rare enough, beside their label otherwise; the check decides."""

import re
from collections.abc import Iterable, Iterator

from ocr_worker.recognizers.fields import Fields, Zone
from ocr_worker.recognizers.national import KINDS
from ocr_worker.recognizers.national.kind import Kind
from ocr_worker.recognizers.repair import fits, forced, repaired
from ocr_worker.recognizers.view import View
from ocr_worker.recognizers.windows import Window, windows
from ocr_worker.span import Span

PROVEN = 1.0
"""A label and a check, or a rare shape and a check."""
SHAPE = 0.9
"""A rare shape and a check, with no label beside it."""
MENDED = 0.85
"""A check that fits only after letters were read as what they look like."""
_JOINTS = frozenset(".-/,:_@")
_MEND_LEAST = 9
"""A shorter number is not repaired: a check proves too little of it."""
_FAR = 45
"""How far into running text after its label a number may stand."""


class NationalIdentifiers:
    """Numbers that states give to people, for the types that are chosen."""

    def __init__(self, types: Iterable[str]) -> None:
        """Take the types to look for; raises ValueError for one that nobody knows."""
        known = {kind.type: kind for kind in KINDS}
        unknown = set(types) - set(known)
        if unknown:
            raise ValueError(f"there is no identifier {', '.join(sorted(unknown))}")
        self.kinds = tuple(known[name] for name in types)
        self._by_mask: dict[str, list[Kind]] = {}
        self._by_groups: dict[tuple[int, ...], list[tuple[Kind, str]]] = {}
        self._by_length: dict[int, list[tuple[Kind, str]]] = {}
        for kind in self.kinds:
            for shape in kind.alone:
                for mask in masks(shape):
                    self._by_mask.setdefault(mask, []).append(kind)
                bare = shape.replace("-", " ")
                if len(bare.replace(" ", "")) >= _MEND_LEAST and ("L" in shape or " " in bare):
                    groups = tuple(len(part) for part in bare.split())
                    self._by_groups.setdefault(groups, []).append((kind, bare.replace(" ", "")))

    def claims(self, view: View, fields: Fields) -> Iterator[Span]:
        """Every proven number of the page."""
        yield from self._labelled(view, fields)
        yield from self._alone(view)

    def _labelled(self, view: View, fields: Fields) -> Iterator[Span]:
        for kind in self.kinds:
            for zone in fields.zones(kind.type):
                found = self._in_zone(view.text, zone, kind)
                if found:
                    yield found

    def _in_zone(self, text: str, zone: Zone, kind: Kind) -> Span | None:
        """The first number of this kind in a zone; a line's end may break it."""
        reach = min(len(text), zone.start + (_FAR if zone.how == "after" else zone.end - zone.start) + 24)
        lengths = {len(shape) for shape in kind.compact}
        mended: Span | None = None
        for window in windows(text, zone.start, reach):
            if window.start >= zone.end or window.start - zone.start > _FAR:
                break
            if len(window.compact) not in lengths or not stands_free(text, window):
                continue
            for shape in kind.compact:
                if fits(window.compact, shape) and kind.check(window.compact.upper()):
                    return Span(kind.type, window.start, window.end, PROVEN)
                if (
                    mended is None
                    and len(shape) >= _MEND_LEAST - 1
                    and _half_sure(window.compact, shape)
                    and repaired(window.compact, shape, kind.check)
                ):
                    mended = Span(kind.type, window.start, window.end, MENDED)
        return mended

    def _alone(self, view: View) -> Iterator[Span]:
        for window in view.windows:
            mask = window.mask
            kinds = self._by_mask.get(mask)
            if kinds and not window.broken and stands_free(view.text, window):
                compact = window.compact.upper()
                yield from (Span(k.type, window.start, window.end, SHAPE) for k in kinds if k.check(compact))
            groups = tuple(map(len, window.written.replace("-", " ").split(" ")))
            for kind, shape in self._by_groups.get(groups, ()):
                if (
                    not kinds
                    and not window.broken
                    and _half_sure(window.compact, shape)
                    and forced(window.compact, shape)
                    and stands_free(view.text, window)
                    and repaired(window.compact, shape, kind.check)
                ):
                    yield Span(kind.type, window.start, window.end, MENDED)


def _half_sure(compact: str, shape: str) -> bool:
    """Whether at least two thirds of a shape's digits are digits as read: a word is no number."""
    digits = sum(kind == "d" and letter.isdecimal() for letter, kind in zip(compact, shape, strict=False))
    letters = sum(kind == "L" and letter.isalpha() for letter, kind in zip(compact, shape, strict=False))
    return (
        len(compact) == len(shape)
        and 3 * digits >= 2 * shape.count("d")
        and 2 * letters >= shape.count("L")
        and (letters > 0 or "L" not in shape)
    )


def masks(shape: str) -> list[str]:
    """The masks of a shape: X is a digit or a capital, a blank may be a hyphen."""
    made = [""]
    for sign in shape:
        made = [mask + option for mask in made for option in {"X": "dL", " ": " "}.get(sign, sign)]
    return made + [mask.replace(" ", "-") for mask in made if " " in mask]


_LAST_GROUP = re.compile(r" (\d{4})$")
_AFTER = re.compile(r"[\-./]?[0-9A-Za-z]")


def stands_free(text: str, window: Window) -> bool:
    """Whether no longer number or word goes on beside it."""
    before = text[window.start - 1] if window.start else " "
    if before.isalnum() or (
        before in _JOINTS - {":", ",", "."} and window.start > 1 and text[window.start - 2].isalnum()
    ):
        return False
    if _AFTER.match(text, window.end) is not None:
        return False
    groups = _LAST_GROUP.search(window.written)
    if groups is None or not window.compact.isdecimal():
        return True
    # Groups that go on in the same length are the inside of a longer number.
    more = re.compile(rf"[ ]\d{{{len(groups[1])}}}(?!\d)")
    return not (
        more.match(text, window.end)
        or re.search(
            rf"(?<!\d)\d{{{len(window.written.split(' ')[0])}}}[ ]$", text[max(0, window.start - 8) : window.start]
        )
    )
