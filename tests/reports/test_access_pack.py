"""The pack of an answer: a letter that everybody can read, data that fits its schema, cells that run nothing."""

import csv
import io
import json
import zipfile
from datetime import date

import jsonschema
from verapdf import verdicts

from governance.access import build_answer
from governance.rights import Kind
from reports.access_pack import render
from reports.access_schema import SCHEMA
from store.places import data_folder
from store.policies import load_policy

ROWS = [
    {
        "table": "app_user",
        "categories": {"email": "account.identity", "called": "account.profile"},
        "rows": [{"email": "ada@example.org", "called": "=HYPERLINK(1)"}],
        "withheld": {"password": "it is held, and not shown"},
    }
]
TEXT = {
    "text": "a" * 32, "document": "d" * 32, "category": "text.extracted", "held_until": "2026-12-12T00:00:00+00:00",
    "pages": 1, "counts": {"PERSON": 1}, "content": "Dear Ada,\nyours, Jane \u202e", "findings": [], "unseen": [],
}  # fmt: skip
PARTS = {"rows": ROWS, "texts": [TEXT], "ledger": [{"kind": "x"}], "letters": [], "copies": [], "uploads": []}


def answer(kind=Kind.ACCESS, held=None):
    policy = load_policy(data_folder("policies") / "deepseek-ocr")
    return build_answer(
        policy, kind, {"account.identity": 1, "text.extracted": 1} if held is None else held, reference="XKH0M-E8JFD",
        made_on=date(2026, 11, 28), disclosures=(), withheld=("app_user: password",), copy=("rows",), others="None.",
        profile="EU",
    )  # fmt: skip


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_answer_gives_the_same_bytes_and_the_data_fits_its_schema():
    first = render(answer(), PARTS)
    assert first == render(answer(), PARTS)
    files = unpacked(first)
    assert json.loads(files["answer.schema.json"]) == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(files["answer.json"]), SCHEMA)
    listed = {one["name"] for one in json.loads(files["manifest.json"])["files"]}
    assert listed == set(files) - {"manifest.json"}


def test_a_spreadsheet_finds_no_formula():
    cells = unpacked(render(answer(), PARTS))["tables/app_user.csv"].decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(cells)))["called"] == "'=HYPERLINK(1)"


def test_the_letters_are_valid_for_archives_and_for_everybody(tmp_path):
    paths = []
    for kind in (Kind.ACCESS, Kind.KNOW_CATEGORIES, Kind.KNOW_SPECIFIC, Kind.PORTABILITY):
        paths.append(tmp_path / f"{kind.value}.pdf")
        paths[-1].write_bytes(unpacked(render(answer(kind), PARTS))["answer.pdf"])
    paths.append(tmp_path / "nothing.pdf")
    paths[-1].write_bytes(unpacked(render(answer(held={}), {name: [] for name in PARTS}))["answer.pdf"])
    assert {key: broken for key, broken in verdicts(paths).items() if broken} == {}
