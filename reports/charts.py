"""Pictures for page and paper: the same SVG for both, the same bytes for the same numbers.

Each carries all it shows in words as its title, for who does not see it, and stands beside a table of its numbers.
Colours and sizes are attributes, never style sheets: a page's security policy forbids those, and paper ignores them.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 648
"""Width of a picture in CSS pixels: that of the text column of an A4 page."""
INK, QUIET, ACCENT, ALARM, GROUND = "#1b2a41", "#56616f", "#1f6f78", "#9b1c1c", "#e8eff0"

_SVG = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink"
_LEFT_OUT = frozenset(f"{{{_SVG}}}{name}" for name in ("metadata", "style", "clipPath"))
_DOTS = 72
_SIZE = 10
_ROW = 21
"""Height of a line of a picture, in pixels."""
_MARGIN = 0.42
"""Share of the width that labels have; the table beside the picture has all of their letters."""
_LONGEST = 80
_BEYOND = 1.25
"""Where the scale of a deadline ends: what is later still is drawn there."""

_STYLE = {
    "svg.hashsalt": "proviso",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": _SIZE,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": INK,
}


@dataclass(frozen=True, slots=True)
class Lane:
    """How much of the allowed time the deletions of one kind used: 0 is at once, 1 the deadline, above is late."""

    label: str
    p50: float
    p95: float
    longest: float


def stacked_bar(parts: Sequence[tuple[str, int, str]], title: str) -> Markup:
    """Draw one bar cut into parts of (label, count, colour); the widths are the counts' shares."""
    figure, axes = _sheet(28, left=0, right=0, bottom=0)
    at = 0
    for _, count, colour in parts:
        axes.barh([0], [count], left=[at], height=1, color=colour, edgecolor="#ffffff", linewidth=0.8)
        at += count
    axes.set_xlim(0, max(at, 1))
    axes.set_ylim(-0.5, 0.5)
    axes.set_axis_off()
    return _picture(figure, _said(title, [(label, f"{count:,}") for label, count, _ in parts]))


def bars(rows: Sequence[tuple[str, int]], title: str, colour: str = ACCENT) -> Markup:
    """Draw a bar for each (label, count), from top to bottom in the order given."""
    figure, axes = _sheet(_ROW * max(len(rows), 1) + 6, left=_MARGIN, right=0.14, bottom=0)
    places = range(len(rows))
    axes.barh(places, [count for _, count in rows], height=0.62, color=colour)
    _lines(axes, [label for label, _ in rows])
    most = max((count for _, count in rows), default=0)
    for place, (_, count) in zip(places, rows, strict=True):
        axes.text(count + most * 0.012, place, f"{count:,}", va="center", color=INK)
    axes.set_xlim(0, most or 1)
    axes.xaxis.set_visible(False)
    _bare(axes, "left")
    return _picture(figure, _said(title, [(label, f"{count:,}") for label, count in rows]))


def columns(steps: Sequence[tuple[str, int]], title: str, colour: str = ACCENT) -> Markup:
    """Draw a column for each (step in time, count), from left to right; few enough to name every one of them."""
    figure, axes = _sheet(150, left=0.02, right=0.02, bottom=0.16)
    places = range(len(steps))
    axes.bar(places, [count for _, count in steps], width=0.72, color=colour)
    most = max((count for _, count in steps), default=0)
    for place, (_, count) in zip(places, steps, strict=True):
        if count:
            axes.text(place, count + most * 0.02, f"{count:,}", ha="center", color=INK)
    axes.set_xticks(list(places), [label for label, _ in steps])
    axes.tick_params(length=0)
    axes.set_ylim(0, (most or 1) * 1.15)
    axes.yaxis.set_visible(False)
    _bare(axes, "bottom")
    return _picture(figure, _said(title, [(label, f"{count:,}") for label, count in steps]))


def deadlines(lanes: Sequence[Lane], title: str) -> Markup:
    """Draw a lane for each kind of deletion: dots at the median and the 95th percentile, a line to the last one.

    The upright line is the deadline. What is later than a quarter beyond it is drawn at the edge.
    """
    figure, axes = _sheet(_ROW * max(len(lanes), 1) + 34, left=_MARGIN, right=0.04, bottom=28)
    axes.axvspan(1, _BEYOND, color="#f6e3e0", linewidth=0)
    axes.axvline(1, color=INK, linewidth=1.4)
    for place, lane in enumerate(lanes):
        half, most, last = (min(max(share, 0.0), _BEYOND) for share in (lane.p50, lane.p95, lane.longest))
        colour = ALARM if lane.longest > 1 else ACCENT
        axes.plot([0, last], [place, place], color=colour, linewidth=1.8, solid_capstyle="butt")
        axes.plot([last], [place], marker="|", color=colour, markersize=9, markeredgewidth=1.8)
        axes.plot([most], [place], marker="o", color=colour, markerfacecolor="#ffffff", markersize=6)
        axes.plot([half], [place], marker="o", color=colour, markersize=6)
    _lines(axes, [lane.label for lane in lanes])
    axes.set_xlim(-0.02, _BEYOND)
    axes.set_xticks([0, 0.5, 1, _BEYOND], ["at once", "half the time", "deadline", "late"])
    axes.tick_params(length=0)
    _bare(axes, "bottom")
    used = [
        (lane.label, ", ".join(f"{100 * share:.0f} %" for share in (lane.p50, lane.p95, lane.longest)))
        for lane in lanes
    ]
    return _picture(figure, _said(f"{title} (half of them, 95 of 100, the last)", used))


def _sheet(height: float, *, left: float, right: float, bottom: float) -> "tuple[Figure, Axes]":
    """Make an empty picture; margins are shares of the width, `bottom` a share of the height or pixels."""
    # It takes seconds to load, and most commands and pages draw nothing.
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update(_STYLE)  # type: ignore[arg-type]
    figure = Figure(figsize=(WIDTH / _DOTS, height / _DOTS), dpi=_DOTS)
    foot = bottom if bottom < 1 else bottom / height
    axes = figure.add_axes((left, foot, 1 - left - right, 1 - foot))
    figure.patch.set_visible(False)
    axes.patch.set_visible(False)
    return figure, axes


def _lines(axes: "Axes", labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [_short(label) for label in labels])
    axes.tick_params(length=0)
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5)


def _short(label: str) -> str:
    """Cut a label to the room beside the picture; letters that the font lacks would take more of it than is known."""
    from matplotlib.font_manager import findfont, get_font
    from matplotlib.textpath import TextPath

    known = get_font(findfont("DejaVu Sans")).get_charmap()
    whole = "".join(letter if ord(letter) in known else "?" for letter in label[:_LONGEST])
    cut = whole
    while cut and TextPath((0, 0), cut, size=_SIZE).get_extents().width > _MARGIN * WIDTH - 10:
        cut = cut[:-1]
    return label if cut == label else f"{cut.rstrip()[:-1]}…" if len(cut) < len(label) else cut


def _bare(axes: "Axes", keep: str) -> None:
    for name, spine in axes.spines.items():
        spine.set_visible(name == keep)


def _said(title: str, values: Sequence[tuple[str, str]]) -> str:
    return f"{title}: {'; '.join(f'{label} {value}' for label, value in values) or 'nothing to show'}"


def _picture(figure: "Figure", words: str) -> Markup:
    out = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is the page's business: it is drawn as its code there.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = ElementTree.fromstring(out.getvalue())  # noqa: S314 - drawn by ourselves a moment ago
    height = figure.get_figheight() * _DOTS
    for each in list(root.iter()):
        _attributes(each)
        for part in [part for part in each if part.tag in _LEFT_OUT]:
            each.remove(part)
    for each in root.iter():
        # Which prefix a namespace is written with is a setting of the whole process, and others change it.
        each.tag = each.tag.rpartition("}")[2]
    root.attrib.clear()
    root.attrib.update(
        {
            "xmlns": _SVG,
            "class": "chart",
            "role": "img",
            "width": f"{WIDTH}",
            "height": f"{height:g}",
            "viewBox": f"0 0 {WIDTH} {height:g}",
            "stroke-linejoin": "round",
        }
    )
    # The title is what a screen reader says, and what the PDF keeps as the picture's alternative text.
    title = ElementTree.Element("title")
    title.text = words
    root.insert(0, title)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - serialised, hence escaped


def _attributes(each: ElementTree.Element) -> None:
    """Turn an inline style into attributes, and a reference into its modern spelling; nothing needs clipping."""
    for declaration in (each.attrib.pop("style", "") or "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name:
            each.set(name, f"{value}, Verdana, sans-serif" if name == "font-family" else value)
    each.attrib.pop("clip-path", None)
    if (link := each.attrib.pop(f"{{{_LINK}}}href", None)) is not None:
        each.set("href", link)
    if each.tag == f"{{{_SVG}}}g":
        # Names of the drawing's parts would stand twice on a page with two pictures.
        each.attrib.pop("id", None)
