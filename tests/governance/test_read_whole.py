"""What is read of a text, all of it, word for word: values and their places in YAML, and the clauses of a policy."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass

import pytest
from code_fixtures import KEEP, POLICY, PROHIBITIONS, REMIND, RULES, SHARING, Edit
from edits_of_reading import parameter
from edits_of_rules import SECOND_LAW, cookie
from test_codes import edited
from told_whole import book

from governance.policy.clauses import read_clauses
from governance.policy.parse import parse
from governance.policy.resolve import resolve
from governance.policy.sources import read_yaml

YAML = [
    "", "word", "[1, {a: 2}]",
    "a: 1\nb:\n  - x\n  - {c: true, d: [1.5, -3, +4]}\n",
    "a:\nb: ~\nc: null\nd: Null\ne: NULL\nf: ''\ng:\n  -\n  - \"\"\nh: {i: , j: 1}\n",
    "a: 'yes'\nb: yes\nc: [Off, y, TRUE, false]\n",
    "a: 010\nb: 0x1F\nc: 1_000\nd: 12:30\ne: .inf\nf: .NaN\ng: 0o7\nh: 0b1\n",
    "a: 2025-01-01\nb: 2025-01-01 10:00:00\nc: 2025-1-1T1\nd: 2025-01\n",
    "a: 123456789012345678\nb: 1234567890123456789\nc: 1.5e3\nd: -0\ne: 1.\nf: .5\ng: 1.50\n",
    "a: 1\nb: {c: 2, c: 3, c: {d: 4}}\na: 5\n",
    "a: &x 1\nb: *x\nc: &y [1]\nd: &z {e: 1}\nf: *y\n",
    "&k a: 1\n!t b: 2\n",
    "a: !!str 3\nb: !x 'y'\nc: !!map {}\nd: !!seq []\n",
    "a: {<<: {b: 1}, '<<': 2}\nb: {'<<': 1}\n",
    "%YAML 1.1\n---\na: 1\n", "---\na: 1\n...\n---\nb: 2\n",
    "? [a]\n: 1\n", "{[a]: 1}", "{a: 1}: 2",
    "a: " + "[" * 24 + "]" * 24, "a: " + "[" * 25 + "]" * 25,
    "a: \x01\n", "\ta: 1\n", "a: [1\nb: 2\n", "a: b: c\n", "a: 'x\n", "a: 1\n b: 2\n", "a: @x\n",
    "a: |\n  two\n  lines\nb: >\n  one\n  line\n",
    "1: a\ntrue: b\nnull: c\n: d\n",
]  # fmt: skip

CLAUSES = [
    "", "\n \n",
    "# Title\n\n0.1 One.\n0.2 Two,\n  and on,\nand on.\n\n- 0.3 A **bold** item.\n- 0.4 Another\n  item.  \n",
    "# Title\n\n## 1. First\n\n1.1 One.\n\n### 1.2 Part\n\n1.2.1 Two.\n\n## 2. Second\n### 2.1 Part\n2.1.1 Three.\n",
    "Free.\n\n0.1 One.\n\nFree  words, which go on and on until there are more than sixty letters of them.\nMore.\n",
    "0.1 One.\n#### Deep\n- item\n-item\n##  2. Wide\n## 2 Dotless\n### 2.1\n# \n3.x One\n",
    "## 1. First\n\n2.1 Elsewhere.\n  1.1 Indented.\n1.1.1 Too deep.\n1 Too flat.\n"
    "01.1 Zero.\n1.01 Zero.\n10000.1 Long.\n",
    "### 4.1 Part\n\n4.2 Beside.\n4.1.2 Right.\n4.1.1 Late.\n4.1.2 Twice.\n\n4.1.1 Again.\n",
    "## 2. Second\n\n2.1 One.\n\n## 1. First\n\n1.1 One.\n\n## 2. Again\n",
    "0.1 One.\n\n   Free.\n\n  0.2 Two.\n",
    "0.2 Late.\n\n0.10 Ten.\n\n0.9 Nine.\n",
]  # fmt: skip
CARE = "when: {actor.role: [owner, service]}"

RESOLVED: dict[str, list[Edit]] = {
    "the clinic": [],
    "the clinic with a cookie, a second law and more said of its rules": [
        *cookie(("consent: null", "consent: reminder"), ("label: one", "label: one, source: law, named_law: a law"),
                ("to: none", "to: [none, laboratory]")),
        SECOND_LAW, (RULES, "basis: interests", "basis: {gdpr: interests, ccpa: contract}"),
        parameter("enum", "red", ", of: [red, green]"),
        (RULES, REMIND, f"{REMIND}\n    enabled_by: {{param: unheard, is: green}}\n    oblige: [locked, nameless]"),
        (RULES, 'erase]\n    on: "*"\n', 'erase]\n    on: "*"\n    not_on: [visit.*, lab.report]\n'),
        (RULES, PROHIBITIONS, f"{PROHIBITIONS}  - id: F-OFF\n    label: it is off\n    source: law\n    named_law:"
                              f" a law\n"
         "    for: treatment\n    to: [role:processor, none]\n    enabled_by: false\n    clauses: [c2.4, c2.5]\n"),
        (KEEP, "    keep: 0s\n", "    keep: 1d\n    also_after: [{event: data.created, keep: 2d}]\n    warn: 3d\n"),
        (KEEP, "    then: delete\n    legal_hold: suspends\n    clauses: [c3.2]",
         "    then: anonymise\n    clauses: [c3.2]"),
        (SHARING, "contract: laboratory agreement of 2026", "contract: UNSTATED"),
    ],
    "the clinic whose rules name what is not there": [
        (RULES, "    basis: interests", "    oblige: [shut]\n    basis: interest"),
        (RULES, "for: reminders", "for: remind"),
        (RULES, CARE, f"{CARE}\n    enabled_by: {{param: visit, is: true}}"),
        (RULES, "unless: {recipient.contract: true}", "unless: {recipient.contracts: true}"),
        (KEEP, "    ceiling: {event: data.created, keep: $file_retention}\n", ""),
        (POLICY, "applies_if: {", "applies_if: {x: 1, "),
    ],
}  # fmt: skip


def yaml() -> dict[str, list[str]]:
    return {repr(text): yaml_read(text) for text in YAML}


def clauses() -> dict[str, list[str]]:
    return {repr(text): clauses_read(text) for text in CLAUSES}


def yaml_read(text: str) -> list[str]:
    tree, problems = read_yaml("x.yaml", text)
    values = (f"{'/'.join(map(str, path))} at {mark.line}:{mark.column}" for path, mark in tree.marks.items())
    keys = (f"{'/'.join(map(str, path))} at {mark.line}:{mark.column}" for path, mark in tree.keys.items())
    assert {mark.file for mark in (*tree.marks.values(), *tree.keys.values())} <= {"x.yaml"}
    return [
        f"value {tree.value!r}", f"values {', '.join(values)}", f"keys {', '.join(keys)}", *map(str, problems),
    ]  # fmt: skip


def clauses_read(text: str) -> list[str]:
    found, problems = read_clauses("x.md", text)
    return [*map(str, found), *map(str, problems)]


def rules_read(name: str) -> list[str]:
    document, problems = parse(edited(RESOLVED[name]))
    rules, unresolved = resolve(document)
    found = [rules.activities, rules.prohibitions, rules.retention, rules.recipients]
    return [*(_told(one) for section in found for one in section.values()), *map(str, [*problems, *unresolved])]


def _told(one: object) -> str:
    """A rule with the names in its sets in order."""
    if isinstance(one, frozenset):
        return f"{{{', '.join(sorted(map(_told, one)))}}}"
    if isinstance(one, Mapping):
        return f"{{{', '.join(f'{key}: {_told(value)}' for key, value in one.items())}}}"
    if isinstance(one, tuple):
        return f"({', '.join(map(_told, one))})"
    if is_dataclass(one):
        inner = (f"{field.name}={_told(getattr(one, field.name))}" for field in fields(one))
        return f"{type(one).__name__}({', '.join(inner)})"
    return repr(one)


def resolved() -> dict[str, list[str]]:
    return {repr(name): rules_read(name) for name in RESOLVED}


BOOKS = {make.__name__: make for make in (yaml, clauses, resolved)}
EXPECTED = {name: book(name) for name in BOOKS}
PAGES = [("yaml", yaml_read, text) for text in YAML] + [("clauses", clauses_read, text) for text in CLAUSES]
PAGES += [("resolved", rules_read, name) for name in RESOLVED]


@pytest.mark.parametrize(("name", "read", "text"), PAGES, ids=[repr(page[2])[:60] for page in PAGES])
def test_a_text_is_read_as_the_book_says(name: str, read: Callable[[str], list[str]], text: str) -> None:
    assert read(text) == EXPECTED[name][repr(text)]
