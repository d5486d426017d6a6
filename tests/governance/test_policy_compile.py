"""The compiled policy: its digest, its surface, its explanations, and that nobody can change it."""

import dataclasses
from types import MappingProxyType

import pytest
from shipped_policy import FOLDER, edited, shipped, texts

from governance.policy import Cell, Request, Unmet, compile_policy, decide, explain, surface
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, atoms, holds, implies, unmet, written
from governance.terms import ENDED_STAGES

GOOD = {
    "tenant.match": "true", "channel.encrypted": "true", "infra.approved": "true", "transfer.zone": "local",
    "data.overdue": "false", "subject.age_band": "of_age", "subject.restricted": "false", "account.state": "active",
    "actor.role": "owner", "identity.verified": "true",
}  # fmt: skip


def test_the_surface_lock_is_current() -> None:
    lock = (FOLDER / "surface.lock").read_text("utf-8")
    assert lock == surface(shipped()), "review the change, then write surface(policy) to surface.lock"


def test_the_surface_names_every_permitted_cell_on_a_line_and_every_condition() -> None:
    lines = surface(shipped()).splitlines()
    cells = [line for line in lines if line.split(" | ")[0] in {" ".join(key) for key in shipped().table}]
    assert len(cells) == len(shipped().table)
    assert "collect document.image provide_service none | A-OCR-INGEST | " in surface(shipped())
    assert "A-OCR-INGEST when job.stage=received | " in surface(shipped())


def test_only_permitted_cells_are_compiled() -> None:
    possible = 1
    for part in (shipped().actions, shipped().categories, shipped().purposes, shipped().recipients):
        possible *= len(part)
    assert len(shipped().table) < possible / 50
    assert all(rules.permits for rules in shipped().table.values())


def test_neither_order_nor_comments_change_the_digest_but_a_word_of_the_text_does() -> None:
    lines = texts()["vocabulary.yaml"] + "\n# a remark\n"
    assert compile_policy({**texts(), "vocabulary.yaml": lines}).digest == shipped().digest
    assert (
        compile_policy(edited("policy.md", "No question is too small", "No worry is too small")).digest
        != shipped().digest
    )
    assert compile_policy(edited("policy.yaml", "value: 60s", "value: 61s")).digest != shipped().digest


def test_a_tuned_parameter_reaches_rule_and_text() -> None:
    policy = compile_policy(edited("policy.yaml", "value: 60s", "value: 2m"))
    assert policy.retention_for("document.image").keep_seconds == 120
    assert "2 minutes later" in policy.clauses["c4.1.5"].text
    assert policy.parameter_in_words("document_purge_slo") == "2 minutes"


def test_nobody_can_change_a_compiled_policy() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        shipped().digest = "0" * 64  # type: ignore[misc]
    with pytest.raises(TypeError):
        shipped().table[("erase", "x", "y", "z")] = None  # type: ignore[index]
    for field in dataclasses.fields(shipped()):
        value = getattr(shipped(), field.name)
        if field.init and hasattr(value, "keys"):  # what deciding remembers is no part of the policy
            assert isinstance(value, MappingProxyType), field.name


def test_retention_is_found_by_category_and_missing_rules_are_an_error() -> None:
    assert shipped().retention_for("text.result").id == "R-RESULT"
    assert shipped().retention_for("findings.summary").id == "R-FINDINGS"
    with pytest.raises(KeyError, match=r"no retention rule covers document\.video"):
        shipped().retention_for("document.video")


def test_every_end_of_a_job_leaves_an_upload_to_erasure_alone() -> None:
    service = {**GOOD, "actor.role": "service", "text.state": "waiting"}
    for stage in ENDED_STAGES:
        for key in shipped().table:
            if key[1].startswith("document.") and key[0] != "erase":
                assert not decide(shipped(), Request(Cell(*key), {**service, "job.stage": stage})).allow
        erase = Request(Cell("erase", "document.image", "legal_compliance"), {**service, "job.stage": stage})
        assert decide(shipped(), erase).allow


@pytest.mark.parametrize("role", ["dpo", "auditor", "support_agent", "operator", "other"])
def test_no_staff_opens_uploads_or_texts_for_any_purpose(role: str) -> None:
    facts = {**GOOD, "actor.role": role, "actor.ticket": "true", "job.stage": "processing", "text.state": "kept",
             "legal.compelled": "true", "legal.reviewed": "true"}  # fmt: skip
    for state in ("waiting", "kept"):
        for key in shipped().table:
            if key[1].split(".")[0] in ("document", "text") and key[0] in ("read", "export", "process", "update"):
                assert not decide(shipped(), Request(Cell(*key), {**facts, "text.state": state})).allow


def test_the_children_table_takes_the_highest_age_where_the_country_is_unknown() -> None:
    children = shipped().children
    assert children is not None
    assert (children.floor, children.consent_age("AT"), children.consent_age("DE"), children.consent_age()) == (
        13,
        14,
        16,
        16,
    )
    assert children.consent_age("ZZ") == 16


def test_an_allow_is_explained_by_the_clauses_of_its_rules_and_of_its_date() -> None:
    decision = decide(
        shipped(), Request(Cell("collect", "document.image", "provide_service"), {**GOOD, "job.stage": "received"})
    )
    told = explain(shipped(), decision)
    assert told.headline == "Allowed: take in the uploaded document to provide the service"
    assert told.needed == ()
    assert {sentence.rule for sentence in told.sentences} == {"A-OCR-INGEST", "R-DOC"}
    for sentence in told.sentences:
        assert sentence.quote == shipped().clauses[sentence.clause_id].text
    assert {sentence.clause_id for sentence in told.sentences} == set(decision.clauses)


def test_a_denial_says_what_would_have_to_be_true() -> None:
    facts = {**GOOD, "actor.role": "service", "text.state": "waiting", "findings.special": "false"}
    facts["consent.store_text"] = "withdrawn"
    told = explain(shipped(), decide(shipped(), Request(Cell("store", "text.extracted", "provide_service"), facts)))
    assert told.headline == "Refused: hold the kept text to provide the service"
    assert told.needed == (
        "Needed: consent to keeping the text is given; now consent to keeping the text was taken back.",
    )
    assert "only if you choose to keep it" in told.sentences[0].quote


def test_what_two_rules_ask_of_one_fact_is_said_once_and_met_by_both() -> None:
    facts = {**GOOD, "job.stage": "completed"}
    told = explain(shipped(), decide(shipped(), Request(Cell("collect", "document.image", "provide_service"), facts)))
    assert told.needed == (
        "Needed: the reading of the document has been asked for; now the reading of the document is finished.",
    )


def test_an_odd_value_is_taken_and_told_as_not_known() -> None:
    facts = {**GOOD, "job.stage": "on the moon"}
    decision = decide(shipped(), Request(Cell("collect", "document.image", "provide_service"), facts))
    assert {miss.found for miss in decision.missing} == {"unknown"}
    assert explain(shipped(), decision).needed == (
        "Needed: the reading of the document has been asked for; now the reading of the document is not known.",
    )


def test_what_can_never_be_allowed_is_said_so() -> None:
    training = decide(
        shipped(), Request(Cell("train", "document.image", "model_training"), {**GOOD, "consent.training": "given"})
    )
    told = explain(shipped(), training)
    assert "Nothing would allow it: uploads, texts and copies themselves are never trained on." in told.needed
    nonsense = explain(shipped(), decide(shipped(), Request(Cell("dance", "with", "wolves", "tonight"))))
    assert nonsense.headline == "Refused: dance with with tonight for wolves"
    assert nonsense.needed == ("Nothing would allow it: no rule of the policy permits this.",)


def test_a_recipient_outside_is_named_in_the_headline() -> None:
    told = explain(
        shipped(), decide(shipped(), Request(Cell("share", "document.image", "provide_service", "cloud_hosting")))
    )
    assert told.headline == (
        "Refused: pass on the uploaded document (recipient: a cloud hosting firm) to provide the service"
    )


def test_a_decision_of_another_policy_can_still_be_told() -> None:
    cell = Cell("collect", "document.image", "provide_service")
    decision = decide(shipped(), Request(cell, {**GOOD, "job.stage": "lost"}))
    foreign = dataclasses.replace(decision, missing=(Unmet("A-OLD", "moon.phase", "new", ("full", "half")),))
    assert "Needed: moon.phase is full or half; now it is new." in explain(shipped(), foreign).needed


def test_a_rule_can_be_asked_what_it_is_about() -> None:
    rule = shipped().activities["A-OCR-INGEST"]
    assert (rule.actions, rule.categories, rule.purposes, rule.recipients) == (
        {"collect"}, {"document.image"}, {"provide_service"}, {"none"},
    )  # fmt: skip
    assert rule.basis == "contract"
    assert shipped().prohibitions["F-TRAIN-DOC"].actions == {"train"}


A, B = Atom("a", frozenset({"x"})), Atom("b", frozenset({"y", "z"}))


def test_guards_hold_only_on_what_is_known() -> None:
    assert holds(ALWAYS, {})
    assert not holds(NEVER, {})
    assert not holds(A, {})
    assert holds(AllOf((A, B)), {"a": "x", "b": "z"})
    assert not holds(AllOf((A, B)), {"a": "x"})
    assert holds(AnyOf((A, B)), {"b": "y"})


def test_the_way_to_satisfy_a_guard_is_the_shortest() -> None:
    assert unmet(AnyOf((AllOf((A, B)), B)), {}) == (B,)
    assert unmet(AllOf((A, NEVER)), {}) is None
    assert unmet(NEVER, {}) is None
    assert unmet(ALWAYS, {}) == ()
    assert unmet(AllOf((A, B)), {"a": "x"}) == (B,)


def test_a_guard_implies_an_atom_only_if_every_way_to_satisfy_it_does() -> None:
    assert implies(AllOf((A, B)), A)
    assert not implies(AnyOf((A, B)), A)
    assert implies(AnyOf((A, AllOf((A, B)))), A)
    assert not implies(B, Atom("b", frozenset({"y"})))
    assert not implies(ALWAYS, A)


def test_a_guard_is_written_the_same_for_every_order() -> None:
    assert written(AllOf((B, A))) == written(AllOf((A, B))) == "a=x and b=y|z"
    assert written(AnyOf((AllOf((B, A)), A))) == "((a=x and b=y|z) or a=x)"
    assert (written(ALWAYS), written(NEVER)) == ("always", "never")
    assert atoms(AnyOf((AllOf((A, B)), A))) == (A, B, A)
