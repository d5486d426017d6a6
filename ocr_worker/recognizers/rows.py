"""Tables of which only the text is left: names and towns by their place between values of known types.

A head such as "Name Born Email Town" says in which order the columns come. In each row below, dates, addresses
and numbers are known by their shape; what stands between two of them belongs to the column between theirs.
"""

import re
from collections.abc import Iterator, Sequence

from ocr_worker.recognizers.fields import Fields
from ocr_worker.recognizers.labels import Label
from ocr_worker.recognizers.names import Names
from ocr_worker.recognizers.places import PLACE
from ocr_worker.recognizers.view import View
from ocr_worker.span import Span

_BY_WORDS = {"PERSON": "PERSON", "PLACE": "LOCATION", "LOCATION": "LOCATION"}
_SAME = {"DATE_OF_BIRTH": "DATE_TIME"}
_LEADING = re.compile(r"[\s|]*(?:\d{1,7}[.)]?[\s|]+)?")
_TOWN = re.compile(PLACE + r"(?:\n" + PLACE + r"(?=\n|$))?")
_MOST_ROWS = 200
_STRONG = 0.5


class Rows:
    """Names and towns in rows of a table without boxes."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def claims(self, view: View, fields: Fields, known: Sequence[Span]) -> Iterator[Span]:
        """Every name or town whose column its neighbours give away; `known` are the other recognizers' claims."""
        strong = sorted(
            (span for span in known if span.score >= _STRONG and span.type not in _BY_WORDS), key=lambda s: s.start
        )
        for head in fields.head_rows():
            if any(label.type in _BY_WORDS for label in head):
                yield from self._rows(view, head, strong)

    def _rows(self, view: View, head: list[Label], strong: list[Span]) -> Iterator[Span]:
        first = view.line_number(head[0].start) + 1
        idle = 0
        for start, end in view.lines[first : first + _MOST_ROWS]:
            inside = [span for span in strong if start <= span.start < end]
            inside = [
                s
                for s in inside
                if not any(
                    o is not s
                    and o.start <= s.start
                    and s.end <= o.end
                    and (o.end - o.start, o.score) > (s.end - s.start, s.score)
                    for o in inside
                )
            ]
            if not inside:
                idle += 1
                if idle > 2:
                    return
                continue
            idle = 0
            for number, label in enumerate(head):
                if label.type in _BY_WORDS:
                    yield from self._between(view, head, number, (start, end), inside)

    def _between(
        self, view: View, head: list[Label], number: int, line: tuple[int, int], inside: list[Span]
    ) -> Iterator[Span]:
        """The words between the row's value of the column before and that of the column after."""
        before = head[number - 1].type if number else None
        after = head[number + 1].type if number + 1 < len(head) else None
        left, right = line
        if before is not None:
            found = [span.end for span in inside if _kin(span.type, before)]
            if not found:
                return
            left = found[0]
        if after is not None:
            found = [span.start for span in inside if _kin(span.type, after) and span.start >= left]
            if not found:
                return
            right = found[0]
        lead = _LEADING.match(view.text, left, right)
        left = lead.end() if lead else left
        if head[number].type == "PERSON":
            name = self._names.name(view.text, left, right)
            if name:
                yield Span("PERSON", *name, 0.86)
            return
        if after is None:
            following = view.next_line(left)
            right = (
                following[1]
                if following
                and following[1] - following[0] < 24
                and not any(map(str.isdecimal, view.text[slice(*following)]))
                else right
            )
        town = _TOWN.match(view.text, left, right)
        if town:
            yield Span("LOCATION", *town.span(), 0.86)


def _kin(found: str, wanted: str) -> bool:
    """Whether a finding may stand in a column: of its type, or an identifier under a head for any."""
    if _SAME.get(found, found) == _SAME.get(wanted, wanted):
        return True
    plain = {"DATE_TIME", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "PHONE_NUMBER", "URL", "AGE"}
    return wanted not in plain and found not in plain
