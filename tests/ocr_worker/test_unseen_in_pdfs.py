"""What a PDF holds without showing it comes out of the decoder with its place; what is seen does not."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from governance.findings import Place, Unseen
from scans import as_jpeg, letter
from store.decoder import Decoder

SEEN = b"BT /F1 14 Tf 72 700 Td (Dear reader, this line is plain to see) Tj ET\n"
WHO = "Paula Exemplar, 17 Sample Row"
INK = WHO.encode()


def _pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, content: bytes = SEEN) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary())
        pdf.pages[0].Contents = pdf.make_stream(content)
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _beside(decoder: Decoder, data: bytes) -> list[Unseen]:
    return [part for page in decoder.pages(data) for part in page.unseen]


def _only(decoder: Decoder, data: bytes) -> Unseen:
    (part,) = _beside(decoder, data)
    return part


def _text(decoder: Decoder, data: bytes, place: Place) -> str:
    return "\n".join(part.text for part in _beside(decoder, data) if part.place is place)


def test_a_plain_page_has_nothing_beside_it(decoder: Decoder) -> None:
    small = b"BT /F1 9 Tf 72 600 Td (I - a . small | print, l 1 i) Tj ET\n"
    grey = b"0.6 g BT /F1 12 Tf 72 500 Td (grey words) Tj ET 1 0 0 rg BT /F1 12 Tf 72 480 Td (red words) Tj ET"
    shaded = b"0.9 g 60 390 400 30 re f 0 g BT /F1 12 Tf 72 400 Td (on a shaded ground) Tj ET\n"

    assert _beside(decoder, _pdf(content=SEEN + small + shaded + grey)) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"BT 3 Tr /F1 12 Tf 72 640 Td (%s) Tj ET" % INK, id="drawn invisibly"),
        pytest.param(b"1 g BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK, id="white on white"),
        pytest.param(b"0.97 g BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK, id="nearly white"),
        pytest.param(b"BT /F1 12 Tf 72 -640 Td (%s) Tj ET" % INK, id="below the page"),
        pytest.param(b"BT /F1 12 Tf 900 640 Td (%s) Tj ET" % INK, id="beside the page"),
        pytest.param(b"BT /F1 12 Tf 72 640 Td (%s) Tj ET 0 g 70 636 300 16 re f" % INK, id="under a black bar"),
        pytest.param(b"0 g 70 636 300 16 re f BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK, id="black on a black bar"),
        pytest.param(b"BT /F1 12 Tf 72 640 Td (%s) Tj ET 1 g 0 0 595 690 re f" % INK, id="under white paint"),
        pytest.param(b"BT /F1 0.3 Tf 72 640 Td (%s) Tj ET" % INK, id="smaller than dust"),
    ],
)
def test_text_that_nobody_sees_is_told(decoder: Decoder, content: bytes) -> None:
    part = _only(decoder, _pdf(content=SEEN + content))

    assert (part.place, part.page) == (Place.HIDDEN, 1)
    assert part.text == WHO


def test_text_outside_the_part_that_is_shown_is_told(decoder: Decoder) -> None:
    def crop(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = Array([0, 650, 595, 842])

    part = _only(decoder, _pdf(crop, SEEN + b"BT /F1 12 Tf 72 600 Td (%s) Tj ET" % INK))

    assert (part.place, part.text) == (Place.HIDDEN, WHO)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_hidden_text_of_a_turned_page_is_told_and_seen_text_is_not(decoder: Decoder, turned: int) -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = turned

    assert _only(decoder, _pdf(turn, SEEN + b"1 g BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK)).text == WHO


def test_text_behind_a_picture_is_told(decoder: Decoder) -> None:
    scan = letter("A picture of something else", width=400, height=300)

    def cover(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(as_jpeg(scan))
        picture.stream_dict.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Filter": Name.DCTDecode})
        picture.stream_dict.update({"/Width": 400, "/Height": 300, "/ColorSpace": Name.DeviceGray})
        picture.stream_dict.BitsPerComponent = 8
        pdf.pages[0].Resources.XObject.I1 = picture

    content = SEEN + b"BT /F1 12 Tf 72 540 Td (%s) Tj ET q 500 0 0 400 50 200 cm /I1 Do Q" % INK

    assert WHO in _text(decoder, _pdf(cover, content), Place.HIDDEN)


def test_a_layer_that_is_switched_off_is_told(decoder: Decoder) -> None:
    def layer(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        pdf.pages[0].Resources.Properties = Dictionary(L1=group)

    content = SEEN + b"/OC /L1 BDC BT /F1 12 Tf 72 640 Td (%s) Tj ET EMC" % INK

    assert _text(decoder, _pdf(layer, content), Place.HIDDEN) == WHO


def test_document_information_and_its_xmp_are_told_but_not_the_program(decoder: Decoder) -> None:
    xmp = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description xmlns:dc='d' pdf:Producer='Pressware 7'"
        b" photoshop:AuthorsPosition='Clerk &amp; typist'><dc:creator><rdf:Seq><rdf:li>Paula Exemplar</rdf:li>"
        b"</rdf:Seq></dc:creator><xmp:CreateDate>2026-01-01</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>"
    )

    def write(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Author = "Émile Exemplar"
        pdf.docinfo.Producer = "Pressware 7"
        pdf.docinfo.Patient = "17"
        pdf.Root.Metadata = pdf.make_stream(xmp)

    text = _text(decoder, _pdf(write), Place.METADATA)

    assert set(text.splitlines()) == {
        "Author: Émile Exemplar", "Patient: 17", "Author: Paula Exemplar", "AuthorsPosition: Clerk & typist",
    }  # fmt: skip


def test_notes_links_and_fields_are_told_with_their_page(decoder: Decoder) -> None:
    def write(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="nino", V="QQ 12 34 56 C",
                           TU="Insurance number", Rect=[0, 0, 0, 0], F=2)  # fmt: skip
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, T="Paula Exemplar", Contents="ring her", Rect=[0, 0, 9, 9]
        )
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
                          A=Dictionary(S=Name.URI, URI="mailto:paula@example.org"))  # fmt: skip
        pdf.pages[1].Annots = Array([pdf.make_indirect(one) for one in (field, note, link)])
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[1].Annots[0]]))

    parts = {(part.place, part.page): part.text for part in _beside(decoder, _pdf(write))}

    assert parts[Place.FIELD, 2] == "Insurance number: QQ 12 34 56 C"
    assert parts[Place.ANNOTATION, 2] == "Author: Paula Exemplar\nNote: ring her"
    assert parts[Place.ANNOTATION, 0] == "mailto:paula@example.org"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("people.csv", b"name,ssn\nPaula Exemplar,536-22-1234", "Paula Exemplar,536-22-1234"),
        ("people.txt", "Zoë Exemplar".encode("utf-16"), "Zoë Exemplar"),
        ("letter.pdf", _pdf(content=b"BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK), WHO),
    ],
)
def test_attachments_are_told_with_name_and_text(decoder: Decoder, name: str, content: bytes, told: str) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = content

    text = _text(decoder, _pdf(attach), Place.ATTACHMENT)

    assert f"Name: {name}" in text
    assert told in text


def test_an_office_document_inside_is_told_and_a_picture_is_said_to_be_unexamined(decoder: Decoder) -> None:
    import zipfile

    office = io.BytesIO()
    with zipfile.ZipFile(office, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{WHO}</w:t></w:p>")

    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.docx"] = office.getvalue()
        pdf.attachments["a.jpg"] = as_jpeg(letter())

    parts = _beside(decoder, _pdf(attach))

    assert any(WHO in part.text for part in parts if part.place is Place.ATTACHMENT)
    assert [part.text for part in parts if part.place is Place.UNEXAMINED] == ["an attachment"]


def test_outline_descriptions_and_commands_are_told(decoder: Decoder) -> None:
    def write(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("File of Paula Exemplar", 0))
        figure = Dictionary(Type=Name.StructElem, S=Name.Figure, Alt="Portrait of Paula", Pg=pdf.pages[0].obj)
        pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([pdf.make_indirect(figure)]))
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('Paula')"))

    parts = {part.place: part for part in _beside(decoder, _pdf(write))}

    assert parts[Place.OUTLINE].text == "File of Paula Exemplar"
    assert (parts[Place.DESCRIPTION].text, parts[Place.DESCRIPTION].page) == ("Portrait of Paula", 1)
    assert parts[Place.SCRIPT].text == "app.alert('Paula')"


def test_an_earlier_version_is_told_with_what_the_present_one_does_not_say(decoder: Decoder) -> None:
    first = _pdf(
        lambda pdf: setattr(pdf.docinfo, "Subject", "Sick note"), SEEN + b"BT /F1 12 Tf 72 640 Td (%s) Tj ET" % INK
    )
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number = pdf.pages[0].Contents.objgen[0]
    where = len(first) + 1
    start = first[first.rindex(b"startxref") :].split()[1]
    with pikepdf.open(io.BytesIO(first)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    second = first + b"\n%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, len(SEEN), SEEN)
    table = len(second)
    second += b"xref\n%d 1\n%010d 00000 n \ntrailer<</Size %d/Root %d 0 R/Prev %s>>\n" % (
        number,
        where,
        size,
        root,
        start,
    )
    second += b"startxref\n%d\n%%%%EOF\n" % table

    text = _text(decoder, second, Place.REVISION)

    assert WHO in text
    assert "Sick note" in text
    assert "plain to see" not in text


def test_knots_and_bombs_beside_the_pages_leave_the_page_readable(decoder: Decoder) -> None:
    def knot(pdf: pikepdf.Pdf) -> None:
        item = pdf.make_indirect(Dictionary(Title="again"))
        item.Next, item.First = item, item
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=item))
        tree = pdf.make_indirect(Dictionary())
        tree.Kids = Array([tree, tree])
        pdf.Root.Names = Dictionary(EmbeddedFiles=tree, JavaScript=tree)
        action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="x"))
        action.Next = action
        pdf.Root.OpenAction = action
        field = pdf.make_indirect(Dictionary(T="f"))
        field.Parent, field.Kids = field, Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        element = pdf.make_indirect(Dictionary(S=Name.P, Alt="round"))
        element.K = element
        pdf.Root.StructTreeRoot = element
        flood = pikepdf.Stream(pdf, zlib.compress(bytes(300_000_000), 9), Filter=Name.FlateDecode)
        pdf.Root.Metadata = flood

    (page,) = decoder.pages(_pdf(knot))

    assert min(page.pixels) < 100
    assert {part.place for part in page.unseen} >= {Place.OUTLINE, Place.SCRIPT}


def test_more_text_than_is_examined_is_cut_and_said(decoder: Decoder) -> None:
    def flood(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Author = "Paula Exemplar"
        for number in range(30):
            pdf.attachments[f"{number}.txt"] = b"all work and no play " * 1000

    parts = _beside(decoder, _pdf(flood))

    assert sum(len(part.text) for part in parts) <= decoder.limits.unseen
    assert any(part.place is Place.UNEXAMINED for part in parts)
    assert any("Paula" in part.text for part in parts)
