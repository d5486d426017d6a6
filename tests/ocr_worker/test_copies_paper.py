import io
import string

import pikepdf
import pypdfium2
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from governance.findings import Word
from ocr_worker.copies.paper import Leaf, write_pdf


def leaf(words=(), *, width=600, height=400, dpi=150, shade=255):
    out = io.BytesIO()
    Image.new("L", (width, height), shade).save(out, "JPEG")
    return Leaf(out.getvalue(), width, height, dpi, tuple(words))


def words(texts):
    """A word a line, each as wide as its box says."""
    return [Word(text, 0, len(text), (20, 10 + 30 * at, 320, 32 + 30 * at), 0.9) for at, text in enumerate(texts)]


def read_back(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_words_are_found_where_they_stand_and_nothing_of_them_is_seen():
    pdf = write_pdf([leaf(words(["Eleanor", "Ärzte", "41,50 €"[:5]]))])
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    assert text.get_text_bounded().split() == ["Eleanor", "Ärzte", "41,50"]
    # The left half of the first line holds the first word; the page is 400 pixels at 150 dots per inch high.
    height = page.get_height()
    assert text.get_text_bounded(left=0, bottom=height - 20, right=160, top=height).strip().startswith("Elea")
    drawn = page.render(scale=1).to_numpy()
    assert drawn.min() > 250
    document.close()


@given(st.lists(st.text(string.ascii_letters + string.digits + "äöüßéñœ€ŁжΩ", min_size=1, max_size=12), max_size=8))
def test_any_word_can_be_written_and_copied_out_again(texts):
    (found,) = read_back(write_pdf([leaf(words(texts))]))
    assert found.split() == texts


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=300), max_size=4))
def test_no_letter_breaks_the_file(texts):
    with pikepdf.open(io.BytesIO(write_pdf([leaf(words(texts))]))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 1


def test_the_file_says_nothing_but_its_pages():
    pdf = write_pdf([leaf(words(["one"])), leaf(width=300, height=300, dpi=1)])
    assert pdf == write_pdf([leaf(words(["one"])), leaf(width=300, height=300, dpi=1)])
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert set(read.Root.keys()) == {"/Pages", "/Type"}
        assert "/Info" not in read.trailer
        assert [[float(side) for side in page.mediabox] for page in read.pages] == [[0, 0, 288, 192], [0, 0, 108, 108]]
