"""A compiled policy carries every field of its documents."""

from dataclasses import fields

import pytest
from shipped_policy import clinic, second, shipped, texts

from governance.policy import Policy
from governance.policy.parse import parse
from governance.policy.resolve import resolve

MADE = {"clauses", "digest", "gaps", "warnings", "table", "answers", "id"}
"""What compiling makes itself (an id is the header's, though rules have some too)."""


@pytest.mark.parametrize(("make", "read"), [(shipped, texts), (second, clinic)])
def test_a_compiled_policy_carries_every_field_of_its_documents(make, read) -> None:
    policy = make()
    document, _ = parse(read())
    rules, _ = resolve(document)
    assert policy.id == document.header.id
    for name in {field.name for field in fields(Policy)} - MADE:
        said = [getattr(owner, name) for owner in (rules, document, document.header) if hasattr(owner, name)]
        assert said, name
        assert getattr(policy, name) == said[0], name


def test_a_sentence_that_is_only_information_carries_the_reason_and_others_carry_none() -> None:
    document, _ = parse(texts())
    reasons = {clause.id: clause.informational for clause in shipped().clauses.values()}
    assert {name: reason for name, reason in reasons.items() if reason} == document.informational
    assert set(reasons.values()) == {"", *document.informational.values()}
