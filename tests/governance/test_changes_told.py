"""What a new version changes besides answers, all of it and both ways: words, terms, sentences, rules behind them."""

import pytest
from code_fixtures import CHANGES as NOTICE
from code_fixtures import (
    CHILDREN,
    KEEP,
    LIST,
    POLICY,
    PROHIBITIONS,
    REGIMES,
    RIGHTS,
    RULES,
    SHARING,
    TEXT,
    VISITS,
    WORDS,
    Edit,
)
from edits_of_rules import SECOND_LAW
from test_codes import edited
from told_whole import book

from governance.policy import compile_policy
from governance.policy.difference import difference

CHANGES: dict[str, list[Edit]] = {
    "nothing": [],
    "ends": [(KEEP, "    then: delete\n    legal_hold: suspends\n    clauses: [c3.2]",
              "    then: anonymise\n    legal_hold: ignored\n    clauses: [c3.2]")],
    "ends that become stricter": [(KEEP, "    then: delete\n    legal_hold: suspends\n    clauses: [c3.1]",
                                   "    then: crypto_shred_and_delete\n    legal_hold: suspends\n    clauses: [c3.1]")],
    "grounds under one law": [SECOND_LAW, (RULES, "basis: interests", "basis: {gdpr: contract, ccpa: law}\n   "
                                                                      " named_law: x")],
    "a transfer to more countries": [(SHARING, "zones: [local], mechanism: none_needed",
                                      "zones: [local, third, adequate], mechanism: standard_clauses")],
    "consents": [(WORDS, "explicit: true, lifetime: 365d, withdraw_erases: [file.notes, lab.sample, lab.report]",
                  "explicit: true, lifetime: 30d, withdraw_erases: [file.notes]"),
                 (WORDS, "explicit: false, lifetime: 365d", "explicit: true, lifetime: 730d")],
    "rights and their times": [(RIGHTS, "{respond: 1 month, extend: 2 months}", "{respond: 3 weeks, ponder: 1 day}"),
                               (RIGHTS, "scope: everyone", "scope: by_location")],
    "children": [(POLICY, REGIMES, CHILDREN.format(16))],
    "a sentence that no rule of the change cites": [(TEXT, "2.4 To keep the house safe",
                                                     "2.4 To keep this house safe")],
    "a sentence and the rule that cites it": [
        (TEXT, "2.4 To keep the house safe", "2.4 To keep this house safe"),
        (RULES, LIST, LIST.replace("collect, ", ""))],
    "a rule alone, and one that is off": [
        (RULES, LIST, LIST.replace("collect, ", "")), (RULES, PROHIBITIONS,
                                                       f"{PROHIBITIONS}  - id: F-OFF\n    label: it is off\n"
                                                       "    enabled_by: false\n    clauses: [c2.4]\n")],
    "a sentence more, and words": [
        (TEXT, "\n## 3. How", "\n2.6 So be it.\n\n## 3. How"),
        (POLICY, REGIMES, "informational:\n  c2.6: A courtesy that obliges nobody.\n\nregimes:\n"),
        (WORDS, "purposes:\n", "purposes:\n  research: {label: do research, expect: dormant}\n")],
    "duties and bases": [(RULES, "oblige: [nameless]", "oblige: [nameless, locked]"),
                         (RULES, "basis: interests\n    balancing_test: house-safety-2026", "basis: contract")],
}  # fmt: skip

MORE = (
    "  - id: R-MORE\n    label: more\n    of: patient.*\n    after: data.created\n    keep: 1d\n"
    "    ceiling: {event: data.created, keep: 1d}\n    then: delete\n    legal_hold: suspends\n    clauses: [c3.2]\n"
)
VERSIONS: dict[str, tuple[list[Edit], list[Edit]]] = {
    "a younger floor": ([(POLICY, REGIMES, CHILDREN.format(16).replace("floor: 13", "floor: 15"))],
                        [(POLICY, REGIMES, CHILDREN.format(16))]),
    "another age in one country": ([(POLICY, REGIMES, CHILDREN.format(16))], [(POLICY, REGIMES, CHILDREN.format(15))]),
    "less notice": ([(POLICY, REGIMES, NOTICE.format(30, "false"))], [(POLICY, REGIMES, NOTICE.format(14, "false"))]),
    "a law with times": ([SECOND_LAW], [SECOND_LAW, (RIGHTS, "  gdpr: {", "  ccpa: {respond: 45 days}\n  gdpr: {")]),
    "an end more": ([], [(KEEP, VISITS, "of: visit.*"), (KEEP, "retention:\n", f"retention:\n{MORE}")]),
    **{name: ([], edits) for name, edits in CHANGES.items()},
}  # fmt: skip


def changed(name: str) -> list[str]:
    old, new = (compile_policy(edited(edits)) for edits in VERSIONS[name])
    lines = []
    for one, other in ((old, new), (new, old)):
        found = difference(one, other)
        lines += [*map(str, found.vocabulary), *map(str, found.terms), *map(str, found.text)]
        lines += [f"unwritten {', '.join(found.unwritten)}", f"reasons {', '.join(found.reasons)}"]
    return lines


def changes() -> dict[str, list[str]]:
    return {name: changed(name) for name in VERSIONS}


EXPECTED = book("changes")


@pytest.mark.parametrize("name", VERSIONS)
def test_all_that_changes_is_told_as_the_book_says(name: str) -> None:
    assert changed(name) == EXPECTED.get(name)
