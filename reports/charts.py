"""Small pictures for paper, drawn as SVG. Each carries its meaning in words; the numbers stand in a table beside it."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH = 648
"""Width of a picture in CSS pixels: that of the text column of an A4 page."""


def stacked_bar(parts: Sequence[tuple[str, int, str]], title: str) -> Markup:
    """Draw one bar cut into parts of (label, count, colour); the widths are the counts' shares."""
    total = sum(count for _, count, _ in parts)
    pieces: list[Markup] = []
    at = 0.0
    for _, count, colour in parts:
        width = WIDTH * count / total if total else 0.0
        if width:
            pieces.append(_box(at, 0, width, 26, colour))
            pieces.append(_box(at + width - 0.5, 0, 1, 26, "#ffffff"))
        at += width
    return _picture(WIDTH, 26, pieces, title)


LANE = 190
"""Width of a lane; its deadline stands at LANE_DEADLINE, a quarter of the time allowed fits behind it."""
LANE_DEADLINE = 152


def deadline_lane(p50: float, p95: float, longest: float, title: str) -> Markup:
    """Draw how much of the allowed time was used: a line to the longest, marks at the median and the 95th percentile.

    0 is at once, 1 is the deadline (the upright line); what is later than a quarter beyond it is drawn at the edge.
    """

    def place(share: float) -> float:
        return 5 + min(max(share, 0.0), 1.25) * (LANE_DEADLINE - 5) * 0.995

    late = longest > 1
    colour = "#9b1c1c" if late else "#1f6f78"
    shapes = [
        _box(LANE_DEADLINE, 1, LANE - LANE_DEADLINE, 16, "#f6e3e0"),
        _box(5, 1, LANE_DEADLINE - 5, 16, "#e8eff0"),
        _box(5, 8, max(place(longest) - 5, 1), 2, colour),
        _box(LANE_DEADLINE - 0.75, 0, 1.5, 18, "#1b2a41"),
        _box(place(longest) - 1, 4, 2, 10, colour),
        _dot(place(p95), "#ffffff", colour),
        _dot(place(p50), colour, colour),
    ]
    return _picture(LANE, 18, shapes, title)


_BOX = Markup('<rect x="{:.2f}" y="{}" width="{:.2f}" height="{}" fill="{}"/>')
_DOT = Markup('<circle cx="{:.2f}" cy="9" r="3.2" fill="{}" stroke="{}" stroke-width="1.4"/>')
# The title element is what a screen reader says, and what the PDF keeps as the picture's alternative text.
_PICTURE = Markup(
    '<svg role="img" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}"><title>{title}</title>{shapes}</svg>'
)


def _box(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return _BOX.format(x, y, width, height, colour)


def _dot(x: float, fill: str, edge: str) -> Markup:
    return _DOT.format(x, fill, edge)


def _picture(width: int, height: int, shapes: Sequence[Markup], title: str) -> Markup:
    return _PICTURE.format(width=width, height=height, title=title, shapes=Markup("").join(shapes))
