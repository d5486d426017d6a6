"""Every kind of record on paper: accessible, archivable, its data enclosed, the same bytes every time."""

import hashlib
import io
import zipfile
from functools import cache

import pytest
from pypdfium2 import PdfDocument
from verapdf import verdicts

import observations as month
from governance.papers import BUILDERS
from governance.papers.export import paper_as_json
from governance.papers.paper import Table
from papers_month import loud, paper
from reports.enclosed import enclosed
from reports.paper import MOST_ROWS, page, render_paper
from reports.sheets import SHEET_NAME, spreadsheet


@cache
def drawn(kind: str) -> bytes:
    return render_paper(paper(kind, loud()))


def words(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    try:
        return "\n".join(one.get_textpage().get_text_bounded() for one in document)
    finally:
        document.close()


@pytest.mark.timeout(900)
def test_every_kind_is_valid_pdf_a_3a_and_pdf_ua_1(tmp_path):
    for kind in BUILDERS:
        (tmp_path / f"{kind}.pdf").write_bytes(drawn(kind))
    found = verdicts([tmp_path / f"{kind}.pdf" for kind in BUILDERS])
    assert not any(found.values()), found


@pytest.mark.parametrize("kind", ["consents", "gdpr-30-2"])
def test_the_same_paper_gives_the_same_bytes_and_carries_its_data(kind):
    assert render_paper(paper(kind, loud())) == drawn(kind)
    files = enclosed(drawn(kind))
    made = paper(kind, loud())
    assert set(files) == {f"{kind}.json", SHEET_NAME, *(f"{table.name}.csv" for table in made.tables)}
    assert files[f"{kind}.json"] == paper_as_json(made)
    assert hashlib.sha256(files[f"{kind}.json"]).hexdigest() in words(drawn(kind)).replace("\r\n", "")
    with zipfile.ZipFile(io.BytesIO(files[SHEET_NAME])) as book:
        assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == len(made.tables)


def test_contradictions_come_before_every_table():
    text = words(drawn("disclosures"))
    assert text.index("data_broker") < text.rindex("3. Recipients")


def test_a_long_table_is_cut_on_paper_and_whole_in_the_files():
    made = paper("consents")
    rows = tuple((f"row {at}", at) for at in range(MOST_ROWS + 50))
    section = made.sections[0]
    long = Table("long", "Long", ("Name", "Number"), rows)
    changed = type(made)(**{**{name: getattr(made, name) for name in made.__dataclass_fields__},
                            "sections": (type(section)("long", "Long", (), (long,)),), "pictures": ()})  # fmt: skip
    source = page(changed, "00")
    assert f"row {MOST_ROWS - 1}<" in source
    assert f"row {MOST_ROWS}<" not in source
    assert "50 more rows" in source
    assert enclosed(render_paper(changed))["long.csv"].count(b"\r\n") == MOST_ROWS + 51


def test_a_spreadsheet_takes_nothing_for_a_formula_and_is_the_same_every_time():
    table = Table("t", "T", ("A", "B"), (("=1+1", 2), ("@x", None)))
    assert spreadsheet("T", [table], month.NOW) == spreadsheet("T", [table], month.NOW)
    with zipfile.ZipFile(io.BytesIO(spreadsheet("T", [table], month.NOW))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"=1+1" in book.read("xl/sharedStrings.xml")


def test_a_file_that_is_no_paper_encloses_nothing():
    assert enclosed(b"%PDF-paper") == {}
