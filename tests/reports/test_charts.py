"""Pictures: the same bytes for the same numbers, all in attributes, all said in words."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verapdf import verdicts

from reports.charts import Lane, bars, columns, deadlines, stacked_bar
from reports.pdf import render_pdf

LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=60)
COUNTS = st.integers(0, 10**9)


def all_kinds(label: str = "Refused", count: int = 7) -> list[str]:
    return [
        bars([(label, count), ("other", 3)], "Bars"),
        columns([("1 Dec", count), ("2 Dec", 0)], "Columns"),
        deadlines([Lane(label, 0.1, 0.9, 1.7), Lane("b", 0, 0, 0)], "Lanes"),
        stacked_bar([(label, count, "#123456"), ("other", 3, "#654321")], "Parts"),
    ]


def test_the_same_numbers_give_the_same_bytes():
    assert all_kinds() == all_kinds()


def test_what_others_do_to_namespaces_changes_nothing():
    before = all_kinds()
    ElementTree.register_namespace("elsewhere", "http://www.w3.org/2000/svg")
    assert all_kinds() == before
    assert all(picture.startswith("<svg ") for picture in before)


@pytest.mark.parametrize("picture", all_kinds())
def test_a_picture_styles_nothing_and_refers_to_nothing_outside_itself(picture):
    assert not re.search(r"<style|style=|<script|http(?!://www\.w3\.org/2000/svg)", picture)
    root = ElementTree.fromstring(picture)
    assert root[0].tag.endswith("title")
    assert root.get("role") == "img"
    ids = {one.get("id") for one in root.iter() if one.get("id")}
    assert {one.get("href")[1:] for one in root.iter() if one.get("href")} <= ids


def test_what_it_shows_is_said_in_its_title():
    for picture in all_kinds():
        assert re.search(r"Refused|1 Dec", ElementTree.fromstring(picture)[0].text)
    assert "nothing to show" in bars([], "Bars")
    assert ElementTree.fromstring(deadlines([Lane("x", 0.1, 0.9, 1.7)], "T"))[0].text.endswith("x 10 %, 90 %, 170 %")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(LABELS, COUNTS), max_size=6))
def test_any_label_and_count_gives_well_formed_pictures(rows):
    for picture in (
        bars(rows, "Bars"),
        columns(rows, "Columns"),
        stacked_bar([(label, count, "#123456") for label, count in rows], "Parts"),
    ):
        ElementTree.fromstring(picture)


def test_pictures_on_paper_stay_accessible(tmp_path):
    body = "".join(f"<figure>{picture}</figure>" for picture in all_kinds("Größe $x^2$ <b>"))
    head = "<title>T</title><style>html { font-family: 'DejaVu Sans' }</style>"
    page = f"<!doctype html><html lang='en'><head>{head}</head><body><h1>P</h1>{body}</body></html>"
    made = render_pdf(page, attachments=(), identifier=b"0123456789abcdef", created=datetime(2026, 1, 1, tzinfo=UTC))
    (tmp_path / "charts.pdf").write_bytes(made)
    assert not any(verdicts([tmp_path / "charts.pdf"]).values())
