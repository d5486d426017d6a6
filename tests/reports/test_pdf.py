import io
from datetime import UTC, datetime

import pikepdf
import pytest
from verapdf import verdicts

from reports.pdf import Enclosure, PaperError, render_pdf

NOW = datetime(2026, 11, 23, 12, 0, 5, 999, tzinfo=UTC)
STYLE = '<style>html { font-family: "DejaVu Sans" }</style>'


def draw(
    body: str, *attachments: Enclosure, head: str = "<title>A page</title>", root: str = 'html lang="en"'
) -> bytes:
    html = f"<!doctype html><{root}><head><meta charset='utf-8'>{head}{STYLE}</head><body>{body}</body></html>"
    return render_pdf(html, attachments=attachments, identifier=b"0123456789abcdef", created=NOW)


def text(pdf: bytes) -> str:
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_the_same_page_gives_the_same_bytes() -> None:
    enclosed = Enclosure("a.json", b"{}", "data", "Source")
    assert draw("<h1>One</h1>", enclosed) == draw("<h1>One</h1>", enclosed)


def test_enclosed_files_come_out_as_they_went_in_and_say_how_they_relate() -> None:
    first = Enclosure("b.csv", b"x,y\r\n1,2\r\n", "the rows", "Data")
    second = Enclosure("a.json", b'{"x":1}', "the source", "Source")
    with pikepdf.open(io.BytesIO(draw("<h1>One</h1>", first, second))) as pdf:
        assert {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()} == {
            "b.csv": first.content,
            "a.json": second.content,
        }
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Source", "/Data"]


def test_a_page_states_language_title_date_and_both_standards() -> None:
    with pikepdf.open(io.BytesIO(draw("<h1>One</h1>"))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "A page"
        assert str(pdf.docinfo.CreationDate) == "D:20261123120005Z"
        metadata = bytes(pdf.Root.Metadata.read_bytes())
    assert b'pdfaid:part="3"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert b'pdfuaid:part="1"' in metadata


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="file:///etc/hostname">',
        '<p style="background: url(https://127.0.0.1:9/x.png)">x</p>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<style>@import "http://127.0.0.1:9/x.css";</style><p>x</p>',
        '<style>@font-face { font-family: F; src: url(file:///x.ttf) }</style><p style="font-family: F">x</p>',
    ],
)
def test_a_page_that_wants_anything_from_outside_is_refused(body: str) -> None:
    with pytest.raises(PaperError, match="outside itself"):
        draw(body)


def test_a_page_without_title_or_language_is_refused() -> None:
    with pytest.raises(PaperError, match="title"):
        draw("<h1>One</h1>", head="")
    with pytest.raises(PaperError, match="lang"):
        draw("<h1>One</h1>", root="html")


def test_a_letter_that_no_font_has_is_drawn_as_its_code() -> None:
    drawn = text(draw("<h1>One \U0001fadf \U000e0041 two</h1>"))
    assert "[U+1FADF]" in drawn
    assert "two" in drawn


def test_odd_letters_images_and_empty_pages_stay_valid(tmp_path) -> None:
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    bodies = {
        "odd.pdf": "<h1>\U0001f600 中文 \u0634\u0643\u0631 \u05e9\u05dc\u05d5\u05dd \U000e0041 e\u0301 \ufb01</h1>",
        "image.pdf": f'<h1>i</h1><img alt="a dot" src="data:image/png;base64,{pixel}">'
        '<p><a href="#x">to x</a></p><h2 id="x">x</h2>',
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(draw(body, Enclosure("a.json", b"{}", "data", "Source")))
    assert not any(verdicts([tmp_path / name for name in bodies]).values())


def test_the_validator_does_find_faults(tmp_path) -> None:
    # An untagged file of no standard must fail; otherwise the tests above mean nothing.
    from weasyprint import HTML

    HTML(string="<html><body><p>x</p></body></html>").write_pdf(tmp_path / "plain.pdf")
    found = verdicts([tmp_path / "plain.pdf"])
    assert found["3a", "plain.pdf"]
    assert found["ua1", "plain.pdf"]
