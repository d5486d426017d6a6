import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from verapdf import verdicts

import observations as month
from governance.processing import (
    Control,
    DeletionCount,
    DocumentCount,
    Held,
    LedgerHead,
    Observed,
    ProcessingRecord,
    as_csv,
    as_json,
    build_record,
    lateness,
)
from reports.processing_record import CSV_NAME, JSON_NAME, page, render

LONG = "Donaudampfschifffahrt" * 60
HOSTILE = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png"></td></table>{{ 7*7 }}{% raw %}',
    "\u202egpj.exe \u0634\u0631\u0643\u0629 \u05d7\u05d1\u05e8\u05d4 \u2066x",
    "\U0001f600\U0001f469\u200d\U0001f4bb 文書処理株式会社 \x00\x07\x1b \ud800 \ufffe \ue000",
    LONG,
)


@cache
def quiet() -> ProcessingRecord:
    return build_record(month.policy(), month.observed(), number=month.NUMBER, period=month.PERIOD, now=month.NOW)


@cache
def quiet_paper() -> bytes:
    return render(quiet())


@cache
def hostile() -> ProcessingRecord:
    """A record that contradicts itself everywhere, about a controller whose every word is an attack."""
    markup, turned, odd, long = HOSTILE
    known = month.policy()
    policy = replace(
        known,
        title=markup,
        controller=known.controller.model_copy(
            update={"name": odd, "legal_entity": markup, "address": long, "dpo": turned, "website": "javascript:x"}
        ),
        categories={
            **known.categories,
            "document.image": known.categories["document.image"].model_copy(
                update={"label": markup + long, "subjects": (turned, odd), "may_contain": (long,)}
            ),
        },
        recipients={
            **known.recipients,
            "cloud_hosting": replace(known.recipients["cloud_hosting"], label=odd, contract=markup, country=turned),
        },
        activities={name: known.activities[name] for name in ("A-OCR-INGEST", "A-OCR-HOST", "A-TEXT-KEEP")},
        retention={name: rule for name, rule in known.retention.items() if name != "R-TEXT"},
        clauses={
            **known.clauses,
            "c3.2": replace(known.clauses["c3.2"], text="\n".join([*HOSTILE, "word " * 2000])),
        },
    )
    observed = replace(
        month.observed(),
        ledger=LedgerHead(10**12, "f" * 64, verified=False, verified_at=month.NOW),
        decisions=(
            month.allowed(10**9, "share document.image provide_service cloud_hosting", "A-OCR-HOST"),
            replace(month.allowed(1, "read document.image provide_service", "A-X"), recipient=markup),
            replace(month.allowed(1, "read document.image provide_service", "A-X"), category=long),
            month.refused(10**12, "read document.image provide_service", "F-DOC-ENDED"),
        ),
        documents=DocumentCount(received=10**9, held_now=1, ended={"completed": 7, markup: 1, "lost": 10**9}),
        deletions=(DeletionCount("document.image", "R-DOC", lateness([-60.0, 0.0, 86400.0 * 4000])),),
        held=(Held(long, 1, 1e9, markup), Held("document.image", 3, 1e6, "R-DOC", 3, 9e5)),
        controls=tuple(Control(text, text, bool(at % 2), text, month.NOW) for at, text in enumerate(HOSTILE)),
        findings={**dict.fromkeys(HOSTILE, 5), "PERSON": 10**9},
        place=odd,
    )
    return build_record(policy, observed, number=markup, period=month.PERIOD, now=month.NOW)


@cache
def hostile_paper() -> bytes:
    return render(hostile())


def pages(paper: bytes) -> list[str]:
    document = PdfDocument(paper)
    try:
        return [one.get_textpage().get_text_bounded() for one in document]
    finally:
        document.close()


def flat(paper: bytes) -> str:
    return re.sub(r"\s+", " ", "\n".join(pages(paper)))


def test_a_record_gives_the_same_bytes_every_time() -> None:
    assert render(quiet()) == quiet_paper()


def test_the_enclosed_json_and_csv_are_the_records_own_and_the_cover_names_the_digest() -> None:
    with pikepdf.open(io.BytesIO(quiet_paper())) as pdf:
        data = pdf.attachments[JSON_NAME].get_file().read_bytes()
        rows = pdf.attachments[CSV_NAME].get_file().read_bytes()
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Data", "/Source", "/Data", "/Data"]
    assert data == as_json(quiet())
    assert rows == as_csv(quiet())
    assert hashlib.sha256(data).hexdigest() in pages(quiet_paper())[0].replace("\r\n", "")


def test_the_cover_tells_who_what_when_and_that_it_is_not_final() -> None:
    cover = re.sub(r"\s+", " ", pages(quiet_paper())[0])
    for words in (
        "Record of processing activities",
        month.policy().controller.name,
        month.NUMBER,
        "23 November 2026, 12:00:00 UTC",
        "Provisional.",
        "Missing (Art. 30(1)(a), 37)",
        month.policy().digest,
        "4,711 entries",
        "5f0c" * 16,
    ):
        assert words in cover


def test_every_gap_stands_in_the_text_with_what_to_do() -> None:
    text = flat(quiet_paper())
    for gap in quiet().gaps:
        assert re.sub(r"\s+", " ", gap.missing[1:]) in text
        assert re.sub(r"\s+", " ", gap.action) in text


def test_every_activity_has_its_letters_a_to_g() -> None:
    text = flat(quiet_paper())
    for at, row in enumerate(quiet().activities, start=1):
        assert f"4.{at} {row.name}" in text
    for letter in "abcdefg":
        assert text.count(f"({letter}) ") >= len(quiet().activities)


def test_every_decision_rule_and_cited_clause_is_there_in_words() -> None:
    text = flat(quiet_paper())
    for line in quiet().evidence.rules:
        assert line.label[1:] in text
    for words in quiet().clauses.values():
        assert re.sub(r"\s+", " ", words)[:60] in text


def test_contradictions_come_before_gaps_and_activities() -> None:
    assert hostile().contradictions
    text = flat(hostile_paper())
    places = [text.index(hostile().contradictions[0].sentence)]
    places += [text.index(words) for words in ("3. What is missing These", "4. Processing activities The")]
    assert places == sorted(places)


def test_hostile_words_stay_words() -> None:
    text = flat(hostile_paper())
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "[U+202E]" in text
    assert "[U+0007]" in text
    assert "\u202e" not in text
    with pikepdf.open(io.BytesIO(hostile_paper())) as pdf:
        names = {str(key) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) for key in one}
        assert not names & {"/JS", "/JavaScript", "/URI", "/OpenAction", "/AA", "/Launch"}


def test_nothing_is_drawn_outside_the_margins() -> None:
    for paper in (quiet_paper(), hostile_paper()):
        document = PdfDocument(paper)
        for one in document:
            words = one.get_textpage()
            for at in range(words.count_rects()):
                left, bottom, right, top = words.get_rect(at)
                assert left >= 53
                assert right <= 595.3 - 52
                assert bottom >= 20
                assert top <= 842 - 20
        document.close()


def test_no_heading_stands_at_the_foot_of_a_page() -> None:
    headings = re.compile(r"^(\d{1,2}\. |4\.\d+ )")
    for text in pages(quiet_paper())[1:]:
        lines = [line for line in text.splitlines() if line.strip()]
        # The last line is the page's own foot.
        assert lines[-1].startswith("Provisional")
        assert not headings.match(lines[-2]), lines[-3:]


def test_a_record_without_any_activity_or_number_is_still_a_document() -> None:
    empty = Observed(as_of=month.NOW, ledger=LedgerHead(0, "e3" * 32))
    bare = replace(month.policy(), activities={}, rights={}, prohibitions={})
    record = build_record(bare, empty, number="0", period=month.PERIOD, now=month.NOW)
    text = flat(render(record))
    for words in ("No document was received", "No request was decided", "not recomputed", "Nothing was deleted"):
        assert words in text


@pytest.mark.timeout(600)
def test_every_paper_is_valid_pdf_a_3a_and_pdf_ua_1(tmp_path) -> None:
    papers = {"quiet.pdf": quiet_paper(), "hostile.pdf": hostile_paper()}
    for name, paper in papers.items():
        (tmp_path / name).write_bytes(paper)
    found = verdicts([tmp_path / name for name in papers])
    assert not any(found.values()), found


def test_a_policy_that_states_next_to_nothing_still_makes_a_page_of_gaps() -> None:
    known = month.policy()
    mute = replace(
        known,
        controller=known.controller.model_copy(update={"name": "", "email": "", "website": ""}),
        bases={name: basis.model_copy(update={"gdpr": ""}) for name, basis in known.bases.items()},
        categories={name: one.model_copy(update={"subjects": ()}) for name, one in known.categories.items()},
        retention={},
        transfers={},
    )
    record = build_record(mute, replace(month.observed(), controls=()), number="1", period=month.PERIOD, now=month.NOW)
    assert not record.coverage.gate[0].filled
    source = page(record, "00")
    assert source.count("<strong>Missing") > 100
    assert "the lawful basis" in source


def test_another_process_writes_the_same_page_and_data() -> None:
    # Python orders sets anew in every process; nothing of that may reach a record.
    script = (
        "import hashlib, test_processing_record as t;"
        "print(hashlib.sha256(t.as_json(t.quiet()) + t.page(t.quiet(), '00').encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    folders = [root / "platform", root, root / "tests", root / "tests" / "reports"]
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(map(str, folders))},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_the_page_refers_to_nothing_outside_itself() -> None:
    source = page(quiet(), "00" * 32)
    assert not re.findall(r'(?:src|href|url|@import)\s*[=(]?\s*["\']?(?!#)\w+:', source)
