"""What stands in neither written policy and may stand in the next: each is answered, exported and told rightly."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from pydantic import BaseModel
from shipped_policy import clinic, second, shipped, texts

from governance.policy import Cell, Policy, PolicyRefused, Problem, Request, compile_policy, decide
from governance.policy.changes import text
from governance.policy.compiler import outcomes
from governance.policy.difference import difference
from governance.policy.exports import exports
from governance.policy.law import looser
from governance.policy.misfits import SHAPES
from governance.policy.mutation import mutate
from governance.policy.phrases import choice
from governance.policy.profiles import findings, waits_for_controller
from governance.policy.prover import prove
from governance.policy.quotient import Quotient, Space
from governance.policy.schema import FILES
from governance.policy.why_not import why_not
from governance.policy.worlds import theory_of


def _models() -> list[type[BaseModel]]:
    sections = [section for file in FILES.values() for section in file.values()]
    return list(dict.fromkeys(section[1] for section in sections if isinstance(section, tuple)))


Edit = tuple[str, str, str]


def changed(*edits: Edit) -> dict[str, str]:
    """The clinic's texts with passages replaced; each must be there."""
    sources = dict(clinic())
    for file, old, new in edits:
        assert old in sources[file], old
        sources[file] = sources[file].replace(old, new)
    return sources


def refused(sources: dict[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyRefused) as found:
        compile_policy(sources)
    return found.value.problems


def exported(policy: Policy, kind: str) -> str:
    return next(one.text for one in exports(policy) if one.format == kind)


READ_ONLY = (
    ("rules.yaml", "do: [collect, store, read]\n    on: [file.notes, lab.*]", "do: read\n    on: [file.notes, lab.*]"),
    ("retention.yaml", "of: [file.*, lab.*]", "of: lab.*"),
    ("vocabulary.yaml", "withdraw_erases: [file.notes, lab.sample", "withdraw_erases: [lab.sample"),
    ("examples.yaml", "request: {do: store, on: file.notes", "request: {do: read, on: file.notes"),
)


def test_what_is_only_read_may_have_no_date_and_is_decided_and_exported_without_one() -> None:
    policy = compile_policy(changed(*READ_ONLY))
    reading = Request(Cell("read", "file.notes", "treatment"), {"consent.file": "given", "actor.role": "service"})
    decision = decide(policy, reading)
    assert decision.allow
    assert dict(decision.obligations.delete_by) == {}
    assert decision.clauses == ("c2.2", "c2.3")
    assert '"@id": "policy:category/file.notes"' in exported(policy, "dpv")
    assert "retention_period" in exported(policy, "fides")


def test_a_lawful_basis_that_fideslang_has_no_word_for_is_left_out() -> None:
    bases = {name: entry.model_copy(update={"gdpr": "9(2)(h)"}) for name, entry in second().bases.items()}
    assert "legal_basis_for_processing" in exported(second(), "fides")
    assert "legal_basis_for_processing" not in exported(replace(second(), bases=bases), "fides")


OFF = (
    ("rules.yaml", "    label: an objection is heeded\n", "    label: an objection is heeded\n    enabled_by: $heed\n"),
    ("policy.yaml", "  visit_retention:\n",
     "  heed: {label: objections are heeded, type: bool, value: false}\n  visit_retention:\n"),
)  # fmt: skip


def test_a_prohibition_that_is_off_forbids_nothing_anywhere() -> None:
    policy = compile_policy(changed(*OFF))
    assert decide(policy, Request(Cell("store", "visit.list", "safety"), {})).allow
    assert "F-OBJECT" in exported(second(), "rego")
    assert "F-OBJECT" not in exported(policy, "rego")
    assert "F-OBJECT" not in exported(policy, "cedar")


def test_a_prohibition_that_can_be_switched_is_weakened_in_the_worlds_in_which_it_stands() -> None:
    on = changed(*OFF[:1], ("policy.yaml", OFF[1][1], OFF[1][2].replace("false", "true")))
    found = [one for one in mutate(compile_policy(on), theory_of(on), scopes=False) if one.rule == "F-OBJECT"]
    assert {one.detail for one in found} >= {"F-OBJECT", "subject.objected may be true"}
    assert {one.fate for one in found} <= {"promise", "surface"}


def test_what_is_off_is_permitted_in_no_cell_that_the_prover_tries() -> None:
    policy = shipped()
    facts = {name: fact.values for name, fact in policy.facts.items()}
    rules = replace(theory_of(texts()).rules, activities=policy.activities, prohibitions=policy.prohibitions)
    assert not policy.activities["A-TRAIN-COPY"].enabled
    assert set(Quotient(facts, rules).cells) == set(policy.table)


def test_an_engine_in_which_the_unknown_satisfies_is_not_monotone(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = shipped()
    theory = theory_of(texts())
    assert Quotient(theory.facts, theory.rules).monotone()
    true_where = Space.where
    unknown_job = ("job.stage", "unknown")

    def faulty(self: Space, guard: object) -> int:
        return true_where(self, guard) | self.sets.get(unknown_job, 0)  # type: ignore[arg-type]

    monkeypatch.setattr(Space, "where", faulty)
    assert policy.table
    assert not Quotient(theory.facts, theory.rules).monotone()


def test_rules_so_tangled_that_they_cannot_all_be_tried_are_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("governance.policy.quotient.MOST_POINTS", 4)
    with pytest.raises(PolicyRefused) as found:
        prove(dict(clinic()))
    [one] = found.value.problems
    assert (one.code, one.file) == ("N05", "rules.yaml")
    assert "split an activity" in one.fix


def test_a_rule_that_waits_for_a_refused_parameter_is_not_complained_of_as_well() -> None:
    boole = ("policy.yaml", OFF[1][1], OFF[1][2].replace("type: bool", "type: boole"))
    longer = (OFF[0][0], OFF[0][1], OFF[0][2].replace("$heed", "{param: heed, is: true}"))
    for switch in (OFF[0], longer):
        assert [(one.file, one.fix) for one in refused(changed(switch, boole))] == [
            ("policy.yaml", "did you mean `bool`?")
        ]


def test_a_parameter_may_not_rest_on_another() -> None:
    found = refused(changed(("policy.yaml", "value: 365d\n", "value: $file_retention\n")))
    assert [(one.code, one.message, one.line) for one in found if one.code == "R01"] == [
        ("R01", "a parameter cannot rest on another one, `$file_retention`.",
         1 + clinic()["policy.yaml"].splitlines().index("    value: 365d")),
    ]  # fmt: skip


def test_a_sentence_that_came_and_one_that_went_are_told() -> None:
    more = changed(
        ("policy.md", "data protection authority.\n", "data protection authority.\n\n4.4 We wish you well.\n"),
        ("policy.yaml", "regimes:\n", "informational:\n  c4.4: A courtesy that obliges nobody.\n\nregimes:\n"),
    )
    new = compile_policy(more)
    assert [(one.id, one.kind, one.old, one.new) for one in text(second(), new, ())] == [
        ("c4.4", "added", "", "We wish you well.")
    ]
    assert [(one.id, one.kind, one.new) for one in text(new, second(), ())] == [("c4.4", "removed", "")]
    assert not difference(second(), new).material


def test_a_fact_that_one_version_does_not_have_is_said_by_its_name() -> None:
    assert choice({}, {"job.mood": ("good",)}) == ", when job.mood is good"


def test_a_way_that_another_one_covers_is_not_told_twice() -> None:
    sources = changed(
        ("rules.yaml", "    when: {actor.role: [owner, service], identity.verified: true}\n",
         "    when: {any: [{actor.role: owner, identity.verified: true, subject.objected: false},"
         " {actor.role: [owner, service], identity.verified: true, recipient.contract: true}]}\n"),
    )  # fmt: skip
    facts = {"subject.objected": "false", "recipient.contract": "true"}
    [way] = why_not(compile_policy(sources), Request(Cell("erase", "visit.list", "rights"), facts))
    assert [(change.fact, change.needs) for change in way] == [
        ("actor.role", ("owner", "service")), ("identity.verified", ("true",)),
    ]  # fmt: skip


def test_what_only_the_controller_can_mend_is_told_apart() -> None:
    def waits(code: str, message: str) -> bool:
        return waits_for_controller(Problem("policy.yaml", 1, 1, code, "error", message, "x."))

    assert waits("S01", "no contract with it is named")
    assert not waits("S01", "its contract ended on 2025-12-31")
    assert not waits("C01", "no contract with it is named")


def test_every_example_is_decided_and_tells_what_stands_behind_its_answer() -> None:
    """A value may be given as a list of one, or as the word true."""
    same = {
        **clinic(),
        "examples.yaml": clinic()["examples.yaml"].replace("actor.role: service", "actor.role: [service]"),
    }
    found = outcomes(same)
    assert [(one.expect, one.came, one.problems) for one in found] == [
        ("allow", "allow", ()), ("deny", "deny", ()), ("deny", "deny", ()),
    ]  # fmt: skip
    assert [one.behind for one in found] == [("A-FILE",), ("A-FILE",), ("A-LAB", "F-LAB")]
    wrong = {**clinic(), "examples.yaml": clinic()["examples.yaml"].replace("expect: allow", "expect: deny")}
    first = outcomes(wrong)[0]
    assert first.came == "allow"
    assert [one.code for one in first.problems] == ["E01"]


def test_a_file_that_cannot_be_read_hides_nothing_behind_names_that_it_would_declare() -> None:
    found = refused({**clinic(), "vocabulary.yaml": clinic()["vocabulary.yaml"].replace("kinds:", "kinds: [")})
    assert {(one.file, one.code) for one in found} <= {("vocabulary.yaml", "Y04"), ("policy.md", "C04")}
    assert len(found) == 1


def test_a_consent_that_cannot_be_read_is_the_only_thing_complained_of() -> None:
    broken = changed(("vocabulary.yaml", "explicit: true", "explicit: very"))
    assert [(one.file, one.message, one.fix) for one in refused(broken)] == [
        ("vocabulary.yaml", "`explicit` is not the kind of value that belongs here.", "write true or false.")
    ]


def test_consent_is_known_by_its_article_and_not_by_what_the_policy_calls_it() -> None:
    """B02 finds an activity on consent that asks for none, whatever name the lawful basis has."""
    edits = [
        ("vocabulary.yaml", "  consent: {label: consent,", "  agreement: {label: agreement,"),
        ("rules.yaml", "basis: consent", "basis: agreement"),
    ]
    assert compile_policy(changed(*edits)).bases["agreement"].gdpr == "6(1)(a)"
    found = refused(changed(*edits, ("rules.yaml", "when: {consent.reminder: given}", "when: {actor.role: service}")))
    assert [(one.code, one.about) for one in found] == [("B02", "A-REMIND")]


@pytest.mark.parametrize("model", [*_models()], ids=lambda model: model.__name__)
def test_every_pattern_of_the_models_is_said_in_words(model: type[BaseModel]) -> None:
    patterns = re.findall(r'"pattern": "([^"]+)"', json.dumps(model.model_json_schema()))
    written = {json.loads(f'"{pattern}"') for pattern in patterns}
    assert {pattern for pattern in written if "smhd" not in pattern} <= set(SHAPES)


@pytest.mark.parametrize(
    ("stated", "limit", "longer"),
    [
        ("1 month", "1 month", False), ("2 months", "1 month", True), ("30 days", "1 month", True),
        ("28 days", "1 month", False), ("4 weeks", "1 month", False), ("5 weeks", "1 month", True),
        ("2 weeks", "10 business days", False), ("15 days", "10 business days", True),
        ("1 month", "15 business days", True), ("44 days", "45 days", False), ("46 days", "45 days", True),
        ("1 month", "45 days", False), ("20 business days", "45 days", True),
        ("9 business days", "10 business days", False),
    ],
)  # fmt: skip
def test_a_time_limit_is_longer_when_it_can_be_so_in_some_month(stated: str, limit: str, longer: bool) -> None:
    assert looser(stated, limit) is longer


def test_what_is_no_span_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="'a month' is no span"):
        looser("a month", "1 month")


def test_a_policy_under_another_law_than_the_gdpr_owes_none_of_its_rights() -> None:
    elsewhere = changed(
        ("policy.yaml", "  gdpr:\n    label: General Data Protection Regulation\n", "  ccpa:\n    label: CCPA\n"),
        ("rights.yaml", "gdpr", "ccpa"), ("rights.yaml", "right: portability", "right: carrying"),
    )  # fmt: skip
    codes = {one.code for one in findings(elsewhere, "strict", date(2026, 11, 23))}
    assert "G05" not in codes
    assert "B01" not in codes


def test_duties_that_clash_are_told_once_however_many_cells_they_clash_in() -> None:
    clash = changed(
        ("vocabulary.yaml", "{label: keep it under lock,", "{label: lock it up, excludes: [nameless],"),
        ("rules.yaml", "oblige: [locked]", "oblige: [locked, nameless]"),
    )
    found = [one for one in findings(clash, "strict", date(2026, 11, 23)) if one.code == "D04"]
    assert [one.about for one in found] == ["A-FILE"]
    assert sum(len(rules.permits[0].duties) == 2 for rules in compile_policy(clash).table.values()) > 1


def test_what_was_refused_already_is_not_missed_a_second_time() -> None:
    """An empty text, a section left out, an example and a category with a mistake: one finding each at its place."""
    assert ("policy.md", "C04") in {(one.file, one.code) for one in refused({**clinic(), "policy.md": ""})}
    headless = {**clinic(), "policy.yaml": clinic()["policy.yaml"].replace("controller:", "# controller:", 1)}
    assert "policy.yaml needs the section `controller`." in {one.message for one in refused(headless)}
    for edit in (
        ("examples.yaml", "expect: allow", "expect: perhaps"),
        ("vocabulary.yaml", "{label: the medical file, subjects", "{labl: the medical file, subjects"),
    ):
        assert {one.file for one in refused(changed(edit))} == {edit[0]}
