"""A notice as text for a terminal and as a page of its own, with how each sentence is enforced beside it."""

import textwrap
from collections.abc import Iterator
from html import escape
from typing import Final

from governance.policy.notice import Notice, Part, Said

WIDE: Final = 100
"""Characters of a line of text."""

_STYLE: Final = """
body { font: 17px/1.55 Georgia, serif; color: #1c2430; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25 } h2 { margin-top: 2.2rem }
.head, .number, details { font-family: system-ui, sans-serif } .head { color: #46505e; font-size: .9rem }
.said { margin: .6rem 0 .6rem 3.6rem } .number { float: left; margin-left: -3.6rem; color: #5a6472; font-size: .85rem }
details { font-size: .85rem; color: #333c49; margin: .15rem 0 } summary { cursor: pointer; color: #0b5394 }
li { margin: .2rem 0 } .off { color: #6b5900 } code { font-size: .95em } table { border-collapse: collapse }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #d5dae1 }
@media print { details { display: none } }
"""


_OFF: Final = {True: "", False: ' class="off"'}


def plain_text(notice: Notice, *, enforced: bool = True) -> str:
    """Write a notice for a terminal; `enforced` says under each sentence what carries it out."""
    lines = [notice.title, "=" * len(notice.title), _head(notice), ""]
    for part in notice.parts:
        if part.level > 1:
            title = f"{part.number} {part.title}"
            lines += ["", title, ("-" if part.level == 2 else ".") * len(title)]
        for said in part.sentences:
            lines += list(_sentence(said, enforced=enforced))
    if notice.readings:
        lines += ["", "How unclear places are read", "---------------------------"]
    for reading in notice.readings:
        answer = f"{reading.resolution} Decided by: {reading.decided or 'nobody yet'}."
        signature = "" if reading.signature == "not needed" else f" Lawyer's signature: {reading.signature}."
        lines += list(_wrapped(f"{reading.id}  ", f"{reading.issue} {answer}{signature}"))
    if notice.missing:
        lines += ["", "What the law asks a notice to tell and this one does not, or only in part", "-" * 72]
    for item in notice.missing:
        lines += list(_wrapped(f"Art. {item.article}  ", f"{item.title}: {item.said}"))
    return "\n".join(lines) + "\n"


def page(notice: Notice, *, enforced: bool = True) -> str:
    """Write a notice as a page that loads nothing: no script, no picture, no address."""
    parts = "\n".join(_part(part, enforced=enforced) for part in notice.parts)
    return (
        f'<!doctype html>\n<html lang="{escape(notice.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(notice.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(notice.title)}</h1>\n"
        f'<p class="head">{escape(_head(notice))}</p>\n'
        f"{parts}\n{_readings(notice)}{_missing(notice)}</main>\n</body>\n</html>\n"
    )


def _head(notice: Notice) -> str:
    return (
        f"Version {notice.version}, last updated {notice.last_updated}, in force from {notice.effective}. "
        f"Digest {notice.digest[:16]}…"
    )


def _sentence(said: Said, *, enforced: bool) -> Iterator[str]:
    yield from _wrapped(f"{said.number:<8}{'- ' if said.listed else ''}", said.text)
    if not enforced:
        return
    for behind in said.enforced_by:
        off = "" if behind.active else "(off) "
        yield from _wrapped(f"{'':<8}    {behind.id}: ", f"{off}{behind.sentence}")
    if said.reason:
        yield from _wrapped(f"{'':<8}    ", f"No rule: {said.reason}")


def _wrapped(first: str, text: str) -> list[str]:
    rest = " " * min(len(first), 14)
    return textwrap.wrap(text, WIDE, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def _part(part: Part, *, enforced: bool) -> str:
    level = min(part.level, 4)
    title = f'<h{level} id="{escape(part.id)}">{escape(f"{part.number} {part.title}")}</h{level}>\n'
    said = "\n".join(_said(sentence, enforced=enforced) for sentence in part.sentences)
    return (title if part.level > 1 else "") + said


def _said(said: Said, *, enforced: bool) -> str:
    mark = "• " if said.listed else ""
    text = (
        f'<p class="said" id="{escape(said.id)}"><span class="number">{escape(said.number)}</span>'
        f"{mark}{escape(said.text)}</p>"
    )
    if not enforced:
        return text
    entries = "".join(
        f"<li{_OFF[behind.active]}><code>{escape(behind.id)}</code> "
        f"{'' if behind.active else '(off) '}{escape(behind.sentence)}</li>"
        for behind in said.enforced_by
    )
    if said.reason:
        entries += f"<li>No rule: {escape(said.reason)}</li>"
    return f'{text}\n<details class="said"><summary>How this is enforced</summary><ul>{entries}</ul></details>'


def _readings(notice: Notice) -> str:
    rows = "".join(
        f"<tr><td>{escape(reading.id)}</td><td>{escape(reading.issue)}</td><td>{escape(reading.resolution)}</td>"
        f"<td>{escape(reading.decided or 'nobody yet')}</td><td>{reading.signature}</td></tr>"
        for reading in notice.readings
    )
    if not rows:
        return ""
    heads = "<tr><th>Place</th><th>Why it is unclear</th><th>How it is read</th><th>Decided by</th>"
    heads += "<th>Lawyer's signature</th></tr>"
    return f"<h2>How unclear places are read</h2>\n<table>{heads}{rows}</table>\n"


def _missing(notice: Notice) -> str:
    rows = "".join(
        f"<tr><td>Art. {escape(item.article)}</td><td>{escape(item.title)}</td><td>{escape(item.said)}</td></tr>"
        for item in notice.missing
    )
    return (
        f"<h2>What the law asks to tell and is not told, or only in part</h2>\n<table>{rows}</table>\n" if rows else ""
    )
