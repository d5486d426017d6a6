"""Every check: one edit of the shipped policy triggers it at its line, and the shipped policy is clean."""

import random
from collections.abc import Mapping

import pytest
from shipped_policy import edited, shipped, texts

from governance.errors import ProvisoError
from governance.policy import PolicyRefused, Problem, compile_policy


def problems(sources: Mapping[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(sources)
    return refused.value.problems


def test_the_shipped_policy_has_no_finding_but_the_gaps_of_the_controller() -> None:
    assert shipped().warnings == ()
    assert [gap for gap in shipped().gaps if gap.startswith("controller.")] == [
        "controller.legal_entity", "controller.address", "controller.dpo", "controller.eu_representative",
    ]  # fmt: skip
    assert "recipients.cloud_hosting.contract" in shipped().gaps


EDITS = [
    # code, file, old, new, part of the message, part of the remedy
    ("Y01", "policy.yaml", "value: false\n    resolves: [AMB-04]", "value: no\n    resolves: [AMB-04]", "`no`", "true"),
    ("Y02", "policy.yaml", "  language: en\n", "  language: en\n  language: de\n", "`language`", "keep one"),
    ("Y03", "cookies.yaml", "controls:", "controls: &c", "anchor", "remove"),
    ("Y04", "sharing.yaml", "transfers:", "transfers: [", "not YAML", "syntax"),
    ("T01", "rules.yaml", "    do: collect\n    on: document.image\n", "    do: collect\n    onn: document.image\n",
     "called `onn`", "did you mean `on`?"),
    ("T01", "rules.yaml", "    label: Taking in an upload\n", "", "`label` is missing", "add `label:`"),
    ("T01", "policy.yaml", "children:\n", "childrens:\n", "no section `childrens`", "did you mean `children`?"),
    ("T01", "policy.yaml", "schema: proviso-policy/1", "schema: other/9", "'other/9'", "proviso-policy/1"),
    ("T01", "rules.yaml", "unless: {any: [{actor.role: [owner, service]}, ", "unless: {any: [owner, ", "list of", "any"),
    ("T01", "promises.yaml", "never: {for: marketing, where_not", "always_allow: {}, never: {for: marketing, where_not",
     "2 claims", "exactly one"),
    ("T01", "policy.yaml", "continued_use_is_consent:\n    label: whether going on to use the service counts as consent\n"
     "    type: bool\n    value: false", "continued_use_is_consent:\n    label: x\n    type: bool\n    value: maybe",
     "is a bool", "true or false"),
    ("T02", "policy.yaml", "value: 60s", "value: 16m", "outside 0s to 15m", "range"),
    ("T02", "policy.yaml", "value: 13\n", "value: 12\n", "outside 13 to 18", "range"),
    ("T03", "policy.yaml", "value: everyone", "value: everybody", "not a choice of `rights_scope`",
     "did you mean `everyone`?"),
    ("T03", "retention.yaml", "then: anonymise", "then: anonymize", "`anonymize`", "did you mean `anonymise`?"),
    ("T03", "rules.yaml", "is: any_consideration", "is: any_considerations", "never", "did you mean `any_consideration`?"),
    ("T04", "policy.yaml", "value: 60s", "value: 60 s", "60 s", "s, m, h or d"),
    ("T04", "retention.yaml", "{event: user.delete, keep: 0s}\n      - {event: consent",
     "{event: user.delete, keep: now}\n      - {event: consent", "`now` is not a duration", "s, m, h or d"),
    ("R01", "retention.yaml", "keep: $document_purge_slo", "keep: $document_purge_sla", "`document_purge_sla`",
     "did you mean `document_purge_slo`?"),
    ("R01", "policy.md", "gone {$document_ceiling}", "gone {$document_celing}", "`document_celing`",
     "did you mean `document_ceiling`?"),
    ("R01", "rules.yaml", "{param: sale_definition, is", "{param: sale_definitions, is", "`sale_definitions`",
     "did you mean `sale_definition`?"),
    ("R02", "rules.yaml", "on: [usage.events, device.client]\n    for: service_improvement\n    basis",
     "on: [usage.event, device.client]\n    for: service_improvement\n    basis", "no category `usage.event`",
     "did you mean `usage.events`?"),
    ("R02", "rules.yaml", "on: report.processing\n    for: legal_compliance\n    basis: legal_obligation\n"
     "    named_law: GDPR Art. 30\n    when: {actor.role: service}",
     "on: []\n    for: legal_compliance\n    basis: legal_obligation\n    named_law: GDPR Art. 30\n"
     "    when: {actor.role: service}", "list is empty", "everything"),
    ("R02", "rules.yaml", 'to: "role:processor"\n', 'to: "role:processors"\n', "selects nothing", "correct"),
    ("R02", "rules.yaml", "when: {legal.reviewed: true}", "when: {}", "condition is empty", "name a fact"),
    ("R02", "rules.yaml", "oblige: [aggregate]", "oblige: [agregate]", "no duty", "did you mean `aggregate`?"),
    ("R02", "rules.yaml", "basis: $analytics_basis_server", "basis: good_will", "no lawful basis", "lawful_bases"),
    ("R02", "policy.yaml", "range: [1d, 395d]\n    resolves: [AMB-13]", "range: [1d, 395d]\n    resolves: [AMB-77]",
     "no ambiguity `AMB-77`", "did you mean"),
    ("R02", "cookies.yaml", "consent: cookies_functional", "consent: cookies_functions", "no consent",
     "did you mean `cookies_functional`?"),
    ("R02", "promises.yaml", "never: {to: other_third_party}", "never: {to: other_third_parties}", "no recipient",
     "did you mean `other_third_party`?"),
    ("R02", "sharing.yaml", "  support_tool: {contract", "  suport_tool: {contract", "no recipient",
     "did you mean `support_tool`?"),
    ("R03", "rules.yaml", "when: {job.stage: received}", "when: {job.stages: received}", "no fact `job.stages`",
     "did you mean `job.stage`?"),
    ("R03", "rights.yaml", "fact: subject.objected", "fact: subject.objectd", "no fact", "did you mean `subject.objected`?"),
    ("R04", "rules.yaml", "when: {job.stage: received}", "when: {job.stage: receved}", "never `receved`",
     "did you mean `received`?"),
    ("R05", "vocabulary.yaml", "    derived_from: [text.result]\n", "    derived_from: [text.extracted]\n",
     "derived from itself", "circle"),
    ("R06", "rules.yaml", "unless: {tenant.match: true}", "unless: {tenant.match: [true, unknown]}",
     "`unknown` may not satisfy", "never does"),
    ("R06", "vocabulary.yaml", 'values: {"true": has passed,', 'values: {unknown: x, "true": has passed,',
     "value of every fact", "leave it out"),
    ("C03", "policy.md", "0.2 It has been", "0.1 It has been", "number 0.1", "own number"),
    ("C04", "policy.md", "5.8 No way", "No way", "no clause covers", "number"),
    ("C05", "rules.yaml", "clauses: [c2.1.6, c3.5, c6.2.5]", "clauses: [c2.1.6, c3.55, c6.2.5]", "no clause `c3.55`",
     "did you mean"),
    ("C05", "policy.yaml", "  c9.3: Advice", "  c9.33: Advice", "no clause `c9.33`", "did you mean `c9.3`?"),
    ("C06", "policy.yaml", "  c9.3: Advice to the reader.\n", "", "no rule carries out clause 9.3", "informational"),
    ("C08", "retention.yaml", "clauses: [c8.1.1]\n    resolves: [AMB-13]", "resolves: [AMB-13]", "R-COOKIE cites no",
     "source: law"),
    ("C12", "policy.md", "- 5.6 **Checks", "- 6.6 **Checks", "under heading 5", "5.1"),
    ("K01", "retention.yaml", "of: [usage.events, device.client]", "of: [usage.events]", "keeps `device.client`",
     "retention.yaml"),
    ("K02", "retention.yaml", "    ceiling: {event: data.received, keep: $document_ceiling}\n", "", "R-DOC has no ceiling",
     "ceiling"),
    ("K03", "retention.yaml", "ceiling: {event: account.last_login,", "ceiling: {event: account.closed,",
     "may never happen", "at_birth"),
    ("K04", "retention.yaml", "after: job.ended", "after: job.endet", "event `job.endet`", "did you mean `job.ended`?"),
    ("K04", "vocabulary.yaml", "timed_out, expired, lost]", "timed_out, expired]", "job.stage `lost`", "running"),
    ("K07", "retention.yaml", "of: device.cookie", "of: [device.cookie, log.server]", "two retention rules", "keep one"),
    ("B01", "rules.yaml", "basis: $analytics_basis_server", "basis: {ccpa: legitimate_interests}", "no basis under gdpr",
     "gdpr"),
    ("B02", "rules.yaml", "when: {consent.marketing: given, account.state: active}", "when: {account.state: active}",
     "asks for none", "consent.marketing: given"),
    ("B02", "rules.yaml", "when: {consent.marketing: given, account.state: active}",
     "when: {any: [{consent.marketing: given}, {account.state: active}]}", "asks for none", "consent.marketing: given"),
    ("B03", "rules.yaml", "    balancing_test: lia-usage-2025\n", "", "weighs interests nowhere", "balancing_test"),
    ("B07", "cookies.yaml", "    for: preferences\n    basis: consent", "    for: preferences\n    basis: contract",
     "not essential", "consent"),
    ("B09", "rules.yaml", "    named_law: GDPR Art. 16; CCPA 1798.106\n", "", "does not name", "named_law"),
    ("A01", "cookies.yaml", "  resolves: [AMB-25]\n", "", "nothing settles AMB-25", "resolves: [AMB-25]"),
    ("U04", "policy.yaml", "  document_purge_slo:", "  unheard:\n    label: x\n    type: bool\n    value: true\n"
     "  document_purge_slo:", "`unheard` reaches no rule", "remove"),
    ("U06", "vocabulary.yaml", "  job.stage:\n", "  job.mood:\n    label: x\n    values: {good: is good}\n  job.stage:\n",
     "nobody supplies the fact `job.mood`", "supply it"),
    ("U06", "vocabulary.yaml", "      lost: was lost\n", "      lost: was lost\n      stolen: was stolen\n",
     "never `stolen`", "it can be"),
    ("E01", "examples.yaml", "  - say: a fresh upload of an adult is taken in\n    expect: allow",
     "  - say: a fresh upload of an adult is taken in\n    expect: deny", "comes out as allow", "mend"),
    ("E01", "examples.yaml", "because: [F-TLS]", "because: [F-CHILD]", "not because of F-CHILD", "F-TLS"),
    ("E01", "rules.yaml", "unless: {channel.encrypted: true}", "unless: {channel.encrypted: [true, false]}",
     "comes out as allow", "mend"),
    ("R02", "examples.yaml", "request: {do: train, on", "request: {do: trian, on", "no action `trian`",
     "did you mean `train`?"),
    ("R04", "examples.yaml", "consent.store_text: withdrawn", "consent.store_text: withdrew", "never `withdrew`",
     "did you mean `withdrawn`?"),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]}-{edit[1]}-{edit[4]}".replace(" ", "_"))
def test_an_edit_is_refused_at_its_place_with_a_remedy(edit: tuple[str, str, str, str, str, str]) -> None:
    code, file, old, new, said, remedy = edit
    hits = [found for found in problems(edited(file, old, new)) if found.code == code]
    assert [found for found in hits if said in found.message and remedy in found.fix], [str(hit) for hit in hits]
    assert all(found.line >= 1 and found.column >= 1 for found in hits)


def test_a_problem_names_file_line_and_column_first() -> None:
    sources = edited("rules.yaml", "when: {job.stage: received}", "when: {job.stage: receved}")
    line = next(n for n, text in enumerate(sources["rules.yaml"].splitlines(), 1) if "receved" in text)
    found = [str(one) for one in problems(sources) if one.code == "R04"]
    assert found == [
        f"rules.yaml:{line}:23 PL-R04 error: `job.stage` is never `receved`. Fix: did you mean `received`?"
    ]


def test_all_problems_come_at_once_and_in_order() -> None:
    sources = edited("rules.yaml", "when: {job.stage: received}", "when: {job.stage: receved}")
    sources |= {"retention.yaml": texts()["retention.yaml"].replace("after: job.ended", "after: job.endet")}
    sources |= {"policy.md": texts()["policy.md"].replace("5.8 No way", "No way")}
    sources |= {"vocabulary.yaml": texts()["vocabulary.yaml"].replace("{label: accounts}", "{lable: accounts}")}
    found = problems(sources)
    assert {"R04", "K04", "C04", "T01"} <= {one.code for one in found}
    assert list(found) == sorted(found)


@pytest.mark.parametrize("file", ["policy.md", "policy.yaml", "vocabulary.yaml", "rules.yaml", "retention.yaml"])
def test_a_missing_file_is_named(file: str) -> None:
    found = problems({name: text for name, text in texts().items() if name != file})
    assert ("Y05", file) in [(one.code, one.file) for one in found]


def test_a_misspelt_file_is_named_and_other_files_are_ignored() -> None:
    found = problems({**texts(), "cookie.yaml": "cookies: []"})
    assert [(one.code, one.fix) for one in found] == [("Y05", "did you mean `cookies.yaml`?")]
    assert compile_policy({**texts(), "surface.lock": "x", "README.md": "x"}).digest == shipped().digest


def test_a_warning_alone_does_not_refuse() -> None:
    policy = compile_policy(edited("policy.yaml", "  c9.3: Advice", "  c9.1: Also a courtesy.\n  c9.3: Advice"))
    assert [(one.code, one.severity) for one in policy.warnings] == [("C07", "warning")]


def test_a_refusal_is_an_error_of_the_catalogue() -> None:
    with pytest.raises(ProvisoError) as refused:
        compile_policy({})
    assert refused.value.code == "policy-refused"
    assert "6 errors" in refused.value.sentence
    assert str(refused.value).count("\n") == 5


def test_broken_documents_are_reported_and_never_a_traceback() -> None:
    """Cut, doubled, swapped and garbled lines: whatever comes of it is a policy or a list of problems."""
    dice = random.Random(7)
    refused = 0
    for _ in range(200):
        name = dice.choice(sorted(texts()))
        lines = texts()[name].splitlines()
        place = dice.randrange(len(lines))
        line = lines[place]
        lines[place : place + 1] = dice.choice(
            [
                [],
                [line, line],
                [line[: dice.randrange(len(line) + 1)]],
                [line.replace(":", dice.choice(["", "::", ": -"]), 1)],
                [" " + line],
                [line.swapcase()],
                [line.replace("[", "{").replace("]", "}")],
                ["".join(dice.sample(line, len(line)))],
                [line, dice.choice(["- x", "a: [", "x", "id: 7", "\t", "? x", "clauses: 5"])],
            ]
        )
        try:
            compile_policy({**texts(), name: "\n".join(lines) + "\n"})
        except PolicyRefused as error:
            refused += 1
            assert all(found.file and found.line and found.message and found.fix for found in error.problems)
    assert refused > 100
