"""Whatever an operator can set and whatever a person can be told is explained where it stands."""

import ast
import re
import tomllib

import pytest

from governance.errors import ERRORS
from repository import OURS, ROOT, texts

DEFAULTS = ROOT / "config" / "default.toml"


def test_every_setting_has_a_comment_above_it_with_its_reason():
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if re.match(r"\w+ *=", line):
            assert lines[at - 1].startswith("# "), f"line {at + 1}: {line}"
            assert lines[at - 1].rstrip().endswith((".", ":")), f"line {at}: {lines[at - 1]}"
            assert len(lines[at - 1]) > 10, f"line {at + 1}: {line}"


def test_the_example_for_production_uses_only_settings_that_exist():
    known = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    example = tomllib.loads((ROOT / "config" / "production.example.toml").read_text(encoding="utf-8"))
    for key, value in example.items():
        assert key in known
        if isinstance(value, dict):
            assert value.keys() <= known[key].keys()


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_error_says_what_happened_and_what_to_do(code):
    kind = ERRORS[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert code == kind.code
    assert kind.title.strip()
    assert not kind.title.endswith(".")
    for sentence in (kind.sentence, kind.next_step):
        assert sentence[0].isupper() or sentence.startswith("{")
        assert sentence.endswith((".", "}", "bin/up"))


def literals() -> dict[str, set[str]]:
    """Every text literal in our code, with the files that hold it; the catalogue itself is left out."""
    found: dict[str, set[str]] = {}
    for name, text in texts(*OURS, suffixes=(".py",)):
        if name == "platform/governance/errors.py" or name.startswith("platform/governance/errors/"):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.setdefault(node.value, set()).add(name)
    return found


def test_every_error_of_the_catalogue_can_happen():
    assert not set(ERRORS) - set(literals())


def test_every_error_that_is_raised_is_in_the_catalogue_with_its_data():
    for name, text in texts(*OURS, suffixes=(".py",)):
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ProvisoError" and node.args):
                continue
            code = node.args[0]
            if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
                continue
            assert code.value in ERRORS, f"{name}:{node.lineno}"
            if any(keyword.arg is None for keyword in node.keywords):
                continue
            kind, given = ERRORS[code.value], {keyword.arg for keyword in node.keywords}
            wanted = set(re.findall(r"\{(\w+)[^}]*\}", kind.sentence + kind.next_step))
            assert wanted <= given, f"{name}:{node.lineno} lacks {wanted - given}"
