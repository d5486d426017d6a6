"""An entry that does not fit is told in full: where it stands, what is wrong with it, and what to write instead."""

import pytest
from code_fixtures import FACTS, HEADER, KEEP, POLICY, PROMISES, RIGHTS, RULES, SHARING, WORDS, Edit
from test_codes import edited

from governance.policy import PolicyRefused, compile_policy

OTHER, EMPTY = "is not the kind of value that belongs here.", "is empty."
SENTENCE = "a word or a sentence, in quotes where it looks like a number"
THEN = "    then: delete\n    legal_hold: suspends\n    clauses: [c3.2]"

Told = list[tuple[str, str, str, str]]

CASES: list[tuple[str, list[Edit], Told]] = [
    ("a key that is much like another", [(RULES, "    do: contact", "    doo: contact")],
     [("id:", "T01", "`do` is missing.", "add `do:`."),
      ("doo:", "T01", "nothing here is called `doo`.", "did you mean `do`?")]),
    ("a key that is like none", [(SHARING, "recipient: laboratory,", "recipient: laboratory, weight: 3,")],
     [("weight:", "T01", "nothing here is called `weight`.",
       "remove it; known here: clauses, id, label, mechanism, note, quote, recipient, resolves, zones.")]),
    ("a section that is none", [(RIGHTS, "scope: everyone", "scopes: everyone")],
     [("scopes:", "T01", "rights.yaml has no section `scopes`.", "did you mean `scope`?")]),
    ("a list that is too short", [(POLICY, "range: [365d, 3650d]", "range: [365d]")],
     [("[365d]", "T01", "this list is too short.", "it takes 2 entries.")]),
    ("a list that is too long", [(POLICY, "range: [365d, 3650d]", "range: [1d, 2d, 3d]")],
     [("[1d", "T01", "this list is too long.", "it takes 2 entries.")]),
    ("a duration of a unit that is none", [(WORDS, "explicit: false, lifetime: 365d", "explicit: false, lifetime: 3y")],
     [("3y", "T04", "`3y` is not a duration such as 60s, 15m, 24h or 30d.", "write a whole number and s, m, h or d.")]),
    ("a duration that is a number", [(WORDS, "explicit: false, lifetime: 365d", "explicit: false, lifetime: 3")],
     [("3", "T04", "this is not a duration such as 60s, 15m, 24h or 30d.", "write a whole number and s, m, h or d.")]),
    ("a choice much like another", [(KEEP, THEN, THEN.replace("delete", "deletes"))],
     [("deletes", "T03", "`deletes` is not a value of `then`.", "did you mean `delete`?")]),
    ("a choice that is a number", [(KEEP, THEN, THEN.replace("delete", "7"))],
     [("7", "T03", "`7` is not a value of `then`.", "write `delete`, `crypto_shred_and_delete` or `anonymise`.")]),
    ("a choice like no other", [(SHARING, "mechanism: none_needed", "mechanism: hope")],
     [("hope", "T03", "`hope` is not a value of `mechanism`.",
       "write `none_needed`, `adequacy` or `standard_clauses`.")]),
    ("a choice inside a list", [(SHARING, "zones: [local]", "zones: [local, near]")],
     [("near]", "T03", "`near` is not a value of `zones, number 2`.", "write `local`, `adequate` or `third`.")]),
    ("a name of another shape", [(PROMISES, "id: P07", "id: P7")],
     [("P7", "T01", "`id` cannot be `P7`.", "write P and two digits, such as P01.")]),
    ("a version of another shape", [(POLICY, "version: 1.0.0", 'version: "1.0"')],
     [('"1.0"', "T01", "`version` cannot be `1.0`.", "write three numbers in quotes, such as 1.0.0.")]),
    ("a label without letters", [(WORDS, "{label: samples,", '{label: "",')],
     [('""', "T01", f"`label` {EMPTY}", "say it in a few words.")]),
    ("a label that is a number", [(WORDS, "{label: samples,", "{label: 5,")],
     [("5", "T01", f"`label` {OTHER}", f"write {SENTENCE}.")]),
    ("a sentence for yes or no", [(WORDS, "explicit: false", "explicit: maybe")],
     [("maybe", "T01", f"`explicit` {OTHER}", "write true or false.")]),
    ("a word for a day", [(POLICY, HEADER, "  effective: soon\n")],
     [("soon", "T01", f"`effective` {OTHER}", 'write a day, such as "2026-03-01".')]),
    ("a number in a list of the header", [(POLICY, "  clauses: [c0.1]", "  clauses: [c0.1, 7]")],
     [("7]", "T01", f"`clauses, number 2` {OTHER}", f"write {SENTENCE}.")]),
    ("a number in a list of an entry", [(RULES, "clauses: [c2.4]", "clauses: [7]")],
     [("7]", "T01", f"`clauses, number 1` {OTHER}", f"write {SENTENCE}.")]),
    ("an entry that is a word", [(PROMISES, "promises:\n", "promises:\n  - never\n")],
     [("never", "T01", f"`promises` {OTHER}", "write named entries, such as {name: value}.")]),
    ("a basis that is a number", [(RULES, "basis: interests", "basis: 6")],
     [("6", "T01", f"`basis` {OTHER}", f"write {SENTENCE} or named entries, such as {{name: value}}.")]),
    ("a word for the values of a fact", [(WORDS, FACTS, 'facts:\n  job.mood: {label: it, values: good}\n')],
     [("good}", "T01", f"`values` {OTHER}", "write named entries, such as {name: value}.")]),
    ("a basis that is a number under a law", [(RULES, "basis: interests", "basis: {gdpr: 6}")],
     [("6}", "T01", f"`gdpr` {OTHER}", f"write {SENTENCE}.")]),
    ("two things in one entry, one deeper than the other",
     [(KEEP, THEN, f"{THEN.replace('delete', 'hope')}\n    also_after: [{{event: 5, keep: 1d}}]")],
     [("5", "T01", f"`event` {OTHER}", f"write {SENTENCE}."),
      ("hope", "T03", "`hope` is not a value of `then`.",
       "write `delete`, `crypto_shred_and_delete` or `anonymise`.")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edits", "expected"), [one[1:] for one in CASES], ids=[f"{one[2][-1][1]}-{one[0]}" for one in CASES]
)
def test_what_does_not_fit_is_told_in_full(edits: list[Edit], expected: Told) -> None:
    sources = edited(edits)
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(sources)
    told = [
        (sources[one.file].splitlines()[one.line - 1][one.column - 1 :].split(" ")[0].rstrip(","), one.code,
         one.message, one.fix)
        for one in refused.value.problems
        if one.code.startswith("T")
    ]  # fmt: skip
    assert sorted(told) == sorted(expected)


def test_a_basis_that_is_empty_is_told_also_where_no_law_is_named() -> None:
    sources = edited([(RULES, "    basis: interests\n", "    basis: {}\n")])
    policy, rights = sources[POLICY], sources[RIGHTS]
    lawless = {
        **sources,
        POLICY: policy[: policy.index("regimes:\n")],
        RIGHTS: rights.replace("  gdpr: {respond: 1 month, extend: 2 months}\n", "").replace("[gdpr]", "[]"),
    }
    lawless[RIGHTS] = lawless[RIGHTS].replace("deadlines:\n", "")
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(lawless)
    told = [(one.code, one.message, one.fix) for one in refused.value.problems]
    assert told == [("B01", "A-LIST has no basis.", "name one of `lawful_bases`.")]
