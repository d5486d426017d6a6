"""Policies broken on purpose: named ways to break one of a policy's files, each taking luck from a seeded die.

A way gives the file's new text, or None where the file has nothing of the kind. What it gives is never a policy.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Way = Callable[[str, random.Random], str | None]
ALL_YAML = ("policy.yaml", "vocabulary.yaml", "rules.yaml", "retention.yaml", "rights.yaml", "promises.yaml")


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken policy: how it was broken, in which file, and all its texts."""

    way: str
    file: str
    sources: Mapping[str, str]


def _line(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Way:
    """Change one of the lines that a pattern matches."""

    def way(text: str, dice: random.Random) -> str | None:
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            return None
        hit = dice.choice(found)
        new = replacement(hit) if callable(replacement) else hit.expand(replacement)
        return text[: hit.start()] + new + text[hit.end() :]

    return way


def _whole(make: Callable[[str], str]) -> Way:
    return lambda text, dice: make(text)


def _cut(text: str, dice: random.Random) -> str | None:
    """End in the middle of a list or a mapping on one line."""
    found = [hit.end() for hit in re.finditer(r"[\[{][^\[\]{}\n]{3,}(?=[\]}])", text)]
    return text[: dice.choice(found)] if found else None


def _character(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text))
    return text[:place] + dice.choice("\x00\x01\x07\x0b\x1b\x7f\ufffe\ud800") + text[place:]


def _deeper(line: re.Match[str]) -> str:
    return f" {line[0]}"


ENTRY = r"^(    |  - |  )([a-z_]+): (?=\S)"
LABEL = r"^( +)label: (.+)$"
YAML_WAYS: dict[str, Way] = {
    "a file of one word": _whole(lambda text: "policy\n"),
    "a file that is a list": _whole(lambda text: "- a\n- b\n"),
    "a second document": _whole(lambda text: f"{text}---\nmore: 1\n"),
    "a YAML version": _whole(lambda text: f"%YAML 1.1\n---\n{text}"),
    "a section nobody knows": _whole(lambda text: f"{text}sectoin: 1\n"),
    "a section twice": lambda text, dice: f"{text}\n{dice.choice(re.findall(r'^[a-z_]+:', text, re.MULTILINE))} {{}}\n",
    "a misspelt section": _line(r"^([a-z_]+)([a-z]):", r"\1\2\2:"),
    "a misspelt key": _line(r"^( +(?:- )?)(label|clauses|on|do):", r"\1\2s:"),
    "a key twice": _line(LABEL, r"\g<0>\n\1label: again"),
    "a label left out": _line(r"^    label: .+\n", ""),
    "a label that is a list": _line(LABEL, r"\1label: [a, b]"),
    "a label that is nothing": _line(LABEL, r"\1label:"),
    "clauses that are a number": _line(r"^( +)clauses: .+$", r"\1clauses: 5"),
    "a clause that does not exist": _line(r"clauses: \[", "clauses: [c99.9, "),
    "a parameter that does not exist": _line(LABEL, r"\1label: $nobody_declared_this"),
    "a tab": _line(r"^  +(?=[a-z-])", "\t"),
    "one blank too many": _line(r"^    [a-z_]+: \S.*$", _deeper),
    "an anchor": _line(ENTRY, r"\g<0>&here "),
    "an alias": _line(ENTRY, r"\g<0>*there #"),
    "a merge key": _line(LABEL, r"\g<0>\n\1<<: {a: b}"),
    "a tag": _line(LABEL, r"\1label: !!python/object/apply:os.system [ls]"),
    "a YAML 1.1 boolean": _line(LABEL, r"\1label: yes"),
    "a key that is a list": _line(LABEL, r"\g<0>\n\1? [a, b]\n\1: c"),
    "a quote never closed": _line(LABEL, r'\1label: "\2'),
    "a bracket never closed": _cut,
    "lists in lists in lists": _whole(lambda text: f"{text}deep: {'[' * 30}{']' * 30}\n"),
    "thousands of lists in lists": _whole(lambda text: f"{text}deep: {'[' * 5000}\n"),
    "a control character": _character,
    "a colon too many": _line(LABEL, r"\1label: a: b: c"),
}
"""Ways to break any of the YAML files."""

OWN_WAYS: dict[str, tuple[str, Way]] = {
    "an empty file": ("rules.yaml", _whole(lambda text: "")),
    "an action nobody declared": ("rules.yaml", _line(r"^    do: .+$", "    do: colect")),
    "a category nobody declared": ("rules.yaml", _line(r"^    on: .+$", "    on: [document.imagge]")),
    "a purpose nobody declared": ("rules.yaml", _line(r"^    for: .+$", "    for: provide_sevrice")),
    "a fact nobody declared": ("rules.yaml", _line(r"^    when: .+$", "    when: {actor.rolle: owner}")),
    "the unknown as a value": ("rules.yaml", _line(r"^    unless: .+$", "    unless: {tenant.match: unknown}")),
    "a condition that asks for nothing": ("rules.yaml", _line(r"^    when: .+$", "    when: {}")),
    "a list of nothing": ("rules.yaml", _line(r"^    on: .+$", "    on: []")),
    "a pattern that selects nothing": ("rules.yaml", _line(r"^    on: .+$", '    on: "nothing.*"')),
    "rules that are a mapping": ("rules.yaml", _line(r"^activities:", "activities: {a: b}\nactivitys:")),
    "an event nobody declared": ("retention.yaml", _line(r"^    after: .+$", "    after: job.endet")),
    "a span that is none": ("retention.yaml", _line(r"^    keep: .+$", "    keep: a while")),
    "a span without a unit": ("retention.yaml", _line(r"^    keep: .+$", "    keep: 12")),
    "a span beyond the calendar": ("retention.yaml", _line(r"^    keep: .+$", "    keep: 99999999999999d")),
    "a span of five thousand digits": ("retention.yaml", _line(r"^    keep: .+$", f"    keep: {'9' * 5000}d")),
    "no ceiling": ("retention.yaml", _line(r"^    ceiling: .+\n", "")),
    "a category derived from itself": (
        "vocabulary.yaml",
        _line(r"^  ([a-z]+\.[a-z_.]+):\n(    label: .+)$", r"  \1:\n    derived_from: [\1]\n\2"),
    ),
    "a date that is none": ("policy.yaml", _line(r"^  effective: .+$", '  effective: "2025-02-30"')),
    "a key of five thousand digits": ("policy.yaml", _line(r"^policy:$", f"policy:\n  {'9' * 5000}: 1")),
    "another schema": ("policy.yaml", _line(r"^schema: .+$", "schema: proviso-policy/9")),
    "a parameter outside its range": ("policy.yaml", _line(r"range: \[.+\]", "range: [1000000d, 2000000d]")),
    "an address that is a mapping": ("policy.yaml", _line(r"^  email: .+$", "  email: {a: b}")),
    "a promise without a claim": ("promises.yaml", _line(r", (never|always_allow|always_oblige): .+$", "}")),
    "an empty text": ("policy.md", _whole(lambda text: "")),
    "a sentence without a number": ("policy.md", _line(r"^(- )?[0-9.]+ (?=[A-Z])", "")),
    "a number twice": ("policy.md", _line(r"^((?:- )?[0-9.]+ )(.+)$", r"\1\2\n\n\1\2")),
    "a sentence under another heading": ("policy.md", _line(r"^## [0-9]+\. (.+)$", r"## 77. \1")),
    "a parameter in the text that does not exist": ("policy.md", _line(r"^((?:- )?[0-9.]+) ", r"\1 {$no_such_span} ")),
    "a number of five thousand digits in the text": ("policy.md", _line(r"^## [0-9]+\.", f"## {'9' * 5000}.")),
}
"""Ways to break one file in particular."""


def broken(policies: list[Mapping[str, str]], number: int, seed: int) -> Iterator[Broken]:
    """Give broken policies, going round all ways, files and policies; the same seed gives the same ones."""
    dice = random.Random(seed)
    given = 0
    while given < number:
        for name in (*YAML_WAYS, *OWN_WAYS):
            policy = policies[given % len(policies)]
            own = OWN_WAYS.get(name)
            files = (own[0],) if own else dice.sample(ALL_YAML, len(ALL_YAML))
            way = own[1] if own else YAML_WAYS[name]
            found = ((file, new) for file in files if (new := way(policy[file], dice)) is not None)
            file, new = next(found, ("", ""))
            if file and given < number:
                given += 1
                yield Broken(name, file, {**policy, file: new})
