"""Where the value of a label may stand: after it, in the cell beside it, below it, or down a table's column.

A form is read twice: as lines of text, which is all a clean text has, and as cells on the page where the
reading knows boxes. Both give zones, stretches of the text in which a recognizer looks for its own shape.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ocr_worker.recognizers.labels import Label
from ocr_worker.recognizers.view import Cell, View

_COLON = re.compile(r"[ \t]*(?:\((?:s|if any|optional)\))?[ \t.]*[:=#?\-–—]?[ \t]*")
_ONLY_MARKS = re.compile(r"[\s:.*#/|()\-–—_]*")
_BELOW = 3.2
"""A value stands below its label within this many heights of the label's letters."""
_ROW_GAP = 4.5
"""A table ends where the next row is further away than this many heights."""
_HEADS = 3
"""A table's head has this many labels, and in text fewer than so many letters between two."""
_HEAD_GAP = 25
_SAME_ROW = 0.7
_SIDE = 1.5
"""How many heights a value may begin to the left of its label."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text where a label's value may stand.

    `how` is "after" on the label's line, "below" under it, "column" in a table; `sure` when a colon, a cell of its
    own or a column says that this is a value and no running text.
    """

    type: str
    start: int
    end: int
    how: str
    sure: bool


class Fields:
    """The zones of a page, by the type of value they announce."""

    def __init__(self, view: View, labels: list[Label]) -> None:
        self._view = view
        self.labels = labels
        self._boxes = {label: view.box(label.start, label.end) for label in labels} if view.has_boxes else {}
        self._by_type: dict[str, list[Zone]] = {}
        for zone in self._zones():
            self._by_type.setdefault(zone.type, []).append(zone)

    def zones(self, *types: str) -> list[Zone]:
        """The zones of these types, in the order of their labels."""
        return [zone for kind in types for zone in self._by_type.get(kind, ())]

    def near(self, kind: str, at: int, reach: int = 60) -> bool:
        """Whether a label of this type ends shortly before a place, or a zone of the type holds it."""
        return any(zone.start <= at < zone.end for zone in self._by_type.get(kind, ())) or any(
            label.type == kind and 0 <= at - label.end <= reach for label in self.labels
        )

    def starts(self, at: int) -> Iterator[int]:
        """Where the zones begin, of whatever type, that hold a place."""
        return (zone.start for zones in self._by_type.values() for zone in zones if zone.start <= at < zone.end)

    def _zones(self) -> Iterator[Zone]:
        heads = self._heads()
        for number, label in enumerate(self.labels):
            if label in heads:
                continue
            following = self.labels[number + 1].start if number + 1 < len(self.labels) else len(self._view.text)
            yield from self._after(label, following)
        yield from self._below_in_text()
        if self._view.has_boxes:
            yield from self._beside_on_page()
            yield from self._below_on_page(heads)

    def _after(self, label: Label, following: int) -> Iterator[Zone]:
        """The rest of the label's line, up to the next label."""
        text = self._view.text
        _, end = self._view.line(label.start)
        joint = _COLON.match(text, label.end, end)
        start = joint.end() if joint else label.end
        if start < min(end, following):
            sure = bool(joint and joint[0].strip(" \t.#"))
            yield Zone(label.type, start, min(end, following), "after", sure)

    def _below_in_text(self) -> Iterator[Zone]:
        """The next line, when the label ends a line that it has to itself, and the one after for broken values."""
        text = self._view.text
        for label in self.labels:
            begin, end = self._view.line(label.start)
            alone = _ONLY_MARKS.fullmatch(text, label.end, end) and _ONLY_MARKS.fullmatch(text, begin, label.start)
            below = self._view.next_line(label.start)
            if below and alone and not any(below[0] <= other.start < below[0] + 3 for other in self.labels):
                yield Zone(label.type, *below, "below", sure=True)

    def _beside_on_page(self) -> Iterator[Zone]:
        """The next cell to the right, wherever the reading put it in the text."""
        cells = self._view.cells
        for label in self.labels:
            box = self._boxes.get(label)
            if box is None or not self._stands_alone(label):
                continue
            right = [
                cell
                for cell in cells
                if cell.left >= box.right - 1 and abs(cell.middle - box.middle) < 0.6 * max(box.height, 1)
            ]
            if right:
                nearest = min(right, key=lambda cell: cell.left)
                if not any(nearest.start <= other.start < nearest.start + 2 for other in self.labels):
                    yield Zone(label.type, nearest.start, nearest.end, "beside", sure=True)

    def _below_on_page(self, heads: dict[Label, list[Label]]) -> Iterator[Zone]:
        """What stands under a label: one row for a form's field, all rows for a table's column."""
        for label in self.labels:
            box = self._boxes.get(label)
            if box is None or not (label in heads or self._stands_alone(label)):
                continue
            left, right = self._column(label, box)
            bottom, height = box.bottom, max(box.height, 1)
            rows = sorted(
                (
                    cell
                    for cell in self._view.cells
                    if cell.middle > box.bottom and cell.right > left and cell.left < right
                ),
                key=lambda cell: cell.top,
            )
            for cell in rows:
                reach = _ROW_GAP if label in heads else _BELOW
                if cell.top - bottom > reach * height:
                    break
                place = self._view.clip(cell, left, right)
                if place is None:
                    continue
                if any(place[0] <= other.start < place[1] for other in self.labels):
                    break
                yield Zone(label.type, *place, "column" if label in heads else "below", sure=True)
                if label not in heads:
                    break
                bottom = max(bottom, cell.bottom)

    def _stands_alone(self, label: Label) -> bool:
        """Whether nothing but labels and marks stands in the label's cell, or in the line's part that it begins."""
        cell = next((cell for cell in self._view.cells if cell.start <= label.start < cell.end), None)
        if cell is None:
            return False
        rest = self._view.text[cell.start : cell.end]
        for other in self.labels:
            if cell.start <= other.start < cell.end:
                gap = " " * (other.end - other.start)
                rest = rest[: other.start - cell.start] + gap + rest[other.end - cell.start :]
        return _ONLY_MARKS.fullmatch(rest) is not None

    def _column(self, label: Label, box: Cell) -> tuple[float, float]:
        """How far a label's column reaches: from a little left of it to the next thing in its row."""
        height = max(box.height, 1)
        row = [c for c in self._view.cells if c.left > box.left + 1 and abs(c.middle - box.middle) < 0.7 * height]
        others = [
            other_box.left
            for other in self.labels
            if other is not label
            and (other_box := self._boxes.get(other)) is not None
            and other_box.left > box.right
            and abs(other_box.middle - box.middle) < 0.7 * height
        ]
        beyond = [c.left for c in row if c.left > box.right] + others
        return box.left - _SIDE * height, min(beyond, default=float("inf")) - 0.3 * height

    def _heads(self) -> dict[Label, list[Label]]:
        """Labels that head a table's columns: three or more in one line, close together."""
        heads: dict[Label, list[Label]] = {}
        for row in self._rows_on_page() if self._view.has_boxes else self._rows_in_text():
            heads |= dict.fromkeys(row, row)
        return heads

    def _rows_in_text(self) -> Iterator[list[Label]]:
        lines: dict[tuple[int, int], list[Label]] = {}
        for label in self.labels:
            lines.setdefault(self._view.line(label.start), []).append(label)
        for (start, end), row in lines.items():
            said = sum(label.end - label.start for label in row)
            apart = all(two.start - one.end < _HEAD_GAP for one, two in pairwise(row))
            if len(row) >= _HEADS and apart and 2 * said > end - start:
                yield row

    def _rows_on_page(self) -> Iterator[list[Label]]:
        """Labels whose middles are at one height; each fills its cell, or the whole row is one cell of labels."""
        placed = sorted(
            ((box.middle, box.left, label) for label, box in self._boxes.items() if box), key=lambda p: p[:2]
        )
        row: list[Label] = []
        height = 0.0
        for middle, _, label in placed:
            box = self._boxes[label]
            if row and box and middle - height > _SAME_ROW * max(box.height, 1):
                yield from self._as_head(row)
                row = []
            if not row:
                height = middle
            row.append(label)
        yield from self._as_head(row)

    def _as_head(self, row: list[Label]) -> Iterator[list[Label]]:
        if len(row) < _HEADS:
            return
        alone = [label for label in row if self._stands_alone(label)]
        if 2 * len(alone) > len(row):
            yield sorted(row, key=lambda label: label.start)

    def head_rows(self) -> list[list[Label]]:
        """The tables' heads, each as its labels from left to right."""
        rows: list[list[Label]] = []
        for row in self._heads().values():
            if row not in rows:
                rows.append(row)
        return rows
