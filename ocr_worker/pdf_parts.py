"""What a PDF holds beside the ink of its pages: metadata, notes, fields, attachments, outline, descriptions, scripts.

Read with pikepdf from memory, inside the fenced decoder; nothing here is run, followed or fetched.
"""

import io
from collections.abc import Iterator
from contextlib import suppress

import pikepdf
from PIL import JpegImagePlugin

from governance.findings import Place
from ocr_worker.attachment import attachment_text
from ocr_worker.gathered import Gathered, Lines
from ocr_worker.image_metadata import gather_metadata, xmp_lines
from ocr_worker.pdf_streams import entries, listed, string, unpacked

_MADE_BY_PROGRAMS = frozenset({"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/PTEX.Fullbanner"})
_MOST_NODES = 5000
_MOST_FILES = 20
_MOST_PICTURES = 30


def gather_parts(pdf: pikepdf.Pdf, gathered: Gathered, pages: int) -> None:
    """Add everything to what was gathered, each piece for its page or for the whole file."""
    root = pdf.Root
    leaves = _pages(pdf, pages)
    with gathered.careful("document information"):
        _information(pdf, gathered)
    with gathered.careful("notes and form fields"):
        for number, page in leaves.items():
            _annotations(page, number, gathered)
    with gathered.careful("form fields"):
        _fields(root, gathered)
    with gathered.careful("attachments"):
        for name, file in entries(_at(root, "/Names", "/EmbeddedFiles")):
            _attachment(file, name, gathered)
        for file in listed(root.get("/AF"), _MOST_FILES):
            _attachment(file, "", gathered)
    with gathered.careful("outline"):
        _outline(root, gathered)
    with gathered.careful("descriptions"):
        _descriptions(root, {page.objgen: number for number, page in leaves.items()}, gathered)
    with gathered.careful("scripts"):
        _scripts(root, gathered)
    with gathered.careful("metadata of pictures"):
        for number, page in leaves.items():
            _pictures(page, number, gathered)


def _pages(pdf: pikepdf.Pdf, most: int) -> dict[int, pikepdf.Object]:
    leaves: dict[int, pikepdf.Object] = {}
    with suppress(Exception):  # a broken tree of pages: what is read is told by the other library
        for number, page in enumerate(pdf.pages, 1):
            if number > most:
                break
            leaves[number] = page.obj
    return leaves


def _at(node: object, *names: str) -> object:
    for name in names:
        node = node.get(name) if isinstance(node, pikepdf.Dictionary) else None
    return node


def _information(pdf: pikepdf.Pdf, gathered: Gathered) -> None:
    lines = Lines(gathered, Place.METADATA)
    information = pdf.trailer.get("/Info")
    if isinstance(information, pikepdf.Dictionary):
        for name in list(information.keys())[:100]:
            if name not in _MADE_BY_PROGRAMS:
                lines.add(name.lstrip("/"), string(information.get(name)))
    with gathered.careful("metadata of the document"):
        packet = pdf.Root.get("/Metadata")
        if isinstance(packet, pikepdf.Stream):
            for label, value in xmp_lines(unpacked(packet, 200_000)):
                lines.add(label, value)
    lines.done()


def _annotations(page: pikepdf.Object, number: int, gathered: Gathered) -> None:
    notes, fields = Lines(gathered, Place.ANNOTATION, number), Lines(gathered, Place.FIELD, number)
    for note in listed(page.get("/Annots")):
        if not isinstance(note, pikepdf.Dictionary):
            continue
        if note.get("/Subtype") == pikepdf.Name.Widget:
            _field(note, fields)
        else:
            notes.add("Author", string(note.get("/T")))
            for name, label in (("/Subj", "Subject"), ("/Contents", "Note"), ("/RC", "Note"), ("/OverlayText", "Note")):
                text = string(note.get(name))
                notes.add(label, text if name != "/RC" else _without_tags(text))
            _attachment(note.get("/FS"), "", gathered)
        _action(note.get("/A"), gathered)
        _actions(note.get("/AA"), gathered)
    notes.done()
    fields.done()
    _actions(page.get("/AA"), gathered)


def _without_tags(text: str) -> str:
    return " ".join(piece.partition(">")[2] for piece in f">{text}".split("<")).strip()


def _field(node: pikepdf.Object, lines: Lines) -> None:
    """One field: its name, its hint and its values may stand in any of its parents."""
    named: list[str] = []
    hint = ""
    values: dict[str, None] = {}
    above: object = node
    for _ in range(10):
        if not isinstance(above, pikepdf.Dictionary):
            break
        named.append(string(above.get("/T"), 200))
        hint = hint or string(above.get("/TU"), 500)
        for name in ("/V", "/DV"):
            value = above.get(name)
            for text in [string(value), *(string(one) for one in listed(value, 100))]:
                values.setdefault(text)
        above = above.get("/Parent")
    label = hint or ".".join(name for name in reversed(named) if name)
    for text in values:
        lines.add(label, text)


def _fields(root: pikepdf.Object, gathered: Gathered) -> None:
    """Fields that stand on no page, and the second copy of a form that XFA keeps."""
    form = root.get("/AcroForm")
    lines = Lines(gathered, Place.FIELD)
    waiting, seen = listed(_at(form, "/Fields")), 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, pikepdf.Dictionary):
            waiting += listed(node.get("/Kids"))
            if node.get("/Subtype") != pikepdf.Name.Widget and "/Kids" not in node:
                _field(node, lines)
    xfa = _at(form, "/XFA")
    parts: list[object] = [xfa, *listed(xfa, 100)]
    for part in parts:
        if isinstance(part, pikepdf.Stream):
            lines.add("", _without_tags(unpacked(part, 200_000).decode("utf-8", "replace")))
    lines.done()


def _attachment(file: object, name: str, gathered: Gathered) -> None:
    if not isinstance(file, pikepdf.Dictionary):
        return
    lines = Lines(gathered, Place.ATTACHMENT)
    called = [name, *(string(file.get(key), 500) for key in ("/UF", "/F"))]
    for one in dict.fromkeys(called):
        lines.add("Name", one)
    lines.add("Description", string(file.get("/Desc"), 2000))
    inside = file.get("/EF")
    with gathered.careful("an attachment"):
        content = _at(inside, "/UF") or _at(inside, "/F")
        if isinstance(content, pikepdf.Stream):
            text = attachment_text(unpacked(content, 4_000_000), gathered.left)
            if text is None:
                gathered.unexamined("an attachment")
            lines.add("", text or "")
    lines.done()


def _outline(root: pikepdf.Object, gathered: Gathered) -> None:
    lines = Lines(gathered, Place.OUTLINE)
    waiting, seen = [_at(root, "/Outlines")], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, pikepdf.Dictionary):
            lines.add("", string(node.get("/Title"), 2000))
            _action(node.get("/A"), gathered)
            waiting += [node.get("/Next"), node.get("/First")]
    lines.done()


def _descriptions(root: pikepdf.Object, numbers: dict[tuple[int, int], int], gathered: Gathered) -> None:
    """What the tags of a PDF say in place of pictures and letters, each with the page it belongs to."""
    pages: dict[int, Lines] = {}
    waiting: list[tuple[object, int]] = [(_at(root, "/StructTreeRoot"), 0)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        node, number = waiting.pop()
        seen += 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        page = node.get("/Pg")
        number = numbers.get(page.objgen, number) if isinstance(page, pikepdf.Dictionary) else number
        for name in ("/Alt", "/ActualText", "/E", "/T"):
            if text := string(node.get(name), 2000):
                pages.setdefault(number, Lines(gathered, Place.DESCRIPTION, number)).add("", text)
        below = node.get("/K")
        waiting += [(child, number) for child in reversed(listed(below))]
        waiting.append((below, number))
    for lines in pages.values():
        lines.done()


def _scripts(root: pikepdf.Object, gathered: Gathered) -> None:
    _action(root.get("/OpenAction"), gathered)
    _actions(root.get("/AA"), gathered)
    for _, action in entries(_at(root, "/Names", "/JavaScript")):
        _action(action, gathered)


def _actions(table: object, gathered: Gathered) -> None:
    if isinstance(table, pikepdf.Dictionary):
        for name in list(table.keys())[:50]:
            _action(table.get(name), gathered)


def _action(action: object, gathered: Gathered) -> None:
    """What a reader would run: scripts, programs, forms that are sent; it is only said that it is there."""
    for step in _chain(action):
        kind = str(step.get("/S", ""))
        if kind == "/JavaScript":
            gathered.add(Place.SCRIPT, string(step.get("/JS"), 4000))
        elif kind == "/URI":
            gathered.add(Place.ANNOTATION, string(step.get("/URI"), 2000))
        elif kind in ("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"):
            file = step.get("/F")
            gathered.add(Place.SCRIPT, string(file) or string(_at(file, "/UF")) or string(_at(file, "/F")))


def _chain(action: object) -> Iterator[pikepdf.Dictionary]:
    for _ in range(20):
        if not isinstance(action, pikepdf.Dictionary):
            return
        yield action
        action = action.get("/Next")


def _pictures(page: pikepdf.Object, number: int, gathered: Gathered) -> None:
    """Photographs keep their own metadata inside a PDF, the position where they were taken among it."""
    things = _at(page, "/Resources", "/XObject")
    if not isinstance(things, pikepdf.Dictionary):
        return
    for name in list(things.keys())[:_MOST_PICTURES]:
        thing = things.get(name)
        if not isinstance(thing, pikepdf.Stream):
            continue
        if isinstance(packet := thing.get("/Metadata"), pikepdf.Stream):
            lines = Lines(gathered, Place.METADATA, number)
            for label, value in xmp_lines(unpacked(packet, 200_000)):
                lines.add(label, value)
            lines.done()
        if thing.get("/Filter") in (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode])):
            head = thing.read_raw_bytes()[:200_000]
            if any(mark in head for mark in (b"Exif\0", b"Photoshop 3.0", b"ns.adobe.com/xap", b"\xff\xfe")):
                with gathered.careful("metadata of a picture"):
                    gather_metadata(JpegImagePlugin.JpegImageFile(io.BytesIO(head)), gathered, number)
