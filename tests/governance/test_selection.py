"""A condition is read as it is written, and every name in it is looked up."""

from typing import Any

import pytest
from shipped_policy import clinic

from governance.policy.guards import NEVER, AllOf, AnyOf, Atom
from governance.policy.parse import parse
from governance.policy.selection import Selection
from governance.policy.sources import Tree


def selection() -> Selection:
    return Selection(parse(clinic())[0])


def atom(name: str, *values: str) -> Atom:
    return Atom(name, frozenset(values))


OWNER, PROVEN = atom("actor.role", "owner"), atom("identity.verified", "true")


@pytest.mark.parametrize(
    ("source", "guard"),
    [
        ({"actor.role": "owner"}, OWNER),
        ({"actor.role": ["owner", "other"]}, atom("actor.role", "owner", "other")),
        ({"identity.verified": True}, PROVEN),
        ({"identity.verified": [False, True]}, atom("identity.verified", "true", "false")),
        ({"consent.file": "given"}, atom("consent.file", "given")),
        ({"actor.role": "owner", "identity.verified": "true"}, AllOf((OWNER, PROVEN))),
        ({"any": [{"actor.role": "owner"}]}, AnyOf((OWNER,))),
        ({"all": [{"actor.role": "owner"}]}, AllOf((OWNER,))),
        ({"any": [{"actor.role": "owner"}, {"identity.verified": True}]}, AnyOf((OWNER, PROVEN))),
        ({"all": [{"actor.role": "owner"}, {"any": [{"identity.verified": True}]}]}, AllOf((OWNER, AnyOf((PROVEN,))))),
        ({"actor.role": "owner", "any": [{"identity.verified": True}]}, AllOf((OWNER, AnyOf((PROVEN,))))),
    ],
)
def test_a_condition_is_read_as_it_is_written(source: dict[str, Any], guard: object) -> None:
    chosen = selection()
    assert chosen.guard(source, Tree("x.yaml"), ()) == guard
    assert chosen.problems == []


@pytest.mark.parametrize(
    ("source", "guard", "told"),
    [
        ({}, NEVER, "this condition is empty. name a fact, or leave the condition out."),
        ({"zebra": 1}, NEVER, "there is no fact `zebra`. declare it under `facts` in vocabulary.yaml."),
        ({"any": []}, NEVER, "`any` takes a list of conditions. write `any: [{fact: value}]`."),
        ({"all": ["a"]}, NEVER, "`all` takes a list of conditions. write `all: [{fact: value}]`."),
        ({"any": {"actor.role": "owner"}}, NEVER, "`any` takes a list of conditions. write `any: [{fact: value}]`."),
        ({"actor.role": []}, atom("actor.role"), "no value is named for `actor.role`. name the values that are"),
        (
            {"actor.role": None},
            atom("actor.role"),
            "`actor.role` is never `null`. its values are owner, service, ",
        ),
        (
            {"actor.role": ["owner", "unknown"]},
            OWNER,
            "`unknown` may not satisfy `actor.role`. name the values that al",
        ),
        ({"actor.role": ["owner", "othr"]}, OWNER, "`actor.role` is never `othr`. did you mean `other`?"),
    ],
)
def test_what_is_wrong_with_a_condition_is_told_and_allows_nothing_more(
    source: dict[str, Any], guard: object, told: str
) -> None:
    chosen = selection()
    assert chosen.guard(source, Tree("x.yaml"), ()) == guard
    assert [f"{one.message} {one.fix}"[: len(told)] for one in chosen.problems] == [told]


def test_what_a_refused_or_unknown_parameter_leaves_behind_is_told_elsewhere() -> None:
    chosen = selection()
    assert chosen.guard({"actor.role": ["owner", "$zebra"]}, Tree("x.yaml"), ()) == OWNER
    assert chosen.problems == []
    assert chosen.guard({"actor.role": "$Zebra"}, Tree("x.yaml"), ()) == atom("actor.role")
    assert [one.code for one in chosen.problems] == ["R04"]


def test_the_facts_are_those_declared_and_one_for_each_consent() -> None:
    facts = selection().facts
    assert list(facts) == [
        "actor.role", "identity.verified", "recipient.contract", "subject.location", "subject.objected", "consent.file",
        "consent.reminder",
    ]  # fmt: skip
    role, consent = facts["actor.role"], facts["consent.reminder"]
    assert (role.id, role.label, role.values) == (
        "actor.role",
        "whoever acts",
        ("unknown", "owner", "service", "other"),
    )
    assert dict(role.phrases) == {
        "unknown": "is not known", "owner": "is the patient", "service": "works at the clinic",
        "other": "is somebody else",
    }  # fmt: skip
    assert (consent.id, consent.label) == ("consent.reminder", "consent to reminders")
    assert consent.values == ("unknown", "never", "given", "withdrawn", "stale", "expired")
    assert dict(consent.phrases) == {
        "unknown": "is not known", "never": "was never given", "given": "is given", "withdrawn": "was taken back",
        "stale": "was given before the policy changed", "expired": "is too old",
    }  # fmt: skip
