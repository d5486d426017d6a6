"""The certificate: it stands for one policy and one complete proof, and without it nothing is loaded."""

import hashlib
import json
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import FOLDER, edited, shipped, texts

from governance.policy import PolicyRefused, compile_policy
from governance.policy.bundle import PolicyUnproved, admit
from governance.policy.certificate import FILE, certificate, verify
from governance.policy.certificate import _seal as seal
from governance.policy.certificate import _written as written
from governance.policy.prover import Proof, Result, prove

LOCK = FOLDER / FILE


@cache
def good() -> str:
    """The certificate in the house; that proving gives the very same is a test of its own."""
    return LOCK.read_text("utf-8")


@cache
def proved() -> str:
    return certificate(prove(texts()))


def resealed(**changes: Any) -> str:
    content = {**json.loads(good()), **changes}
    content.pop("seal")
    return json.dumps({**content, "seal": seal(content)})


def codes(text: str | None) -> list[str]:
    return [problem.code for problem in verify(shipped(), text)]


def test_the_certificate_of_the_shipped_policy_is_current() -> None:
    kept, now = json.loads(LOCK.read_text("utf-8")), json.loads(proved())
    assert verify(shipped(), LOCK.read_text("utf-8")) == (), "run: proviso policy prove --write"
    for part in ("policy", "promises", "theorems", "worlds"):
        assert kept[part] == now[part], "run: proviso policy prove --write"


def test_the_same_policy_gives_the_same_certificate() -> None:
    assert certificate(prove(dict(reversed(texts().items())))) == proved()


def test_a_certificate_says_what_was_proved_and_is_sealed_over_all_of_it() -> None:
    held = Result("P1", "held", "never", True, ("A-1",), ("A-1", "A-2"), 7, None)
    broken = Result("P2", "broken", "always", False, (), (), 8, None)
    theory: Any = SimpleNamespace(worlds={"one": (("a", "1"),), "two": (("a", "2"), ("b", "é"))})
    laws: Any = (SimpleNamespace(id="T1", proved=True), SimpleNamespace(id="T2", proved=False))
    text = certificate(Proof(shipped(), theory, (held, broken), laws, "z3 0.0", 3, 9, {"solver": 1.5}))
    content = json.loads(text)
    sealed = content.pop("seal")
    assert content == {
        "schema": "proviso-certificate/1",
        "policy": {"id": "deepseek-ocr", "version": "1.0.0", "digest": shipped().digest},
        "provers": {"exhaustive": {"cells": 3, "points": 9}, "solver": "z3 0.0"},
        "worlds": [{"a": "1"}, {"a": "2", "b": "é"}],
        "promises": {
            "P1": {
                "claim": "never",
                "proved": True,
                "points": 7,
                "rests_on": ["A-1"],
                "rests_on_if_tuned": ["A-1", "A-2"],
            },
            "P2": {"claim": "always", "proved": False, "points": 8, "rests_on": []},
        },
        "theorems": {"T1": True, "T2": False},
    }
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sealed == hashlib.sha256(plain.encode()).hexdigest()
    assert text == json.dumps({**content, "seal": sealed}, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def test_a_complete_certificate_lets_its_policy_in() -> None:
    assert admit(shipped(), good()) is shipped()


def test_a_policy_without_a_certificate_is_refused_with_the_command_that_makes_one() -> None:
    with pytest.raises(PolicyUnproved) as refused:
        admit(shipped(), None)
    assert isinstance(refused.value, PolicyRefused)
    assert refused.value.code == "policy-unproved"
    assert "proviso policy prove --write" in refused.value.next_step
    assert codes(None) == ["N01"]


def test_a_policy_that_was_changed_since_its_proof_is_refused() -> None:
    changed = compile_policy(edited("policy.yaml", "value: 60s", "value: 61s"))
    (found,) = verify(changed, good())
    assert found.code == "N03"
    assert changed.digest[:12] in found.message


def test_a_choice_that_reaches_another_rule_changes_what_was_proved() -> None:
    sources = edited("rules.yaml", "{param: protective_disclosure, is: compelled_or_reviewed}", "true")
    sources["rules.yaml"] = sources["rules.yaml"].replace(
        "label: nobody else gets data\n",
        "label: nobody else gets data\n    enabled_by: {param: protective_disclosure, is: compelled_or_reviewed}\n",
    )
    assert compile_policy(sources).digest != shipped().digest


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '"x"', "{", "[" * 100_000, '{"seal": "x"}', "\udcff"])
def test_what_is_no_certificate_is_told(text: str) -> None:
    assert codes(text) == ["N02"]


def test_an_edited_certificate_is_told() -> None:
    assert codes(good().replace('"proved": true', '"proved": false', 1)) == ["N02"]


def test_a_promise_that_is_missing_refuted_or_odd_is_told() -> None:
    promises = json.loads(good())["promises"]
    (missing,) = verify(shipped(), resealed(promises={name: promises[name] for name in promises if name != "P07"}))
    assert (missing.code, "P07" in missing.message) == ("N04", True)
    (refuted,) = verify(shipped(), resealed(promises={**promises, "P07": {"proved": False}}))
    assert (refuted.code, "refuted" in refuted.message) == ("N04", True)
    assert codes(resealed(promises={**promises, "P07": "proved"})) == ["N04"]


def test_a_law_or_a_prover_that_is_missing_is_told() -> None:
    assert codes(resealed(theorems={})) == ["N04"]
    assert codes(resealed(provers={"exhaustive": {}})) == ["N04"]
    assert codes(resealed(policy={})) == ["N03"]
    assert codes(resealed(provers=[])) == ["N02"]


@given(st.text())
def test_any_text_at_all_is_judged_and_none_is_let_in(text: str) -> None:
    assert codes(text) == ["N02"]


def test_each_refusal_says_what_is_wrong_and_the_command_that_mends_it() -> None:
    mend, cut = "Fix: run `proviso policy prove --write` on this folder.", json.loads(good())
    other = {**cut["policy"], "digest": "0123456789abcdef"}
    fewer = {name: entry for name, entry in cut["promises"].items() if name not in ("P01", "P02")}
    broken = {**cut["promises"], "P03": {"proved": False}, "P04": {"proved": "yes"}}
    laws = {**cut["theorems"], "M2": False, "M3": 1}
    here = "certificate.json:1:1 PL-"
    digest = shipped().digest[:12]
    for text, said in (
        (None, f"{here}N01 error: deepseek-ocr {shipped().version} has no certificate. {mend}"),
        ("{", f"{here}N02 error: the certificate is damaged or was edited by hand. {mend}"),
        (
            resealed(policy=other),
            f"{here}N03 error: the certificate is for 0123456789ab…, the policy is {digest}…: it was changed since. "
            + mend,
        ),
        (resealed(promises=fewer), f"{here}N04 error: it says nothing of P01, P02. {mend}"),
        (
            resealed(promises=broken),
            f"{here}N04 error: P03, P04 was refuted. Fix: mend the rules, then prove them again.",
        ),
        (resealed(theorems=laws), f"{here}N04 error: the laws M2, M3 are not proved. {mend}"),
        (
            resealed(provers={"exhaustive": {}}),
            f"{here}N04 error: only one of the two provers has seen it. {mend}",
        ),
    ):
        assert [str(problem) for problem in verify(shipped(), text)] == [said]


def test_the_refusal_of_the_gate_carries_the_first_problem() -> None:
    with pytest.raises(PolicyUnproved) as refused:
        admit(shipped(), None)
    assert refused.value.data == {"first": str(verify(shipped(), None)[0])}


def test_the_seal_and_the_text_keep_letters_as_they_are() -> None:
    plain = '{"law":"Bußgeld"}'
    assert seal({"law": "Bußgeld"}) == hashlib.sha256(plain.encode()).hexdigest()
    assert written({"b": "ü", "a": 1}) == '{\n "a": 1,\n "b": "ü"\n}\n'
