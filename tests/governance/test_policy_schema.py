"""The schemas for editors: current, complete, satisfied by both policies, and strict about every key."""

import copy
import json
import re
from typing import Any

import pytest
from jsonschema import Draft7Validator

from governance.policy.parse import _Reader
from governance.policy.schema import FILES, name_of, schema, schema_text
from governance.policy.sources import read_yaml
from repository import ROOT
from store.policies import read_sources

POLICIES = ROOT / "policies"
SHIPPED = ("deepseek-ocr", "example-clinic")


def plain(folder: str, file: str) -> Any:
    return read_yaml(file, (POLICIES / folder / file).read_text("utf-8"))[0].value


def written() -> list[tuple[str, str]]:
    return [(folder, file) for folder in SHIPPED for file in FILES if (POLICIES / folder / file).exists()]


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_schemas_in_the_repository_are_those_of_the_code(file: str) -> None:
    assert (POLICIES / "schema" / name_of(file)).read_text("utf-8") == schema_text(file)
    Draft7Validator.check_schema(schema(file))


def test_a_schema_knows_the_sections_that_the_reader_reads() -> None:
    reader = _Reader(read_sources(POLICIES / "deepseek-ocr"), {})
    reader.files()
    reader.vocabulary()
    reader.rulebook()
    assert {name: set(sections) for name, sections in FILES.items()} == reader.read


@pytest.mark.parametrize(("folder", "file"), written())
def test_both_policies_satisfy_their_schemas(folder: str, file: str) -> None:
    assert not list(Draft7Validator(schema(file)).iter_errors(plain(folder, file)))


@pytest.mark.parametrize(("folder", "file"), written())
def test_each_file_points_to_its_schema(folder: str, file: str) -> None:
    first = (POLICIES / folder / file).read_text("utf-8").splitlines()[0]
    pointed = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert pointed
    assert (POLICIES / folder / pointed[1]).resolve() == POLICIES / "schema" / name_of(file)


def mappings(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place where a key could be misspelt and no name of one's own is allowed."""
    found = [path] if isinstance(value, dict) else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [deeper for key, part in inner for deeper in mappings(part, (*path, key))]


def own_names(known: dict[str, Any], path: tuple[Any, ...]) -> bool:
    """Whether the keys at a place are names that the author gives."""
    free = {"informational", "kept_elsewhere", "deadlines", "values", "digital_consent_age", "basis"}
    return bool(free & set(path)) or (len(path) == 1 and "$ref" not in known["properties"][path[0]])


@pytest.mark.parametrize(("folder", "file"), written())
def test_a_misspelt_key_is_refused_wherever_it_stands(folder: str, file: str) -> None:
    known = schema(file)
    right, checker = plain(folder, file), Draft7Validator(known)
    tried = 0
    for path in mappings(right):
        wrong = copy.deepcopy(right)
        place = wrong
        for step in path:
            place = place[step]
        if own_names(known, path):
            continue
        place["lable"] = "x"
        assert not checker.is_valid(wrong), path
        tried += 1
    assert tried > 1


def test_a_key_that_is_missing_or_of_the_wrong_kind_is_refused() -> None:
    checker = Draft7Validator(schema("retention.yaml"))
    right = plain("example-clinic", "retention.yaml")
    assert checker.is_valid(right)
    for key, value in (("keep", "10 minutes"), ("keep", 600), ("then", "burn"), ("of", 3), ("id", "lower case")):
        assert not checker.is_valid({"retention": [{**right["retention"][0], key: value}]}), key
    assert not checker.is_valid({"retention": [{"id": "R-X"}]})
    parameter = {**right["retention"][0], "keep": "$file_retention"}
    assert checker.is_valid({"retention": [parameter]})


@pytest.mark.parametrize("file", sorted(FILES))
def test_every_section_and_key_is_described_and_its_examples_are_right(file: str) -> None:
    known = schema(file)
    for section, inner in known["properties"].items():
        assert inner["description"], section
    for name, entry in known.get("definitions", {}).items():
        assert entry["description"], name
        for key, inner in entry["properties"].items():
            if name == "Condition":
                continue
            assert inner["description"].endswith("."), f"{name}.{key}"
            for example in inner.get("examples", ()):
                checker = Draft7Validator({**inner, "definitions": known["definitions"]})
                assert checker.is_valid(example), f"{name}.{key}: {json.dumps(example)}"
