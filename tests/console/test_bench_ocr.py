"""`proviso bench ocr`: fair to both sides, and its figures add up."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.bench.ocr import bench_ocr
from console.bench.pages import bring, drawn, word_f1
from console.bench.stages import DATABASE, READING, Cost


def test_pages_are_always_the_same_ones_and_of_every_kind_and_none_lies_on_its_side() -> None:
    pages = drawn(8)

    assert [page.data for page in drawn(8)] == [page.data for page in pages]
    assert len({page.text for page in pages}) == 8
    assert all(page.text for page in pages)


def test_a_folder_brings_pages_with_the_text_beside_them(tmp_path: Path) -> None:
    for name, content in {"a.png": b"1", "b.jpg": b"2", "c.tif": b"3", "d.pdf": b"4"}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.txt").write_text("on a")
    (tmp_path / "b.json").write_text(json.dumps({"text": "on b"}))

    assert [(page.data, page.suffix, page.text) for page in bring(tmp_path)] == [
        (b"1", ".png", "on a"),
        (b"2", ".jpg", "on b"),
        (b"3", ".tif", ""),
    ]


def test_word_f1_counts_words_whatever_their_order_and_marks() -> None:
    assert word_f1(["Dear Mrs. Roe"], ["roe, dear MRS"]) == 1.0
    assert word_f1(["Dear Roe"], ["Dear Mrs Roe"]) == pytest.approx(0.8)
    assert word_f1(["x", "anything"], ["y", ""]) == 0.0
    assert word_f1(["anything"], [""]) is None


def test_a_stage_within_another_counts_for_itself_alone_and_all_stages_make_the_whole() -> None:
    cost = Cost(pages=2, whole=1.0)
    with cost.stage(READING), cost.stage(DATABASE):
        pass
    cost.by_stage = {READING: 0.6, DATABASE: 0.02}

    told = cost.as_dict()
    assert (told["reading"], told["database and ledger"], told["whole"]) == (300.0, 10.0, 500.0)
    assert told["governance"] == 200.0
    assert told["the rest"] == 190.0


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_small_run_tells_peer_ours_and_ratio(tmp_path: Path) -> None:
    out = tmp_path / "ocr.json"
    done = CliRunner().invoke(bench_ocr, ["--pages", "4", "--rounds", "1", "--json", str(out)], catch_exceptions=False)

    assert done.exit_code == 0
    told = json.loads(out.read_text())
    assert told["peer"]["word_f1"] > 0.5
    for row in told["ours"].values():
        assert row["word_f1"] > 0.5
        assert row["ratio"] > 0
        assert row["stages"]["governance"] < row["stages"]["whole"]
