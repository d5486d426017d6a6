"""The policy in the words of other systems: whole, of declared words only, always the same bytes, and read back."""

import json
from collections.abc import Iterator
from typing import Any

import cedarpy
import regorus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from shipped_policy import BOTH, shipped
from small_policies import ALL_VALUES, CELLS, fact_maps, rule_lists, written
from test_cedar_text import some_requests

from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.exports import FORMATS, exports
from governance.policy.exports.rego import RULE, rego, rego_request
from repository import ROOT
from store.policies import read_sources

# Names of DPV 2.3 and its extensions that our exports use; each was looked up there.
DPV = {
    *("AccountManagement", "ActivityOngoing", "ActivityProposed", "Authority", "Collect", "CommunicationManagement"),
    "SpecialCategoryPersonalData",
    *("ConsentRecord", "Consult", "DataController", "DataProcessingAgreement", "DataProcessor"),
    *("DataProtectionOfficer", "DataSubject", "DataSubjectRight", "DerivedPersonalData", "DirectMarketing"),
    *("EnforceSecurity", "Erase", "ExplicitlyExpressedConsent", "ExpressedConsent", "LegalBasis", "LegalCompliance"),
    *("MakeAvailable", "Modify", "ObservedPersonalData", "PaymentManagement", "PersonalData"),
    *("PersonalisedAdvertising", "PrivacyNotice", "Process", "Processing", "Prohibition", "Purpose"),
    *("RecordsOfActivities", "Representative", "RequestedServiceProvision", "ResearchAndDevelopment"),
    *("RightsFulfilment", "Rule", "ServiceOptimisation", "ServicePersonalisation", "ServiceProvision", "Share"),
    *("StorageCondition", "Store", "TechnicalOrganisationalMeasure", "TemporalDuration", "ThirdParty"),
    *("UntilEventDuration", "Use", "hasActivityStatus", "hasAddress", "hasContact", "hasDataController"),
    *("hasDataProtectionOfficer", "hasDataSubject", "hasDuration", "hasLegalBasis", "hasLegalMeasure", "hasLocation"),
    *("hasName", "hasPersonalData", "hasProcess", "hasProcessing", "hasProhibition", "hasPurpose", "hasRecipient"),
    *("hasRepresentative", "hasRight", "hasStorageCondition", "hasTechnicalOrganisationalMeasure"),
}
PD = {
    *("BrowserFingerprint", "Communication", "EmailAddress", "IPAddress", "Identifier", "Password", "PaymentCard"),
    *("PersonalDocuments", "Profile", "ServiceConsumptionBehaviour"),
}


def text(policy: Policy, form: str) -> str:
    return next(found.text for found in exports(policy) if found.format == form)


def data(policy: Policy, form: str) -> Any:
    return json.loads(text(policy, form))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    for part in inner:
        yield from strings(part)


@BOTH
def test_the_same_policy_gives_the_same_bytes_and_each_file_says_what_it_loses(policy: Policy) -> None:
    again = compile_policy(read_sources(ROOT / "policies" / policy.id))
    assert exports(policy) == exports(again)
    assert tuple(found.format for found in exports(policy)) == FORMATS
    for found in exports(policy):
        assert found.lost
        if found.format != "cedar-schema":
            assert all(part in found.text for part in found.lost), found.format
            assert policy.digest in found.text


@BOTH
def test_dpv_has_a_process_for_each_activity_with_the_scope_that_it_has(policy: Policy) -> None:
    nodes = {node["@id"]: node for node in data(policy, "dpv")["@graph"]}
    names = lambda node, key: {part["@id"].split("/", 1)[1] for part in node.get(key, [])}  # noqa: E731
    for rule in policy.activities.values():
        node = nodes[f"policy:{rule.id}"]
        assert node["@type"] == "dpv:Process"
        assert names(node, "dpv:hasProcessing") == rule.actions
        assert names(node, "dpv:hasPersonalData") == rule.categories
        assert names(node, "dpv:hasPurpose") == rule.purposes
        assert names(node, "dpv:hasLegalBasis") == set(rule.bases.values()) & set(policy.bases)
        assert names(node, "dpv:hasRecipient") == {r for r in rule.recipients if policy.recipients[r].role != "self"}
        assert node["dpv:hasStorageCondition"]
        assert node["dct:source"] == list(rule.clauses)
    for name in (*policy.prohibitions, *policy.promises, *policy.rights):
        assert f"policy:{name}" in nodes


@BOTH
def test_dpv_uses_declared_words_and_terms_that_the_vocabulary_has(policy: Policy) -> None:
    document = data(policy, "dpv")
    declared = {node["@id"] for node in document["@graph"]}
    for word in strings(document["@graph"]):
        prefix, _, name = word.partition(":")
        if prefix == "policy" and " " not in word:
            assert word in declared, word
        if prefix in ("dpv", "dpv-pd") and " " not in word:
            assert name in (DPV if prefix == "dpv" else PD), word
    assert set(document["@context"]) >= {"dpv", "policy"}


@BOTH
def test_cedars_own_validator_finds_nothing_against_the_schema(policy: Policy) -> None:
    found = cedarpy.validate_policies(text(policy, "cedar"), text(policy, "cedar-schema"))
    assert found.validation_passed, found.errors
    broken = text(policy, "cedar").replace('context["purpose"]', 'context["porpoise"]')
    assert not cedarpy.validate_policies(broken, text(policy, "cedar-schema")).validation_passed


def rego_answers(policy: Policy, requests: list[Request]) -> list[bool]:
    engine = regorus.Engine()
    engine.add_policy("proviso.rego", rego(policy))
    answers = []
    for request in requests:
        engine.set_input(rego_request(request))
        answers.append(engine.eval_rule(RULE))
    return answers


def test_rego_decides_the_shipped_policy_as_we_do() -> None:
    requests = some_requests(shipped(), 600, 11)
    ours = [decide(shipped(), request).allow for request in requests]
    assert rego_answers(shipped(), requests) == ours
    assert 150 < sum(ours) < 600


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=1, max_size=20))
def test_rego_and_odrl_decide_random_policies_as_we_do(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]], requests: list[tuple[tuple[str, ...], dict[str, str]]]
) -> None:
    policy = compile_policy(written(*rules))
    asked = [Request(Cell(*cell), facts) for cell, facts in requests]
    ours = [decide(policy, request).allow for request in asked]
    assert rego_answers(policy, asked) == ours
    document = data(policy, "odrl")
    assert [odrl_allows(document, request) for request in asked] == ours


def odrl_allows(document: Any, request: Request) -> bool:
    """Read an ODRL set as we mean it: a prohibition wins, and an unknown fact is none of the values."""
    applies = lambda rule: odrl_applies(rule, request)  # noqa: E731
    return any(map(applies, document["permission"])) and not any(map(applies, document["prohibition"]))


def odrl_applies(rule: Any, request: Request) -> bool:
    cell = request.cell
    if f"policy:category/{cell.category}" not in rule["target"] or f"policy:action/{cell.action}" not in rule["action"]:
        return False
    return all(odrl_holds(part, request) for part in rule["constraint"])


def odrl_holds(constraint: Any, request: Request) -> bool:
    if "and" in constraint:
        return all(odrl_holds(part, request) for part in constraint["and"]["@list"])
    if "or" in constraint:
        return any(odrl_holds(part, request) for part in constraint["or"]["@list"])
    left = constraint["leftOperand"]
    if left in ("purpose", "recipient"):
        value = f"policy:{left}/{getattr(request.cell, left)}"
    else:
        value = request.facts.get(left.removeprefix("policy:fact/"), "unknown")
    return (value in constraint["rightOperand"]) == (constraint["operator"] == "isAnyOf")


def test_odrl_read_back_decides_the_shipped_policy_as_we_do() -> None:
    document = data(shipped(), "odrl")
    assert document["conflict"] == "prohibit"
    for request in some_requests(shipped(), 400, 12):
        assert odrl_allows(document, request) == decide(shipped(), request).allow


@BOTH
def test_fides_has_every_activity_that_is_on_with_words_that_are_known(policy: Policy) -> None:
    found = YAML(typ="safe").load(text(policy, "fides"))
    own = {kind: {entry["fides_key"] for entry in found.get(kind, [])} for kind in ("data_category", "data_use")}
    subjects = {entry["fides_key"] for entry in found["data_subject"]}
    categories = own["data_category"] | {entry.fides for entry in policy.categories.values()}
    uses = own["data_use"] | {entry.fides for entry in policy.purposes.values()}
    (system,) = found["system"]
    seen = set()
    for declaration in system["privacy_declarations"]:
        rule = policy.activities[declaration["name"].split()[0]]
        seen.add(rule.id)
        assert set(declaration["data_categories"]) <= categories
        assert declaration["data_use"] in uses
        assert set(declaration["data_subjects"]) <= subjects
        assert declaration["retention_period"]
        assert declaration["legal_basis_for_processing"]
        assert declaration.get("data_shared_with_third_parties", False) == any(
            policy.recipients[name].role not in ("self", "data_subject") for name in rule.recipients
        )
    assert seen == {rule.id for rule in policy.activities.values() if rule.enabled}


def test_a_label_of_several_lines_stays_one_remark_in_rego() -> None:
    rule = {"id": "A-1", "label": "Reading\nallow := true\n", "source": "law", "do": "read", "on": "name",
            "for": "serve", "basis": "contract"}  # fmt: skip
    policy = compile_policy(written([rule], []))
    assert "# A-1: Reading allow := true ()" in rego(policy).splitlines()
    asked = [Request(Cell(do, "name", "serve", "none"), {}) for do in ("read", "share")]
    assert rego_answers(policy, asked) == [True, False]
